import Synchronization

/// Workspaces that are made once and used again and again, by any thread, each by one at a time.
package final class WorkspacePool<Workspace>: @unchecked Sendable {  // `free` is touched only while `lock` is held.
  private let lock = Mutex(())
  private var free: [Workspace] = []

  package init() {}

  /// Calls the body with a workspace that suits, which is its alone meanwhile: one that was used before, or a new one. One that
  /// does not suit is given up: the pool grows to the sizes that are asked for.
  package func withWorkspace<Result>(
    suits: (Workspace) -> Bool, make: () -> Workspace, _ body: (Workspace) -> Result
  ) -> Result {
    let last = lock.withLock { _ in free.popLast() }
    let workspace = last.flatMap { suits($0) ? $0 : nil } ?? make()
    defer { lock.withLock { _ in free.append(workspace) } }
    return body(workspace)
  }
}

/// Memory for intermediate values, which is used again and again.
package final class ScratchMemory: Sendable {
  private let buffers = WorkspacePool<AlignedBuffer<UInt8>>()

  package init() {}

  /// Calls the body with at least `bytes` of memory, aligned to 64 bytes, which is its alone meanwhile; what is in it does not
  /// matter.
  package func withBytes<Result>(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    buffers.withWorkspace(suits: { $0.count >= bytes }, make: { AlignedBuffer(uninitialized: bytes) }) {
      body(UnsafeMutableRawPointer($0.pointer))
    }
  }
}
