import Digests
import Foundation
import Testing

import Rows

@Suite("Rows behind rows") struct AppendingTests {
  private func rows(_ lines: String...) throws -> Rows {
    try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "rows.jsonl").0
  }

  private func json(_ rows: Rows) -> [String] {
    String(decoding: RowWriter.bytes(rows, as: JSONLines()), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func rolesMeetWhateverTheirColumnsAreCalled() throws {
    let pool = try rows(
      #"{"instruction": "a", "input": "x", "output": "1"}"#, #"{"instruction": "b", "input": "", "output": "2"}"#)
    let mine = try rows(#"{"prompt": "c", "completion": "3", "output": "mine"}"#)
    let all = pool.appending(mine)
    #expect(all.count == 3 && all.rowNumbers == [1, 2, 1])
    #expect((0..<3).map { String(decoding: all.question($0) ?? [], as: UTF8.self) } == ["a", "b", "c"])
    #expect((0..<3).map { String(decoding: all.answer($0) ?? [], as: UTF8.self) } == ["1", "2", "3"])
    #expect(all.input(0) != nil && all.input(2) == nil)
    // What stood under the name of a role is kept under another.
    #expect(all.cell(2, "file_output").string == "mine" && all.cell(0, "file_output").isMissing)
    #expect(all.contentKey(of: 0) == pool.contentKey(of: 0) && all.contentKey(of: 2) == mine.contentKey(of: 0))
  }

  @Test func everyKindMeetsItselfAndEveryOther() throws {
    let kinds = ["\"t\\u0007\"", "7", "2.5", "1e400", "true", "{\"a\": [1, null]}", "null"]
    for a in kinds {
      for b in kinds {
        let first = try rows(#"{"prompt": "p", "completion": "c", "x": \#(a)}"#)
        let second = try rows(#"{"prompt": "q", "completion": "d", "x": \#(b), "y": 1}"#)
        let all = first.appending(second)
        #expect(all.count == 2 && all.names == ["prompt", "completion", "x", "y"])
        #expect(all.column("x")?.count == 2)
        let lines = json(all)
        #expect(lines.count == 2)
        for (line, value) in zip(lines, [a, b]) where value != "null" {
          #expect(line.contains("\"x\": \(value)") || line.contains("\"x\":\(value)"), "\(a) then \(b): \(line)")
        }
        #expect(all.cell(0, "y").isMissing)
      }
    }
  }

  @Test func noneBehindAndBeforeChangesNothing() throws {
    let pool = try rows(#"{"prompt": "a", "completion": "1", "n": 0.10}"#, #"{"prompt": "b", "completion": "2"}"#)
    #expect(json(pool.appending(pool.taking([]))) == json(pool))
    #expect(json(pool.taking([]).appending(pool)) == json(pool))
  }

  @Test func vectorsOfTwoSpacesDoNotMix() throws {
    let pool = try rows(#"{"prompt": "a", "completion": "1"}"#)
    let three = pool.adding(.vectors([1, 2, 3], dimension: 3), named: "embedding")
    let two = pool.adding(.vectors([4, 5], dimension: 2), named: "embedding")
    let all = three.appending(two)
    guard case .vector(let column)? = all.column("embedding") else {
      Issue.record("no vectors")
      return
    }
    #expect(column[0] == [1, 2, 3] && column[1] == nil)
    guard case .vector(let same)? = three.appending(three).column("embedding") else { return }
    #expect(same[1] == [1, 2, 3])
  }
}
