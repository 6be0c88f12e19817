import Documents
import Foundation
import Rows
import TestSupport
import Testing
import Work

@Suite("Reading rows")
struct ReadingTests {
  private func read(_ text: String, _ name: String = "t.jsonl", _ options: ReadOptions = ReadOptions()) throws -> (
    Rows, Ledger
  ) {
    try RowReader.read(bytes: Array(text.utf8), name: name, options: options)
  }

  private func text(_ bytes: ArraySlice<UInt8>?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  @Test(
    "roles are found by the names in use",
    arguments: [
      ("instruction", "output"), ("prompt", "completion"), ("question", "answer"), ("prompt", "canonical_solution"),
      ("text", "code"), ("problem", "solution"), ("instruction", "response"), ("instruction", "solution"),
      ("prompt", "code"),
    ])
  func roles(question: String, answer: String) throws {
    let (rows, ledger) = try read(#"{"id": 1, "\#(question)": "Q", "\#(answer)": "A", "test": "T"}"#)
    #expect(rows.questionColumn == question && rows.answerColumn == answer)
    #expect(text(rows.question(0)) == "Q" && text(rows.answer(0)) == "A" && rows.input(0) == nil)
    #expect(rows.cell(0, "question") == .text(Array("Q".utf8)[...]))
    #expect(rows.cell(0, "answer").string == "A" && rows.cell(0, "row") == .integer(1))
    #expect(ledger == Ledger(rowsIn: 1, kept: 1) && ledger.isBalanced)
  }

  @Test("the reader's choice of columns wins; a name that is nowhere is an error")
  func chosenRoles() throws {
    let line = #"{"instruction": "Q", "output": "A", "hard": "H", "best": "B"}"#
    let (rows, _) = try read(line, "t.jsonl", ReadOptions(question: "hard", answer: "best"))
    #expect(text(rows.question(0)) == "H" && text(rows.answer(0)) == "B")
    let (half, _) = try read(line, "t.jsonl", ReadOptions(answer: "best"))
    #expect(text(half.question(0)) == "Q" && text(half.answer(0)) == "B")
    let error = #expect(throws: RowError.self) { try read(line, "t.jsonl", ReadOptions(answer: "nowhere")) }
    #expect(error?.code == .noColumn && error?.field == "nowhere")
    #expect(error?.help?.contains("`best`") == true)
  }

  @Test("conversations up to their last answer")
  func conversations() throws {
    let (rows, ledger) = try read(
      #"""
      {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q\n1"}, {"role": "assistant", "content": "A"}, {"role": "user", "content": "Q2"}]}
      {"messages": [{"role": "assistant", "content": "hello"}, {"role": "user", "content": "Q"}]}
      """#)
    #expect(rows.count == 1 && text(rows.question(0)) == "S\n\nQ\n1" && text(rows.answer(0)) == "A")
    #expect(ledger.failed == [Ledger.Entry(reason: "no answer", count: 1, field: "messages", examples: [2])])
    #expect(
      ledger.reduced == [
        Ledger.Entry(reason: "without 1 turn after the last learned answer", count: 1, examples: [1])
      ])
    let (shared, _) = try read(
      #"{"conversations": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}]}"#)
    #expect(text(shared.question(0)) == "Q" && text(shared.answer(0)) == "A")
  }

  @Test("plain text rows stand beside pairs")
  func mixed() throws {
    let (rows, ledger) = try read(
      #"""
      {"text": "just text"}
      {"instruction": "Q", "output": "A"}
      {"instruction": "Q"}
      {"input": "neither"}
      """#)
    #expect(rows.rowNumbers == [1, 2])
    #expect(rows.isPlainText(0) && rows.question(0) == nil && text(rows.answer(0)) == "just text")
    #expect(!rows.isPlainText(1) && text(rows.question(1)) == "Q")
    #expect(ledger.failedCount == 2 && ledger.isBalanced)
    let (texts, _) = try read(#"{"text": "a"}"# + "\n\n" + #"{"text": "b"}"#)
    #expect(texts.isPlainText(1) && text(texts.answer(1)) == "b" && texts.questionColumn == nil)
  }

  @Test("rows without an answer fail by reason, with number and field; the load goes on")
  func withoutAnswer() throws {
    let (rows, ledger) = try read(
      #"""
      {"instruction": "a", "output": "x"}
      {"instruction": "b"}
      {"instruction": "c", "output": null}
      {"instruction": "d", "output": ""}
      {"instruction": "e", "output": 7}
      {"instruction": null, "output": "x"}
      [1, 2]
      {"instruction": "f", "output": "y"}
      """#)
    #expect(rows.rowNumbers == [1, 8])
    #expect(
      ledger.failed == [
        Ledger.Entry(reason: "not an object", count: 1, examples: [7]),
        Ledger.Entry(reason: "no answer", count: 2, field: "output", examples: [2, 3]),
        Ledger.Entry(reason: "empty answer", count: 1, field: "output", examples: [4]),
        Ledger.Entry(reason: "the answer is not text", count: 1, field: "output", examples: [5]),
        Ledger.Entry(reason: "no question", count: 1, field: "instruction", examples: [6]),
      ])
    #expect(ledger.rowsIn == 8 && ledger.isBalanced)
  }

  @Test("a field that changes its type becomes JSON, numbers widen, integers stay exact")
  func types() throws {
    let (rows, _) = try read(
      #"""
      {"text": "a", "mixed": 1, "wide": 1, "whole": 9007199254740993, "flag": true, "none": null, "deep": {"b": [1, {}]}}
      {"text": "b", "mixed": "one", "wide": 0.5, "whole": -4, "flag": false, "deep": []}
      {"text": "c", "mixed": [1], "wide": null, "flag": null, "none": null}
      """#)
    let kinds = rows.names.map { rows.column($0)?.kind }
    #expect(kinds == [.text, .json, .number, .integer, .bool, .text, .json])
    #expect(rows.cell(1, "mixed") == .json(Array(#""one""#.utf8)[...]))
    #expect(rows.cell(0, "wide") == .number(1) && rows.cell(2, "wide") == .missing)
    #expect(rows.cell(0, "whole") == .integer(9_007_199_254_740_993) && rows.cell(2, "whole") == .missing)
    #expect(rows.cell(1, "flag") == .bool(false) && rows.cell(0, "nothing") == .missing)
    #expect(rows.cell(0, "deep") == .json(Array(#"{"b": [1, {}]}"#.utf8)[...]))
  }

  @Test("cact's own columns win over the file's, which are renamed and reported")
  func ownColumns() throws {
    let (rows, ledger) = try read(
      #"{"instruction": "Q", "output": "A", "ifd": 0.5, "row": "r7", "file_row": 1, "question": "other"}"#)
    #expect(rows.names == ["instruction", "output", "file_ifd", "file_file_row", "file_row", "file_question"])
    #expect(rows.cell(0, "row") == .integer(1) && rows.cell(0, "file_file_row").string == "r7")
    #expect(rows.cell(0, "question").string == "Q")
    #expect(ledger.notes.count == 3 && ledger.notes.contains("the file's column `ifd` is `file_ifd` here"))
  }

  @Test("floats that only Python's JSON has: kept, and no number to reckon with")
  func pythonFloats() throws {
    let (rows, _) = try read(#"{"text": "a", "n": NaN, "m": -Infinity, "deep": [Infinity, 1]}"#)
    #expect(rows.cell(0, "n") == .missing && rows.cell(0, "m") == .number(-.infinity))
    #expect(rows.summary(of: "m")?.infinite == 1 && rows.summary(of: "n")?.missing == 1)
    let line = String(decoding: RowWriter.bytes(rows, as: JSONLines()), as: UTF8.self)
    #expect(line == "{\"text\": \"a\", \"n\": NaN, \"m\": -Infinity, \"deep\": [Infinity, 1]}\n")
  }

  @Test("escapes, wide characters and lone surrogates")
  func strings() throws {
    let (rows, _) = try read(#"{"text": "\u00e9\ud83d\ude42é\t\"\\\/ \ud83d x \udc00", "key\u0041": "v"}"#)
    #expect(rows.cell(0, "text").string == "é🙂é\t\"\\/ \\uD83D x \\uDC00")
    #expect(rows.names == ["text", "keyA"])
  }

  @Test("a limit reads no further, what is behind it cannot hurt, and that there is more is said")
  func limit() throws {
    let broken = #"[{"text": "a"}, {"text": "b"}, {"text": "#
    let (rows, ledger) = try read(broken, "t.json", ReadOptions(limit: 2))
    #expect(rows.count == 2 && ledger.rowsIn == 2 && ledger.isBalanced)
    #expect(ledger.notes == ["more rows follow after row 2"])
    let three = "{\"text\": \"a\"}\n{\"text\": \"b\"}\nnonsense"
    let (lines, said) = try read(three, "t.jsonl", ReadOptions(limit: 1))
    #expect(lines.count == 1 && said.notes == ["more rows follow after row 1"])
    for (text, name) in [
      ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "t.jsonl"), (#"[{"text": "a"}, {"text": "b"} ]"#, "t.json"),
    ] {
      for limit in [2, 3] {
        let (all, quiet) = try read(text, name, ReadOptions(limit: limit))
        #expect(all.count == 2 && quiet.notes.isEmpty, "\(name), limit \(limit)")
      }
    }
    // The advice of the error is a line that loads.
    let error = #expect(throws: RowError.self) { try read(broken, "t.json") }
    #expect(error?.help?.contains("`load \"t.json\" limit 2`") == true)
    let none = #expect(throws: RowError.self) { try read(#"[{"text": "a"#, "t.json") }
    #expect(none?.help == "fetch the file again")
  }

  @Test("a peek reads as much as it needs", arguments: ["jsonl", "json"])
  func peek(ending: String) throws {
    let folder = try TemporaryDirectory()
    let filler = String(repeating: "x", count: 1 << 16)
    let lines = (1...200).map { #"{"text": "\#($0)", "filler": "\#(filler)"}"# }
    let path = folder("t.\(ending)")
    let text = ending == "json" ? "[" + lines.joined(separator: ",\n") + "]" : lines.joined(separator: "\n")
    try AtomicFile.write(text, to: path)
    for count in [1, 63, 64, 65, 150, 200, 1000] {
      let rows = try RowReader.peek(path: path, rows: count)
      #expect(rows.count == min(count, 200) && rows.cell(rows.count - 1, "text").string == "\(min(count, 200))")
    }
    let error = #expect(throws: RowError.self) { try RowReader.peek(path: folder("none.json")) }
    #expect(error?.code == .missing)
  }

  @Test("a peek into a file that is too large to be read, or that its beginning shows to be no text, ends")
  func peekIntoHuge() throws {
    let folder = try TemporaryDirectory()
    // Holes take no room on the disk; read whole, they would take more memory than there is.
    for (name, beginning, code) in [("zeros.jsonl", "", RowError.Code.binary), ("zip.json", "PK\u{3}\u{4}", .binary)] {
      try AtomicFile.write(beginning, to: folder(name))
      try #require(truncate(folder(name), 1 << 40) == 0)
      let error = #expect(throws: RowError.self) { try RowReader.peek(path: folder(name)) }
      #expect(error?.code == code)
      #expect(throws: RowError.self) { try RowReader.read(path: folder(name)) }
    }
    // Blanks say nothing of what comes behind them.
    try AtomicFile.write(String(repeating: "\n", count: 5 << 20) + #"{"text": "a"}"#, to: folder("late.jsonl"))
    #expect(try RowReader.peek(path: folder("late.jsonl")).count == 1)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Interrupted.self) {
      try RowReader.peek(path: folder("late.jsonl"), work: Work(cancellation: cancellation))
    }
  }

  @Test("plain files and folders")
  func plainFiles() throws {
    let folder = try TemporaryDirectory()
    _ = try Command.shell(
      "mkdir -p $1/d/.hidden && printf 'two' > $1/d/b.py && printf 'one' > $1/d/a.txt && printf x > $1/d/.hidden/c.py && printf z > $1/d/z.bin && : > $1/d/e.md",
      folder.path)
    let (rows, ledger) = try RowReader.read(path: folder("d"), options: ReadOptions(folder: true))
    #expect(rows.names == ["text", "file"] && rows.rowNumbers == [1, 2])
    #expect((0..<2).map { rows.cell($0, "file").string } == ["a.txt", "b.py"])
    #expect(text(rows.answer(1)) == "two" && rows.isPlainText(1))
    #expect(ledger.failed == [Ledger.Entry(reason: "empty file", count: 1, field: "text", examples: [3])])
    let (one, _) = try RowReader.read(path: folder("d/b.py"))
    #expect(one.count == 1 && text(one.answer(0)) == "two" && one.cell(0, "file").string == "b.py")
  }

  @Test(
    "the real files load whole",
    arguments: [
      ("instruct/evol-codealpaca-1.json", 1966), ("instruct/evol-codealpaca-2.json", 1953),
      ("instruct/exercism-python.jsonl", 121), ("eval/mbpp.jsonl", 974), ("eval/humanevalpack_python.jsonl", 164),
      ("eval/MbppPlus-v0.2.0.jsonl", 378), ("eval/sanitized-mbpp.json", 427),
    ])
  func realFiles(name: String, count: Int) throws {
    guard let path = SharedData.path(name) else { return }
    let (rows, ledger) = try RowReader.read(path: path)
    #expect(rows.count == count && ledger.rowsIn == count && ledger.isBalanced)
    #expect(rows.questionColumn != nil && rows.answerColumn != nil)
  }
}
