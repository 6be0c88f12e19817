import Kernels
import MatMul
import Numerics

/// A layer's matrix as products of tiles of rows read it.
struct LayerMatrix<Element: StoredElement> {
  let linear: Linear
  /// Whether products are x Wᵀ (forward) or dy W (backward).
  let isBackward: Bool
  /// Packed, in parts of the outputs: one where the weights are resident, one a tensor where they are mapped. Without any the
  /// weights are read as they are stored, on all threads.
  var parts: [(outputs: Range<Int>, matrix: PackedMatrix<Element>)] = []

  /// y = x Wᵀ of so many rows, or y = x W backward; all rows dense.
  func multiply(_ rows: Int, _ x: UnsafePointer<Element>, into y: UnsafeMutablePointer<Float>, _ w: Weights) {
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    if parts.isEmpty {
      let x = UnsafeRawPointer(x).assumingMemoryBound(to: Float.self)
      return w.multiplyFew(x, rows: rows, inputs: inputs, linear.offset, outputs: outputs, into: y)
    }
    for (part, matrix) in parts {
      if isBackward {
        matrix.multiply(rows, x + part.lowerBound, outputs, accumulate: part.lowerBound > 0, into: y, inputs)
      } else {
        matrix.multiply(rows, x, inputs, into: y + part.lowerBound, outputs)
      }
    }
  }
}

/// The matrices of one layer in the order in which products read them, whose memory the next layer uses again.
final class LayerMatrices<Element: StoredElement> {
  private let w: Weights
  private let fusesGates: Bool
  private(set) var backend = ProductBackends.best(for: Element.self)
  /// By slot, part, direction, k and n.
  private var packed: [[Int]: PackedMatrix<Element>] = [:]
  private var gates: PackedGates?

  init(_ weights: Weights, fusesGates: Bool) {
    w = weights
    self.fusesGates = fusesGates && Element.self == BFloat16.self
  }

  /// What is multiplied now is what was asked for: to be called before a pass.
  func begin() {
    let best = ProductBackends.best(for: Element.self)
    if !best.isSame(as: backend) { (backend, packed) = (best, [:]) }
  }

  /// Packs these matrices as they are given, on all threads; what is returned is valid until the next call for matrices in the
  /// same places and direction. `copies`: as for `Weights.operands`.
  func pack(_ linears: [Linear], isBackward: Bool, copies: Bool) -> [LayerMatrix<Element>] {
    var waiting: [() -> Void] = []
    let result = linears.enumerated().map { slot, linear in
      var result = LayerMatrix<Element>(linear: linear, isBackward: isBackward)
      w.operands(of: linear, as: Element.self, copies: copies) { outputs, stored in
        let operand = isBackward ? stored : stored.transpose
        let (k, n) = isBackward ? (outputs.count, linear.inputs) : (linear.inputs, outputs.count)
        let place = [slot, result.parts.count, isBackward ? 1 : 0, k, n]
        let matrix = packed[place] ?? PackedMatrix(k: k, n: n, backend: backend)
        packed[place] = matrix
        result.parts.append((outputs, matrix))
        wait(
          matrix.pieces.map { columns in
            { matrix.pack(operand.part(row: 0, column: columns.lowerBound), columns: columns) }
          }, &waiting)
      }
      return result
    }
    Parallel.forEach(waiting.count) { waiting[$0]() }
    return result
  }

  /// Packs gates and values for a product that activates them, where the backend has one.
  func packGates(_ linear: Linear, copies: Bool) -> PackedGates? {
    guard fusesGates, let gates = gates ?? PackedGates(k: linear.inputs, width: linear.outputs / 2) else { return nil }
    self.gates = gates
    var waiting: [() -> Void] = []
    w.operands(of: linear, as: Element.self, copies: copies) { outputs, stored in
      let operand = stored.transpose
      wait(
        stride(from: 0, to: outputs.count, by: 256).map { from in
          let columns = outputs.lowerBound + from..<min(outputs.upperBound, outputs.lowerBound + from + 256)
          return { gates.pack(operand.part(row: 0, column: from), columns: columns) }
        }, &waiting)
    }
    Parallel.forEach(waiting.count) { waiting[$0]() }
    return gates
  }

  /// A mapped tensor may be lent for the current call alone; else packing waits for more of it.
  private func wait(_ pieces: [() -> Void], _ waiting: inout [() -> Void]) {
    if w.mapped == nil { waiting += pieces } else { Parallel.forEach(pieces.count) { pieces[$0]() } }
  }
}
