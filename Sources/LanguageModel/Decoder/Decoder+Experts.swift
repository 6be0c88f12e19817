import Kernels
import MatMul
import Numerics

/// Layers with experts: every row of the batch is routed first, then each expert that some row chose takes its rows, in order.
/// A row's sum runs over its experts in their order, whatever else is in the batch; no other expert's weights are read.
extension Decoder {
  /// The experts' weighted sums of the rows in `work.input`; without `ends` only what is kept of them. Rows of padding have no
  /// expert: their sums are 0.
  func runExperts(_ l: Int, _ layer: WeightLayout.Experts, _ work: ExpertSpace<Element>, ends: Bool) {
    let k = space.layer(l)
    guard let routing = k.routing else { return }
    route(layer.router, work.input.constant, routing)
    work.sums.pointer.update(repeating: 0, count: rows * c.hiddenSize)
    routing.forEachGroup(atMost: work.most) { e, places in
      let (expert, n) = (layer.parts[e], Self.padded(places.count))
      let (upWidth, width) = (expert.up.outputs, expert.down.inputs)
      gather(work.input.constant, routing, places, into: work.rows.pointer)
      multiply(expert.up, n, work.rows.constant, into: work.wide.pointer)
      profile.measure(
        "activation", everywhere: true, bytes: Double(MemoryLayout<Element>.size * n * upWidth)
      ) {
        Parallel.ranges(n, grain: Self.grain) { r in
          let values = work.wide.constant + r.lowerBound * upWidth
          let kept = r.clamped(to: 0..<places.count)
          if space.keepsLayers {
            Kernels.store(
              values, k.up.pointer + (places.lowerBound + r.lowerBound) * upWidth, kept.count * upWidth)
          }
          guard ends else { return }
          activate(values, into: work.active.pointer + r.lowerBound * width, rows: r.count, width: width)
        }
      }
      guard ends else { return }
      multiply(expert.down, n, work.active.constant, into: work.output.pointer)
      scatter(work.output.constant, routing, places, weighted: true, into: work.sums.pointer)
    }
  }

  /// Rows that a thread takes at once between products.
  static var grain: Int { 16 }

  /// The logits, in float32 whatever the elements are: rounding is not to decide which experts a row meets.
  private func route(_ router: Linear, _ x: UnsafePointer<Element>, _ routing: Routing) {
    profile.measure("routing", everywhere: true, operations: 2 * Double(live * router.outputs * router.inputs)) {
      w.operands(of: router, as: Float.self) { part, matrix in
        MatrixProduct(.f32).multiply(
          live, part.count, router.inputs, .of(x, router.inputs), matrix.transpose,
          into: routing.probabilities.pointer + part.lowerBound, router.outputs)
      }
      routing.choose(rows: live)
    }
  }

  /// Copies the rows of x at these places, end to end, each times its weight if so asked, and zeros up to the padded number.
  func gather(
    _ x: UnsafePointer<Element>, _ routing: Routing, _ places: Range<Int>, weighted: Bool = false,
    into y: UnsafeMutablePointer<Element>
  ) {
    let h = c.hiddenSize
    Parallel.ranges(places.count, grain: Self.grain) { r in
      for i in r {
        let (place, row) = (places.lowerBound + i, y + i * h)
        row.update(from: x + routing.row(place) * h, count: h)
        if weighted { Kernels.scale(row, by: routing.weight(place), h) }
      }
    }
    let padding = (Self.padded(places.count) - places.count) * h
    (y + places.count * h).update(repeating: Element(rounding: 0), count: padding)
  }

  /// Adds rows that stand end to end to those of y that these places are of.
  func scatter(
    _ x: UnsafePointer<Float>, _ routing: Routing, _ places: Range<Int>, weighted: Bool,
    into y: UnsafeMutablePointer<Float>
  ) {
    let h = c.hiddenSize
    Parallel.ranges(places.count, grain: Self.grain) { r in
      for i in r {
        let (place, row) = (places.lowerBound + i, x + i * h)
        let sum = y + routing.row(place) * h
        if weighted { Kernels.add(row, times: routing.weight(place), to: sum, h) } else { Kernels.add(row, to: sum, h) }
      }
    }
  }

  /// y = x Wᵀ of so many rows by an expert's matrix, or dx = dy W backward, on all threads.
  func multiply(
    _ linear: Linear, _ rows: Int, _ x: UnsafePointer<Element>, isBackward: Bool = false,
    into y: UnsafeMutablePointer<Float>
  ) {
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    profile.measure(
      isBackward ? "products: dx = dy W" : "products: y = x Wᵀ", everywhere: true,
      operations: 2 * Double(rows * outputs * inputs)
    ) {
      if readsStored {
        let x = UnsafeRawPointer(x).assumingMemoryBound(to: Float.self)
        return w.multiplyFew(x, rows: rows, inputs: inputs, linear.offset, outputs: outputs, into: y)
      }
      w.operands(of: linear, as: Element.self, copies: space.keepsLayers) { part, matrix in
        if isBackward {
          Self.product.multiply(
            rows, inputs, part.count, .of(x + part.lowerBound, outputs), matrix, accumulate: part.lowerBound > 0,
            into: y, inputs)
        } else {
          Self.product.multiply(
            rows, part.count, inputs, .of(x, inputs), matrix.transpose, into: y + part.lowerBound, outputs)
        }
      }
    }
  }
}
