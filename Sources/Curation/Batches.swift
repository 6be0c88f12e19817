import Numerics
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
}
