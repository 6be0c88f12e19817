package import Kernels
import Numerics

/// The second operand of many products, k x n, in the order in which it is read fastest, so that rows can be taken in tiles that
/// stay in the second-level cache.
package final class PackedMatrix<Element: StoredElement> {
  package let k: Int
  package let n: Int
  package let backend: any ProductBackend
  private let form: any PackedForm
  private let memory: AlignedBuffer<UInt8>

  /// Room for a matrix of that size; `pack` fills it. Where the backend cannot have the size, its elements are kept as they are.
  package init(k: Int, n: Int, backend: any ProductBackend = ProductBackends.best(for: Element.self)) {
    (self.k, self.n, self.backend) = (k, n, backend)
    form = backend.packedForm(k: k, n: n, Element.self) ?? PlainRows<Element>(k: k, n: n)
    memory = AlignedBuffer(uninitialized: form.bytes)
  }

  /// Parts of the columns that can be packed on their own, by several threads at once: small enough to be converted in the
  /// cache.
  package var pieces: [Range<Int>] {
    guard form.packsPieces else { return [0..<n] }
    return stride(from: 0, to: n, by: 256).map { $0..<min(n, $0 + 256) }
  }

  /// Takes the values of `b`, k x n, rounded if they are float32 and the elements are not. On the calling thread alone.
  package func pack(_ b: MatrixOperand) {
    for columns in pieces { pack(b.part(row: 0, column: columns.lowerBound), columns: columns) }
  }

  /// Takes `columns` of the matrix, one of `pieces`; `b` is these alone.
  package func pack(_ b: MatrixOperand, columns: Range<Int>) {
    form.pack(b, columns: columns, into: memory.pointer)
  }

  /// C = A·B, or += with `accumulate`, on the calling thread alone. A: m x k, rows `lda` apart, C: m x n, rows `ldc` apart; m: with
  /// oneDNN a multiple of `TileRows.least`; at most `TileRows.most`, but where the elements are kept as they are.
  package func multiply(
    _ m: Int, _ a: UnsafePointer<Element>, _ lda: Int, accumulate: Bool = false, into c: UnsafeMutablePointer<Float>,
    _ ldc: Int
  ) {
    OperationMeter.count(m, n, k)
    form.multiply(m, a, lda, memory.pointer, accumulate: accumulate, into: c, ldc)
  }
}
