import Documents
import Testing

@Suite struct JSONStrictnessTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String
    let line: Int
    let column: Int
    init(_ text: String, _ message: String, _ line: Int, _ column: Int) {
      (self.text, self.message, self.line, self.column) = (text, message, line, column)
    }
    var testDescription: String { String(text.prefix(40)) }
  }

  static let refused = [
    Case("", "in the middle of a value", 1, 1),
    Case("  \n ", "in the middle of a value", 2, 2),
    Case("{", "in the middle of a value", 1, 2),
    Case("[1, 2", "in the middle of a value", 1, 6),
    Case("{\"a\": 1", "in the middle of a value", 1, 8),
    Case("\"abc", "no closing quote", 1, 1),
    Case("[NaN]", "`NaN` is not a JSON value", 1, 2),
    Case("[Infinity]", "`Infinity`", 1, 2),
    Case("[-Infinity]", "minus sign without", 1, 2),
    Case("{'a': 1}", "single quotes", 1, 2),
    Case("True", "`True`", 1, 1),
    Case("nullx", "`nullx`", 1, 1),
    Case("{\"a\": 1, \"b\": 2,\n \"a\": 3}", "\"a\" appears twice", 2, 2),
    Case("[{\"k\": {\"k\": 1}}, {\"k\": 1, \"k\": 2}]", "\"k\" appears twice", 1, 28),
    Case("{\"a\\u0000b\": 1}", "U+0000", 1, 2),
    Case("[1] 2", "text after the end", 1, 5),
    Case("{} x", "`x`", 1, 4),
    Case("[1,]", "expected", 1, 4),
    Case("{\"a\": 1,}", "expected", 1, 9),
    Case("{\"a\" 1}", "expected `:`", 1, 6),
    Case("{1: 2}", "expected a key", 1, 2),
    Case("[1 2]", "expected `,` or `]`", 1, 4),
    Case("{\"a\": 1 \"b\": 2}", "expected `,` or `}`", 1, 9),
    Case("[1}", "expected", 1, 3),
    Case("]", "expected", 1, 1),
    Case("[01]", "leading zero", 1, 2),
    Case("[1.]", "decimal point", 1, 2),
    Case("[.5]", "expected a value", 1, 2),
    Case("[+1]", "expected a value", 1, 2),
    Case("[1e]", "exponent", 1, 2),
    Case("[1e999]", "beyond the range", 1, 2),
    Case("[0x10]", "`x10`", 1, 3),
    Case("// c\n1", "comment", 1, 1),
    Case("[\"a\nb\"]", "control character", 1, 4),
    Case("[\"\\x41\"]", "not an escape", 1, 3),
    Case("[\"\\u12G4\"]", "four hexadecimal", 1, 3),
    Case("[\"é\\ud800\"]", "surrogate", 1, 4),
    Case("[\"\\udc00\\ud800\"]", "surrogate", 1, 3),
    Case("\u{FEFF}1", "byte-order mark", 1, 1),
    Case("[1]\0", "expected a value", 1, 4),
    Case(String(repeating: "[", count: 513) + String(repeating: "]", count: 513), "nested deeper", 1, 513),
  ]

  @Test(arguments: refused) func refuses(_ wrong: Case) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue.parse(wrong.text, file: "f.json") }
    #expect(error.file == "f.json")
    #expect(error.message.contains(wrong.message), "\(error)")
    #expect(error.line == wrong.line, "\(error)")
    #expect(error.column == wrong.column, "\(error)")
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xF0, 0x82, 0x82, 0xAC],
      [0xFF],
    ] as [[UInt8]])
  func refusesBytesThatAreNotUTF8(_ bytes: [UInt8]) throws {
    let text = Array("[\"ab".utf8) + bytes + Array("\"]".utf8)
    let error = try #require(throws: JSONError.self) { try JSONValue.parse(text, file: "f.json") }
    #expect(error.message.contains("UTF-8"))
    #expect(error.column == 5)
  }

  @Test func mendsTextThatIsDamagedAndNothingElse() throws {
    for (text, mended) in [
      (#"["\ud800"]"#, "\u{FFFD}"), (#"["\udc00\ud800"]"#, "\u{FFFD}\u{FFFD}"), (#"["\ud83d\ude00"]"#, "\u{1F600}"),
      (#"["\\ud800"]"#, #"\ud800"#),
    ] {
      #expect(try JSONValue.parse(mending: Array(text.utf8), file: "f.json") == .array([.string(mended)]))
    }
    #expect(try JSONValue.parse(mending: [0x22, 0xFF, 0x22], file: "f.json") == "\u{FFFD}")
    let error = try #require(throws: JSONError.self) {
      try JSONValue.parse(mending: Array(#"["\ud800", }"#.utf8), file: "f.json")
    }
    #expect(error.message.contains("surrogate"))
  }

  @Test func takesTheDeepestAllowed() throws {
    var value = try JSONValue.parse(
      String(repeating: "[", count: 512) + String(repeating: "]", count: 512), file: "f.json")
    var depth = 1
    while let inner = value[0] {
      value = inner
      depth += 1
    }
    #expect(depth == 512)
  }
}
