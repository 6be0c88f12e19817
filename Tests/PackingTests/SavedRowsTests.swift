import Documents
import Numerics
import Rows
import TestSupport
import Testing

/// Rows that are saved and loaded again are the same rows.
@Suite("Saved rows")
struct SavedRowsTests {
  /// As bytes of a file, and its name.
  private func files(_ rows: Rows) -> [(bytes: [UInt8], name: String)] {
    [(RowWriter.bytes(rows, as: JSONLines()), "saved.jsonl"), (RowWriter.bytes(rows, as: JSONArray()), "saved.json")]
  }

  private func isEmpty(_ rows: Rows, _ name: String) -> Bool {
    (0..<rows.count).allSatisfy { rows.cell($0, name) == .missing }
  }

  private func onOneLine(_ cell: Cell) -> Cell {
    guard case .json(let bytes) = cell else { return cell }
    return .json(bytes.filter { $0 != 0x0A && $0 != 0x0D }[...])
  }

  private func check(_ rows: Rows, _ turns: LearnedTurns?, _ what: String) throws {
    for file in files(rows) {
      let options =
        turns == .last ? [ReadOptions(), ReadOptions(turns: .last)] : [ReadOptions(), ReadOptions(turns: .all)]
      for options in options {
        let (again, ledger) = try RowReader.read(bytes: file.bytes, name: file.name, options: options)
        #expect(again.count == rows.count && ledger.reduced.isEmpty && ledger.isBalanced, "\(what)")
        var roles = rows.roles
        if let name = roles.conversation, isEmpty(rows, name) { roles.conversation = nil }
        #expect(again.roles == roles, "\(what)")
        // A column without a value is not saved; where some that cact derives were left out, they are there again.
        let (saved, derived) = (rows.names.filter { !isEmpty(rows, $0) }, ["turns", "system", "roles"])
        let others = again.names.filter { !saved.contains($0) }
        #expect(Set(again.names).isSuperset(of: saved), "\(again.names), \(saved): \(what)")
        #expect(others.allSatisfy { derived.contains($0) || rows.names.contains($0) }, "\(others): \(what)")
        for row in 0..<min(rows.count, again.count) {
          #expect(again.wholeConversation(row) == rows.wholeConversation(row), "row \(row): \(what)")
          #expect(again.hasConversation(row) == rows.hasConversation(row), "row \(row): \(what)")
          for name in saved {
            let (cell, before) = (again.cell(row, name), rows.cell(row, name))
            #expect(cell == onOneLine(before), "\(name) of row \(row): \(what)")
          }
        }
      }
    }
  }

  @Test("of random rows in every layout", arguments: 1...4 as ClosedRange<UInt64>)
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: "saved")
    for layout in RandomRows.Layout.allCases {
      for turns in [LearnedTurns.all, .last] {
        var random = RandomRows(layout, &generator)
        let file = random.file(rows: 6)
        let name = layout.isOneValue ? "a.json" : "a.jsonl"
        // A file of which no row can be used is an error.
        guard let rows = try? RowReader.read(bytes: Array(file.utf8), name: name, options: ReadOptions(turns: turns)).0
        else { continue }
        try check(rows, turns, "seed \(seed), \(layout), turns \(turns)\n\(file)")
      }
    }
  }

  @Test("of conversations of every kind, and of files in other layouts")
  func kinds() throws {
    let fixture = try ChatFixture()
    try check(fixture.rows, nil, "all kinds")
    for layout in fixture.json["layouts"]?.array ?? [] where layout["rows"] != nil {
      let (text, name) = (try #require(layout["text"]?.string), try #require(layout["name"]?.string))
      try check(try RowReader.read(bytes: Array(text.utf8), name: name).0, nil, layout["kind"]?.string ?? "")
    }
  }

  private let talk =
    #"{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}, {"role": "user", "content": "Q2"}, {"role": "assistant", "content": "A2"}]}"#

  @Test("with other columns, another answer, or other words in the file")
  func changed() throws {
    let rows = try Fixtures.rows([
      talk, #"{"messages": [{"role": "user", "content": "Q3"}, {"role": "assistant", "content": "A3"}]}"#,
    ])
    try check(rows.keeping(["answer", "question"]).adding(.integers([1, 2]), named: "n"), nil, "without messages")
    // A row whose answer became another is a pair, and stays one.
    try check(rows.adding(.texts(["X", "Y"]), named: "answer"), nil, "another answer")
    try check(rows.taking([1]), nil, "a pair alone")
    let (again, ledger) = try RowReader.read(bytes: files(rows)[0].bytes, name: "a.jsonl")
    #expect(again.names == rows.names)
    #expect(ledger.notes == ["this file was saved by cact, and the rows are as they were then: `messages` is not read"])
    let edited = String(decoding: files(rows)[0].bytes, as: UTF8.self).replacing(
      #""answer": "A2""#, with: #""answer": "B""#)
    let (other, notes) = try RowReader.read(bytes: Array(edited.utf8), name: "a.jsonl")
    #expect(other.cell(0, "answer").string == "A2" && other.cell(0, "file_answer").string == "B")
    #expect(notes.notes.contains("the file's column `answer` is `file_answer` here"))
  }
}
