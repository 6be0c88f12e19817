import Kernels

/// The second operand of many products in bfloat16, k x n, in the order in which oneDNN reads it fastest.
///
/// Packing costs as much as a product of some 16 rows, of a transposed matrix of some 70; products of packed operands are faster by a tenth, whatever the
/// number of rows, so that rows can be taken in pieces that stay in the second-level cache.
package final class PackedMatrix {
  /// Rows of the first operand: multiples of the smaller one, at most the larger one in one call.
  package static let leastRows = 64
  package static let mostRows = 128

  package let k: Int
  package let n: Int
  private let packing: OneDNN.Packing?
  /// As the library likes it; without it n rows of k values.
  private let memory: AlignedBuffer<UInt8>

  /// Room for a matrix of that size; `pack` fills it.
  package init(k: Int, n: Int) {
    self.k = k
    self.n = n
    packing = OneDNN.library?.packing(k: k, n: n)
    memory = AlignedBuffer(uninitialized: packing?.bytes ?? 2 * k * n)
  }

  /// Takes the values of `b`, k x n, rounded if they are float32. On the calling thread alone.
  package func pack(_ b: MatrixOperand) {
    MatrixProduct.narrowed(b, k, n, true) { b in
      guard case .bf16(let source) = b.elements else { return }
      if let packing {
        let packed = packing.pack(b.steps, source, into: memory.pointer)
        precondition(packed, "oneDNN could not reorder a matrix of a size that it multiplies")
        return
      }
      let steps = b.steps
      for column in 0..<n {
        for row in 0..<k { plain[column * k + row] = source[row * steps.row + column * steps.column] }
      }
    }
  }

  /// C = A·B, or += with `accumulate`, on the calling thread alone. A: m x k, rows `lda` apart, C: m x n, rows `ldc`
  /// apart; m: `leastRows` or `mostRows`.
  package func multiply(
    _ m: Int, _ a: UnsafePointer<UInt16>, _ lda: Int, accumulate: Bool = false, into c: UnsafeMutablePointer<Float>,
    _ ldc: Int
  ) {
    guard let packing else {
      return MatrixProduct(.f32).multiplySerially(
        m, n, k, .bf16(a, lda), .bf16(plain, k, transposed: true), accumulate: accumulate, into: c, ldc)
    }
    // Its fast kernels take dense rows alone.
    dense(a, lda, m) { a in
      if ldc == n {
        run(packing, m, a, accumulate, into: c)
        return
      }
      Self.scratch.lend(4 * m * n) { memory in
        let result = memory.assumingMemoryBound(to: Float.self)
        run(packing, m, a, false, into: result)
        for i in 0..<m {
          if accumulate {
            Kernels.add(result + i * n, to: c + i * ldc, n)
          } else {
            (c + i * ldc).update(from: result + i * n, count: n)
          }
        }
      }
    }
  }

  private func run(
    _ packing: OneDNN.Packing, _ m: Int, _ a: UnsafePointer<UInt16>, _ accumulate: Bool,
    into c: UnsafeMutablePointer<Float>
  ) {
    let multiplied = packing.multiply(m, a, memory.pointer, accumulate: accumulate, into: c)
    precondition(multiplied, "oneDNN refused a product with an operand that it had packed")
  }

  /// Lends the m rows of k values without anything between them.
  private func dense(_ a: UnsafePointer<UInt16>, _ lda: Int, _ m: Int, _ body: (UnsafePointer<UInt16>) -> Void) {
    if lda == k { return body(a) }
    Self.scratch.lend(2 * m * k) { memory in
      let rows = memory.assumingMemoryBound(to: UInt16.self)
      for i in 0..<m { (rows + i * k).update(from: a + i * lda, count: k) }
      body(rows)
    }
  }

  private static let scratch = ScratchPool()

  private var plain: UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(memory.pointer).assumingMemoryBound(to: UInt16.self)
  }
}
