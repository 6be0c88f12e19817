import Kernels
import Numerics

/// All arithmetic of the layers' matrices.
extension Decoder {
  /// y = xWᵀ + b, or += with `add`, over all rows.
  func apply(
    _ linear: Linear, layer: Int, _ x: AlignedBuffer<Float>, into y: AlignedBuffer<Float>, add: Bool = false
  ) {
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    profile.measure(
      "products: y = x Wᵀ", everywhere: true, operations: 2 * Double(rows * outputs * inputs),
      bytes: 4 * Double(rows * (outputs + inputs) + outputs * inputs)
    ) {
      if isStep, rows < Self.fewRows {
        w.multiplyFew(
          x.constant, rows: rows, inputs: inputs, linear.offset, outputs: outputs, into: y.pointer, add: add)
      } else {
        w.operands(of: linear.offset, outputs: outputs, inputs: inputs, product.precision) { part, matrix in
          product.multiply(
            rows, part.count, inputs, .f32(x.constant, inputs), matrix.transpose, accumulate: add,
            into: y.pointer + part.lowerBound, outputs)
        }
      }
    }
    adapter?.apply(linear, rows: rows, x.constant, into: y.pointer)
    guard let offset = linear.bias else { return }
    let bias = w.vector(offset, outputs)
    Parallel.ranges(rows, grain: Self.grain) { r in
      Kernels.addBias(bias, to: y.pointer + r.lowerBound * outputs, rows: r.count, width: outputs)
    }
  }

  /// dx = dy W
  func inputGradient(_ linear: Linear, layer: Int, _ dy: AlignedBuffer<Float>, into dx: AlignedBuffer<Float>) {
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    profile.measure(
      "products: dx = dy W", everywhere: true, operations: 2 * Double(rows * outputs * inputs),
      bytes: 4 * Double(rows * (outputs + inputs) + outputs * inputs)
    ) {
      w.operands(of: linear.offset, outputs: outputs, inputs: inputs, product.precision) { part, matrix in
        product.multiply(
          rows, inputs, part.count, .f32(dy.constant + part.lowerBound, outputs), matrix,
          accumulate: part.lowerBound > 0, into: dx.pointer, inputs)
      }
    }
    adapter?.inputGradient(linear, rows: rows, dy.constant, into: dx.pointer)
  }

  /// dW += dyᵀ x, and db += Σ dy over the rows; with an adapter its gradients instead.
  func weightGradient(
    _ linear: Linear, layer: Int, _ dy: AlignedBuffer<Float>, _ x: AlignedBuffer<Float>,
    into gradient: AlignedBuffer<Float>
  ) {
    adapter?.weightGradient(linear, rows: rows, dy.constant, x.constant, into: gradient)
    guard trainsBase else { return }
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    profile.measure(
      "products: dW += dyᵀ x", everywhere: true, operations: 2 * Double(rows * outputs * inputs),
      bytes: 4 * Double(rows * (outputs + inputs) + 2 * outputs * inputs)
    ) {
      product.multiply(
        outputs, inputs, rows, .f32(dy.constant, outputs, transposed: true), .f32(x.constant, inputs), accumulate: true,
        into: gradient.pointer + linear.offset, inputs)
    }
    biasGradient(linear, into: gradient) { Kernels.add(dy.constant + $0, to: $1, $2) }
  }

  /// db += Σ dy over the rows; `add` adds so many values of dy from an offset on. Columns are split between threads, so that
  /// every sum runs over the rows in order.
  func biasGradient(
    _ linear: Linear, into gradient: AlignedBuffer<Float>, add: (Int, UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    guard let bias = linear.bias else { return }
    Parallel.ranges(linear.outputs, grain: 64) { columns in
      for t in 0..<rows {
        add(t * linear.outputs + columns.lowerBound, gradient.pointer + bias + columns.lowerBound, columns.count)
      }
    }
  }
}
