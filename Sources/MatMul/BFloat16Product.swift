import Kernels
import Numerics

/// Products in bfloat16 by this program's own kernels, for processors where `Kernels.hasBFloat16`. An element's bits depend on
/// its row of A and its column of B alone, so that how a product is divided, here, is a matter of speed.
enum BFloat16Product {
  /// Values of B that are packed at a time: they stay in the cache that threads share.
  private static let shared = 8 << 20
  /// Columns that a thread packs, and that it takes where rows are few.
  private static let columns = 256
  private static let scratch = ScratchPool()

  /// C = op(A)·op(B), or += with `accumulate`; C: m x n, rows `ldc` apart.
  /// - Parameter serially: on the calling thread alone.
  static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int, serially: Bool
  ) {
    let blocks = (m + TileRows.most - 1) / TileRows.most
    let width = max(columns, shared / max(1, k) / columns * columns)
    for first in stride(from: 0, to: n, by: width) {
      let count = min(width, n - first)
      scratch.lend(4 * Kernels.packedPairs(k: k, n: count)) { memory in
        let packed = memory.assumingMemoryBound(to: UInt32.self)
        MatrixProduct.forEach((count + columns - 1) / columns, serially) { i in
          let part = i * columns..<min(count, (i + 1) * columns)
          pack(
            b.part(row: 0, column: first + part.lowerBound), k, part.count,
            into: packed + Kernels.packedPairs(k: k, n: part.lowerBound))
        }
        // All columns where there are rows enough for every thread.
        let piece = serially || blocks >= 2 * Threads.count ? count : columns
        let pieces = (count + piece - 1) / piece
        MatrixProduct.forEach(blocks * pieces, serially) { i in
          let (row, column) = (i / pieces * TileRows.most, i % pieces * piece)
          multiply(
            min(TileRows.most, m - row), min(piece, count - column), k, a.part(row: row, column: 0),
            packed + Kernels.packedPairs(k: k, n: column), accumulate, c + row * ldc + first + column, ldc)
        }
      }
    }
  }

  private static func pack(_ b: MatrixOperand, _ k: Int, _ n: Int, into packed: UnsafeMutablePointer<UInt32>) {
    MatrixProduct.narrowed(b, k, n, true) { b, source in
      Kernels.pack(source, stride: b.stride, transposed: b.transposed, k: k, n: n, into: packed)
    }
  }

  private static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: UnsafePointer<UInt32>, _ accumulate: Bool,
    _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    guard a.transposed else {
      return MatrixProduct.narrowed(a, m, k, true) { a, rows in
        Kernels.multiply(m, n, k, rows, a.stride, b, accumulate: accumulate, into: c, ldc)
      }
    }
    scratch.lend(4 * Kernels.packedPairs(k: k, n: m)) {
      let left = $0.assumingMemoryBound(to: UInt32.self)
      pack(a.transpose, k, m, into: left)
      Kernels.multiply(m, n, k, packed: left, b, accumulate: accumulate, into: c, ldc)
    }
  }
}
