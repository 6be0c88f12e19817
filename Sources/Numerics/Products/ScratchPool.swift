import Synchronization

/// Memory for intermediate values that is used again and again, by any thread.
final class ScratchPool: @unchecked Sendable {  // `free` is touched only while `lock` is held.
  private let lock = Mutex(())
  private var free: [AlignedBuffer<UInt8>] = []

  /// Lends at least `bytes` of memory, aligned to 64 bytes, for the time of the body; its contents do not matter.
  func lend<R>(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> R) -> R {
    // One that is too small is given up: the pool grows to the sizes that are asked for.
    let last = lock.withLock { _ in free.popLast() }
    let buffer = last.flatMap { $0.count >= bytes ? $0 : nil } ?? AlignedBuffer(uninitialized: bytes)
    defer { lock.withLock { _ in free.append(buffer) } }
    return body(UnsafeMutableRawPointer(buffer.pointer))
  }
}
