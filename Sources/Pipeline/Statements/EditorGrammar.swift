public import Documents
import Syntax

/// The language as editors colour it: a TextMate grammar, made from the registry, so that no stage or option is missing from it.
public enum EditorGrammar {
  /// The grammar as JSON (https://macromates.com/manual/en/language_grammars), for a file `cact.tmLanguage.json`.
  public static func textMate(_ registry: Registry) -> JSONValue {
    let signatures = registry.signatures
    let options = Set(signatures.flatMap { $0.options.map(\.name) + $0.flags.map(\.name) })
    let kinds = signatures.flatMap { $0.slots.map(\.kind) + $0.options.map(\.kind) }
    let choices = Set(
      kinds.flatMap { kind -> [String] in
        if case .choice(let choices) = kind { return choices.map(\.word) }
        return []
      })
    let operators = ReservedWords.operators + ReservedWords.textComparators
    let patterns = [
      pattern("comment.line.number-sign", "#.*$"),
      region("string.quoted.triple", "\"\"\"", "\"\"\""), region("string.quoted.double", "\"", "\"|$"),
      pattern("variable.other.column", "`[^`]*`"),
      pattern("variable.parameter", "\\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+)"),
      captured("^\\s*(" + words(ReservedWords.statements) + ")\\b", ["keyword.control"]),
      // Behind a pipe, a brace or `=`, and at the beginning of a line.
      captured(
        "(?:^|[|{]|(?<![=!<>])=(?!=))\\s*(" + words(signatures.map(\.name)) + ")\\b(?!\\s*=)",
        ["support.function.stage"]),
      pattern("constant.numeric", "\\b[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?:%|[A-Za-z]+)?"),
      captured("\\b(" + words(ExpressionFunctions.all.map(\.name)) + ")(?=\\()", ["support.function"]),
      pattern("keyword.operator.word", "\\b(?:" + words(operators) + ")\\b"),
      pattern("constant.language", "\\b(?:" + words(ReservedWords.literals) + ")\\b"),
      pattern("variable.language.cell", "\\b_[0-9]*\\b"),
      pattern("keyword.other.option", "\\b(?:" + words(Array(options)) + ")\\b"),
      pattern("support.constant.choice", "\\b(?:" + words(Array(choices.subtracting(options))) + ")\\b"),
      pattern("keyword.operator", "==|!=|<=|>=|[<>=+*/%|-]"),
    ]
    return .object(
      JSONObject([
        ("name", .string("cact")), ("scopeName", .string("source.cact")), ("fileTypes", .array([.string("cact")])),
        ("patterns", .array(patterns)),
      ]))
  }

  /// The longest first: an alternation takes the first that fits.
  private static func words(_ names: [String]) -> String {
    Set(names).sorted { ($1.count, $0) < ($0.count, $1) }.joined(separator: "|")
  }

  private static func pattern(_ name: String, _ match: String) -> JSONValue {
    .object(JSONObject([("name", .string(name + ".cact")), ("match", .string(match))]))
  }

  private static func captured(_ match: String, _ names: [String]) -> JSONValue {
    let captures = names.enumerated().map { index, name in
      (String(index + 1), JSONValue.object(JSONObject([("name", .string(name + ".cact"))])))
    }
    return .object(JSONObject([("match", .string(match)), ("captures", .object(JSONObject(captures)))]))
  }

  /// A text, with its escapes and the values that are filled in.
  private static func region(_ name: String, _ begin: String, _ end: String) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(name + ".cact")), ("begin", .string(begin)), ("end", .string(end)),
        (
          "patterns",
          .array([
            pattern("constant.character.escape", "\\\\(?:u[0-9a-fA-F]{4}|.)"),
            pattern("variable.parameter", "\\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+)"),
          ])
        ),
      ]))
  }
}
