import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// `dropped`, `why` and `diff`: what became of rows, and what sets two choices apart.
@Suite("The history of rows") struct HistoryTests {
  private func session(_ count: Int = 40) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count)))\"")
  }

  private func texts(_ value: RowsValue, _ column: String) -> [String] {
    (0..<value.rows.count).map { value.rows.cell($0, column).description }
  }

  @Test func everyRowIsKeptOrDropped() throws {
    let (session, load) = try session()
    let chain = "\(load) | where row > 4 | sample 20 | derive worth = row % 7 | select top 6 by worth | take 4"
    let kept = try session.rows(chain).rows.rowNumbers
    let dropped = try session.rows(chain + " | dropped")
    #expect((kept + dropped.rows.rowNumbers).sorted() == Array(1...40))
    #expect(
      Dictionary(grouping: texts(dropped, "stage"), by: { $0 }).mapValues(\.count) == [
        "where": 4, "sample": 16, "select": 14, "take": 2,
      ])
    #expect(
      Set(texts(dropped, "reason")) == [
        "where it does not hold", "not drawn", "below the cut", "after the first 4",
      ])
    // Each with what it had by then.
    for (row, stage) in texts(dropped, "stage").enumerated() {
      #expect(dropped.rows.cell(row, "worth").isMissing == (stage == "where" || stage == "sample"))
      #expect(!dropped.rows.cell(row, "question").isMissing && !dropped.rows.cell(row, "tokens").isMissing)
    }
    #expect(try session.run(chain + " | dropped").isBalanced)
    let some = try session.rows(chain + " | dropped reason \"THE CUT\"")
    #expect(Set(texts(some, "stage")) == ["select"] && some.rows.count == 14)
    // None is an answer, and says which reasons there are.
    _ = session.heard.takeText()
    #expect(try session.rows(chain + " | dropped reason \"twin\"").rows.isEmpty)
    let text = session.heard.takeText()
    #expect(text.contains { $0.contains("no row was dropped for a reason that contains \"twin\"") }, "\(text)")
    #expect(text.contains { $0.contains("14 by `select`: below the cut") }, "\(text)")
  }

  @Test func namesPacksAndRememberedValuesHaveTheirHistory() throws {
    let (session, load) = try session()
    try session.run("let some = \(load) | where row <= 30\nlet few = some | take 10")
    #expect(try session.rows("few | dropped").rows.count == 30)
    #expect(try session.rows("few | sort row desc | take 3 | dropped").rows.count == 37)
    #expect(try session.rows("\(load) | dropped").rows.isEmpty)
    let tokens = try session.rows("few").numbers("tokens").sorted()
    let long = tokens.count { $0 > tokens[5] }
    #expect(long > 0 && long < 10)
    #expect(try session.rows("few | pack \(Int(tokens[5])) long drop | dropped").rows.count == 30 + long)
    // Another process, which finds the values in the store.
    let other = try Session(sharing: session, tiny: true)
    #expect(try other.rows("\(load) | where row <= 30 | take 10 | dropped").rows.count == 30)
  }

  /// What is held out to judge by is no more in reach through its history.
  @Test func rowsThatAreHeldOutStayThere() throws {
    let (session, load) = try session()
    let chain = "\(load) | hold 12 target 3 search 3 | take 20"
    let value = try session.rows(chain)
    let held = try #require(value.heldOut)
    let numbers = Set([held.rows, held.target, held.search].compactMap { $0 }.flatMap(\.rowNumbers))
    #expect(numbers.count == 12)
    let outcome = try session.run(chain + " | dropped")
    let dropped = try #require(outcome.value as? RowsValue)
    #expect(numbers.isDisjoint(with: dropped.rows.rowNumbers) && dropped.rows.count == 8 && outcome.isBalanced)
    #expect(outcome.ledgerEntries("dropped") == ["held out, which nothing opens here": 12])
    #expect(try session.rows(chain + " | dropped reason \"held\"").rows.isEmpty)
    let one = try #require(numbers.min())
    #expect(try session.report(chain + " | why \(one)").cells.last?[1] == "dropped: held out")
  }

  @Test func rowsThatNeverWereAnyAreNamed() throws {
    let session = try Session(tiny: true)
    let path = session.folder("odd.jsonl")
    let lines = [
      "{\"instruction\": \"a\", \"output\": \"b\"}", "{\"instruction\": 7}",
      "{\"instruction\": \"c\", \"output\": \"d\"}",
    ]
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let dropped = try session.rows("set max_failed 50%\nload \"\(path)\" | take 1 | dropped")
    #expect(dropped.rows.rowNumbers == [2, 3] && texts(dropped, "stage") == ["load", "take"])
    #expect(dropped.rows.cell(1, "question").description == "c" && dropped.rows.cell(0, "question").isMissing)
  }

  @Test func aFilesOwnColumnsStandAside() throws {
    let session = try Session(tiny: true)
    let path = try session.file(
      "own.jsonl", (1...4).map { ["instruction": "q\($0)", "output": "a\($0)", "reason": "mine", "stage": $0] })
    let dropped = try session.rows("load \"\(path)\" | take 1 | dropped")
    #expect(
      texts(dropped, "file_reason") == ["mine", "mine", "mine"] && texts(dropped, "stage") == ["take", "take", "take"])
    #expect(texts(dropped, "file_stage") == ["2", "3", "4"])
  }

  @Test func whyTellsARowsWay() throws {
    let (session, load) = try session()
    let chain = "\(load) | where row > 4 | derive worth = row * 2 | select top 10 by worth"
    let kept = try session.report(chain + " | why 35")
    #expect(kept.title == "Row 35 is in it.")
    #expect(kept.cells.contains { $0[0].hasPrefix("derive") && $0[1] == "worth 70" }, "\(kept.cells)")
    #expect(kept.cells.last?[1].contains("worth 70; 6 of 36; the cut was 62, above it by 8") == true, "\(kept.cells)")
    let missed = try session.report(chain + " | why 30")
    #expect(missed.title == "Row 30 is not in it: `select top 10 by worth` dropped it.")
    #expect(
      missed.cells.last?[1] == "dropped: below the cut; worth 60; 11 of 36; the cut was 62, missed by 2",
      "\(missed.cells)")
    let early = try session.report(chain + " | pack 512 | why 2")
    #expect(early.cells.last?[1] == "dropped: where it does not hold" && early.cells.count == 2)
    let what = try session.report("\(load) | where len(answer) > 10000 and tokens > 0 | why 2").cells.last?[1] ?? ""
    #expect(what.hasPrefix("dropped: where it does not hold; answer") && what.contains("; tokens "), "\(what)")
    let packed = try session.report(chain + " | pack 512 | why 40")
    #expect(packed.cells.last?[0].hasPrefix("pack") == true && packed.title == "Row 40 is in it.")
    #expect(session.failure(chain + " | why 41")?.message == "no row here ever had the number 41")
    let budget = try session.report("\(load) | derive worth = row * 2 | select top 100 tokens by worth | why 2")
    #expect(budget.cells.last?[1].contains("the cut was") == false, "\(budget.cells)")
    let clustered = try session.report("\(load) | score complexity | select diverse 10% clusters 3 | why 7")
    #expect(clustered.cells.last?[1].contains(" in cluster ") == true, "\(clustered.cells)")
    #expect(clustered.cells.contains { $0[1].contains("loss_cond ") && $0[1].contains("ifd ") })
  }

  @Test func diffCountsAndCompares() throws {
    let (session, load) = try session()
    try session.run("let all = \(load) | derive even = row % 2 == 0")
    let report = try session.report("all | take 20 | diff { all | where row > 10 }")
    #expect(report.title == "10 rows in both, 10 only here, 20 only there: 25% of all are shared")
    let rows = Dictionary(report.cells.map { ($0[0], Array($0.dropFirst())) }, uniquingKeysWith: { first, _ in first })
    #expect(rows["rows"] == ["20", "30", "−10"])
    #expect(rows["even true"] == ["50.0%", "50.0%", "+0.0 points"])
    #expect(rows["tokens, median"] != nil)
    // Of another file by what rows say.
    let copy = try session.file("copy.jsonl", Teaching.pairs(12))
    #expect(
      try session.report("all | diff { load \"\(copy)\" }").title.hasPrefix(
        "12 rows in both, 28 only here, 0 only there"))
    let same = try session.report("all | diff all")
    #expect(same.title == "40 rows in both, 0 only here, 0 only there: 100% of all are shared")
  }
}
