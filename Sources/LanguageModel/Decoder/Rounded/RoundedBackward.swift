import Kernels
import Numerics

/// The backward pass of rounded layers: gradients between layers and of weights in float32, what products read of them in
/// bfloat16.
extension Decoder {
  /// As `backward`.
  func backwardRounded(into gradient: AlignedBuffer<Float>) {
    dStream.pointer.update(repeating: 0, count: rows * c.hiddenSize)
    profile.measure("norm, backward", everywhere: true, bytes: 16 * Double(rows * c.hiddenSize)) {
      normBackward(stream, layout.finalNorm, finalMoments, into: gradient)
    }
    guard let planes = backwardPlanes else { return }
    for l in (0..<c.layers).reversed() {
      // What the layers share holds the last one after the forward pass.
      if keepsInputsOnly, l + 1 < c.layers { fillRounded(l, kept[l]) }
      let o = layout.layers[l]
      let packed = profile.measure("packing of weights", everywhere: true) {
        packedLayer.pack(attention: o, feedForward: o, of: w, backward: true, copies: true)
      }
      guard let attention = packed.attention, let feedForward = packed.feedForward else { return }
      feedForwardBackward(l, kept[l], planes, up: feedForward.up, down: feedForward.down, into: gradient)
      attentionBackward(l, kept[l], planes, attention: attention, output: feedForward.output, into: gradient)
    }
    profile.measure("embedding", everywhere: true, bytes: 12 * Double(rows * c.hiddenSize)) {
      embeddingBackward(into: gradient)
    }
  }

  /// out = middle + f(norm(middle) Wᵀ) Wdᵀ; k.rounded's `up` becomes the gradient of itself.
  private func feedForwardBackward(
    _ l: Int, _ k: Kept, _ planes: BackwardPlanes, up: PackedLinear, down: PackedLinear,
    into gradient: AlignedBuffer<Float>
  ) {
    guard let rounded = k.rounded else { return }
    let o = layout.layers[l]
    let (h, width) = (c.hiddenSize, c.intermediateSize)
    withNormPartials(
      count: 2 * h,
      pieces: { r, memory, partial in
        let dOut = planes.dOut.pointer + r.lowerBound * h
        Kernels.narrowBrain(dStream.constant + r.lowerBound * h, dOut, r.count * h)
        multiply(down, r, dOut, h, into: memory.dActive.pointer)
        let dUp = rounded.up.pointer + r.lowerBound * c.upWidth
        profile.measure("activation, backward", bytes: Double(r.count) * Double(4 * c.upWidth + 2 * width)) {
          Kernels.widenBrain(dUp, memory.wide.pointer, r.count * c.upWidth)
          switch c.feedForward {
          case .gated:
            Kernels.gatedBackward(
              c.activation, memory.wide.pointer, memory.dActive.pointer, rows: r.count, width: width)
          case .plain:
            Kernels.activateBackward(c.activation, memory.wide.pointer, memory.dActive.pointer, r.count * width)
          }
          Kernels.narrowBrain(memory.wide.constant, dUp, r.count * c.upWidth)
          Kernels.narrowBrain(memory.dActive.constant, planes.active.pointer + r.lowerBound * width, r.count * width)
        }
        multiply(up, r, dUp, c.upWidth, into: memory.dActive.pointer)
        normBackward(k.middle, r, o.feedForwardNorm, k.moments2, planes, memory, partial)
      }, sum: { addNormGradient(o.feedForwardNorm, $0, into: gradient) })
    weightGradient(o.down, planes.dOut, planes.active, into: gradient)
    weightGradient(o.up, rounded.up, planes.normed, into: gradient)
  }

  /// middle = in + attention(norm(in) Wqkvᵀ) Woᵀ
  private func attentionBackward(
    _ l: Int, _ k: Kept, _ planes: BackwardPlanes, attention: PackedLinear, output: PackedLinear,
    into gradient: AlignedBuffer<Float>
  ) {
    guard let rounded = k.rounded else { return }
    let o = layout.layers[l]
    let (h, q, width) = (c.hiddenSize, c.queryWidth, c.attentionWidth)
    forEachPiece { r, memory in
      let dOut = planes.dOut.pointer + r.lowerBound * h
      Kernels.narrowBrain(dStream.constant + r.lowerBound * h, dOut, r.count * h)
      multiply(output, r, dOut, h, into: memory.wide.pointer)
      profile.measure("attention, backward", bytes: 4 * Double(r.count * q)) {
        sumDeltas(r, memory.wide.constant, rounded.mixed.constant + r.lowerBound * q, memory.dActive.pointer)
        Kernels.narrowBrain(memory.wide.constant, planes.dMixed.pointer + r.lowerBound * q, r.count * q)
      }
    }
    weightGradient(o.output, planes.dOut, rounded.mixed, into: gradient)
    profile.measure(
      "attention, backward", everywhere: true, operations: 2.5 * attentionOperations,
      bytes: Double(rows) * Double(6 * width)
    ) { attendRoundedBackward(l, k) }
    if o.queryNorm == nil {
      forEachPiece { r, _ in
        profile.measure("rotation", bytes: 8 * Double(r.count * width)) {
          rotate(dAttention.pointer + r.lowerBound * width, r, backward: true)
        }
      }
    } else {
      rotate(dAttention, backward: true)
      normalizeHeadsBackward(o, k, into: gradient)
    }
    withNormPartials(
      count: 2 * h,
      pieces: { r, memory, partial in
        let d = planes.dAttention.pointer + r.lowerBound * width
        Kernels.narrowBrain(dAttention.constant + r.lowerBound * width, d, r.count * width)
        multiply(attention, r, d, width, into: memory.dActive.pointer)
        normBackward(k.input, r, o.attentionNorm, k.moments1, planes, memory, partial)
      }, sum: { addNormGradient(o.attentionNorm, $0, into: gradient) })
    weightGradient(o.attention, planes.dAttention, planes.normed, into: gradient)
  }

  /// From the gradient of the normalised rows, in memory.dActive: that of the residual stream, and the normalised rows
  /// again.
  private func normBackward(
    _ x: AlignedBuffer<Float>, _ r: Range<Int>, _ norm: WeightLayout.Norm, _ moments: AlignedBuffer<Float>,
    _ planes: BackwardPlanes, _ memory: PieceMemory, _ partial: UnsafeMutablePointer<Float>
  ) {
    let h = c.hiddenSize
    let x = x.constant + r.lowerBound * h
    profile.measure("norm, backward", bytes: 14 * Double(r.count * h)) {
      renormalize(x, r, norm, moments, into: memory.normed.pointer)
      Kernels.narrowBrain(memory.normed.constant, planes.normed.pointer + r.lowerBound * h, r.count * h)
      normBackward(x, r, norm, moments, dNormed: memory.dActive.constant, partial)
    }
  }

  /// As `withNormPartials`, with the memory of a piece.
  private func withNormPartials(
    count: Int, pieces body: (Range<Int>, PieceMemory, UnsafeMutablePointer<Float>) -> Void,
    sum: (UnsafePointer<Float>) -> Void
  ) {
    withNormPartials(count: count) { r, partial in
      pieces.lend(suits: { _ in true }, make: { PieceMemory(c) }) { body(r, $0, partial) }
    } sum: {
      sum($0)
    }
  }

  /// dW += dyᵀ x, and db += Σ dy, over all rows.
  private func weightGradient(
    _ linear: Linear, _ dy: AlignedBuffer<UInt16>, _ x: AlignedBuffer<UInt16>, into gradient: AlignedBuffer<Float>
  ) {
    let (outputs, inputs) = (linear.outputs, linear.inputs)
    profile.measure(
      "products: dW += dyᵀ x", everywhere: true, operations: 2 * Double(rows * outputs * inputs),
      bytes: 2 * Double(rows * (outputs + inputs)) + 8 * Double(outputs * inputs)
    ) {
      product.multiply(
        outputs, inputs, rows, .bf16(dy.constant, outputs, transposed: true), .bf16(x.constant, inputs),
        accumulate: true, into: gradient.pointer + linear.offset, inputs)
    }
    biasGradient(linear, into: gradient) { Kernels.addBrain(dy.constant + $0, to: $1, $2) }
  }
}
