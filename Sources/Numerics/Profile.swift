import Dispatch
import Synchronization

/// Where the time of a computation goes: seconds, operations and bytes by kernel.
///
/// Seconds are those of threads: what occupies all threads counts once for each of them. Bytes are what a kernel must
/// move if nothing that it reads is in a cache.
package final class Profile: Sendable {
  package struct Entry: Sendable {
    package var calls = 0
    package var threadSeconds = 0.0
    package var operations = 0.0
    package var bytes = 0.0
  }

  private let table = Mutex<[String: Entry]>([:])

  package init() {}

  package var entries: [String: Entry] { table.withLock { $0 } }

  /// Runs the body on the calling thread, or, with `everywhere`, on all threads, and adds what it took to `kernel`.
  package func measure<R>(
    _ kernel: String, everywhere: Bool, operations: Double, bytes: Double, _ body: () throws -> R
  ) rethrows -> R {
    let start = DispatchTime.now().uptimeNanoseconds
    defer {
      let time = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      table.withLock {
        $0[kernel, default: Entry()].calls += 1
        $0[kernel, default: Entry()].threadSeconds += everywhere ? time * Double(Threads.count) : time
        $0[kernel, default: Entry()].operations += operations
        $0[kernel, default: Entry()].bytes += bytes
      }
    }
    return try body()
  }
}

extension Profile? {
  /// As `Profile.measure` where there is a profile; the body alone where there is none.
  @inline(__always)
  package func measure<R>(
    _ kernel: String, everywhere: Bool = false, operations: Double = 0, bytes: Double = 0, _ body: () throws -> R
  ) rethrows -> R {
    guard let self else { return try body() }
    return try self.measure(kernel, everywhere: everywhere, operations: operations, bytes: bytes, body)
  }
}
