import Documents
import Numerics
import Testing

@Suite struct JSONRoundTripTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-1", "12", "\"\"", "[]", "{}", "[1,2,[3]]", "{\"b\":1,\"a\":{\"z\":null,\"y\":[]}}",
    "9223372036854775807", "-9223372036854775808", "999999999999999999", "1000000000000000000", "0.1", "5e-324",
    "1.7976931348623157e+308", "\"tab\\tquote\\\"slash/\\\\ \\u0000 \\u001f é 😀\"",
  ])
  func keepsTheText(_ text: String) throws {
    let value = try JSONValue.parse(text, file: "t")
    #expect(value.serialized() == text)
    #expect(try JSONValue.parse(value.serialized(pretty: true), file: "t") == value)
  }

  @Test func longIntegersDoNotSaturate() throws {
    let value = try JSONValue.parse(
      "[12345678901234567890123, 9223372036854775808, -9223372036854775809, 7]", file: "t")
    #expect(value == [.number(1.2345678901234568e22), .number(0x1p63), .number(-0x1p63), 7])
    #expect(try JSONValue.parse(value.serialized(), file: "t") == value)
  }

  @Test func spellingsOfOneValue() throws {
    #expect(try JSONValue.parse(" \"\\u00e9\\ud83d\\ude00\\/\" \r\n", file: "t") == "é😀/")
    #expect(try JSONValue.parse("1E2", file: "t").int == 100)
    #expect(try JSONValue.parse("1.5", file: "t").int == nil)
  }

  /// json-c 0.16 reads the pairs of U+1D800 to U+1DFFF as U+FFFD.
  @Test func everyCharacterBeyondFFFFAsAPair() throws {
    let codes =
      stride(from: UInt32(0x10000), through: 0x10FFFF, by: 257).map { $0 }
      + Array(0x1D7F0...0x1E010) + [0x10FFFF]
    let scalars = codes.compactMap(Unicode.Scalar.init)
    let escapes = scalars.map { scalar in
      UTF16.encode(scalar).map { $0.map { "\\u" + String($0, radix: 16) }.joined() } ?? ""
    }
    let value = try JSONValue.parse("[\"\(escapes.joined(separator: "-"))\"]", file: "t")
    #expect(value[0]?.string?.unicodeScalars.filter { $0 != "-" } == scalars)
    #expect(try JSONValue.parse(#"{"\ud836\udc00": 1}"#, file: "t")["\u{1D800}"] == 1)
  }

  /// A fault behind such pairs keeps its place in the text as written.
  @Test func placesBehindPairs() throws {
    for (text, column) in [(#"["\ud836\udc00", "\ud83d\ude00" 1]"#, 33), (#"["\ud836\udc00"] 1"#, 18)] {
      #expect { try JSONValue.parse(text, file: "t") } throws: { ($0 as? JSONError)?.column == column }
    }
  }

  @Test func whatJSONCannotSay() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity), .number(-0.5)]).serialized() == "[null,null,-0.5]")
    #expect(JSONValue.object(["a\0b": 1]).serialized() == "{\"a\u{FFFD}b\":1}")
  }

  @Test func keysAreBytes() throws {
    // One letter composed and decomposed: equal as Swift strings, two keys of a vocabulary.
    let value = try JSONValue.parse("{\"\\u00e9\": 1, \"e\\u0301\": 2}", file: "t")
    #expect(value.object?.count == 2)
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
  }

  @Test func membersKeepTheirOrder() throws {
    var object = JSONObject()
    for number in 0..<40 { object["k\((number * 7) % 40)"] = .integer(number) }
    #expect(object.keys == (0..<40).map { "k\(($0 * 7) % 40)" })
    object["k7"] = nil
    object["k0"] = "first"
    object["new"] = true
    #expect(object.count == 40)
    #expect(object["k7"] == nil)
    #expect(object["k14"] == 2)
    #expect(object.first?.value == "first")
    #expect(object.keys.last == "new")
    #expect(try JSONValue.parse(JSONValue.object(object).serialized(), file: "t") == .object(object))
  }

  @Test(arguments: [UInt64](1...40)) func anyDocumentReadsBackTheSame(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let value = Self.document(&random, depth: 0)
    #expect(try JSONValue.parse(value.serialized(), file: "t") == value, "seed \(seed)")
    #expect(try JSONValue.parse(value.serialized(pretty: true), file: "t") == value, "seed \(seed)")
  }

  private static func document(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
    switch random.index(below: depth > 4 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(random.index(below: 2) == 0)
    case 2: return .integer(Int64(bitPattern: random.next() >> UInt64(random.index(below: 64))))
    case 3:
      let value = Double(bitPattern: random.next())
      return .number(value.isFinite ? value : 0.5)
    case 4: return .string(text(&random))
    case 5: return .array((0..<random.index(below: 6)).map { _ in document(&random, depth: depth + 1) })
    default:
      var object = JSONObject()
      for _ in 0..<random.index(below: 12) { object["k" + text(&random)] = document(&random, depth: depth + 1) }
      // A key that ends up empty of U+0000 stays itself.
      return .object(object)
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", "é", "\u{301}", "語", "😀",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<random.index(below: 10) { text.append(alphabet[random.index(below: alphabet.count)]) }
    return String(text)
  }
}
