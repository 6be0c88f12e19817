import Diagnostics

/// The one layout of a program: one statement on a line, single blanks, comments kept. Printing what was printed changes
/// nothing. The text of a stage, without comments, also goes into store keys.
public enum Canonical {
  /// Pipelines longer than this many columns are broken before each `|`.
  public static let lineWidth = 100

  /// The canonical text of a whole program, with a newline at the end of every line.
  public static func print(_ program: Program) -> String {
    var printer = CanonicalPrinter(program)
    return printer.run()
  }

  /// One line, without comments; a text over several lines is written with `\n` in it.
  public static func text(of stage: StageSyntax) -> String {
    stage.arguments.isEmpty ? stage.name : stage.name + " " + text(of: stage.arguments)
  }

  /// The canonical text of a pipeline, on one line. O(n).
  public static func text(of pipeline: PipelineSyntax) -> String {
    parts(of: pipeline, multiline: false).joined(separator: " | ")
  }

  /// The canonical text of a block, with its braces.
  public static func text(of block: BlockSyntax) -> String { "{ \(text(of: block.pipeline)) }" }

  /// The canonical text of arguments, with a blank between two.
  public static func text(of arguments: [Argument]) -> String { text(of: arguments, multiline: false) }

  /// A string literal in double quotes, everything escaped that has to be.
  public static func quoted(_ text: String) -> String { literal(StringLiteral(text), multiline: false) }

  // MARK: Pieces

  /// The head and the stages, each as text.
  static func parts(of pipeline: PipelineSyntax, multiline: Bool) -> [String] {
    var parts: [String] = []
    if let block = pipeline.headBlock {
      parts.append("{ " + Self.parts(of: block.pipeline, multiline: multiline).joined(separator: " | ") + " }")
    }
    for stage in pipeline.stages {
      let arguments = text(of: stage.arguments, multiline: multiline)
      parts.append(arguments.isEmpty ? stage.name : stage.name + " " + arguments)
    }
    return parts
  }

  static func text(of arguments: [Argument], multiline: Bool) -> String {
    var result = ""
    for (index, argument) in arguments.enumerated() {
      if index > 0, needsBlank(arguments, between: index - 1, and: index) { result += " " }
      result += text(of: argument, multiline: multiline)
    }
    return result
  }

  private static func text(of argument: Argument, multiline: Bool) -> String {
    switch argument.kind {
    case .word(let text): text
    case .column(let name): "`\(name)`"
    case .number(let number): number.text
    case .string(let string): literal(string, multiline: multiline && string.isMultiline)
    case .variable(let name): "$" + name
    case .op(let sign): sign.rawValue
    case .comma: ","
    case .openParenthesis: "("
    case .closeParenthesis: ")"
    case .block(let block):
      "{ " + parts(of: block.pipeline, multiline: multiline).joined(separator: " | ") + " }"
    }
  }

  private static func needsBlank(_ arguments: [Argument], between left: Int, and right: Int) -> Bool {
    let next = arguments[right]
    switch arguments[left].kind {
    case .openParenthesis: return false
    // `10% (` is a percentage and a group: `10%(` would be a remainder. `name(` is a call, `name (` is not.
    case .word(let word) where next.kind == .openParenthesis:
      return next.spaceBefore || ReservedWords.operators.contains(word)
    case .op(.minus) where isPrefix(arguments, left): return !isTerm(next)
    case .op(.divide) where isTight(arguments, left): return false
    default: break
    }
    switch next.kind {
    case .comma, .closeParenthesis: return false
    case .op(.divide) where isTight(arguments, right): return false
    default: return true
    }
  }

  /// A minus sign that belongs to what follows it.
  private static func isPrefix(_ arguments: [Argument], _ index: Int) -> Bool {
    guard index > 0 else { return true }
    switch arguments[index - 1].kind {
    case .op, .comma, .openParenthesis: return true
    case .word(let word) where ReservedWords.operators.contains(word): return true
    default:
      guard index + 1 < arguments.count, isTerm(arguments[index + 1]) else { return false }
      return arguments[index].spaceBefore && !arguments[index + 1].spaceBefore
    }
  }

  /// A `/` written without blanks, as in the rate `2.10/h`, stays so.
  private static func isTight(_ arguments: [Argument], _ index: Int) -> Bool {
    guard index > 0, index + 1 < arguments.count, isTerm(arguments[index - 1]), isTerm(arguments[index + 1]) else {
      return false
    }
    return !arguments[index].spaceBefore && !arguments[index + 1].spaceBefore
  }

  private static func isTerm(_ argument: Argument) -> Bool {
    switch argument.kind {
    case .word, .column, .number, .string, .variable, .openParenthesis, .closeParenthesis: true
    case .op, .comma, .block: false
    }
  }

  static func literal(_ string: StringLiteral, multiline: Bool) -> String {
    var body = ""
    for (index, part) in string.parts.enumerated() {
      switch part {
      case .variable(let name, _): body += "$" + name
      case .text(let text):
        let followsName = index > 0
        body += escaped(
          text, multiline: multiline, afterVariable: followsName ? variableName(string.parts[index - 1]) : nil)
      }
    }
    return multiline ? "\"\"\"\n" + body + "\"\"\"" : "\"" + body + "\""
  }

  private static func variableName(_ part: StringLiteral.Part) -> String? {
    if case .variable(let name, _) = part { name } else { nil }
  }

  private static func escaped(_ text: String, multiline: Bool, afterVariable: String?) -> String {
    var result = ""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      // A letter right behind a name would be read as part of it.
      if index == 0, let name = afterVariable, continues(name, scalar) {
        result += escape(scalar)
        continue
      }
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "$":
        let next = index + 1 < scalars.count ? scalars[index + 1] : nil
        result += next.map(isWord) ?? true ? "\\$" : "$"
      case "\n": result += multiline ? "\n" : "\\n"
      case "\t": result += multiline ? "\t" : "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x80 || Bytes.isWord(UInt8(truncatingIfNeeded: scalar.value))
  }

  private static func continues(_ name: String, _ scalar: Unicode.Scalar) -> Bool {
    let isNumber = name.utf8.first.map(Bytes.isDigit) ?? false
    return isNumber ? ("0"..."9").contains(scalar) : isWord(scalar)
  }

  /// `\u0041`, in two halves beyond U+FFFF.
  private static func escape(_ scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar).map { unit in
      unit.map { code in
        let hex = String(code, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      }.joined()
    } ?? ""
  }
}
