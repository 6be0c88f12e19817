import Numerics

/// A layer's matrix as the products of many pieces of rows read it: in bfloat16, packed.
struct PackedLinear {
  /// The parts of the outputs, one where the weights are resident, one a tensor where they are mapped.
  var parts: [(outputs: Range<Int>, matrix: PackedMatrix)] = []
  let linear: Linear
  /// Whether products are x Wᵀ (forward) or dy W (backward).
  let backward: Bool

  /// y (+)= x Wᵀ of a piece of `rows` rows, or y (+)= x W backward; y's rows are dense.
  func multiply(
    _ rows: Int, _ x: UnsafePointer<UInt16>, _ stride: Int, accumulate: Bool = false,
    into y: UnsafeMutablePointer<Float>
  ) {
    for (outputs, matrix) in parts {
      if backward {
        matrix.multiply(
          rows, x + outputs.lowerBound, stride, accumulate: accumulate || outputs.lowerBound > 0, into: y, linear.inputs
        )
      } else {
        matrix.multiply(rows, x, stride, accumulate: accumulate, into: y + outputs.lowerBound, linear.outputs)
      }
    }
  }
}

/// The packed matrices of one layer, whose memory the next layer uses again.
final class PackedLayer {
  private struct Place: Hashable {
    var slot: Int
    var part: Int
    var backward: Bool
    var k: Int
    var n: Int
  }

  private var matrices: [Place: PackedMatrix] = [:]

  /// Packs the matrices, on all threads where the weights are in memory; what is returned is valid until the next call
  /// for the same direction.
  func pack(_ linears: [Linear], of w: Weights, backward: Bool) -> [PackedLinear] {
    var waiting: [(PackedMatrix, MatrixOperand)] = []
    let packed = linears.enumerated().map { slot, linear in
      var result = PackedLinear(linear: linear, backward: backward)
      w.operands(of: linear.offset, outputs: linear.outputs, inputs: linear.inputs, .bf16) { outputs, matrix in
        let (k, n) = backward ? (outputs.count, linear.inputs) : (linear.inputs, outputs.count)
        let place = Place(slot: slot, part: result.parts.count, backward: backward, k: k, n: n)
        let memory = matrices[place] ?? PackedMatrix(k: k, n: n)
        matrices[place] = memory
        result.parts.append((outputs, memory))
        let operand = backward ? matrix : matrix.transpose
        // A mapped tensor may be lent for this call alone.
        if w.mapped == nil { waiting.append((memory, operand)) } else { memory.pack(operand) }
      }
      return result
    }
    Parallel.forEach(waiting.count) { waiting[$0].0.pack(waiting[$0].1) }
    return packed
  }
}
