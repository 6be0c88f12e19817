import Diagnostics
import Documents

/// Settings as a YAML file: a line each, in order, a comment above where there is one.
struct YAMLText {
  private(set) var text: String

  /// - Parameter head: lines of the comment that the file begins with.
  init(head: [String]) { text = head.map { "# \($0)\n" }.joined() }

  /// Adds a setting; none where there is no value.
  mutating func add(_ key: String, _ value: JSONValue?, note: String? = nil) {
    guard let value else { return }
    if let note { text += "# \(note)\n" }
    text += "\(key): \(Self.flow(value))\n"
  }

  /// A value on one line, as YAML 1.1 and 1.2 both read it.
  static func flow(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): number(value)
    case .string(let text): quoted(text)
    case .array(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .object(let object): "{" + object.map { "\(quoted($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// Always with a point: without one YAML 1.1 takes `5e-05` for a text.
  private static func number(_ value: Double) -> String {
    let text = value.description
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// In double quotes; what cannot be seen, or is no character of YAML's, by its number.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where DisplayText.isHidden(scalar) || scalar.value & 0xFFFE == 0xFFFE || scalar == "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
