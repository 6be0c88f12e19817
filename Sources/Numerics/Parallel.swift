import Dispatch
import Synchronization

/// Loops over the threads that `Threads.count` allows.
///
/// The pieces are a function of the length alone and each piece writes only its own results, so that which thread runs
/// which piece cannot change a bit.
package enum Parallel {
  /// Runs `body` once for each index below `count`, in any order; returns when all are done.
  package static func forEach(_ count: Int, _ body: (Int) -> Void) {
    let threads = min(Threads.count, Threads.limit ?? .max, count)
    if threads <= 1 {
      for i in 0..<count { body(i) }
      return
    }
    let next = Counter()
    let context = ThreadContext.here
    withoutActuallyEscaping(body) { escaping in
      // Safe: concurrentPerform returns only when every iteration has, and bodies write disjoint memory.
      nonisolated(unsafe) let body = escaping
      @Sendable func work() {
        while true {
          let i = next.take()
          if i >= count { return }
          body(i)
        }
      }
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        ThreadContext.run(in: context, work)
      }
    }
  }

  /// Runs `body` on consecutive ranges of at most `grain` indices that cover 0..<count.
  package static func ranges(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    forEach((count + grain - 1) / grain) { i in body(i * grain..<min(count, (i + 1) * grain)) }
  }

  /// The results of `body` for each index below `count`, in order; computed in any order.
  package static func map<T>(_ count: Int, _ body: (Int) -> T) -> [T] {
    [T](unsafeUninitializedCapacity: count) { results, initialized in
      guard let results = results.baseAddress else { return }
      forEach(count) { (results + $0).initialize(to: body($0)) }
      initialized = count
    }
  }

  /// As `map`, for a body that may throw: then what it throws for the lowest of the indices that fail is thrown, and no index
  /// above one that has failed is begun.
  package static func results<T>(_ count: Int, grain: Int = 1, _ body: (Int) throws -> T) throws -> [T] {
    let lowest = Atomic<Int>(.max)
    let results = [Result<T, any Error>?](unsafeUninitializedCapacity: count) { results, initialized in
      guard let results = results.baseAddress else { return }
      ranges(count, grain: grain) { range in
        for i in range {
          guard i < lowest.load(ordering: .relaxed) else {
            (results + i).initialize(to: nil)
            continue
          }
          let result = Result { try body(i) }
          if case .failure = result { lowest.min(i, ordering: .relaxed) }
          (results + i).initialize(to: result)
        }
      }
      initialized = count
    }
    return try results.compactMap { try $0?.get() }
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }
}
