import Kernels
import MatMul
import Numerics

extension Decoder {
  /// out = middle + Σ weight·expert(norm(middle)) over a row's experts.
  func expertsBackward(
    _ l: Int, _ layer: WeightLayout.Experts, _ g: Gradients<Element>, into gradient: AlignedBuffer<Float>
  ) {
    let (k, o, h) = (space.layer(l), layout.layers[l], c.hiddenSize)
    guard let routing = k.routing, let work = space.experts else { return }
    forEachTile { r, tile in
      _ = branchOutputBackward(r, o.feedForwardNorms, k.fed, tile, g)
      // Once more what experts and router have read: cheaper than to keep it.
      let at = r.lowerBound * h
      branchInput(k.middle.pointer + at, r, o.feedForwardNorms, k.moments2, into: g.input.pointer + at)
    }
    work.sums.pointer.update(repeating: 0, count: rows * h)
    routing.forEachGroup(atMost: work.most) { e, places in
      expertBackward(layer.parts[e], k.up.constant, routing, places, work, g, into: gradient)
    }
    routerBackward(layer.router, routing, work, g, into: gradient)
    forEachTile { r, tile in
      branchInputBackward(r, k.middle, o.feedForwardNorms, k.moments2, tile, g) {
        $0.update(from: work.sums.pointer + r.lowerBound * h, count: r.count * h)
      }
    }
    branchNormGradients(o.feedForwardNorms, k.middle, k.moments2, k.fed, g, into: gradient)
  }

  /// Of an expert's rows at these places, which had `up` before its activation: their weights' gradient, the expert's own, and what is
  /// added to that of the rows.
  private func expertBackward(
    _ expert: WeightLayout.Perceptron, _ up: UnsafePointer<Element>, _ routing: Routing, _ places: Range<Int>,
    _ work: ExpertSpace<Element>, _ g: Gradients<Element>, into gradient: AlignedBuffer<Float>
  ) {
    let (n, d) = (Self.padded(places.count), work.gradients)
    let (upWidth, width) = (expert.up.outputs, expert.down.inputs)
    gather(g.out.constant, routing, places, into: d.output.pointer)
    multiply(expert.down, n, d.output.constant, isBackward: true, into: d.active.pointer)
    profile.measure(
      "activation, backward", everywhere: true,
      bytes: Double(MemoryLayout<Element>.size * n * (2 * upWidth + width))
    ) {
      Parallel.ranges(places.count, grain: Self.grain) { r in
        for i in r {
          let (values, active) = (work.wide.pointer + i * upWidth, d.weighted.pointer + i * width)
          let (dActive, place) = (d.active.constant + i * width, places.lowerBound + i)
          Kernels.load(up + place * upWidth, as: Element.self, values, upWidth)
          Kernels.scale(dActive, by: routing.weight(place), into: active, width)
          activateBackward(values, active, rows: 1, width: width)
          // The output's product with its gradient: the activation's with what that gradient is before the last matrix.
          d.weights.pointer[routing.choice(place)] = Kernels.dot(dActive, active, width)
          Kernels.store(active, work.active.pointer + i * width, width)
          Kernels.store(values, d.up.pointer + i * upWidth, upWidth)
        }
      }
      let padding = n - places.count
      (work.active.pointer + places.count * width).update(repeating: Element(rounding: 0), count: padding * width)
      (d.up.pointer + places.count * upWidth).update(repeating: Element(rounding: 0), count: padding * upWidth)
    }
    multiply(expert.up, n, d.up.constant, isBackward: true, into: work.output.pointer)
    scatter(work.output.constant, routing, places, weighted: false, into: work.sums.pointer)
    guard trainsBase else { return }
    gather(g.input.constant, routing, places, into: work.rows.pointer)
    weightGradient(expert.up, n, d.up.constant, work.rows.constant, into: gradient)
    gather(g.out.constant, routing, places, weighted: true, into: d.output.pointer)
    weightGradient(expert.down, n, d.output.constant, work.active.constant, into: gradient)
  }

  /// From the weights' gradient: the router's own, and what is added to that of the rows.
  private func routerBackward(
    _ router: Linear, _ routing: Routing, _ work: ExpertSpace<Element>, _ g: Gradients<Element>,
    into gradient: AlignedBuffer<Float>
  ) {
    let (d, product) = (work.gradients, MatrixProduct(.f32))
    let (outputs, inputs) = (router.outputs, router.inputs)
    profile.measure("routing, backward", everywhere: true, operations: 4 * Double(live * outputs * inputs)) {
      routing.backward(rows: live, d.weights.constant, into: d.logits.pointer)
      w.operands(of: router, as: Float.self) { part, matrix in
        product.multiply(
          live, inputs, part.count, .f32(d.logits.constant + part.lowerBound, outputs), matrix, accumulate: true,
          into: work.sums.pointer, inputs)
      }
      guard trainsBase else { return }
      product.multiply(
        outputs, inputs, live, .f32(d.logits.constant, outputs, transposed: true), .of(g.input.constant, inputs),
        accumulate: true, into: gradient.pointer + router.offset, inputs)
    }
  }
}
