import Rows
import Testing

/// Files that are one object around their rows.
@Suite("Rows inside one object") struct WrappedTests {
  private func read(_ text: String, _ name: String = "t.json", limit: Int? = nil) throws -> (Rows, Ledger) {
    try RowReader.read(bytes: Array(text.utf8), name: name, options: ReadOptions(limit: limit))
  }

  private func questions(_ rows: Rows) -> [String] { (0..<rows.count).map { rows.cell($0, "question").description } }

  @Test func aListInAField() throws {
    let text =
      #"{"version": "1.0", "data": [{"instruction": "a", "output": "x"}, {"instruction": "b"}, {"instruction": "c", "output": "y"}]}"#
    let (rows, ledger) = try read(text)
    #expect(questions(rows) == ["a", "c"] && rows.rowNumbers == [1, 3])
    #expect(ledger.rowsIn == 3 && ledger.isBalanced && ledger.failed.map(\.reason) == ["no answer"])
    #expect(ledger.notes == ["the rows are the elements of the field `data`"])
    #expect(try questions(read(text, "t.jsonl").0) == ["a", "c"])
    let (first, cut) = try read(text, limit: 1)
    #expect(questions(first) == ["a"] && cut.notes.contains("more rows follow after row 1"))
  }

  @Test func severalListsAreAnErrorThatNamesThem() throws {
    let error = #expect(throws: RowError.self) {
      try read(#"{"train": [{"instruction": "a", "output": "x"}], "test": [{"instruction": "b", "output": "y"}]}"#)
    }
    #expect(error?.code == .noRows && error?.message.contains("`train`, `test`") == true)
    #expect(error?.help?.contains("jq .train") == true)
  }

  @Test func columns() throws {
    let (rows, ledger) = try read(#"{"instruction": ["a", "b\n", null], "output": ["x", "y", "z"], "n": [1, 2.5, 3]}"#)
    #expect(questions(rows) == ["a", "b\n"] && rows.column("n")?.kind == .number && rows.rowNumbers == [1, 2])
    #expect(ledger.rowsIn == 3 && ledger.isBalanced && ledger.failed.map(\.reason) == ["no question"])
    // As pandas writes them.
    let (indexed, _) = try read(#"{"instruction": {"0": "a", "1": "b"}, "output": {"0": "x", "1": "y"}}"#)
    #expect(questions(indexed) == ["a", "b"])
    let (first, cut) = try read(#"{"instruction": ["a", "b"], "output": ["x", "y"]}"#, limit: 1)
    #expect(questions(first) == ["a"] && cut.notes.contains("more rows follow after row 1"))
    let talks = #"{"messages": [[{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]]}"#
    #expect(try questions(read(talks).0) == ["Q"])
    let error = #expect(throws: RowError.self) { try read(#"{"instruction": ["a", "b"], "output": ["x"]}"#) }
    #expect(error?.message == "the file has columns of different lengths: `instruction` 2, `output` 1")
  }

  @Test func aRowInEachField() throws {
    let talk = #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}"#
    let (rows, ledger) = try read(#"{"a": \#(talk), "b": \#(talk), "c": \#(talk)}"#, limit: 2)
    #expect(questions(rows) == ["Q", "Q"] && rows.rowNumbers == [1, 2])
    #expect(rows.cell(0, "key").string == "a" && rows.cell(1, "key").string == "b")
    #expect(
      ledger.notes.prefix(2) == [
        "the rows are the fields of one object, whose names are in the column `key`", "more rows follow after row 2",
      ])
    let (pairs, whole) = try read(
      #"{"1": {"instruction": "a", "output": "x", "key": 7}, "2": {"instruction": "b", "output": "y"}}"#)
    #expect(questions(pairs) == ["a", "b"] && pairs.cell(1, "file_key").string == "2" && whole.isBalanced)
    // Settings beside a row are no rows.
    let (one, _) = try read(#"{"data": \#(talk), "settings": {"seed": 1}}"#)
    #expect(one.count == 1 && one.answerColumn == nil)
  }

  @Test(
    "one row stays one row",
    arguments: [
      #"{"instruction": "a", "output": "x", "tests": [{"in": 1}]}"#,
      #"{"instruction": "a", "output": "x", "n": [1, 2]}"#,
      #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "tools": [{"name": "x"}]}"#,
    ])
  func oneRow(text: String) throws {
    let (rows, ledger) = try read(text)
    #expect(rows.count == 1 && ledger.rowsIn == 1 && questions(rows) == ["a"])
    #expect(!ledger.notes.contains { $0.contains("field") || $0.contains("columns") })
  }

  /// Rows in which nothing is found are no less rows, but that nothing was found is said.
  @Test(arguments: [#"{"data": [], "version": 1}"#, #"{"a": 1, "b": "x"}"#, #"[{"a": 1}, {"a": 2}]"#])
  func rowsWithoutAnAnswerColumnSaySo(text: String) throws {
    let (rows, ledger) = try read(text)
    #expect(rows.answerColumn == nil && ledger.isBalanced)
    #expect(ledger.notes.contains { $0.hasPrefix("no column is known to hold answers") }, "\(ledger.notes)")
    #expect(try !read(#"{"text": "a"}"#).1.notes.contains { $0.hasPrefix("no column") })
  }
}
