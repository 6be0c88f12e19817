import Kernels
import MatMul
import Numerics

extension StoredTensor {
  private static let scratch = ScratchMemory()
  /// Elements of many rows' products, and of those widened first, at once: in float32 they stay in the second-level cache.
  private static let atOnce = 1 << 16

  /// y = x Wᵀ for the rows `outputs` of W, in float32, on the calling thread; x: rows x columns, y's rows `stride` apart. Bits are
  /// those of any float32 product of the same values.
  package func multiplyFew(
    _ x: UnsafePointer<Float>, rows count: Int, outputs: Range<Int>, into y: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let streams = count <= Kernels.fewRows && readable != nil
    let grain = streams ? outputs.count : max(32, Self.atOnce / max(1, columns) / 32 * 32)
    for first in Swift.stride(from: outputs.lowerBound, to: outputs.upperBound, by: max(1, grain)) {
      let part = first..<min(outputs.upperBound, first + grain)
      withOperand(part) {
        MatrixProduct(.f32).multiplySerially(
          count, part.count, columns, .f32(x, columns), $0, into: y + (first - outputs.lowerBound), stride)
      }
    }
  }

  /// The number format in which the processor reads the elements where they lie; nil where they lie askew, in blocks, or in another
  /// order of rows.
  private var readable: StoredType? {
    guard case .plain(let type) = format, pairedRows == nil, UInt(bitPattern: bytes) % UInt(type.size) == 0 else {
      return nil
    }
    return type
  }

  /// Calls the body with these rows as the columns of a product's second operand: as they are stored, or, where they cannot be
  /// read so, in float32.
  private func withOperand(_ part: Range<Int>, _ body: (MatrixOperand) -> Void) {
    // As stored: rows of `width` elements, of which all or the part's columns are read.
    let (stored, width, from) = isTransposed ? (0..<columns, part.count, part.lowerBound) : (part, columns, 0)
    let stride = isTransposed ? rows : columns
    func element(_ row: Int) -> Int { (isTransposed ? row : storedRow(row)) * stride + from }
    func pass<E: StoredElement>(as: E.Type) {
      body(.of(bytes.assumingMemoryBound(to: E.self) + element(stored.lowerBound), stride, transposed: !isTransposed))
    }
    guard let readable else {
      return Self.scratch.withBytes(4 * stored.count * width) {
        let floats = $0.assumingMemoryBound(to: Float.self)
        for (i, row) in stored.enumerated() {
          widen(element(row)..<element(row) + width, into: floats + i * width)
        }
        body(.f32(floats, width, transposed: !isTransposed))
      }
    }
    switch readable {
    case .f32: pass(as: Float.self)
    case .bf16: pass(as: BFloat16.self)
    case .f16: pass(as: Half.self)
    }
  }
}
