import Diagnostics

/// Prints statements with their comments. A comment inside a stage (in a block, say) moves in front of the stage; all
/// others stay where they are.
struct CanonicalPrinter {
  private let program: Program
  private var comments: ArraySlice<Layout.Comment>
  private let blankLines: Set<Int>
  private var output = ""

  init(_ program: Program) {
    self.program = program
    comments = program.layout.comments[...]
    blankLines = Set(program.layout.blankLinesBefore)
  }

  mutating func run() -> String {
    for (index, statement) in program.statements.enumerated() {
      let span = statement.span
      printComments(before: span.lower)
      separate(span.lower)
      let next = index + 1 < program.statements.count ? program.statements[index + 1].span.lower : .max
      printStatement(statement, next: next)
    }
    printComments(before: .max)
    return output
  }

  /// Keeps one blank line where the source had some.
  private mutating func separate(_ offset: Int) {
    if !output.isEmpty, blankLines.contains(offset) { output += "\n" }
  }

  private mutating func printComments(before offset: Int) {
    while let comment = comments.first, comment.span.lower < offset {
      separate(comment.span.lower)
      output += comment.text + "\n"
      comments.removeFirst()
    }
  }

  /// Takes the comments before an offset off the queue.
  private mutating func take(before offset: Int) -> [Layout.Comment] {
    var taken: [Layout.Comment] = []
    while let comment = comments.first, comment.span.lower < offset {
      taken.append(comment)
      comments.removeFirst()
    }
    return taken
  }

  private mutating func printStatement(_ statement: Statement, next: Int) {
    guard let (prefix, pipeline) = Self.pipeline(of: statement) else {
      for comment in take(before: statement.span.upper) { output += comment.text + "\n" }
      output += Self.text(of: statement) + trailing(before: next) + "\n"
      return
    }
    let parts = Canonical.parts(of: pipeline, multiline: true)
    let spans = (pipeline.headBlock.map { [$0.span] } ?? []) + pipeline.stages.map(\.span)
    // Comments in front of each part, and the one behind it on its line.
    var before = [[String]](repeating: [], count: parts.count)
    var behind = [String?](repeating: nil, count: parts.count)
    for comment in take(before: statement.span.upper) {
      let index = spans.lastIndex { $0.lower <= comment.span.lower } ?? 0
      if index >= spans.count || comment.span.lower < spans[index].upper || comment.span.lower < spans[index].lower {
        before[index].append(comment.text)
      } else if comment.isTrailing, behind[index] == nil, before[min(index + 1, parts.count - 1)].isEmpty {
        behind[index] = comment.text
      } else {
        before[min(index + 1, parts.count - 1)].append(comment.text)
      }
    }
    for comment in before[0] { output += comment + "\n" }
    let oneLine = prefix + parts.joined(separator: " | ")
    let hasInner = before.dropFirst().contains { !$0.isEmpty } || behind.dropLast().contains { $0 != nil }
    let firstLine = oneLine.prefix { $0 != "\n" }
    if !hasInner, DisplayText.width(of: String(firstLine)) <= Canonical.lineWidth || parts.count == 1 {
      output += oneLine + trailing(before: next) + "\n"
      return
    }
    for (index, part) in parts.enumerated() {
      if index > 0 {
        for comment in before[index] { output += "  " + comment + "\n" }
      }
      output += (index == 0 ? prefix : "  | ") + part
      if let comment = behind[index] { output += "  " + comment }
      if index == parts.count - 1 { output += trailing(before: next) }
      output += "\n"
    }
  }

  /// The comment that stands behind a statement on its line.
  private mutating func trailing(before next: Int) -> String {
    guard let comment = comments.first, comment.isTrailing, comment.span.lower < next else { return "" }
    comments.removeFirst()
    return "  " + comment.text
  }

  /// What stands before a statement's pipeline, and the pipeline; nil for a statement without one.
  private static func pipeline(of statement: Statement) -> (prefix: String, pipeline: PipelineSyntax)? {
    switch statement {
    case .pipeline(let pipeline): return ("", pipeline)
    case .letBinding(let syntax): return ("let \(syntax.name.text) = ", syntax.pipeline)
    case .explain(let syntax): return ("explain ", syntax.pipeline)
    case .definition(let syntax):
      let parameters = syntax.parameters.map { parameter in
        parameter.name.text + (parameter.type.map { ": " + $0.text } ?? "")
          + (parameter.defaultValue.isEmpty ? "" : " = " + Canonical.text(of: parameter.defaultValue))
      }
      return ("def \(syntax.name.text)(\(parameters.joined(separator: ", "))) = ", syntax.body)
    case .parameter, .setting, .use, .help: return nil
    }
  }

  private static func text(of statement: Statement) -> String {
    switch statement {
    case .parameter(let syntax):
      "param \(syntax.name.text) = \(Canonical.text(of: syntax.defaultValue, multiline: true))"
    case .setting(let syntax): "set \(syntax.name.text) \(Canonical.text(of: syntax.value, multiline: true))"
    case .use(let syntax): "use \(Canonical.quoted(syntax.path))"
    case .help(let syntax): syntax.topic.map { "help \($0.text)" } ?? "help"
    case .pipeline, .letBinding, .explain, .definition: ""
    }
  }
}

extension Canonical {
  /// One statement, without comments, on one line unless it is long.
  public static func print(_ statement: Statement) -> String {
    let text = print(Program(statements: [statement]))
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
