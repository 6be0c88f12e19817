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
    forward([Segment(tokens: prompt, learnFrom: prompt.count)], keeping: .everything)
    let width = 2 * c.keyWidth
    let cache = Cache(layers: c.layers, positions: prompt.count + room, width: width)
    for l in 0..<c.layers {
      for t in 0..<prompt.count {
        (cache.layers[l].pointer + t * width).update(
          from: kept[l].attention.pointer + t * c.attentionWidth + c.queryWidth, count: width)
      }
    }
    let logits = AlignedBuffer<Float>(count: c.vocabularySize)
    var made: [Int32] = []
    var last = hidden.constant + (prompt.count - 1) * c.hiddenSize
    while made.count < room, !shouldStop() {
      w.blocks(of: layout.head, rows: c.vocabularySize, columns: c.hiddenSize) { block, head in
        LinearAlgebra.multiply(
          block.count, 1, c.hiddenSize, head, c.hiddenSize, last, 1, into: logits.pointer + block.lowerBound, 1)
      }
      var best = 0
      for i in 1..<max(1, c.vocabularySize) where logits.pointer[i] > logits.pointer[best] { best = i }
      if let stop, best == Int(stop) { break }
      made.append(Int32(best))
      if made.count == room { break }
      step(Int32(best), at: prompt.count + made.count - 1, cache: cache)
      last = hidden.constant
    }
    return made
  }

  /// Runs one token at `position` through the layers; `hidden` receives its normalised last hidden state.
  private func step(_ token: Int32, at position: Int, cache: Cache) {
    prepare(positions: [position])
    let k = kept[0]
    embed(token, at: position, into: k.input.pointer)
    for l in 0..<c.layers {
      runLayer(l, k, into: k.input) { attend(l, $0, from: position, over: cache.layers[l].pointer) }
    }
    normalize(k.input, layout.finalNorm, into: hidden, moments: finalMoments)
  }

  /// Attention of the one row of `k` to the cache, of which it becomes part.
  private func attend(_ l: Int, _ k: Kept, from position: Int, over memory: UnsafeMutablePointer<Float>) {
    let (d, q, width) = (c.headDimension, c.queryWidth, 2 * c.keyWidth)
    (memory + position * width).update(from: k.attention.pointer + q, count: width)
    let first = c.slidingWindow(l).map { max(0, position - $0 + 1) } ?? 0
    let count = position + 1 - first
    let scores = AlignedBuffer<Float>(count: count)
    k.mixed.pointer.update(repeating: 0, count: q)
    for head in 0..<c.heads {
      let keys = UnsafePointer(memory + first * width + head / (c.heads / c.keyValueHeads) * d)
      for t in 0..<count {
        scores.pointer[t] = Kernels.dot(k.attention.constant + head * d, keys + t * width, d) * c.attentionScale(l)
      }
      Kernels.causalSoftmax(
        scores.pointer, stride: count, rows: 1, columns: count, first: count - 1, logSum: k.logSum.pointer,
        logSumStride: 1)
      for t in 0..<count {
        Kernels.add(keys + t * width + c.keyWidth, times: scores.pointer[t], to: k.mixed.pointer + head * d, d)
      }
    }
  }
}
