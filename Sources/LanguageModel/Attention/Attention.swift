import Kernels
import Numerics

/// Attention of segments, each to itself, divided between threads with a workspace each.
final class Attention<Element: StoredElement> {
  private let dimension: Int
  /// Positions that a workspace has room for at least.
  private let least: Int
  private let workspaces = WorkspacePool<AttentionWorkspace<Element>>()

  /// - Parameter longest: no segment is longer.
  init(dimension: Int, longest: Int) {
    (self.dimension, least) = (dimension, min(longest, 1024))
  }

  /// Calls `body` with a workspace for a segment whose first row is `start`.
  func withWorkspace(
    start: Int = 0, length: Int, window: Int?, _ body: (AttentionWorkspace<Element>) -> Void
  ) {
    workspaces.withWorkspace(
      suits: { $0.suits(length) },
      make: { AttentionWorkspace(capacity: max((length + 31) / 32 * 32, least), dimension: dimension) }
    ) {
      $0.begin(start, length, window: window)
      body($0)
    }
  }

  /// Calls `body` for every segment and head, on all threads, the longest segments first, so that threads end together.
  func forEach(
    _ starts: [Int], _ lengths: [Int], heads: Int, window: Int?,
    _ body: (_ workspace: AttentionWorkspace<Element>, _ segment: Int, _ head: Int) -> Void
  ) {
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    Parallel.forEach(order.count * heads) { task in
      let i = order[task / heads]
      withWorkspace(start: starts[i], length: lengths[i], window: window) { body($0, i, task % heads) }
    }
  }
}
