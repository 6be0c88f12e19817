import Digests
import Rows
import Synchronization
import Testing
import Work

@Suite("Counts made when asked for")
struct DeferredTests {
  /// Which rows were counted, in the order of the calls.
  private final class Asked: Sendable {
    private let calls = Mutex<[[Int]]>([])
    func note(_ rows: [Int]) { calls.withLock { $0.append(rows) } }
    var all: [[Int]] { calls.withLock { $0 } }
  }

  /// Rows whose `tokens` are ten times their place and whose `answer_tokens` are one more than it.
  private func sample(_ count: Int, _ asked: Asked) -> Rows {
    let counts = DeferredCounts(count: count, lists: 2) { rows, work throws(Interrupted) in
      try work.checkCancellation()
      asked.note(rows)
      return [rows.map { Int32($0 * 10) }, rows.map { Int32($0 + 1) }]
    }
    let rows = Rows(
      names: ["question", "answer"],
      columns: [.texts((0..<count).map { "q\($0)" }), .texts((0..<count).map { "a\($0)" })],
      rowNumbers: (0..<count).map { $0 + 1 }, roles: Roles(question: "question", answer: "answer"),
      source: RowSource(path: "s", digest: ContentDigest.of("s")))
    return rows.adding(.integer(IntegerColumn(counts, list: 0, rows: Array(0..<count))), named: "tokens")
      .adding(.integer(IntegerColumn(counts, list: 1, rows: Array(0..<count))), named: "answer_tokens")
  }

  @Test("only the rows asked for are counted, each once, for both columns")
  func onlyWhatIsAskedFor() throws {
    let asked = Asked()
    let rows = sample(6, asked)
    #expect(rows.deferredColumns == ["tokens", "answer_tokens"])
    let some = rows.taking([4, 1]).taking([1, 0])
    #expect(asked.all.isEmpty && some.deferredColumns.count == 2)
    #expect(some.cell(0, "tokens") == .integer(10) && some.cell(1, "answer_tokens") == .integer(5))
    #expect(some.column("tokens")?.doubles == [10, 40] && some.deferredColumns.isEmpty)
    #expect(asked.all == [[1, 4]])
    try rows.settle(["answer_tokens", "tokens"], work: .silent)
    #expect(asked.all == [[1, 4], [0, 2, 3, 5]])
    #expect(rows.column("tokens")?.doubles == [0, 10, 20, 30, 40, 50])
    #expect(rows.taking([5]).deferredColumns.isEmpty)
  }

  @Test("what is counted serves every column taken from the rows, and what is filled in is not counted")
  func shared() {
    let asked = Asked()
    let rows = sample(4, asked)
    rows.deferredCounts("tokens")?.counts.fill([[7, 8], [1, 2]], rows: [0, 3])
    #expect(rows.taking([3, 0]).column("tokens")?.doubles == [8, 7])
    #expect(rows.taking([0]).cell(0, "answer_tokens") == .integer(1))
    #expect(asked.all.isEmpty)
    #expect(rows.summary(of: "tokens")?.spread?.high == 20)
    #expect(asked.all == [[1, 2]])
  }

  @Test("an interrupted count keeps nothing wrong, and the next one goes through")
  func interrupted() throws {
    let asked = Asked()
    let rows = sample(3, asked)
    let work = Work()
    work.cancellation.cancel()
    #expect(throws: Interrupted.self) { try rows.settle(["tokens"], work: work) }
    #expect(asked.all.isEmpty && rows.column("tokens")?.doubles == [0, 10, 20])
  }

  @Test("counts are made before the texts that they are made from go away, and not at all where both go")
  func changedTexts() {
    var asked = Asked()
    let rows = sample(3, asked)
    let changed = rows.adding(.texts(["x", "y", "z"]), named: "answer")
    #expect(asked.all == [[0, 1, 2]] && changed.deferredColumns.isEmpty)
    asked = Asked()
    #expect(sample(3, asked).keeping(["question"]).names == ["question"] && asked.all.isEmpty)
    #expect(sample(3, asked).keeping(["tokens"]).column("tokens")?.doubles == [0, 10, 20])
  }

  @Test("words are found for the rows asked for, once, and missing where there is none")
  func words() throws {
    let asked = Asked()
    let words = DeferredWords(count: 6) { rows, work throws(Interrupted) in
      try work.checkCancellation()
      asked.note(rows)
      return rows.map { $0 % 3 == 0 ? nil : $0 % 3 == 1 ? "one" : "two" }
    }
    let rows = sample(6, Asked()).adding(.text(TextColumn(words, rows: Array(0..<6))), named: "word")
    let some = rows.taking([4, 1, 3]).taking([2, 0])
    #expect(some.isDeferred("word") && some.count == 2 && asked.all.isEmpty)
    #expect(some.cell(0, "word") == .missing && some.cell(1, "word") == .text(Array("one".utf8)[...]))
    #expect(!some.isDeferred("word") && rows.isDeferred("word") && asked.all == [[3, 4]])
    let work = Work()
    work.cancellation.cancel()
    #expect(throws: Interrupted.self) { try rows.settle(["word"], work: work) }
    try rows.settle(["word"], work: .silent)
    #expect(asked.all == [[3, 4], [0, 1, 2, 5]])
    #expect(
      rows.summary(of: "word")?.common == [
        .init(value: Array("one".utf8), count: 2), .init(value: Array("two".utf8), count: 2),
      ])
    let stored = try Rows(serialized: rows.taking([5, 0]).serialized())
    #expect(stored.cell(0, "word") == .text(Array("two".utf8)[...]) && stored.cell(1, "word") == .missing)
  }

  @Test("stored rows hold the values")
  func stored() throws {
    let rows = try Rows(serialized: sample(3, Asked()).taking([2, 0]).serialized())
    #expect(rows.column("tokens")?.doubles == [20, 0] && rows.deferredColumns.isEmpty)
  }
}
