import Parquet
import Testing

@Suite("Parquet files that are written")
struct ParquetWriterTests {
  private static let forms: [ParquetForm] = [
    .boolean, .integer, .number, .float, .text, .list(.integer), .list(.list(.text)),
    .group([ParquetField("a", .integer), ParquetField("b", .text)]),
    .list(.group([ParquetField("role", .text), ParquetField("calls", .list(.group([ParquetField("n", .number)])))])),
    .group([ParquetField("x", .list(.boolean)), ParquetField("y", .group([ParquetField("z", .float)]))]),
  ]

  /// Numbers that decide what stands where; the seed is printed where a test fails.
  private struct Random {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
  }

  /// A value of a form, and how the reader shows it.
  private func value(_ form: ParquetForm, _ random: inout Random) -> (ParquetValue, String) {
    if random.below(5) == 0 { return (.missing, "null") }
    switch form {
    case .boolean:
      let value = random.below(2) == 0
      return (.boolean(value), "\(value)")
    case .integer:
      let values: [Int64] = [0, -1, 7, .max, .min, 9_007_199_254_740_993]
      let value = values[random.below(6)]
      return (.integer(value), "\(value)")
    case .number:
      let values: [Double] = [0.5, -0.0, 1e300, 1, .infinity, 0.1]
      let value = values[random.below(6)]
      return (.number(value), value.isInfinite ? "Infinity" : "\(value)")
    case .float:
      let value = Double([Float(0.1), 2, -3.5][random.below(3)])
      return (.number(value), "\(value)")
    case .text:
      let value = ["", "a", "é 🙂", String(repeating: "x", count: 300)][random.below(4)]
      return (.text(ArraySlice(value.utf8)), "\"\(value)\"")
    case .list(let element):
      let elements = (0..<[0, 1, 2, 5][random.below(4)]).map { _ in value(element, &random) }
      return (.list(elements.map(\.0)), "[" + elements.map(\.1).joined(separator: ", ") + "]")
    case .group(let fields):
      let members = fields.map { value($0.form, &random) }
      let texts = zip(fields, members).map { "\"\($0.name)\": \($1.1)" }
      return (.group(members.map(\.0)), "{" + texts.joined(separator: ", ") + "}")
    }
  }

  private func file(_ fields: [ParquetField], _ rows: [[ParquetValue]]) -> [UInt8] {
    let writer = ParquetWriter(fields)
    var bytes: [UInt8] = []
    for row in rows { writer.append(row) { bytes += $0 } }
    writer.finish { bytes += $0 }
    return bytes
  }

  @Test("every form, nested and missing, reads back as it was", arguments: [0, 1, 2, 7, 8, 9, 64, 1000])
  func forms(count: Int) throws {
    let seed = UInt64(count + 1)
    var random = Random(state: seed)
    let fields = Self.forms.enumerated().map { ParquetField("f\($0.offset)", $0.element) }
    var rows: [[ParquetValue]] = []
    var expected: [String] = []
    for _ in 0..<count {
      let values = fields.map { value($0.form, &random) }
      rows.append(values.map(\.0))
      expected.append("{" + zip(fields, values).map { "\"\($0.name)\": \($1.1)" }.joined(separator: ", ") + "}")
    }
    let bytes = file(fields, rows)
    let lines = try ParquetFixture.lines(bytes)
    #expect(lines.texts == expected && lines.rowCount == count, "seed \(seed)")
    #expect(file(fields, rows) == bytes)
  }

  @Test("pages and row groups end between rows")
  func groups() throws {
    let text = ArraySlice([UInt8](repeating: UInt8(ascii: "x"), count: 40_000))
    let fields = [ParquetField("l", .list(.text)), ParquetField("n", .integer)]
    // 2 GiB of text would take too long: 80 MB end a row group, and each page holds 13 rows.
    let rows = (0..<1000).map { row in [ParquetValue.list([.text(text), .missing, .text(text)]), .integer(Int64(row))] }
    let bytes = file(fields, rows)
    let source = ParquetBytes(bytes)
    #expect(try ParquetFile(source).rowCount == 1000)
    let lines = try ParquetFixture.lines(bytes, memory: 256 << 20)
    let texts = lines.texts
    #expect(texts.count == 1000 && texts[999].hasSuffix("\"n\": 999}"))
    #expect(texts.allSatisfy { $0.utf8.count > 80_000 })
    let many = file([ParquetField("n", .integer)], (0..<140_000).map { [.integer(Int64($0))] })
    #expect(try ParquetFixture.lines(many).texts.last == "{\"n\": 139999}")
  }

  @Test("a value of another form is missing, never something else")
  func otherForms() throws {
    let fields = [
      ParquetField("n", .integer), ParquetField("l", .list(.text)),
      ParquetField("g", .group([ParquetField("a", .text)])),
    ]
    let bytes = file(
      fields,
      [[.text("x".utf8.map { $0 }[...]), .integer(1), .list([])], [.missing, .list([.integer(1)]), .group([])]])
    #expect(
      try ParquetFixture.lines(bytes).texts == [
        #"{"n": null, "l": null, "g": null}"#, #"{"n": null, "l": [null], "g": {"a": null}}"#,
      ])
  }

  @Test("damage of what was written is seen")
  func damage() throws {
    let bytes = file([ParquetField("t", .text)], (0..<100).map { [.text(ArraySlice("row \($0)".utf8))] })
    for at in stride(from: 40, to: bytes.count / 2, by: 9) {
      var changed = bytes
      changed[at] ^= 0x40
      #expect(throws: ParquetError.self, "byte \(at)") { try ParquetFixture.lines(changed) }
    }
    for length in stride(from: 0, to: bytes.count, by: 5) {
      #expect(throws: ParquetError.self) { try ParquetFixture.lines(Array(bytes[..<length])) }
    }
  }
}
