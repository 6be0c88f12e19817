import Kernels
import Numerics

extension MatrixOperand {
  private static let scratch = ScratchMemory()

  /// Calls the body with the operand, rows x columns, as bfloat16: as it is, or rounded to nearest, ties to even, in memory
  /// that lasts as long as the call.
  func withBFloat16(
    _ rows: Int, _ columns: Int, serially: Bool, _ body: (StoredMatrix<BFloat16>) -> Void
  ) {
    let source: UnsafePointer<Float>
    switch elements {
    case .bf16(let p): return body(StoredMatrix(memory: p, stride: stride, transposed: transposed))
    case .f32(let p): source = p
    case .f16:
      return withFloats(rows, columns, serially: serially) {
        $0.operand.withBFloat16(rows, columns, serially: serially, body)
      }
    }
    // Rows begin at multiples of 64 bytes.
    convert(rows, columns, step: 32, serially: serially, body) { from, to, count in
      Kernels.store(source + from, to, count)
    }
  }

  /// Calls the body with the operand, rows x columns, as float32: as it is, or converted, which is exact, in memory that lasts as
  /// long as the call.
  func withFloats(_ rows: Int, _ columns: Int, serially: Bool, _ body: (StoredMatrix<Float>) -> Void) {
    func widen<E: StoredElement>(_ source: UnsafePointer<E>) {
      convert(rows, columns, step: 16, serially: serially, body) { from, to, count in
        Kernels.load(source + from, as: E.self, to, count)
      }
    }
    switch elements {
    case .f32(let p): body(StoredMatrix(memory: p, stride: stride, transposed: transposed))
    case .bf16(let p): widen(p)
    case .f16(let p): widen(p)
    }
  }

  /// Converts the stored rows, which begin at multiples of `step` elements then.
  /// - Parameter row: converts so many elements from that place of the operand's memory on.
  private func convert<To: StoredElement>(
    _ rows: Int, _ columns: Int, step: Int, serially: Bool, _ body: (StoredMatrix<To>) -> Void,
    row: (_ from: Int, _ to: UnsafeMutablePointer<To>, _ count: Int) -> Void
  ) {
    let (rows, columns) = transposed ? (columns, rows) : (rows, columns)
    let padded = (columns + step - 1) / step * step
    Self.scratch.withBytes(rows * padded * MemoryLayout<To>.size) { memory in
      let y = memory.assumingMemoryBound(to: To.self)
      ProductCall.forEach((rows + 63) / 64, serially: serially) { block in
        for i in block * 64..<min(rows, (block + 1) * 64) { row(i * stride, y + i * padded, columns) }
      }
      body(StoredMatrix(memory: UnsafePointer(y), stride: padded, transposed: transposed))
    }
  }
}
