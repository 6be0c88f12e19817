package import Diagnostics
import Syntax

/// A lesson: a script whose comments are what its reader is told, each before the statement that it is about.
///
/// Its first line is the title, which may end in `(4 minutes)`; the rest of the first block of comments says what one will
/// know. Every statement after that is a step, and comments behind the last one close the lesson.
package struct Lesson: Sendable, Hashable {
  /// One statement, and what is said before it.
  package struct Step: Sendable, Hashable {
    /// Lines without their `#`; an empty one stands between paragraphs.
    package let prose: [String]
    /// The statement on one line, as the prompt offers it.
    package let line: String
    /// What a changed line has to have in common with it.
    fileprivate let shape: [String]
  }

  /// Without the number of minutes.
  package let title: String
  /// About how long it takes to read and try it; nil where the title does not say.
  package let minutes: Int?
  /// What one will know afterwards, in one paragraph.
  package let gain: String
  /// In order.
  package let steps: [Step]
  /// What is said after the last step, like a step's prose.
  package let closing: [String]

  /// The lesson that a script is. What does not parse is left out: whoever runs the script hears of it.
  package init(_ source: SourceText) {
    let program = Parser.parse(source).program
    let comments = program.layout.comments.filter { !$0.isTrailing }
    let blanks = Set(program.layout.blankLinesBefore)
    let first = program.statements.first?.span.lower ?? source.bytes.count
    let head = comments.prefix {
      $0.span.lower < first && ($0 == comments.first || !blanks.contains($0.span.lower))
    }
    let lines = head.map { Lesson.words($0.text) }
    (title, minutes) = Lesson.title(lines.first ?? "")
    gain = lines.dropFirst().filter { !$0.isEmpty }.joined(separator: " ")

    func prose(_ range: Range<Int>) -> [String] {
      var lines: [String] = []
      for comment in comments.dropFirst(head.count) where range.contains(comment.span.lower) {
        if blanks.contains(comment.span.lower), !lines.isEmpty { lines.append("") }
        lines.append(Lesson.words(comment.text))
      }
      return lines
    }
    var steps: [Step] = []
    var end = 0
    for statement in program.statements {
      let text = source.text(statement.span)
      steps.append(
        Step(
          prose: prose(end..<max(end, statement.span.lower)), line: CellText.oneLine(text) ?? text,
          shape: Lesson.shape(of: statement)))
      end = statement.span.upper
    }
    self.steps = steps
    closing = prose(end..<source.bytes.count + 1)
  }

  /// Whether `text` is a step's line, as it stands or with other words and numbers in its stages.
  package func isStep(_ place: Int, _ text: String) -> Bool {
    guard steps.indices.contains(place) else { return false }
    let statements = Parser.parse(SourceText(name: "cell", text: text), mode: .prompt).program.statements
    return statements.contains { Lesson.shape(of: $0) == steps[place].shape }
  }

  /// A comment's words: `#` and one blank less. Blanks that are left mark what is not to be broken into lines anew.
  private static func words(_ comment: String) -> String {
    let text = comment.drop { $0 == "#" }
    return String(text.hasPrefix(" ") ? text.dropFirst() : text)
  }

  private static func title(_ line: String) -> (String, Int?) {
    guard let match = line.wholeMatch(of: #/(.+?) \((\d{1,3}) minutes?\)/#) else { return (line, nil) }
    return (String(match.1), Int(match.2))
  }

  /// The names of a statement and of its stages, without what the stages are told.
  private static func shape(of statement: Statement) -> [String] {
    switch statement {
    case .pipeline(let syntax): names(syntax)
    case .letBinding(let syntax): ["let", syntax.name.text] + names(syntax.pipeline)
    case .explain(let syntax): ["explain"] + names(syntax.pipeline)
    case .setting(let syntax): ["set", syntax.name.text]
    case .parameter(let syntax): ["param", syntax.name.text]
    case .definition(let syntax): ["def", syntax.name.text]
    case .use(let syntax): ["use", syntax.path]
    case .help(let syntax): ["help", syntax.topic?.text ?? ""]
    }
  }

  private static func names(_ pipeline: PipelineSyntax) -> [String] {
    let head = pipeline.headBlock.map { ["{"] + names($0.pipeline) + ["}"] } ?? []
    return head + pipeline.stages.map(\.name)
  }
}
