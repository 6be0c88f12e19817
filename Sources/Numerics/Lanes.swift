import Dispatch
import Synchronization

/// Independent pieces of work beside each other, each with a part of the threads.
///
/// Loops over small pieces never keep all threads busy. Where there are several pieces of work that need nothing of each other,
/// a few threads for each do all of them sooner than all threads for one after the other.
package enum Lanes {
  /// Threads of the work that runs here; nil: all that there are.
  @TaskLocal package static var threads: Int?

  /// The part of a small model's work that is done by one thread whatever their number: two threads tune the embedded model
  /// 1.65 times as fast as one (docs/evidence, "Models beside each other").
  private static let serial = 0.2

  /// How many of `count` pieces of like size are done at once, one number after the other until all are done: of five on two
  /// threads two at a time, and the last with both.
  /// - Parameter maxWidth: for how many there is memory.
  package static func widths(_ count: Int, threads: Int, maxWidth: Int) -> [Int] {
    plan(count, threads: max(1, threads), maxWidth: maxWidth).widths
  }

  private static func plan(_ count: Int, threads: Int, maxWidth: Int) -> (time: Double, widths: [Int]) {
    guard count > 0 else { return (0, []) }
    let plans = (1...max(1, min(count, threads, maxWidth))).map { width in
      let rest = plan(count % width, threads: threads, maxWidth: maxWidth)
      let rounds = count / width
      return (
        time: Double(rounds) * (serial + (1 - serial) / Double(threads / width)) + rest.time,
        widths: Array(repeating: width, count: rounds) + rest.widths
      )
    }
    return plans.min { $0.time < $1.time } ?? (0, [])
  }

  /// Runs `body` once for each index below `count`, as `widths` says; returns when all are done.
  package static func forEach(_ count: Int, maxWidth: Int, _ body: (Int) -> Void) {
    let widths = widths(count, threads: Threads.count, maxWidth: maxWidth)
    var first = 0
    // Rounds of one width are one loop: whoever is done early goes on with the next piece.
    for width in Set(widths).sorted(by: >) {
      let pieces = width * widths.count { $0 == width }
      forEach(pieces, width: width) { [first] in body(first + $0) }
      first += pieces
    }
  }

  /// Runs `body` once for each index below `count`, `width` at once, those of lower indices first; returns when all are done.
  /// The threads are divided evenly, and what `ThreadContext.with` has set goes with the work.
  package static func forEach(_ count: Int, width: Int, _ body: (Int) -> Void) {
    let all = Threads.count
    guard width > 1, all > 1 else {
      for i in 0..<count { body(i) }
      return
    }
    let context = ThreadContext.here
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(body) { escaping in
      // Safe: concurrentPerform returns only when every lane has, and no index is given twice.
      nonisolated(unsafe) let body = escaping
      DispatchQueue.concurrentPerform(iterations: width) { lane in
        $threads.withValue(max(1, (all + lane) / width)) {
          ThreadContext.run(in: context) {
            while true {
              let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
              if i >= count { return }
              body(i)
            }
          }
        }
      }
    }
  }
}

/// Time that work takes of the whole machine: of a lane's, the part that its threads are of all. So what ran beside other work
/// sums up to what passed.
package struct Stopwatch: Sendable {
  private let started = ContinuousClock.now

  package init() {}

  package var seconds: Double {
    (ContinuousClock.now - started).seconds * Threads.portion
  }
}

extension Duration {
  /// As a number of seconds.
  package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
