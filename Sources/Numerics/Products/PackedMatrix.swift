import Kernels

/// The second operand of many products in bfloat16, k x n, in the order in which it is read fastest, so that rows can be
/// taken in pieces that stay in the second-level cache.
package final class PackedMatrix {
  /// Rows of the first operand: multiples of the smaller one, at most the larger one in one call.
  package static let leastRows = 32
  package static let mostRows = 96

  /// What multiplies.
  package enum Engine: String, CaseIterable, Sendable {
    /// This program's own kernel, by AVX-512's instructions for bfloat16: a tenth faster than oneDNN's.
    case kernel
    /// oneDNN, which knows the matrix registers of processors that have them (AMX).
    case library
    /// float32 products of the same values, where there is nothing better.
    case float32

    /// The fastest that this machine has.
    package static let best: Engine =
      Kernels.hasBFloat16 && !Kernels.hasMatrixRegisters ? .kernel : OneDNN.library != nil ? .library : .float32
  }

  package let k: Int
  package let n: Int
  /// Whether its columns are gates and then as many values, for `multiplyGated`.
  package let isGated: Bool
  private let packing: OneDNN.Packing?
  private let isInPanels: Bool
  /// As the engine likes it; float32's: n rows of k values.
  private let memory: AlignedBuffer<UInt8>

  /// Room for a matrix of that size; `pack` fills it. An engine that cannot have the size is replaced by `float32`.
  package init(k: Int, n: Int, engine: Engine = .best) {
    (self.k, self.n, isGated) = (k, n, false)
    isInPanels = engine == .kernel && Kernels.hasBFloat16
    packing = engine == .library ? OneDNN.library?.packing(k: k, n: n) : nil
    memory = AlignedBuffer(
      uninitialized: isInPanels ? 4 * Kernels.packedPairs(k: k, n: n) : packing?.bytes ?? 2 * k * n)
  }

  /// Room for a matrix of `width` gates and as many values, for `multiplyGated`; nil where the best engine has no such product.
  package init?(k: Int, gates width: Int) {
    guard Engine.best == .kernel else { return nil }
    (self.k, n, isGated, isInPanels, packing) = (k, 2 * width, true, true, nil)
    memory = AlignedBuffer(count: 4 * Kernels.packedPairs(k: k, n: 2 * ((width + 15) / 16 * 16)))
  }

  /// Parts of the columns that can be packed on their own, by several threads at once: small enough to be rounded in the
  /// cache. Of a gated matrix any columns may be asked for, of others all of them.
  package func pieces(of columns: Range<Int>) -> [Range<Int>] {
    guard isInPanels else { return [columns] }
    return stride(from: columns.lowerBound, to: columns.upperBound, by: 256).map {
      $0..<min(columns.upperBound, $0 + 256)
    }
  }

  /// Takes the values of `b`, k x n, rounded if they are float32. On the calling thread alone.
  package func pack(_ b: MatrixOperand) {
    for columns in pieces(of: 0..<n) { pack(b.part(row: 0, column: columns.lowerBound), columns: columns) }
  }

  /// Takes `columns` of the matrix, one of `pieces`; `b` is these alone. A gated one takes what is stored column by column.
  package func pack(_ b: MatrixOperand, columns: Range<Int>) {
    MatrixProduct.narrowed(b, k, columns.count, true) { b in
      guard case .bf16(let source) = b.elements else { return }
      if isGated {
        precondition(b.transposed || b.stride == 1, "gates are packed from columns")
        Kernels.packGated(source, stride: b.stride, k: k, columns: columns, width: n / 2, into: panels)
        return
      }
      if isInPanels {
        Kernels.packBrain(
          source, stride: b.stride, transposed: b.transposed, k: k, n: columns.count,
          into: panels + Kernels.packedPairs(k: k, n: columns.lowerBound))
        return
      }
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
  /// apart; m: a multiple of `leastRows`, at most `mostRows`.
  package func multiply(
    _ m: Int, _ a: UnsafePointer<UInt16>, _ lda: Int, accumulate: Bool = false, into c: UnsafeMutablePointer<Float>,
    _ ldc: Int
  ) {
    if isInPanels {
      return Kernels.multiplyBrain(m, n, k, a, lda, panels, accumulate: accumulate, into: c, ldc)
    }
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

  /// y = SiLU(g)·u in bfloat16, of the gates and values that A·B are, rounded after that alone; A: m x k, y: m x n / 2.
  /// `kept` receives A·B, rounded, m x n.
  package func multiplyGated(
    _ m: Int, _ a: UnsafePointer<UInt16>, _ lda: Int, into y: UnsafeMutablePointer<UInt16>,
    keeping kept: UnsafeMutablePointer<UInt16>?
  ) {
    precondition(isGated, "not a matrix of gates")
    Kernels.multiplyGatedSiLU(m, n / 2, k, a, lda, panels, into: y, keeping: kept)
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

  private var panels: UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(memory.pointer).assumingMemoryBound(to: UInt32.self)
  }

  private var plain: UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(memory.pointer).assumingMemoryBound(to: UInt16.self)
  }
}
