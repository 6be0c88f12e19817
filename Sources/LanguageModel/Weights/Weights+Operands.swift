import Kernels
import MatMul

extension Weights {
  /// Calls `body` with the linear layer's matrix, outputs x inputs, as a product of those elements reads it: in parts of
  /// consecutive outputs, each valid during its call.
  ///
  /// Of resident weights it is one part. Of mapped ones each tensor is a part, read where it is stored if that is in bfloat16, and
  /// otherwise converted block by block.
  ///
  /// - Parameter copies: whether a bfloat16 copy of resident weights may be made for products in bfloat16; without one they are
  ///   lent in float32, for a reader that rounds what it reads.
  func operands<E: StoredElement>(
    of linear: Linear, as _: E.Type, copies: Bool = true, body: (Range<Int>, MatrixOperand) -> Void
  ) {
    let (offset, outputs, inputs) = (linear.offset, linear.outputs, linear.inputs)
    guard let mapped else {
      if E.self == BFloat16.self, copies || hasBFloat16Copy, let copy = asBFloat16() {
        return body(0..<outputs, .bf16(copy + offset, inputs))
      }
      return body(0..<outputs, .f32(matrix(offset, outputs * inputs), inputs))
    }
    var output = 0
    while output < outputs {
      let index = mapped.index(of: offset + output * inputs)
      let tensor = mapped.tensors[index]
      let first = (offset + output * inputs - mapped.start(index)) / inputs
      let part = output..<min(outputs, output + tensor.rows - first)
      if let stored = tensor.bfloat16 {
        body(
          part,
          tensor.isTransposed
            ? .bf16(stored + first, tensor.rows, transposed: true) : .bf16(stored + first * inputs, inputs))
      } else {
        blocks(of: offset + part.lowerBound * inputs, rows: part.count, columns: inputs) { block, floats in
          body(part.lowerBound + block.lowerBound..<part.lowerBound + block.upperBound, .f32(floats, inputs))
        }
      }
      output = part.upperBound
    }
  }
}

extension StoredTensor {
  /// The tensor's elements where it is stored in bfloat16, in the layout's order of rows, in this machine's order of bytes, at an even address.
  fileprivate var bfloat16: UnsafePointer<BFloat16>? {
    guard case .plain(.bf16) = format, pairedRows == nil, UInt(bitPattern: bytes) % 2 == 0, 1.littleEndian == 1 else {
      return nil
    }
    return bytes.assumingMemoryBound(to: BFloat16.self)
  }
}
