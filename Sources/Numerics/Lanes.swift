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
  /// 1.65 times as fast as one (docs/evidence, side by side).
  private static let serial = 0.2

  /// How many of `count` equal pieces are best done at once.
  /// - Parameter most: for how many there is memory.
  package static func width(_ count: Int, threads: Int, most: Int) -> Int {
    func time(_ width: Int) -> Double {
      let rounds = (count + width - 1) / width
      return Double(rounds) * (serial + (1 - serial) / Double(threads / width))
    }
    let widths = 1...max(1, min(count, threads, most))
    return widths.min { time($0) < time($1) } ?? 1
  }

  /// Runs `body` once for each index below `count`, `width` at once, those of lower indices first; returns when all are done.
  /// The threads are divided evenly; `Precision.current` goes with the work.
  package static func forEach(_ count: Int, width: Int, _ body: (Int) -> Void) {
    let all = LinearAlgebra.threads
    guard width > 1, all > 1 else {
      for i in 0..<count { body(i) }
      return
    }
    let precision = Precision.current
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(body) { escaping in
      // Safe: concurrentPerform returns only when every lane has, and no index is given twice.
      nonisolated(unsafe) let body = escaping
      DispatchQueue.concurrentPerform(iterations: width) { lane in
        $threads.withValue(max(1, (all + lane) / width)) {
          Precision.$current.withValue(precision) {
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
    let passed = ContinuousClock.now - started
    let (seconds, attoseconds) = passed.components
    return (Double(seconds) + Double(attoseconds) * 1e-18) * LinearAlgebra.portion
  }
}
