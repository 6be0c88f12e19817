import Kernels
import Numerics

/// Products in float32 by this program's own kernels. An element's bits depend on its row of A and its column of B alone, so
/// that how a product is divided, here, is a matter of speed.
package enum NativeProduct {
  /// Whether this processor has the kernels.
  package static let isAvailable = Kernels.hasProduct

  /// The first operand: op(A)'s value (i, p) stands at memory[i·row + p·step].
  package struct Left {
    var memory: UnsafePointer<Float>
    var row: Int
    var step: Int

    package init(memory: UnsafePointer<Float>, row: Int, step: Int) {
      (self.memory, self.row, self.step) = (memory, row, step)
    }
  }

  /// The second operand: rows of op(B), or with `isTransposed` its columns, `stride` apart.
  package struct Right {
    var memory: UnsafePointer<Float>
    var stride: Int
    var isTransposed: Bool

    package init(memory: UnsafePointer<Float>, stride: Int, isTransposed: Bool) {
      (self.memory, self.stride, self.isTransposed) = (memory, stride, isTransposed)
    }

    func column(_ j: Int) -> UnsafePointer<Float> { memory + (isTransposed ? j * stride : j) }
    func row(_ p: Int) -> UnsafePointer<Float> { memory + (isTransposed ? p : p * stride) }
  }

  /// Packed values at a time that all rows meet: they stay in the cache that threads share.
  private static let shared = 2 << 20
  /// Packed values of a thread's own, in its second-level cache.
  private static let own = 64 << 10
  /// Values of k at a time: with more, few columns would fill the caches.
  private static let deepest = 2 << 10
  /// Columns that are packed at a time.
  private static let packs = 64
  private static let scratch = ScratchPool()

  /// C = op(A)·op(B), or += with `accumulate`; C: m x n, rows `ldc` apart.
  /// - Parameter serially: on the calling thread alone.
  package static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: Left, _ b: Right, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int, serially: Bool
  ) {
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
      if !accumulate { for i in 0..<m { (c + i * ldc).update(repeating: 0, count: n) } }
      return
    }
    if m <= Kernels.fewRows, a.step == 1 {
      return multiplyFew(
        m, n, k, a.memory, a.row, b.memory, stride: b.stride, transposed: b.isTransposed, accumulate: accumulate,
        into: c, ldc, serially: serially)
    }
    let parts = (k + deepest - 1) / deepest
    let depth = ((k + parts - 1) / parts + Kernels.productBlock - 1) / Kernels.productBlock * Kernels.productBlock
    for first in stride(from: 0, to: k, by: depth) {
      multiplyPacking(
        m, n, min(depth, k - first), Left(memory: a.memory + first * a.step, row: a.row, step: a.step),
        Right(memory: b.row(first), stride: b.stride, isTransposed: b.isTransposed),
        accumulate: accumulate || first > 0, into: c, ldc, serially: serially)
    }
  }

  /// The same of at most `deepest` values of k.
  private static func multiplyPacking(
    _ m: Int, _ n: Int, _ k: Int, _ a: Left, _ b: Right, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int, serially: Bool
  ) {
    let threads = serially ? 1 : Threads.count
    let tile = Kernels.productColumns
    // Blocks of rows of one size, each a multiple of a tile's.
    let blocks = (m + Kernels.productRows - 1) / Kernels.productRows
    let rows = min(Kernels.productRows, ((m + blocks - 1) / blocks + 11) / 12 * 12)
    let count = (m + rows - 1) / rows

    func multiply(
      _ block: Int, _ columns: Range<Int>, _ packed: UnsafePointer<Float>, _ room: UnsafeMutablePointer<Float>
    ) {
      let first = block * rows
      Kernels.multiply(
        min(rows, m - first), columns.count, k, a.memory + first * a.row, row: a.row, step: a.step,
        packed,
        accumulate: accumulate, into: c + first * ldc + columns.lowerBound, ldc, room: room)
    }
    func pack(_ columns: Range<Int>, _ packed: UnsafeMutablePointer<Float>) {
      Kernels.pack(
        b.column(columns.lowerBound), stride: b.stride, transposed: b.isTransposed, k: k, n: columns.count, into: packed
      )
    }

    if blocks < 2 * threads {
      // Few rows: each thread packs columns for itself, and all rows meet them at once.
      let widest = max(1, own / (k * tile))
      let most = ((n + threads - 1) / threads + tile - 1) / tile
      let width = max(1, min(widest, most)) * tile
      forEach((n + width - 1) / width, serially) { i in
        let columns = i * width..<min(n, (i + 1) * width)
        lend(Kernels.packedCount(k: k, n: columns.count)) { packed, room in
          pack(columns, packed)
          for block in 0..<count { multiply(block, columns, packed, room) }
        }
      }
      return
    }
    let width = shared / (k * tile) * tile
    for first in stride(from: 0, to: n, by: width) {
      let columns = first..<min(n, first + width)
      scratch.lend(4 * Kernels.packedCount(k: k, n: columns.count)) { memory in
        let packed = memory.assumingMemoryBound(to: Float.self)
        forEach((columns.count + packs - 1) / packs, serially) { i in
          let part = first + i * packs..<min(columns.upperBound, first + (i + 1) * packs)
          pack(part, packed + i * packs * k)
        }
        forEach(count, serially) { block in
          lend(0) { _, room in multiply(block, columns, packed, room) }
        }
      }
    }
  }

  /// The same of at most `Kernels.fewRows` rows, with B as it is stored.
  static func multiplyFew<E: StoredElement>(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<E>, stride: Int,
    transposed: Bool, accumulate: Bool, into c: UnsafeMutablePointer<Float>, _ ldc: Int, serially: Bool
  ) {
    let width = serially ? n : fewColumns(n)
    forEach((n + width - 1) / width, serially) { i in
      let first = i * width
      Kernels.multiplyFew(
        m, min(width, n - first), k, a, lda, b + (transposed ? first * stride : first), stride: stride,
        transposed: transposed, accumulate: accumulate, into: c + first, ldc)
    }
  }

  /// Of n columns, how many a thread best takes at a time where rows are few: not many of those that the kernel fetches ahead are
  /// then another's.
  package static func fewColumns(_ n: Int) -> Int {
    let pieces = 4 * max(1, Threads.count)
    return min(1024, max(64, ((n + pieces - 1) / pieces + 31) / 32 * 32))
  }

  /// Memory for `count` packed values, and the kernel's room.
  private static func lend(_ count: Int, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void) {
    scratch.lend(4 * (Kernels.productRoom + count)) { memory in
      let room = memory.assumingMemoryBound(to: Float.self)
      body(room + Kernels.productRoom, room)
    }
  }

  private static func forEach(_ count: Int, _ serially: Bool, _ body: (Int) -> Void) {
    if serially {
      for i in 0..<count { body(i) }
    } else {
      Parallel.forEach(count, body)
    }
  }
}
