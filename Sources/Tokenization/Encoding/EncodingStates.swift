import Synchronization

/// What encoding keeps from one text to the next, one for each thread at work: nobody waits for another's cache.
final class EncodingStates: Sendable {
  private let idle = Mutex<[Cached]>([])

  /// Only one thread has it at a time: it leaves the list before its use and comes back after it.
  private final class Cached: @unchecked Sendable {
    var words = WordCache()
  }

  func with<Result>(_ body: (inout WordCache) throws -> Result) rethrows -> Result {
    let state = idle.withLock { $0.popLast() } ?? Cached()
    defer { idle.withLock { $0.append(state) } }
    return try body(&state.words)
  }
}
