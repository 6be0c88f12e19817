import Diagnostics
import Syntax
import Testing

@Suite struct LiteralTests {
  private func arguments(_ text: String) -> [Argument] {
    let (program, diagnostics) = Parser.parse(SourceText(name: "t", text: "x " + text))
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    guard case .pipeline(let pipeline) = program.statements.first else { return [] }
    return pipeline.stages.first?.arguments ?? []
  }

  @Test(
    arguments: [
      ("4096", 4096, .none), ("2k", 2000, .none), ("10M", 10_000_000, .none), ("4Ki", 4096, .none),
      ("1Mi", 1_048_576, .none),
      ("3B", 3, .bytes), ("20GB", 20e9, .bytes), ("1.5kB", 1500, .bytes), ("2KiB", 2048, .bytes),
      ("1GiB", 1_073_741_824, .bytes),
      ("250ms", 0.25, .seconds), ("10m", 600, .seconds), ("2h", 7200, .seconds), ("1d", 86400, .seconds),
      ("30s", 30, .seconds),
      ("10%", 0.1, .percent), ("0.5%", 0.005, .percent), ("33.3%", 0.333, .percent), ("5e-4", 0.0005, .none),
      ("1E3", 1000, .none),
    ] as [(String, Double, NumberLiteral.Unit)])
  func numbers(text: String, value: Double, unit: NumberLiteral.Unit) {
    #expect(arguments(text).map(\.kind) == [.number(NumberLiteral(text: text, value: value, unit: unit))])
  }

  @Test func percentOrRemainder() {
    func signs(_ text: String) -> Int { arguments(text).filter { $0.isOperator(.modulo) }.count }
    #expect(signs("10%") == 0 && signs("10% rows") == 0 && signs("10%, 5") == 0 && signs("(10%)") == 0)
    #expect(
      signs("10 % 3") == 1 && signs("10%3") == 1 && signs("10%a") == 1 && signs("10%(3)") == 1 && signs("10%$n") == 1)
    #expect(NumberLiteral(text: "0.1%", value: 0.001, unit: .percent).percent == 0.1)
  }

  @Test func wholeNumbers() {
    #expect(NumberLiteral(text: "2k", value: 2000, unit: .none).integer == 2000)
    #expect(NumberLiteral(text: "2.5", value: 2.5, unit: .none).integer == nil)
    #expect(NumberLiteral(text: "1e300", value: 1e300, unit: .none).integer == nil)
  }

  @Test func rates() {
    #expect(arguments("2.10/h").count == 3)
    #expect(Canonical.text(of: arguments("2.10/h")) == "2.10/h")
  }

  @Test(arguments: [
    (#""a\"b\\c\/\n\t\u00e9\ud83c\udf89""#, "a\"b\\c/\n\té🎉"), (#""cost: \$5 or $ 5""#, "cost: $5 or $ 5"),
    (#""""#, ""),
    ("\"\"\"\nline \"one\"\r\nline two\n\"\"\"", "line \"one\"\nline two\n"), ("\"\"\"\"\"\"", ""), ("\"~/語\"", "~/語"),
  ])
  func strings(text: String, value: String) {
    guard case .string(let string) = arguments(text).first?.kind else {
      Issue.record("no string")
      return
    }
    #expect(string.plain.map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test func interpolation() throws {
    guard case .string(let string) = arguments(#""runs/$name-$1x $""#).first?.kind else {
      Issue.record("no string")
      return
    }
    #expect(string.plain == nil)
    #expect(string.filled { ["name": "first", "1": "7"][$0] } == "runs/first-7x $")
    #expect(string.filled { $0 == "name" ? "first" : nil } == nil)
  }

  /// What is printed reads back as the same value, whatever it holds.
  @Test(arguments: ["a", "$x", "$", "$$1", "\\", "\"\"\"", "\u{1B}\u{0}\u{7F}", "é\u{301}🎉", "a\nb\tc\r", "", "$name"])
  func quotedReadsBack(value: String) {
    guard case .string(let string) = arguments(Canonical.quoted(value)).first?.kind else {
      Issue.record("no string")
      return
    }
    #expect(string.plain.map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test func cells() {
    #expect(CellReference(word: "_") == .last)
    #expect(CellReference(word: "_3") == .number(3))
    #expect(CellReference(word: "_3a") == nil)
    #expect(CellReference(word: "__") == nil)
    #expect(CellReference(word: "x") == nil)
    #expect(CellReference(word: "_99999999999999999999") == nil)
  }
}
