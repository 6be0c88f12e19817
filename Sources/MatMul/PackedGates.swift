package import Kernels
import Numerics

/// A matrix of `width` gates and as many values, k x 2·width, packed in bfloat16 so that a product leaves SiLU(gate)·value.
package final class PackedGates {
  package let k: Int
  package let width: Int
  private let memory: AlignedBuffer<UInt32>

  /// nil where the best backend has no such product: it is the native one's in bfloat16.
  package init?(k: Int, width: Int) {
    guard ProductBackends.best(for: .bf16) is NativeBFloat16 else { return nil }
    (self.k, self.width) = (k, width)
    memory = AlignedBuffer(count: Kernels.packedPairs(k: k, n: 2 * ((width + 15) / 16 * 16)))
  }

  /// Takes `columns`, gates first, which `b` is alone and has stored column by column. Any columns, on any thread.
  package func pack(_ b: MatrixOperand, columns: Range<Int>) {
    b.withBFloat16(k, columns.count, serially: true) { b in
      precondition(b.transposed || b.stride == 1, "gates are packed from columns")
      Kernels.packGated(b.memory, stride: b.stride, k: k, columns: columns, width: width, into: memory.pointer)
    }
  }

  /// y = SiLU(g)·u, of the gates and values that A·B are, rounded after that alone; A: m x k, rows `lda` apart, y: m x width.
  /// `kept` receives A·B, rounded, m x 2·width.
  package func multiply<E: StoredElement>(
    _ m: Int, _ a: UnsafePointer<E>, _ lda: Int, into y: UnsafeMutablePointer<E>, keeping kept: UnsafeMutablePointer<E>?
  ) {
    precondition(E.self == BFloat16.self)
    OperationMeter.count(m, 2 * width, k)
    Kernels.multiplyGatedSiLU(m, width, k, a, lda, memory.constant, into: y, keeping: kept)
  }
}
