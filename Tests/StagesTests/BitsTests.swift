import MatMul
import Pipeline
import Rows
import Stages
import Synchronization
import TestSupport
import Testing
import Work

/// The promise about bits: an interrupted `score` that goes on equals an undisturbed one to the bit on the same engine,
/// and rows remembered from another run agree to 1e-5.
@Suite("Bits of scoring") struct BitsTests {
  private static let count = 200

  @Test func interruptedAndResumedEqualsUndisturbed() throws {
    guard let data = SharedData.path("instruct/evol-codealpaca-1.json") else { return }
    let line = "load \"\(data)\" | take \(Self.count) | score complexity"
    let whole = try Session(tiny: true).rows(line)
    #expect(whole.rows.count == Self.count)

    // Stopped after a few batches, several times, each time going on as another process would.
    var session = try Session(tiny: true)
    var scored: [Int] = []
    for batches in [3, 1, 5] {
      let cancellation = Cancellation()
      let seen = Mutex(0)
      let work = Work(cancellation: cancellation) { progress in
        guard progress.label == "score" else { return }
        // The first report comes before the first batch.
        let reports = seen.withLock { count in
          count += 1
          return count
        }
        if reports > batches { cancellation.cancel() }
      }
      let error = #expect(throws: Interrupted.self) { try session.run(line, work: work) }
      scored.append(error?.done ?? 0)
      session = try Session(sharing: session, tiny: true)
    }
    #expect(scored == scored.sorted() && Set(scored).count == 3 && scored[0] > 0 && scored[2] < Self.count, "\(scored)")
    let resumed = try session.rows(line)
    Self.expectEqualBits(resumed, whole)
    // And the whole value, embeddings too, in its stored form.
    #expect(resumed.rows.digest() == whole.rows.digest())
  }

  /// What is scored when the user stops is no beginning of the file: another seed has other rows of it, the same seed the same.
  @Test func theRowsScoredUntilAnInterruptionAreDrawnByTheSeed() throws {
    func scored(seed: Int) throws -> [Int] {
      let session = try Session(tiny: true)
      let load = "load \"\(try session.file("rows.jsonl", Teaching.pairs(300)))\""
      let cancellation = Cancellation()
      let work = Work(cancellation: cancellation) { progress in
        if progress.label == "score", progress.done > 0 { cancellation.cancel() }
      }
      #expect(throws: Interrupted.self) { try session.run("set seed \(seed)\n\(load) | score complexity", work: work) }
      return try #require(session.interpreter.part?.value as? RowsValue).rows.rowNumbers
    }
    let (first, again, other) = (try scored(seed: 7), try scored(seed: 7), try scored(seed: 8))
    // A few batches are many rows, and far from all.
    try #require(first.count >= 10 && first.count <= 200, "\(first.count)")
    for rows in [first, other] {
      #expect(rows == rows.sorted() && rows != Array(1...rows.count))
      #expect(rows.contains { $0 <= 75 } && rows.contains { $0 > 225 }, "\(rows)")
    }
    // How many more batches end after the last key is pressed is nobody's to say.
    #expect(Set(first).isSubset(of: again) || Set(again).isSubset(of: first))
    #expect(!Set(first).isSubset(of: other) && !Set(other).isSubset(of: first))
  }

  @Test func rowsRememberedFromAnotherRunAgree() throws {
    guard let data = SharedData.path("instruct/evol-codealpaca-1.json") else { return }
    let whole = try Session(tiny: true).rows("load \"\(data)\" | take \(Self.count) | score complexity")
    let session = try Session(tiny: true)
    // Other rows share their batches here.
    let part = try session.rows("load \"\(data)\" | sample 80 | where row <= 900 | score complexity")
    let known = Set(part.rows.rowNumbers)
    let mixed = try session.rows("load \"\(data)\" | take \(Self.count) | score complexity")
    let overlap = mixed.rows.rowNumbers.count { known.contains($0) }
    #expect(overlap > 0)
    #expect(session.heard.takeText().contains { $0.contains("\(overlap) rows were scored before") })
    for column in ["ifd", "loss_cond", "loss_direct"] {
      for (a, b) in zip(mixed.numbers(column), whole.numbers(column)) {
        #expect(Products.current == .native ? a == b : abs(a - b) <= 1e-5 * abs(b))
      }
    }
  }

  private static func expectEqualBits(_ a: RowsValue, _ b: RowsValue) {
    #expect(a.rows.rowNumbers == b.rows.rowNumbers)
    for column in ["ifd", "loss_cond", "loss_direct"] {
      #expect(a.numbers(column).map(\.bitPattern) == b.numbers(column).map(\.bitPattern), "\(column)")
    }
  }
}
