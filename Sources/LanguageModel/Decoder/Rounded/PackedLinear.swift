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
  /// What follows attention in a layer, in one direction.
  struct FeedForward {
    let output: PackedLinear
    let up: PackedLinear
    let down: PackedLinear
    /// In place of `up`, where gates and values are multiplied and activated at once.
    let gates: PackedMatrix?
  }

  private enum Slot { case attention, output, up, down }

  private struct Place: Hashable {
    var slot: Slot
    var part: Int
    var backward: Bool
    var k: Int
    var n: Int
  }

  /// Columns of a matrix that a thread packs from memory.
  private struct Piece {
    var matrix: PackedMatrix
    var columns: Range<Int>
    var operand: MatrixOperand  // these columns alone

    func pack() { matrix.pack(operand, columns: columns) }
  }

  private var matrices: [Place: PackedMatrix] = [:]
  private let gates: PackedMatrix?

  init(_ c: ModelConfiguration) {
    let fuses = c.feedForward == .gated && c.activation == .silu && !c.feedForwardBias
    gates = fuses ? PackedMatrix(k: c.hiddenSize, gates: c.intermediateSize) : nil
  }

  /// Packs the matrices of attention's input of one layer, and those that follow attention of another or the same, as they
  /// are given, on all threads; what is returned is valid until the next call for the same
  /// matrices and direction. `copies`: as for `Weights.operands`.
  func pack(
    attention: WeightLayout.Layer?, feedForward layer: WeightLayout.Layer?, of w: Weights, backward: Bool, copies: Bool
  ) -> (attention: PackedLinear?, feedForward: FeedForward?) {
    var waiting: [Piece] = []
    let gates = backward ? nil : gates
    /// `place`: the packed matrix for these outputs, the operand to pack, and the columns of it that they are.
    func each(_ linear: Linear, _ place: (Range<Int>, MatrixOperand) -> (PackedMatrix, MatrixOperand, Range<Int>)) {
      w.operands(of: linear.offset, outputs: linear.outputs, inputs: linear.inputs, .bf16, copies: copies) {
        outputs, stored in
        let (matrix, operand, columns) = place(outputs, backward ? stored : stored.transpose)
        let pieces = matrix.pieces(of: columns).map {
          Piece(matrix: matrix, columns: $0, operand: operand.part(row: 0, column: $0.lowerBound - columns.lowerBound))
        }
        // A mapped tensor may be lent for this call alone.
        if w.mapped == nil { waiting += pieces } else { Parallel.forEach(pieces.count) { pieces[$0].pack() } }
      }
    }
    func packed(_ linear: Linear, _ slot: Slot) -> PackedLinear {
      var result = PackedLinear(linear: linear, backward: backward)
      if slot == .up, let gates {
        each(linear) { (gates, $1, $0) }
        return result
      }
      each(linear) { outputs, operand in
        let (k, n) = backward ? (outputs.count, linear.inputs) : (linear.inputs, outputs.count)
        let place = Place(slot: slot, part: result.parts.count, backward: backward, k: k, n: n)
        let matrix = matrices[place] ?? PackedMatrix(k: k, n: n)
        matrices[place] = matrix
        result.parts.append((outputs, matrix))
        return (matrix, operand, 0..<n)
      }
      return result
    }
    let result = (
      attention.map { packed($0.attention, .attention) },
      layer.map {
        FeedForward(
          output: packed($0.output, .output), up: packed($0.up, .up), down: packed($0.down, .down), gates: gates)
      }
    )
    Parallel.forEach(waiting.count) { waiting[$0].pack() }
    return result
  }
}
