import Kernels
import Numerics

/// A decoder as generation runs it: prompts as segments end to end, then one token of each live continuation a step.
final class DecoderSteps: StepwiseModel {
  private let decoder: Decoder
  private var c: ModelConfiguration { decoder.c }
  private var logits = AlignedBuffer<Float>(count: 0)  // rows x vocabulary
  private var last = AlignedBuffer<Float>(count: 0)  // rows x hidden

  init(_ decoder: Decoder) { self.decoder = decoder }

  var vocabularySize: Int { c.vocabularySize }
  var nextLogits: UnsafePointer<Float> { logits.constant }

  func read(_ prompts: [[Int32]]) -> [KeyValueCache] {
    let segments = prompts.map { Segment(tokens: $0, learnFrom: $0.count) }
    let caches = prompts.map { prompt in
      var cache = KeyValueCache(layers: c.layers, width: 2 * c.keyWidth)
      for _ in prompt { cache.grow() }
      return cache
    }
    decoder.forward(segments, keeping: .nothing) { [decoder] l, k in
      decoder.attend(l, k)
      for (cache, start) in zip(caches, decoder.starts) { self.keep(k, l, from: start, in: cache, at: 0) }
    }
    predict(from: zip(decoder.starts, prompts).map { $0 + $1.count - 1 })
    return caches
  }

  func step(_ tokens: [Int32], _ caches: inout [KeyValueCache]) {
    for i in caches.indices { caches[i].grow() }
    let places = caches.map { $0.count - 1 }
    decoder.prepare(positions: places)
    let k = decoder.kept[0]
    for (i, token) in tokens.enumerated() {
      decoder.embed(token, at: places[i], into: k.input.pointer + i * c.hiddenSize)
    }
    for l in 0..<c.layers {
      decoder.runLayer(l, k, into: k.input) { k in
        for (i, cache) in caches.enumerated() { keep(k, l, from: i, in: cache, at: places[i]) }
        attend(l, k, to: caches)
      }
    }
    decoder.normalize(k.input, decoder.layout.finalNorm, into: decoder.hidden, moments: decoder.finalMoments)
    predict(from: Array(tokens.indices))
  }

  /// Copies keys and values of the rows from `row` to the cache's positions from `position` to its end.
  private func keep(_ k: Decoder.Kept, _ layer: Int, from row: Int, in cache: KeyValueCache, at position: Int) {
    let source = k.attention.pointer + row * c.attentionWidth + c.queryWidth
    cache.runs(layer, position..<cache.count) { positions, entry in
      for (i, p) in positions.enumerated() {
        (entry + i * cache.width).update(from: source + (p - position) * c.attentionWidth, count: cache.width)
      }
    }
  }

  /// k.mixed = softmax(QKᵀ·scale) V, each row's query over the positions of its own cache that its window reaches.
  private func attend(_ l: Int, _ k: Decoder.Kept, to caches: [KeyValueCache]) {
    let (d, q) = (c.headDimension, c.queryWidth)
    let group = c.heads / c.keyValueHeads
    let scale = c.attentionScale(l)
    let window = c.slidingWindow(l) ?? .max
    Parallel.forEach(caches.count * c.keyValueHeads) { [c] task in
      let (row, keyHead) = (task / c.keyValueHeads, task % c.keyValueHeads)
      let cache = caches[row]
      let seen = max(0, cache.count - window)..<cache.count
      let scores = AlignedBuffer<Float>(uninitialized: seen.count)
      for head in keyHead * group..<(keyHead + 1) * group {
        let query = k.attention.constant + row * c.attentionWidth + head * d
        let mixed = k.mixed.pointer + row * q + head * d
        cache.runs(l, seen) { positions, entry in
          let keys = UnsafePointer(entry + keyHead * d)
          for (i, p) in positions.enumerated() {
            scores.pointer[p - seen.lowerBound] = Kernels.dot(query, keys + i * cache.width, d) * scale
          }
        }
        Kernels.causalSoftmax(
          scores.pointer, stride: seen.count, rows: 1, columns: seen.count, first: seen.count - 1,
          logSum: k.logSum.pointer + row * c.heads + head, logSumStride: 1)
        mixed.update(repeating: 0, count: d)
        cache.runs(l, seen) { positions, entry in
          let values = UnsafePointer(entry + c.keyWidth + keyHead * d)
          for (i, p) in positions.enumerated() {
            Kernels.add(values + i * cache.width, times: scores.pointer[p - seen.lowerBound], to: mixed, d)
          }
        }
      }
    }
  }

  /// The logits of these rows of the decoder's last hidden states.
  private func predict(from rows: [Int]) {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    if logits.count < rows.count * v {
      logits = AlignedBuffer(uninitialized: rows.count * v)
      last = AlignedBuffer(uninitialized: rows.count * h)
    }
    for (i, row) in rows.enumerated() {
      (last.pointer + i * h).update(from: decoder.hidden.constant + row * h, count: h)
    }
    decoder.multiplyByHead(last, rows: rows.count, into: logits, step: true)
  }
}
