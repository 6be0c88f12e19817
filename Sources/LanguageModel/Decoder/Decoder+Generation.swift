import Kernels
import Numerics

extension Decoder {
  /// Keys and values of what was read so far, one layer each: position x (keys + values), keys rotated.
  private final class Cache {
    let layers: [AlignedBuffer<Float>]
    init(layers: Int, positions: Int, width: Int) {
      self.layers = (0..<layers).map { _ in AlignedBuffer(count: positions * width) }
    }
  }

  /// Greedy continuation of the prompt, at most `limit` tokens, ended by `stop` (not returned) or by the context's end.
  func generate(prompt: [Int32], limit: Int, stop: Int32?, shouldStop: () -> Bool) -> [Int32] {
    let room = min(limit, c.contextLength - prompt.count)
    guard room > 0 else { return [] }
    forward([Segment(tokens: prompt, learnFrom: prompt.count)], keep: true)
    let width = 2 * c.keyWidth
    let cache = Cache(layers: c.layers, positions: prompt.count + room, width: width)
    for l in 0..<c.layers {
      for t in 0..<prompt.count {
        (cache.layers[l].pointer + t * width).update(
          from: kept[l].attention.pointer + t * c.attentionWidth + c.queryWidth, count: width)
      }
    }
    rope.extend(to: prompt.count + room)
    let logits = AlignedBuffer<Float>(count: c.vocabularySize)
    var made: [Int32] = []
    var last = hidden.pointer + (prompt.count - 1) * c.hiddenSize
    let state = AlignedBuffer<Float>(count: c.hiddenSize)
    while made.count < room, !shouldStop() {
      w.blocks(of: layout.head, rows: c.vocabularySize, columns: c.hiddenSize) { block, head in
        LinearAlgebra.multiply(
          block.count, 1, c.hiddenSize, head, c.hiddenSize, UnsafePointer(last), 1,
          into: logits.pointer + block.lowerBound, 1)
      }
      var best = 0
      for i in 1..<max(1, c.vocabularySize) where logits.pointer[i] > logits.pointer[best] { best = i }
      if let stop, best == Int(stop) { break }
      made.append(Int32(best))
      if made.count == room { break }
      step(best, at: prompt.count + made.count - 1, cache: cache, into: state.pointer)
      last = state.pointer
    }
    return made
  }

  /// Runs one token at `position` through the layers; `state` receives its normalised last hidden state.
  private func step(_ token: Int, at position: Int, cache: Cache, into state: UnsafeMutablePointer<Float>) {
    let (h, q, d, f) = (c.hiddenSize, c.queryWidth, c.headDimension, c.intermediateSize)
    let width = 2 * c.keyWidth
    let x = AlignedBuffer<Float>(count: h)
    let y = AlignedBuffer<Float>(count: h)
    let inverse = AlignedBuffer<Float>(count: 1)
    let qkv = AlignedBuffer<Float>(count: c.attentionWidth)
    let mixed = AlignedBuffer<Float>(count: q)
    let gateUp = AlignedBuffer<Float>(count: 2 * f)
    let active = AlignedBuffer<Float>(count: f)
    let scores = AlignedBuffer<Float>(count: position + 1)
    let logSum = AlignedBuffer<Float>(count: 1)
    let place = AlignedBuffer<Int32>(count: 1)
    place.pointer[0] = Int32(position)
    w.row(layout.embedding, token, width: h, into: x.pointer)
    func norm(_ weight: Int, into out: UnsafeMutablePointer<Float>) {
      Kernels.rmsNorm(
        x.constant, weight: w.vector(weight, h), out, inverse: inverse.pointer, rows: 1, width: h,
        epsilon: Float(c.normEpsilon))
    }
    for (l, o) in layout.layers.enumerated() {
      norm(o.attentionNorm, into: y.pointer)
      product(y.constant, h, o.attention, c.attentionWidth, into: qkv.pointer)
      Kernels.rotate(
        qkv.pointer, stride: c.attentionWidth, rows: 1, heads: c.heads + c.keyValueHeads, dimension: d,
        positions: place.constant, cosines: rope.cosines.constant, sines: rope.sines.constant, backward: false)
      let memory = cache.layers[l].pointer
      (memory + position * width).update(from: qkv.pointer + q, count: width)
      mixed.zero()
      for head in 0..<c.heads {
        let key = head / (c.heads / c.keyValueHeads) * d
        for t in 0...position {
          scores.pointer[t] =
            Kernels.dot(qkv.constant + head * d, UnsafePointer(memory + t * width + key), d) / Float(d).squareRoot()
        }
        Kernels.causalSoftmax(
          scores.pointer, stride: position + 1, rows: 1, columns: position + 1, first: position,
          logSum: logSum.pointer, logSumStride: 1)
        for t in 0...position {
          Kernels.add(
            UnsafePointer(memory + t * width + c.keyWidth + key), times: scores.pointer[t],
            to: mixed.pointer + head * d, d)
        }
      }
      product(mixed.constant, q, o.output, h, into: x.pointer, add: true)
      norm(o.feedForwardNorm, into: y.pointer)
      product(y.constant, h, o.gateUp, 2 * f, into: gateUp.pointer)
      Kernels.swiglu(gateUp.constant, active.pointer, rows: 1, width: f)
      product(active.constant, f, o.down, h, into: x.pointer, add: true)
    }
    norm(layout.finalNorm, into: state)
  }

  /// y = W x, or += with `add`; W: outputs x inputs at `offset`.
  private func product(
    _ x: UnsafePointer<Float>, _ inputs: Int, _ offset: Int, _ outputs: Int, into y: UnsafeMutablePointer<Float>,
    add: Bool = false
  ) {
    LinearAlgebra.multiply(
      outputs, 1, inputs, w.matrix(offset, outputs * inputs), inputs, x, 1, beta: add ? 1 : 0, into: y, 1)
  }
}
