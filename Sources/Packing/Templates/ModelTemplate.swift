import Documents

/// The template that a model's questions are put in, and how it came to be that one.
public struct ModelTemplate: Sendable, Hashable {
  /// The template to use.
  public var template: Template
  /// Why the model's own chat template is not followed, where it has one that is not.
  public var refusal: String?

  /// A template; with the reason why the model's own is not followed.
  public init(_ template: Template, refusal: String? = nil) {
    self.template = template
    self.refusal = refusal
  }

  /// The directory's own chat template, rendered; where it has none, or one that cannot be followed, the plain one.
  ///
  /// - Throws: `FileError` or `JSONError` for a file that is there and cannot be read.
  public init(directory: String) throws {
    guard let jinja = try ChatTemplateFile.jinja(directory: directory) else {
      self.init(.plain)
      return
    }
    self.init(
      jinja: jinja, withTools: try ChatTemplateFile.jinja(directory: directory, named: "tool_use"),
      SpecialTexts(directory: directory))
  }

  package init(jinja: String, withTools: String? = nil, _ special: SpecialTexts) {
    if let written = Template.all.first(where: { $0.jinja == jinja }) {
      self.init(written)
      return
    }
    do throws(RenderedTemplate.Unusable) {
      let rendered = try RenderedTemplate(jinja, special)
      let chat = ChatText(
        jinja: jinja, jinjaWithTools: withTools, begin: special.begin, end: special.end,
        takesParts: rendered.takesParts)
      self.init(rendered.template(special).following(chat))
    } catch { self.init(.plain, refusal: error.reason) }
  }

  /// `chatml`, or `own`; with a remark where the model's own is not followed. Untrusted text in it is not escaped.
  public var shown: String {
    template.name + (refusal.map { " (the model's own chat template cannot be followed: \($0))" } ?? "")
  }
}

/// Where a Hugging Face directory keeps its chat template.
public enum ChatTemplateFile {
  /// The file that is written, and read before the others.
  public static let name = "chat_template.jinja"

  /// Writes the template as the directory's own: `chat_template.jinja` stands before what `tokenizer_config.json` says.
  ///
  /// - Throws: `FileError`.
  public static func write(_ template: Template, to directory: String) throws {
    try AtomicFile.write(Array(template.jinja.utf8), to: directory + "/" + name)
  }

  /// The Jinja text of `chat_template.jinja`, of `chat_template.json`, or in `tokenizer_config.json`; of several named
  /// ones the `default`. nil where there is none.
  ///
  /// - Throws: `FileError` or `JSONError` for a file that is there and cannot be read.
  public static func jinja(directory: String) throws -> String? {
    if let bytes = try content(directory + "/" + name) { return String(decoding: bytes, as: UTF8.self) }
    for entry in try entries(directory) {
      if let text = entry.string { return text }
      if let text = named("default", in: entry) ?? entry.array?.first?["template"]?.string { return text }
    }
    return nil
  }

  /// The text of a further template with a name, such as `tool_use`: of `additional_chat_templates`, or among those in a file.
  /// nil where there is none.
  ///
  /// - Throws: `FileError` or `JSONError` for a file that is there and cannot be read.
  static func jinja(directory: String, named wanted: String) throws -> String? {
    if let bytes = try content(directory + "/additional_chat_templates/\(wanted).jinja") {
      return String(decoding: bytes, as: UTF8.self)
    }
    // A file of its own for the usual one stands before what others say.
    if try content(directory + "/" + name) != nil { return nil }
    return try entries(directory).lazy.compactMap { named(wanted, in: $0) }.first
  }

  /// What the files that hold other settings too say of templates.
  private static func entries(_ directory: String) throws -> [JSONValue] {
    try ["chat_template.json", "tokenizer_config.json"].compactMap { file in
      let path = directory + "/" + file
      return try content(path).flatMap { try JSONValue.parse($0, file: path)["chat_template"] }
    }
  }

  private static func named(_ wanted: String, in entry: JSONValue) -> String? {
    entry.array?.first { $0["name"]?.string == wanted }?["template"]?.string
  }

  private static func content(_ path: String) throws -> [UInt8]? {
    do { return try AtomicFile.read(path, as: .text) } catch  where error.isMissing { return nil }
  }
}
