import Foundation
import Numerics

/// The number of threads is the process's, and suites run side by side: a test that sets it, or whose bits depend on it, holds
/// it meanwhile.
///
///     ThreadCount.hold()
///     defer { ThreadCount.release() }
public enum ThreadCount {
  private static let lock = NSRecursiveLock()
  /// What the number was when it was taken, by the depth of holds; touched only by the holder.
  nonisolated(unsafe) private static var before: [Int] = []

  /// Waits until no other test holds it.
  public static func hold() {
    lock.lock()
    before.append(Threads.count)
  }

  /// On the thread that holds it: the number is again what it was.
  public static func release() {
    if let threads = before.popLast() { Threads.set(threads) }
    lock.unlock()
  }
}
