package import Kernels
import Numerics

/// Products in bfloat16 by oneDNN, which knows the matrix registers of processors that have them (AMX); where it is absent, or
/// refuses a shape, the same values are multiplied in float32.
///
/// The result is cut into pieces that depend on its shape alone, each a call of its own with its own order of sums.
package struct OneDNNProducts: ProductBackend {
  /// A piece's rows and columns: large enough that packing B again for each piece costs nothing measurable, small
  /// enough that pieces outnumber the threads and that a piece stays in the second-level cache.
  private static let pieceRows = 256
  private static let pieceColumns = 1024

  package init() {}

  package var isFreeOfCompany: Bool { false }

  package var library: String? { OneDNN.library.map { "oneDNN \($0.version)" } }

  package func takes(_ precision: Precision) -> Bool { precision == .bf16 }

  /// Without the library the matrix is packed anew for each tile.
  package func tileRows(of rows: Int) -> Int { OneDNN.library == nil ? 4 * TileRows.most : TileRows.most }

  package func packedForm<E: StoredElement>(k: Int, n: Int, _: E.Type) -> (any PackedForm)? {
    E.self == BFloat16.self ? OneDNN.library?.packing(k: k, n: n) : nil
  }

  package func multiply(_ call: ProductCall) {
    call.b.withBFloat16(call.k, call.n, serially: call.isSerial) { b in
      var call = call
      call.b = b.operand
      let threads = call.isSerial ? 1 : Threads.count
      let blocks = (call.m + Self.pieceRows - 1) / Self.pieceRows
      guard case .f32 = call.a.elements, !call.a.transposed, blocks >= 4 * threads || threads == 1 else {
        return multiplyRounding(call)
      }
      // Each block of rows is converted where it is used, so that it is still in the cache then.
      call.forEach(blocks) { [call] i in
        let row = i * Self.pieceRows
        var block = call.part(rows: row..<min(call.m, row + Self.pieceRows), columns: 0..<call.n)
        block.isSerial = true
        multiplyRounding(block)
      }
    }
  }

  /// B is bfloat16, and A is made so; in pieces.
  private func multiplyRounding(_ call: ProductCall) {
    call.a.withBFloat16(call.m, call.k, serially: call.isSerial) { a in
      var call = call
      call.a = a.operand
      let columns = (call.n + Self.pieceColumns - 1) / Self.pieceColumns
      call.forEach((call.m + Self.pieceRows - 1) / Self.pieceRows * columns) { [call] i in
        let row = i / columns * Self.pieceRows
        let column = i % columns * Self.pieceColumns
        multiplyPiece(
          call.part(
            rows: row..<min(call.m, row + Self.pieceRows),
            columns: column..<min(call.n, column + Self.pieceColumns)))
      }
    }
  }

  /// Both operands bfloat16, on the calling thread alone.
  private func multiplyPiece(_ call: ProductCall) {
    if case .bf16(let a) = call.a.elements, case .bf16(let b) = call.b.elements, let library = OneDNN.library {
      let shape = OneDNN.Shape(
        m: call.m, n: call.n, k: call.k, a: call.a.steps, b: call.b.steps, ldc: call.ldc, precision: .bf16,
        accumulate: call.accumulate)
      if library.multiply(shape, a, b, into: call.c) { return }
    }
    var call = call
    call.isSerial = true
    MatrixProduct(.f32).run(call)
  }
}

/// In oneDNN's order.
extension OneDNN.Packing: PackedForm {
  private static let scratch = ScratchMemory()

  package var packsPieces: Bool { false }

  package func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    b.withBFloat16(k, n, serially: true) { b in
      precondition(
        reorder(b.steps, b.memory, into: memory), "oneDNN could not reorder a matrix of a size that it multiplies")
    }
  }

  /// Its fast kernels take dense rows alone.
  package func multiply(
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
      Self.scratch.withBytes(4 * m * n) {
        let result = $0.assumingMemoryBound(to: Float.self)
        run(a, false, into: result)
        for i in 0..<m {
          let to = c + i * ldc
          if accumulate { Kernels.add(result + i * n, to: to, n) } else { to.update(from: result + i * n, count: n) }
        }
      }
    }
    if lda == k { return collect(a) }
    Self.scratch.withBytes(2 * m * k) {
      let rows = $0.assumingMemoryBound(to: BFloat16.self)
      for i in 0..<m { (rows + i * k).update(from: a + i * lda, count: k) }
      collect(rows)
    }
  }
}
