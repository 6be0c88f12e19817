package import Kernels
import Numerics

/// Products in bfloat16 by this program's own kernels, a tenth faster than oneDNN's where the processor has no matrix registers. An
/// element's bits depend on its row of A and its column of B alone, so that how a product is divided, here, is a matter of speed.
package struct NativeBFloat16: ProductBackend {
  /// Values of B that are packed at a time: they stay in the cache that threads share.
  private static let shared = 8 << 20
  /// Columns that a thread packs, and that it takes where rows are few.
  private static let columns = 256
  private static let scratch = ScratchMemory()

  package init() {}

  package var isFreeOfCompany: Bool { true }

  package var library: String? { nil }

  package func takes(_ precision: Precision) -> Bool {
    precision == .bf16 && Kernels.hasBFloat16 && !Kernels.hasMatrixRegisters
  }

  package func tileRows(of rows: Int) -> Int { TileRows.even(rows, step: TileRows.least) }

  package func packedForm<E: StoredElement>(k: Int, n: Int, _: E.Type) -> (any PackedForm)? {
    E.self == BFloat16.self && Kernels.hasBFloat16 ? BFloat16Panels(k: k, n: n) : nil
  }

  package func multiply(_ call: ProductCall) {
    let (m, n, k) = (call.m, call.n, call.k)
    let blocks = (m + TileRows.most - 1) / TileRows.most
    let width = max(Self.columns, Self.shared / max(1, k) / Self.columns * Self.columns)
    for first in stride(from: 0, to: n, by: width) {
      let count = min(width, n - first)
      Self.scratch.withBytes(4 * Kernels.packedPairs(k: k, n: count)) { memory in
        let packed = memory.assumingMemoryBound(to: UInt32.self)
        call.forEach((count + Self.columns - 1) / Self.columns) { i in
          let part = i * Self.columns..<min(count, (i + 1) * Self.columns)
          Self.pack(
            call.b.part(row: 0, column: first + part.lowerBound), k, part.count,
            into: packed + Kernels.packedPairs(k: k, n: part.lowerBound))
        }
        // All columns where there are rows enough for every thread.
        let piece = call.isSerial || blocks >= 2 * Threads.count ? count : Self.columns
        let pieces = (count + piece - 1) / piece
        call.forEach(blocks * pieces) { i in
          let (row, column) = (i / pieces * TileRows.most, i % pieces * piece)
          multiply(
            call.part(
              rows: row..<min(m, row + TileRows.most), columns: first + column..<first + min(count, column + piece)),
            packed + Kernels.packedPairs(k: k, n: column))
        }
      }
    }
  }

  /// A part of the product, of rows that the kernel takes at once, by columns of B that are packed.
  private func multiply(_ call: ProductCall, _ b: UnsafePointer<UInt32>) {
    let (m, n, k) = (call.m, call.n, call.k)
    guard call.a.transposed else {
      return call.a.withBFloat16(m, k, serially: true) { a in
        Kernels.multiply(m, n, k, a.memory, a.stride, b, accumulate: call.accumulate, into: call.c, call.ldc)
      }
    }
    Self.scratch.withBytes(4 * Kernels.packedPairs(k: k, n: m)) {
      let left = $0.assumingMemoryBound(to: UInt32.self)
      Self.pack(call.a.transpose, k, m, into: left)
      Kernels.multiply(m, n, k, packed: left, b, accumulate: call.accumulate, into: call.c, call.ldc)
    }
  }

  fileprivate static func pack(_ b: MatrixOperand, _ k: Int, _ n: Int, into packed: UnsafeMutablePointer<UInt32>) {
    b.withBFloat16(k, n, serially: true) { b in
      Kernels.pack(b.memory, stride: b.stride, transposed: b.transposed, k: k, n: n, into: packed)
    }
  }
}

/// bfloat16 in panels of columns, pairs of rows side by side, for the kernels of AVX512-BF16.
private struct BFloat16Panels: PackedForm {
  let k: Int
  let n: Int

  var bytes: Int { 4 * Kernels.packedPairs(k: k, n: n) }
  var packsPieces: Bool { true }

  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    NativeBFloat16.pack(
      b, k, columns.count,
      into: memory.assumingMemoryBound(to: UInt32.self) + Kernels.packedPairs(k: k, n: columns.lowerBound))
  }

  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    Kernels.multiply(
      m, n, k, a.assumingMemoryBound(to: BFloat16.self), lda, memory.assumingMemoryBound(to: UInt32.self),
      accumulate: accumulate, into: c, ldc)
  }
}
