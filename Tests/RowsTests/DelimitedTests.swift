import Documents
import Foundation
import Rows
import TestSupport
import Testing

@Suite("Comma- and tab-separated values")
struct DelimitedTests {
  private func read(_ text: String, _ name: String = "t.csv", limit: Int? = nil) throws -> (Rows, Ledger) {
    try RowReader.read(bytes: Array(text.utf8), name: name, options: ReadOptions(limit: limit))
  }

  private func refusal(_ text: String, _ name: String = "t.csv") -> RowError? {
    #expect(throws: RowError.self) { try RowReader.read(bytes: Array(text.utf8), name: name) }
  }

  private func cells(_ rows: Rows, _ name: String) -> [String?] {
    (0..<rows.count).map { row in rows.cell(row, name) == .missing ? nil : rows.cell(row, name).description }
  }

  @Test("quotes, line ends and marks", arguments: ["\n", "\r\n", "\r"])
  func quoting(end: String) throws {
    let text = ["\u{FEFF}question,answer", #""a, ""b""","two\#(end)lines""#, "", #"c d,"""""#, #"x, y "z" "#].joined(
      separator: end)
    for text in [text, text + end] {
      let (rows, ledger) = try read(text)
      #expect(rows.names == ["question", "answer"] && ledger.kept == 3 && ledger.isBalanced && ledger.notes.isEmpty)
      #expect(cells(rows, "question") == [#"a, "b""#, "c d", "x"])
      #expect(cells(rows, "answer") == ["two\(end)lines", "\"", #" y "z" "#])
    }
  }

  @Test("what comes without a name that says what it is: by the same number of fields in each line, which is said")
  func guessed() throws {
    for (text, names, word) in [
      (
        "question,answer\n\"a, b\",c\nd,\"e\nf\"\n", ["question", "answer"],
        "comma-separated values: each of the first 3"
      ),
      ("question\tanswer\na, b\tc", ["question", "answer"], "tab-separated values: each of the first 2 lines has 2"),
      ("question;answer;n\r\na;b;1\r\n", ["question", "answer", "n"], "comma-separated values"),
    ] {
      let (rows, ledger) = try read(text, "-")
      #expect(rows.names == names && ledger.notes.first?.hasPrefix("read as \(word)") == true, "\(text)")
    }
    let long = "question,answer\n" + String(repeating: "\"a, a\",b\n", count: 20_000)
    #expect(try read(long, "-").0.count == 20_000)
    for text in ["a sentence, and\nno table", "a,b\n1,2,3", "a,\n1,2", "one\ntwo", "a,b", "a,b\n\"open,1"] {
      #expect(refusal(text, "-")?.code == .unknownFormat, "\(text)")
    }
    #expect(refusal("a,b\n1,2", "t.xyz")?.code == .unknownFormat)
  }

  @Test("kinds: of a whole column or not at all; what is asked and answered is text")
  func kinds() throws {
    let (rows, _) = try read(
      """
      question,answer,n,f,flag,mixed,quoted,code,none
      1,2,1,0.5,True,1,"1",007,
      3,4,-7,1e-3,false,x,"2",8,
      5,6,,2,,,,,
      """)
    #expect(
      rows.names.map { rows.column($0)?.kind } == [.text, .text, .integer, .number, .bool, .text, .text, .text, .text])
    #expect(rows.cell(1, "n") == .integer(-7) && rows.cell(2, "n") == .missing && rows.cell(0, "flag") == .bool(true))
    #expect(cells(rows, "mixed") == ["1", "x", nil] && rows.cell(1, "f") == .number(0.001))
    #expect(cells(rows, "answer") == ["2", "4", "6"])
    #expect(
      String(decoding: RowWriter.bytes(rows).split(separator: 10)[1], as: UTF8.self)
        == #"{"question": "3", "answer": "4", "n": -7, "f": 1e-3, "flag": false, "mixed": "x", "quoted": "2", "code": "8", "none": null}"#
    )
  }

  @Test("a bad line costs itself alone, by reason and line")
  func badLines() throws {
    let (rows, ledger) = try read("question,answer\na,b\nc\nd,e,f\n\"g\"h,i\n\nj,k\nl,\n")
    #expect(cells(rows, "question") == ["a", "j"] && rows.rowNumbers == [1, 5] && ledger.isBalanced)
    #expect(
      ledger.failed.map(\.reason) == [
        "with fewer fields than names", "with more fields than names", "text behind a closing quote", "no answer",
      ])
    #expect(ledger.notes.first == "t.csv:3: row 2: with fewer fields than names")
    let (text, failed) = try RowReader.read(
      bytes: Array("question,answer\na,b\nc,".utf8) + [0xFF] + Array("\nd,e\n".utf8), name: "t.csv")
    #expect(
      text.count == 2 && failed.failed == [.init(reason: "not valid UTF-8", count: 1, field: "answer", examples: [2])])
  }

  @Test("quotes that nothing closes: where they open, and how much is whole")
  func open() throws {
    let text = "question,answer\na,b\nc,\"d\ne,f\ng,h\n"
    let error = refusal(text)
    #expect(error?.code == .truncated && error?.row == 2 && error?.line == 3 && error?.offset == 22)
    #expect(error?.help?.contains("limit 1") == true)
    #expect(try read(text, limit: 1).0.count == 1)
    #expect(refusal("question,\"answer\na,b")?.code == .malformed)
  }

  @Test("names: none, twice, other separators")
  func names() throws {
    let (rows, ledger) = try read(",question,answer,question\n0,a,b,c\n")
    #expect(rows.names == ["column_1", "question", "answer", "question_2"] && ledger.notes.count == 1)
    let (semicolons, said) = try read("question;answer\na,1;b\n")
    #expect(semicolons.names == ["question", "answer"] && cells(semicolons, "question") == ["a,1"])
    #expect(said.notes == ["the values are separated by semicolons"])
    #expect(try read("question\tanswer\na\tb\n").0.names == ["question", "answer"])
    #expect(try read("text\na\n\nb\n").0.count == 2)
    for text in ["", "\n\n", "question,answer\n", "question,answer"] {
      #expect(refusal(text)?.code == .empty, "\(text)")
    }
  }

  @Test("what is saved as text loads as text, formulas and all", arguments: ["csv", "tsv"])
  func roundTrip(ending: String) throws {
    let texts = ["=1", "'=1", "a\tb", "a,b", "\"", "\r\n", " x ", "é", "-1", "+x", "'", "007", "a\nb\"c"]
    let json = texts.map { text in
      String(
        decoding: (try? JSONEncoder().encode(["instruction": text, "output": text + "."])) ?? Data(), as: UTF8.self)
    }
    let (rows, _) = try RowReader.read(bytes: Array(json.joined(separator: "\n").utf8), name: "t.jsonl")
    let folder = try TemporaryDirectory()
    try RowWriter.write(rows, to: folder("t." + ending))
    var options = ReadOptions()
    options.savedColumns = []
    let (back, ledger) = try RowReader.read(path: folder("t." + ending), options: options)
    // Of another program's file every character is kept.
    let (foreign, said) = try RowReader.read(path: folder("t." + ending))
    #expect(cells(foreign, "instruction").prefix(2) == ["'=1", "''=1"])
    #expect(said.notes.count == 1 && said.notes[0].contains("kept as it is"))
    #expect(cells(back, "instruction") == texts && cells(back, "output") == texts.map { $0 + "." })
    #expect(ledger.notes.count == 1 && ledger.notes[0].contains("apostrophe"))
  }

  @Test("a peek reads as much as it needs, and no half of a row", arguments: ["csv", "tsv.gz", "csv.zst"])
  func peek(ending: String) throws {
    let folder = try TemporaryDirectory()
    // Rows of 64 KiB, so that the first part ends in one.
    let filler = String(repeating: "x", count: 1 << 16)
    let head = #"{"instruction": "q", "output": "\#(filler)"}"#
    let (rows, _) = try RowReader.read(bytes: Array((head + "\n").utf8), name: "t.jsonl")
    try RowWriter.write(rows.taking(Array(repeating: 0, count: 200)), to: folder("t." + ending))
    for count in [1, 63, 64, 65, 150, 200, 1000] {
      let found = try RowReader.peek(path: folder("t." + ending), rows: count)
      #expect(found.count == min(count, 200) && found.answer(found.count - 1)?.count == filler.utf8.count)
    }
  }

  @Test(
    "files that pandas and duckdb wrote",
    arguments: [
      "comma.csv", "tab.tsv", "mark.csv", "crlf.csv", "semicolon.csv", "packed.csv.gz", "packed.csv.zst", "duckdb.csv",
      "duckdb.tsv.gz", "duckdb.json.zst", "pandas.jsonl.zst", "pandas.json.gz",
    ])
  func others(name: String) throws {
    let folder = PackageRoot.path + "/Tests/Fixtures/parquet/"
    let (expected, _) = try RowReader.read(path: folder + "pandas-csv.jsonl")
    let (rows, ledger) = try RowReader.read(path: folder + name)
    #expect(rows.names == expected.names && ledger.isBalanced)
    for name in rows.names {
      // duckdb and pandas spell floats in their own ways, which are the same numbers.
      let (found, wanted) = (numbers(rows, name), numbers(expected, name))
      #expect(found == wanted, "\(name)")
    }
  }

  /// Cells as texts, numbers in one spelling.
  private func numbers(_ rows: Rows, _ name: String) -> [String?] {
    let isNumber = rows.column(name)?.kind == .number
    return cells(rows, name).map { text in
      guard isNumber, let text, let number = Double(text) else { return text }
      return number.description
    }
  }

  @Test("changed bytes never trap")
  func mutations() throws {
    let bytes = Array("question,answer,n\n\"a, \"\"b\"\"\",\"two\nlines\",1\nc,d,2\n\"\",é,3.5\n".utf8)
    var state: UInt64 = 9
    for _ in 0..<5_000 {
      var changed = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        changed[Int(state >> 33) % bytes.count] = Array("\",\n\r\tx1\u{FF}".utf8)[Int(state >> 20) % 9]
      }
      if let (_, ledger) = try? RowReader.read(bytes: changed, name: "t.csv") { #expect(ledger.isBalanced) }
    }
  }
}
