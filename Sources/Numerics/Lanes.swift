import Dispatch
import Foundation
import Synchronization

/// Independent pieces of work beside each other, each with a part of the threads.
///
/// Loops over small pieces never keep all threads busy. Where there are several pieces of work that need nothing of each other,
/// a few threads for each do all of them sooner than all threads for one after the other.
package enum Lanes {
  /// Threads of the work that runs here; nil: all that there are.
  @TaskLocal package static var threads: Int?
  /// What part of everything that computes at once the work here has; nil: as its threads say.
  @TaskLocal static var portion: Double?

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
    rounds(count, of: Threads.count, maxWidth: maxWidth) { pieces, width in
      forEach(pieces.count, width: width) { body(pieces.lowerBound + $0) }
    }
  }

  /// The pieces as `widths` divides them among so many workers, those of one width together: whoever is done early goes on with the
  /// next piece.
  package static func rounds(
    _ count: Int, of workers: Int, maxWidth: Int, _ body: (_ pieces: Range<Int>, _ width: Int) -> Void
  ) {
    let widths = widths(count, threads: workers, maxWidth: maxWidth)
    var first = 0
    for width in Set(widths).sorted(by: >) {
      let end = first + width * widths.count { $0 == width }
      body(first..<end, width)
      first = end
    }
  }

  /// Runs `body` once for each lane, all at once, the first on this thread; returns when all are done. All but the first are for work
  /// that other processes do: each has one thread here, however many there are.
  /// - Parameter portions: of each lane, what part it has of everything that computes.
  package static func beside(_ portions: [Double], _ body: (_ lane: Int) -> Void) {
    let context = ThreadContext.here
    let group = DispatchGroup()
    withoutActuallyEscaping(body) { escaping in
      let lanes = BesideBody(escaping)
      for (lane, portion) in portions.enumerated().dropFirst() {
        group.enter()
        let thread = Thread {
          $portion.withValue(portion) { $threads.withValue(1) { ThreadContext.run(in: context) { lanes.run(lane) } } }
          group.leave()
        }
        thread.stackSize = 16 << 20
        thread.start()
      }
      if let first = portions.first { $portion.withValue(first) { lanes.run(0) } }
      group.wait()
      lanes.end()
    }
  }

  /// What lanes run, let go of when all have ended: a thread's closure may outlive the thread's work.
  ///
  /// `@unchecked Sendable` holds because it is set before the threads begin and changed after the last has ended.
  private final class BesideBody: @unchecked Sendable {
    private var body: ((Int) -> Void)?
    init(_ body: @escaping (Int) -> Void) { self.body = body }
    func run(_ lane: Int) { body?(lane) }
    func end() { body = nil }
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
