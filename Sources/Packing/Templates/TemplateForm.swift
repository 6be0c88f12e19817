/// Templates of one form: chat formats that put the same marks around a question and differ in little else. A new one is a file
/// of its own and a line in `all`; another template of a form is one in the form's file.
struct TemplateForm: Sendable {
  /// In the order of help.
  let templates: [Template]
  /// Which of them a Jinja text makes.
  let recognize: @Sendable (JinjaMarks) -> Recognition

  /// What a form says of a Jinja text.
  enum Recognition {
    /// It has not the marks of this form: another may know it.
    case otherForm
    /// It has them, and makes something else of a question than any template that cact knows.
    case unknown
    case template(Template)

    /// - Parameter template: nil: none that cact knows.
    static func ofForm(_ template: Template?) -> Recognition { template.map { .template($0) } ?? .unknown }
  }

  /// Every form, in the order of help; a text is that of the first that has its marks.
  static let all: [TemplateForm] = [plain, chatML, llama2, llama3, mistral, deepSeek, starCoder2, alpaca]
}

extension Template {
  /// Every template there is, for options, help and messages. Those of chat models render one question as their Jinja
  /// text does with a generation prompt; an input follows its question after a blank line.
  public static let all: [Template] = TemplateForm.all.flatMap(\.templates)

  /// The template whose prompt for one question is what this Jinja text makes; nil when it is none that cact knows.
  ///
  /// There is no Jinja engine here: a text is recognised by the marks that it puts around a question, and refused where
  /// it holds something that would change what they make (a system message of its own, white space stripped where the
  /// template keeps it, thinking that it opens itself).
  public static func recognized(inJinja jinja: String) -> Template? {
    if let written = all.first(where: { $0.jinja == jinja }) { return written }
    let marks = JinjaMarks(jinja)
    for form in TemplateForm.all {
      switch form.recognize(marks) {
      case .otherForm: continue
      case .unknown: return nil
      case .template(let template): return template
      }
    }
    return nil
  }
}
