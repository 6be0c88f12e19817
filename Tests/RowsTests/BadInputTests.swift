import Foundation
import Rows
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
  private func refusal(_ bytes: [UInt8], _ name: String) -> RowError? {
    do {
      _ = try RowReader.read(bytes: bytes, name: name)
      return nil
    } catch {
      return error as? RowError
    }
  }

  private func refusal(_ text: String, _ name: String = "t.json") -> RowError? { refusal(Array(text.utf8), name) }

  @Test("a file that is missing, closed to us, or a folder")
  func files() throws {
    let folder = try TemporaryDirectory()
    #expect(throws: RowError.self) { try RowReader.read(path: folder("no.json")) }
    do { _ = try RowReader.read(path: folder("no.json")) } catch let error as RowError {
      #expect(error.code == .missing && error.file == folder("no.json"))
      #expect(error.description == "R0101: \(folder("no.json")): cannot be read: No such file or directory")
    }
    do {
      _ = try RowReader.read(path: folder.path)
      Issue.record("a folder was read")
    } catch let error as RowError { #expect(error.code == .directory) }
    _ = try Command.shell("printf '[]' > $1 && chmod 0 $1", folder("closed.json"))
    if getuid() != 0 {
      do {
        _ = try RowReader.read(path: folder("closed.json"))
        Issue.record("a closed file was read")
      } catch let error as RowError { #expect(error.code == .unreadable) }
    }
  }

  @Test("an array cut short at any byte: file, row, line and byte, and how many rows were whole")
  func truncated() throws {
    let text =
      "[\n  {\"instruction\": \"a\", \"output\": \"b\\u00e9\"},\n  {\"instruction\": \"c\", \"n\": [1, 2.5], \"output\": \"d\"}\n]"
    let whole = Array(text.utf8)
    let firstEnd = try #require(text.range(of: "},")).lowerBound.utf16Offset(in: text) + 1
    for length in 1..<whole.count {
      let error = try #require(refusal(Array(whole[..<length]), "cut.json"), "\(length) bytes")
      #expect(error.code == .truncated && error.file == "cut.json" && error.offset == length)
      let rows = length < firstEnd ? 0 : length < whole.count - 2 ? 1 : 2
      #expect(error.message.contains("\(rows) rows before that are complete"), "\(length) bytes: \(error)")
      #expect(error.line == 1 + whole[..<length].count { $0 == 10 })
      #expect(error.row == nil || (1...2).contains(error.row ?? 0))
    }
    #expect(refusal(text) == nil)
  }

  @Test(
    "malformed arrays",
    arguments: [
      (#"[{"text": "a"} {"text": "b"}]"#, 1), (#"[{"text": "a"},]"#, 2), (#"[{"text": "a"}, {"text" "b"}]"#, 2),
      (#"[{"text": 'a'}]"#, 1), (#"[{"text": "a", }]"#, 1), (#"[{"text": "a"}] x"#, 1), (#"[{"text": "\x"}]"#, 1),
      ("[{\"text\": \"a\nb\"}]", 1), (#"[{"text": 01}]"#, 1), (#"[{"text": nul}]"#, 1), (#"[{"text": 1.}]"#, 1),
      (#"[{"text": "\u12g4"}]"#, 1), (#"[{"a": [1,,2]}]"#, 1), (#"[{"a": -}]"#, 1), (#"[{"a": 1e+}]"#, 1),
    ])
  func malformed(text: String, row: Int) throws {
    let error = try #require(refusal(text))
    #expect(error.code == .malformed && error.row == row && error.offset != nil)
  }

  @Test("nesting without end does not exhaust the stack")
  func nesting() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(refusal(#"[{"a": "# + deep)?.code == .malformed)
    #expect(refusal(String(repeating: #"{"a":"#, count: 100_000), "t.jsonl")?.code == .noRows)
  }

  @Test("nothing to read", arguments: ["", "  \n\t ", "[]", " [ ]\n", "\u{FEFF}"])
  func empty(text: String) {
    #expect(refusal(text)?.code == .empty)
    #expect(refusal(text.contains("[") ? "" : text, "t.jsonl")?.code == .empty)
  }

  @Test("files that are no text, or of no known kind")
  func binary() {
    #expect(refusal([0x50, 0x4B, 3, 4], "t.jsonl")?.message.contains("zip archive") == true)
    #expect(refusal(Array("ARROW1\0\0".utf8), "t.arrow")?.code == .truncated)
    #expect(refusal(Array("abc".utf8) + [0, 1, 2], "t.txt")?.code == .binary)
    #expect(refusal([0xFF, 0xFE, 0x5B, 0], "t.json")?.code == .binary)
    #expect(refusal("a,b\n1,2", "t.xyz")?.code == .unknownFormat)
    #expect(refusal("hello", "t.json")?.code == .malformed)
    #expect(refusal(#"["a", "b"]"#)?.code == .noRows)
    #expect(refusal(#"[{"instruction": "a", "output": ""}]"#)?.field == "output")
  }

  @Test("a bad line costs itself alone")
  func badLines() throws {
    let text =
      "{\"text\": \"a\"}\n{\"text\": \"b\n{\"text\": \"c\"}\nnonsense\n{\"text\": \"d\"} tail\n{\"text\": \"e\"}\n{\"text\": "
    let (rows, ledger) = try RowReader.read(bytes: Array(text.utf8), name: "t.jsonl")
    #expect((0..<rows.count).map { rows.cell($0, "text").string } == ["a", "c", "d", "e"])
    #expect(ledger.failedCount == 4 && ledger.isBalanced)
    #expect(ledger.failed.map(\.reason) == ["not valid JSON", "cut short by the end of the file"])
    #expect(ledger.failed.first?.examples == [2, 4, 6])
    #expect(ledger.notes.first?.hasPrefix("t.jsonl:2: row 2:") == true)
  }

  @Test("invalid UTF-8 is a failed row, by number and field")
  func invalidUTF8() throws {
    for bad in [[0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80]] as [[UInt8]] {
      let line = Array(#"{"instruction": "ok", "output": ""#.utf8) + bad + Array("\"}\n".utf8)
      let good = Array("{\"instruction\": \"ok\", \"output\": \"é\"}\n".utf8)
      let (rows, ledger) = try RowReader.read(bytes: good + line + good, name: "t.jsonl")
      #expect(rows.rowNumbers == [1, 3])
      #expect(ledger.failed == [Ledger.Entry(reason: "not valid UTF-8", count: 1, field: "output", examples: [2])])
    }
    let nested = Array(#"[{"text": "a", "deep": [""#.utf8) + [0xFF] + Array(#""]}, {"text": "b"}]"#.utf8)
    #expect(try RowReader.read(bytes: nested, name: "t.json").1.failed.first?.field == "deep")
    #expect(refusal([0x61, 0xFF], "t.txt")?.code == .noRows)
  }

  @Test("a single line of 50 MB")
  func longLine() throws {
    let long = String(repeating: "0123456789abcde\\n", count: 50 << 16)
    let (rows, ledger) = try RowReader.read(
      bytes: Array(#"{"instruction": "Q", "output": "\#(long)"}"#.utf8), name: "t.jsonl")
    #expect(rows.answer(0)?.count == 50 << 20 && ledger.kept == 1)
  }

  @Test("every code has its title and long form, each once")
  func codes() {
    let all = RowError.Code.allCases
    #expect(Set(all.map(\.title)).count == all.count && Set(all.map(\.explanation)).count == all.count)
    #expect(all.allSatisfy { $0.rawValue.wholeMatch(of: /R01\d\d/) != nil && !$0.explanation.isEmpty })
  }
}
