import Kernels
import Numerics

/// Products of matrices in one of two precisions behind one interface.
///
/// Operands of another format are converted first: to bfloat16 to nearest, ties to even; to float32 exactly. With `.f32` the arithmetic is `LinearAlgebra.multiply`'s to the bit. With `.bf16` it is this program's own kernels',
/// or oneDNN's where the processor has matrix registers; in oneDNN the result is cut into pieces that depend on its shape alone, each
/// a call of its own with its own order of sums. So the same operands give the same bits on any number of threads, with the same
/// oneDNN on the same processor.
package struct MatrixProduct: Sendable {
  package let precision: Precision

  /// A piece's rows and columns: large enough that packing B again for each piece costs nothing measurable, small
  /// enough that pieces outnumber the threads and that a piece stays in the second-level cache.
  private static let pieceRows = 256
  private static let pieceColumns = 1024
  private static let scratch = ScratchPool()

  package init(_ precision: Precision) {
    self.precision = precision
  }

  /// C = op(A)·op(B), or += with `accumulate`; C: m x n, float32, rows `ldc` apart; op(A): m x k; op(B): k x n.
  package func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    run(m, n, k, a, b, accumulate: accumulate, into: c, ldc, serially: false)
  }

  /// As `multiply`, on the calling thread alone.
  package func multiplySerially(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    run(m, n, k, a, b, accumulate: accumulate, into: c, ldc, serially: true)
  }

  private func run(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int, serially: Bool
  ) {
    guard m > 0, n > 0 else { return }
    switch precision {
    case .f32:
      func few<E: StoredElement>(_ pa: UnsafePointer<Float>, _ pb: UnsafePointer<E>) {
        NativeProduct.multiplyFew(
          m, n, k, pa, a.stride, pb, stride: b.stride, transposed: b.transposed, accumulate: accumulate, into: c, ldc,
          serially: serially)
      }
      if case .f32(let pa) = a.elements, !a.transposed, k > 0, m <= Kernels.fewRows, LinearAlgebra.usesKernels {
        switch b.elements {
        case .f32(let pb): return few(pa, pb)
        case .bf16(let pb): return few(pa, pb)
        case .f16(let pb): return few(pa, pb)
        }
      }
      Self.widened(a, m, k, serially) { a, pa in
        Self.widened(b, k, n, serially) { b, pb in
          let multiply = serially ? LinearAlgebra.multiplySerially : LinearAlgebra.multiply
          multiply(m, n, k, pa, a.stride, a.transposed, pb, b.stride, b.transposed, accumulate, c, ldc)
        }
      }
    case .bf16 where k > 0 && PackedEngine.best(for: BFloat16.self) == .kernel:
      BFloat16Product.multiply(m, n, k, a, b, accumulate: accumulate, into: c, ldc, serially: serially)
    case .bf16:
      Self.narrowed(b, k, n, serially) { b, _ in
        let threads = serially ? 1 : Threads.count
        let blocks = (m + Self.pieceRows - 1) / Self.pieceRows
        if case .f32 = a.elements, !a.transposed, blocks >= 4 * threads || threads == 1 {
          // Each block of rows is converted where it is used, so that it is still in the cache then.
          Self.forEach(blocks, serially) { i in
            let row = i * Self.pieceRows
            let rows = min(Self.pieceRows, m - row)
            Self.narrowed(a.part(row: row, column: 0), rows, k, true) { a, _ in
              Self.multiplyRounded(rows, n, k, a, b, accumulate: accumulate, into: c + row * ldc, ldc, serially: true)
            }
          }
        } else {
          Self.narrowed(a, m, k, serially) { a, _ in
            Self.multiplyRounded(m, n, k, a, b, accumulate: accumulate, into: c, ldc, serially: serially)
          }
        }
      }
    }
  }

  /// Both operands bfloat16, in pieces.
  private static func multiplyRounded(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int, serially: Bool
  ) {
    let columns = (n + pieceColumns - 1) / pieceColumns
    forEach((m + pieceRows - 1) / pieceRows * columns, serially) { i in
      let row = i / columns * pieceRows
      let column = i % columns * pieceColumns
      multiplyPiece(
        min(pieceRows, m - row), min(pieceColumns, n - column), k, a.part(row: row, column: 0),
        b.part(row: 0, column: column), accumulate: accumulate, into: c + row * ldc + column, ldc)
    }
  }

  private static func multiplyPiece(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    if k > 0, case .bf16(let pa) = a.elements, case .bf16(let pb) = b.elements, let library = OneDNN.library {
      let shape = OneDNN.Shape(
        m: m, n: n, k: k, a: a.steps, b: b.steps, ldc: ldc, precision: .bf16, accumulate: accumulate)
      if library.multiply(shape, pa, pb, into: c) { return }
    }
    // The same values in float32, should the library refuse a shape or be absent.
    MatrixProduct(.f32).multiplySerially(m, n, k, a, b, accumulate: accumulate, into: c, ldc)
  }

  // MARK: - Conversion

  /// Lends the operand, rows x columns, as bfloat16.
  static func narrowed(
    _ x: MatrixOperand, _ rows: Int, _ columns: Int, _ serially: Bool,
    _ body: (MatrixOperand, UnsafePointer<BFloat16>) -> Void
  ) {
    let source: UnsafePointer<Float>
    switch x.elements {
    case .bf16(let p): return body(x, p)
    case .f32(let p): source = p
    case .f16:
      return widened(x, rows, columns, serially) { x, _ in narrowed(x, rows, columns, serially, body) }
    }
    let (rows, columns) = x.transposed ? (columns, rows) : (rows, columns)
    // Rows begin at multiples of 64 bytes.
    let stride = (columns + 31) / 32 * 32
    scratch.lend(rows * stride * 2) { memory in
      let y = memory.assumingMemoryBound(to: BFloat16.self)
      forEach((rows + 63) / 64, serially) { block in
        for i in block * 64..<min(rows, (block + 1) * 64) {
          Kernels.store(source + i * x.stride, y + i * stride, columns)
        }
      }
      body(.bf16(y, stride, transposed: x.transposed), UnsafePointer(y))
    }
  }

  /// Lends the operand, rows x columns, as float32.
  static func widened(
    _ x: MatrixOperand, _ rows: Int, _ columns: Int, _ serially: Bool,
    _ body: (MatrixOperand, UnsafePointer<Float>) -> Void
  ) {
    switch x.elements {
    case .f32(let p): body(x, p)
    case .bf16(let p): widened(x, p, rows, columns, serially, body)
    case .f16(let p): widened(x, p, rows, columns, serially, body)
    }
  }

  private static func widened<E: StoredElement>(
    _ x: MatrixOperand, _ source: UnsafePointer<E>, _ rows: Int, _ columns: Int, _ serially: Bool,
    _ body: (MatrixOperand, UnsafePointer<Float>) -> Void
  ) {
    let (rows, columns) = x.transposed ? (columns, rows) : (rows, columns)
    let stride = (columns + 15) / 16 * 16
    scratch.lend(rows * stride * 4) { memory in
      let y = memory.assumingMemoryBound(to: Float.self)
      forEach((rows + 63) / 64, serially) { block in
        for i in block * 64..<min(rows, (block + 1) * 64) {
          Kernels.load(source + i * x.stride, as: E.self, y + i * stride, columns)
        }
      }
      body(.f32(y, stride, transposed: x.transposed), UnsafePointer(y))
    }
  }

  static func forEach(_ count: Int, _ serially: Bool, _ body: (Int) -> Void) {
    if serially {
      for i in 0..<count { body(i) }
    } else {
      Parallel.forEach(count, body)
    }
  }
}
