import Synchronization

/// Things that are made once and used again and again, by any thread, by one at a time.
package final class Pool<Item>: @unchecked Sendable {  // `free` is touched only while `lock` is held.
  private let lock = Mutex(())
  private var free: [Item] = []

  package init() {}

  /// Lends an item that suits, for the time of the body: one given back, or a new one. One that does not suit is given up:
  /// the pool grows to the sizes that are asked for.
  package func lend<R>(suits: (Item) -> Bool, make: () -> Item, _ body: (Item) -> R) -> R {
    let last = lock.withLock { _ in free.popLast() }
    let item = last.flatMap { suits($0) ? $0 : nil } ?? make()
    defer { lock.withLock { _ in free.append(item) } }
    return body(item)
  }
}

/// Memory for intermediate values.
package final class ScratchPool: Sendable {
  private let buffers = Pool<AlignedBuffer<UInt8>>()

  package init() {}

  /// Lends at least `bytes` of memory, aligned to 64 bytes, for the time of the body; its contents do not matter.
  package func lend<R>(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> R) -> R {
    buffers.lend(suits: { $0.count >= bytes }, make: { AlignedBuffer(uninitialized: bytes) }) {
      body(UnsafeMutableRawPointer($0.pointer))
    }
  }
}
