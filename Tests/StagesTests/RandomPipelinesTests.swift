import Documents
import Foundation
import Numerics
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// Random pipelines over random small sets: every stage accounts for its rows, and what is saved is what is loaded again, in every format.
///
/// CACT_PIPELINES says how many; some hundred where it does not.
@Suite("Random pipelines") struct RandomPipelinesTests {
  private static let count = ProcessInfo.processInfo.environment["CACT_PIPELINES"].flatMap(Int.init) ?? 240

  @Test func ledgersBalanceAndFilesComeBack() throws {
    var session = try Session(tiny: true)
    for seed in 0..<Self.count {
      // A store of its own now and then: it grows with each value.
      if seed % 500 == 499 { session = try Session(tiny: true) }
      var random = RandomSet(seed: UInt64(seed))
      let path = session.folder("rows-\(seed).jsonl")
      try AtomicFile.write(random.lines(), to: path)
      var line = "load \"\(path)\""
      guard (try? session.rows(line)) != nil else { continue }
      for stage in random.stages() {
        let longer = "\(line) | \(stage)"
        let outcome = try session.run(longer)
        #expect(outcome.isBalanced, "\(seed): \(longer): \(outcome.record)")
        line = longer
      }
      let saved = try session.rows(line).rows
      let ending = random.pick(RandomSet.endings)
      let file = session.folder("saved-\(seed).\(ending)")
      try session.run("\(line) | save \"\(file)\"")
      guard !saved.isEmpty else { continue }
      let back = try session.rows("load \"\(file)\"").rows
      #expect(back.count == saved.count, "\(seed): \(line), \(ending)")
      let isTyped = ending.hasPrefix("json")
      for name in saved.names where back.count == saved.count {
        for row in 0..<saved.count {
          let (old, new) = (saved.cell(row, name), back.cell(row, name))
          let isSame =
            isTyped ? Self.value(old) == Self.value(new) : Self.text(old) == Self.text(new)
          #expect(isSame, "\(seed): \(line), \(ending): `\(name)` of row \(row + 1): \(old) became \(new)")
          if !isSame { break }
        }
      }
      for file in [path, file] { unlink(file) }
    }
  }

  /// A cell as a format without kinds has it: a number is one however it is spelled.
  private static func text(_ cell: Cell) -> String {
    Double(cell.description).map { String($0) } ?? cell.description
  }

  private static func shown(_ cell: Cell) -> String {
    let text = cell.description
    return text.lowercased().contains("\\ud") ? text.lowercased() : text
  }

  /// A cell as JSON: among the rows that stay a column of mixed kinds may be of one.
  private static func value(_ cell: Cell) -> JSONValue {
    switch cell {
    case .missing, .vector: .null
    case .text: .string(shown(cell))
    case .integer(let value): .number(Double(value))
    case .number(let value): .number(value)
    case .bool(let value): .bool(value)
    case .json(let bytes):
      switch try? JSONValue.parse(bytes, file: "") {
      case .integer(let value)?: .number(Double(value))
      case let value?: value
      // Half a pair is no Unicode: as it is shown, in small letters.
      case nil: .string(shown(cell).replacing("\"", with: ""))
      }
    }
  }
}

/// Rows, stages and formats drawn from a seed.
private struct RandomSet {
  static let endings = [
    "jsonl", "json", "csv", "tsv", "parquet", "jsonl.gz", "jsonl.zst", "csv.gz", "tsv.zst", "json.gz",
  ]

  private var generator: SeededGenerator
  private var fields: [String] = []

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }

  private static let texts = [
    "", " ", "a", "Sort a list.", "na\u{EF}ve \u{65E5}\u{672C} \u{1F600}", "two\nlines", "quote \"this\"", "a,b;c\td",
    "\r\n", "007", "1e5",
    "true", "null", "NaN", "-", "1.50", "=1+1", "#", "\u{1B}[31mred", "\u{202E}back", "\u{2028}",
    "def f(x):\n    return x", "[1]", "{}",
    "'", "\\", "\\n", "\u{0}", "e\u{301}", "\u{E9}", "``` \n", "12345678901234567890",
  ]
  private static let values = [
    "0", "-1", "1.0", "0.1", "1e300", "-0.0", "9007199254740993", "9223372036854775807", "12345678901234567890", "1.50",
    "true", "false",
    "null", "[]", "{}", "[1, \"a\", null]", "{\"a\": {\"b\": [true]}}", "\"\\ud83d\"", "\"\\u0000\"",
  ]

  private static func string(_ text: String) -> String { JSONValue.string(text).serialized() }

  mutating func lines() -> String {
    let names = ["level", "tags", "note", "score", "is ready", "Gr\u{F6}\u{DF}e", "x.y", "row", "meta"]
    fields = names.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
    // Of some fields all values are of one kind, as in real sets.
    let kinds = fields.map { _ in Int.random(in: 0..<4, using: &generator) }
    return (0..<Int.random(in: 1...12, using: &generator)).map { _ in
      var members = [
        "\"instruction\": \(Self.string(pick(Self.texts)))", "\"output\": \(Self.string(pick(Self.texts)))",
      ]
      for (name, kind) in zip(fields, kinds) where Int.random(in: 0..<5, using: &generator) > 0 {
        let value =
          switch kind {
          case 0: "\(Int.random(in: -5...5, using: &generator))"
          case 1: Self.string(pick(Self.texts))
          case 2: "\(Double.random(in: -1...1, using: &generator))"
          default: pick(Self.values)
          }
        members.append("\(Self.string(name)): \(value)")
      }
      return "{" + members.joined(separator: ", ") + "}"
    }.joined(separator: "\n")
  }

  mutating func stages() -> [String] {
    (0..<Int.random(in: 0...5, using: &generator)).map { _ in
      pick([
        "where tokens > \(Int.random(in: 0...20, using: &generator))", "where len(question) > 3 or row % 2 == 1",
        "where contains(answer, \"a\")", "where question != \"\"", "take \(Int.random(in: 1...8, using: &generator))",
        "sample \(Int.random(in: 1...8, using: &generator))", "sort tokens desc, row", "sort question",
        "derive n = len(answer) % 3",
        "derive long = tokens > 5, both = question", "dedup exact", "dedup", "select random 50%", "select random 3",
        "score code", "decontaminate { load | take 3 }", "append { load | take 2 }",
      ])
    }
  }
}
