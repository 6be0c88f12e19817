import Numerics
import Synchronization
import Work

/// Loops over many rows on all threads, with progress and within reach of Ctrl-C.
enum Batches {
  /// Runs `body` on ranges of at most `grain` of the rows, in any order on any thread, reporting every `batch` rows.
  ///
  /// - Throws: `Interrupted` once the work was cancelled; no range begins after that.
  static func run(
    _ count: Int, grain: Int = 64, batch: Int = 8_192, label: String, work: Work, _ body: (Range<Int>) -> Void
  ) throws(Interrupted) {
    var done = 0
    while done < count {
      let from = done
      let size = min(batch, count - done)
      Parallel.ranges(size, grain: grain) { range in
        if work.cancellation.isCancelled { return }
        body(from + range.lowerBound..<from + range.upperBound)
      }
      try work.checkCancellation(done: done, total: count, of: "rows")
      done += size
      work.progress(Progress(label: label, done: Double(done), total: Double(count), unit: "rows"))
    }
  }

  /// The same with a counter for each thread, lent to one at a time; all of them, once every row is counted. Sums of whole
  /// numbers do not depend on who counted which row.
  static func counted<Counter: AnyObject & Sendable>(
    _ count: Int, label: String, work: Work, make: () -> Counter, _ body: (Counter, Range<Int>) -> Void
  ) throws(Interrupted) -> [Counter] {
    let pool = WorkspacePool<Counter>()
    let counters = Mutex<[Counter]>([])
    try run(count, label: label, work: work) { range in
      pool.withWorkspace(
        suits: { _ in true },
        make: {
          let counter = make()
          counters.withLock { $0.append(counter) }
          return counter
        }
      ) { body($0, range) }
    }
    return counters.withLock { $0 }
  }
}
