extension Renderer {
  /// One diagnostic as one line of JSON, for `--error-format json`. Lines and columns count from 1, columns in characters;
  /// `byte_offset` and `byte_length`, of edits too, count bytes from 0.
  public static func json(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    DisplayText.escaped(json: object(of: diagnostic, in: source))
  }

  private static func object(of diagnostic: Diagnostic, in source: SourceText) -> String {
    var fields = [
      ("code", quoted(diagnostic.code.name)),
      ("severity", quoted(diagnostic.severity.rawValue)),
      ("message", quoted(diagnostic.message)),
      ("file", quoted(source.name)),
    ]
    fields += place(diagnostic.span, in: source)
    fields.append(("label", quoted(diagnostic.label)))
    fields.append(
      (
        "labels",
        array(
          diagnostic.secondary.map { object(place($0.span, in: source) + [("text", quoted($0.text))]) })
      ))
    fields.append(("notes", array(diagnostic.notes.map(quoted))))
    fields.append(("helps", array(diagnostic.helps.map { help($0, in: source) })))
    return object(fields)
  }

  private static func help(_ help: Diagnostic.Help, in source: SourceText) -> String {
    let edits = help.edits.map {
      object([
        ("byte_offset", String($0.span.lower)), ("byte_length", String($0.span.length)),
        ("replacement", quoted($0.replacement)),
      ])
    }
    let patched = Renderer().patchedLines(help, in: source, width: .max).map(quoted)
    return object([("message", quoted(help.message)), ("edits", array(edits)), ("patched", array(patched))])
  }

  private static func place(_ span: Span, in source: SourceText) -> [(String, String)] {
    let start = source.position(of: span.lower)
    let end = source.position(of: span.upper)
    return [
      ("line", String(start.line)), ("column", String(start.column)), ("end_line", String(end.line)),
      ("end_column", String(end.column)), ("byte_offset", String(span.lower)),
      ("byte_length", String(span.length)),
    ]
  }

  private static func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
