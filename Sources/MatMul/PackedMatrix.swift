package import Kernels
import Numerics

/// The second operand of many products, k x n, in the order in which it is read fastest, so that rows can be taken in tiles that
/// stay in the second-level cache.
package final class PackedMatrix<Element: StoredElement> {
  package let k: Int
  package let n: Int
  package let engine: PackedEngine
  private let form: any PackedForm
  private let memory: AlignedBuffer<UInt8>

  /// Room for a matrix of that size; `pack` fills it. Of an engine that cannot have the size, `plain` takes its place.
  package init(k: Int, n: Int, engine: PackedEngine = .best(for: Element.self)) {
    (self.k, self.n, self.engine) = (k, n, engine)
    form = engine.form(k: k, n: n, Element.self)
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
  /// oneDNN a multiple of `TileRows.least`; at most `TileRows.most`, but for `plain`.
  package func multiply(
    _ m: Int, _ a: UnsafePointer<Element>, _ lda: Int, accumulate: Bool = false, into c: UnsafeMutablePointer<Float>,
    _ ldc: Int
  ) {
    form.multiply(m, a, lda, memory.pointer, accumulate: accumulate, into: c, ldc)
  }
}

/// What multiplies by packed matrices.
package enum PackedEngine: String, CaseIterable, Sendable {
  /// This program's own kernels: float32, or bfloat16 by AVX-512's instructions for it, a tenth faster than oneDNN's.
  case kernel
  /// oneDNN in bfloat16, which knows the matrix registers of processors that have them (AMX).
  case library
  /// The matrix as it is: float32 products of the same values, where there is nothing better or OpenBLAS is asked for.
  case plain

  /// The fastest that this machine has, or that was asked for.
  package static func best<E: StoredElement>(for _: E.Type) -> PackedEngine {
    switch E.format {
    case .bfloat16:
      Kernels.hasBFloat16 && !Kernels.hasMatrixRegisters ? .kernel : OneDNN.library != nil ? .library : .plain
    case .single, .half: LinearAlgebra.usesKernels ? .kernel : .plain
    }
  }

  fileprivate func form<E: StoredElement>(k: Int, n: Int, _: E.Type) -> any PackedForm {
    let isRounded = E.self == BFloat16.self
    switch self {
    case .kernel where isRounded && Kernels.hasBFloat16: return BFloat16Panels(k: k, n: n)
    case .kernel where !isRounded && Kernels.hasProduct: return Float32Panels(k: k, n: n)
    case .library where isRounded:
      if let packing = OneDNN.library?.packing(k: k, n: n) { return packing }
    case .kernel, .library, .plain: break
    }
    return PlainRows<E>(k: k, n: n)
  }
}

/// How an engine keeps the second operand of products, k x n, and multiplies by it.
protocol PackedForm: Sendable {
  /// Of the memory that the others are lent.
  var bytes: Int { get }
  /// Whether columns can be packed without the others, from multiples of 32 on.
  var packsPieces: Bool { get }
  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer)
  /// `a`: elements of the form's format.
  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int)
}

/// float32 in panels of columns, for `Kernels.multiply`.
private struct Float32Panels: PackedForm {
  let k: Int
  let n: Int
  private static let scratch = ScratchPool()

  var bytes: Int { 4 * Kernels.packedCount(k: k, n: n) }
  var packsPieces: Bool { true }

  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    MatrixProduct.widened(b, k, columns.count, true) { b, source in
      Kernels.pack(
        source, stride: b.stride, transposed: b.transposed, k: k, n: columns.count,
        into: memory.assumingMemoryBound(to: Float.self) + Kernels.packedCount(k: k, n: columns.lowerBound))
    }
  }

  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    Self.scratch.lend(4 * Kernels.productRoom) {
      Kernels.multiply(
        m, n, k, a.assumingMemoryBound(to: Float.self), row: lda, step: 1, memory.assumingMemoryBound(to: Float.self),
        accumulate: accumulate, into: c, ldc, room: $0.assumingMemoryBound(to: Float.self))
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
    MatrixProduct.narrowed(b, k, columns.count, true) { b, source in
      Kernels.pack(
        source, stride: b.stride, transposed: b.transposed, k: k, n: columns.count,
        into: memory.assumingMemoryBound(to: UInt32.self) + Kernels.packedPairs(k: k, n: columns.lowerBound))
    }
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

/// The columns as rows of elements, for float32 products of their values.
private struct PlainRows<Element: StoredElement>: PackedForm {
  let k: Int
  let n: Int

  var bytes: Int { MemoryLayout<Element>.size * k * n }
  var packsPieces: Bool { true }

  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    let rows = memory.assumingMemoryBound(to: Element.self) + columns.lowerBound * k
    MatrixProduct.widened(b, k, columns.count, true) { b, source in
      let steps = b.steps
      for column in 0..<columns.count {
        for row in 0..<k {
          rows[column * k + row] = Element(rounding: source[row * steps.row + column * steps.column])
        }
      }
    }
  }

  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    MatrixProduct(.f32).multiplySerially(
      m, n, k, .of(a.assumingMemoryBound(to: Element.self), lda),
      .of(memory.assumingMemoryBound(to: Element.self), k, transposed: true), accumulate: accumulate, into: c, ldc)
  }
}

/// In oneDNN's order.
extension OneDNN.Packing: PackedForm {
  var packsPieces: Bool { false }

  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    MatrixProduct.narrowed(b, k, n, true) { b, source in
      precondition(
        reorder(b.steps, source, into: memory), "oneDNN could not reorder a matrix of a size that it multiplies")
    }
  }

  /// Its fast kernels take dense rows alone.
  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    let a = a.assumingMemoryBound(to: BFloat16.self)
    func run(_ a: UnsafePointer<BFloat16>, _ accumulate: Bool, into c: UnsafeMutablePointer<Float>) {
      precondition(
        multiplyDense(m, a, memory, accumulate: accumulate, into: c),
        "oneDNN refused a product with an operand that it had packed")
    }
    func collect(_ a: UnsafePointer<BFloat16>) {
      if ldc == n { return run(a, accumulate, into: c) }
      Self.scratch.lend(4 * m * n) {
        let result = $0.assumingMemoryBound(to: Float.self)
        run(a, false, into: result)
        for i in 0..<m {
          let to = c + i * ldc
          if accumulate { Kernels.add(result + i * n, to: to, n) } else { to.update(from: result + i * n, count: n) }
        }
      }
    }
    if lda == k { return collect(a) }
    Self.scratch.lend(2 * m * k) {
      let rows = $0.assumingMemoryBound(to: BFloat16.self)
      for i in 0..<m { (rows + i * k).update(from: a + i * lda, count: k) }
      collect(rows)
    }
  }

  private static let scratch = ScratchPool()
}

/// A matrix of `width` gates and as many values, k x 2·width, packed in bfloat16 so that a product leaves SiLU(gate)·value.
package final class PackedGates {
  package let k: Int
  package let width: Int
  private let memory: AlignedBuffer<UInt32>

  /// nil where the best engine has no such product.
  package init?(k: Int, width: Int) {
    guard PackedEngine.best(for: BFloat16.self) == .kernel else { return nil }
    (self.k, self.width) = (k, width)
    memory = AlignedBuffer(count: Kernels.packedPairs(k: k, n: 2 * ((width + 15) / 16 * 16)))
  }

  /// Takes `columns`, gates first, which `b` is alone and has stored column by column. Any columns, on any thread.
  package func pack(_ b: MatrixOperand, columns: Range<Int>) {
    MatrixProduct.narrowed(b, k, columns.count, true) { b, source in
      precondition(b.transposed || b.stride == 1, "gates are packed from columns")
      Kernels.packGated(source, stride: b.stride, k: k, columns: columns, width: width, into: memory.pointer)
    }
  }

  /// y = SiLU(g)·u, of the gates and values that A·B are, rounded after that alone; A: m x k, rows `lda` apart, y: m x width.
  /// `kept` receives A·B, rounded, m x 2·width.
  package func multiply<E: StoredElement>(
    _ m: Int, _ a: UnsafePointer<E>, _ lda: Int, into y: UnsafeMutablePointer<E>, keeping kept: UnsafeMutablePointer<E>?
  ) {
    precondition(E.self == BFloat16.self)
    Kernels.multiplyGatedSiLU(m, width, k, a, lda, memory.constant, into: y, keeping: kept)
  }
}
