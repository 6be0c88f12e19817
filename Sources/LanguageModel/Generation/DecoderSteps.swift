import Kernels
import Numerics

/// A decoder as generation runs it: prompts as segments end to end, then one token of each live continuation a step.
final class DecoderSteps<Element: StoredElement>: StepwiseModel {
  private let decoder: Decoder<Element>
  /// For few continuations, which read the weights as they are stored.
  private let few: Decoder<Float>
  private var c: ModelConfiguration { decoder.c }
  private var logits = AlignedBuffer<Float>(count: 0)  // rows x vocabulary
  private var last = AlignedBuffer<Float>(count: 0)  // rows x hidden

  init(_ decoder: Decoder<Element>) {
    self.decoder = decoder
    few = decoder as? Decoder<Float> ?? Decoder(decoder.c, decoder.w, decoder.adapter?.adapter)
  }

  var vocabularySize: Int { c.vocabularySize }
  var nextLogits: UnsafePointer<Float> { logits.constant }

  func read(_ prompts: [[Int32]]) -> [KeyValueCache] {
    let segments = prompts.map { Segment(tokens: $0, learnFrom: $0.count) }
    let caches = prompts.map { prompt in
      var cache = KeyValueCache(layers: c.layers, width: 2 * c.keyWidth)
      for token in prompt { cache.grow(token) }
      return cache
    }
    decoder.forward(segments, keeping: .nothing) { [decoder] l, k in
      for (cache, start) in zip(caches, decoder.starts) { self.keep(k, l, from: start, in: cache, at: 0) }
    }
    predict(from: zip(decoder.starts, prompts).map { $0 + $1.count - 1 }, of: decoder)
    return caches
  }

  func step(_ tokens: [Int32], _ caches: inout [KeyValueCache]) {
    let outgrown = outgrown(caches)
    if !outgrown.isEmpty { return step(tokens, &caches, rereading: outgrown) }
    if tokens.count < Decoder<Float>.fewRows { step(tokens, &caches, few) } else { step(tokens, &caches, decoder) }
  }

  private func step<E>(_ tokens: [Int32], _ caches: inout [KeyValueCache], _ decoder: Decoder<E>) {
    for (i, token) in tokens.enumerated() { caches[i].grow(token) }
    let (places, caches) = (caches.map { $0.count - 1 }, caches)
    decoder.prepare(positions: places)
    let input = decoder.space.layer(0).input.pointer
    for (i, token) in tokens.enumerated() { decoder.embed(token, at: places[i], into: input + i * c.hiddenSize) }
    decoder.runLayers { l, k in
      for (i, cache) in caches.enumerated() { keep(k, l, from: i, in: cache, at: places[i]) }
      attend(l, k, to: caches, decoder)
    }
    predict(from: Array(tokens.indices), of: decoder)
  }

  /// Copies keys and values of the rows from `row` to the cache's positions from `position` to its end.
  private func keep<E>(_ k: LayerActivations<E>, _ layer: Int, from row: Int, in cache: KeyValueCache, at position: Int)
  {
    let source = k.attention.pointer + row * c.attentionWidth + c.queryWidth
    cache.runs(layer, position..<cache.count) { positions, entry in
      for (i, p) in positions.enumerated() {
        Kernels.load(source + (p - position) * c.attentionWidth, as: E.self, entry + i * cache.width, cache.width)
      }
    }
  }

  /// k.mixed = softmax(QKᵀ·scale) V, each row's query over the positions of its own cache: in float32 the bits that it has among
  /// the queries of its whole segment.
  private func attend<E>(_ l: Int, _ k: LayerActivations<E>, to caches: [KeyValueCache], _ decoder: Decoder<E>) {
    let d = c.headDimension
    let (group, scale) = (c.heads / c.keyValueHeads, c.attentionScale(l))
    Parallel.forEach(caches.count * c.keyValueHeads) { [c] task in
      let (row, keyHead) = (task / c.keyValueHeads, task % c.keyValueHeads)
      let (cache, last) = (caches[row], caches[row].count - 1)
      decoder.attention.withWorkspace(length: cache.count, window: decoder.window(l)) { work in
        work.cap = decoder.scoreCap
        work.take(cache, layer: l, keyHead * d, into: work.keys)
        work.take(cache, layer: l, c.keyWidth + keyHead * d, into: work.values)
        for head in keyHead * group..<(keyHead + 1) * group {
          (work.queries.pointer + last * d).update(
            from: k.attention.constant + row * c.attentionWidth + head * d, count: d)
          work.attend(last..<cache.count, scale: scale) { _, sum, total, _ in
            Kernels.scale(sum, by: 1 / total, into: k.mixed.pointer + row * c.queryWidth + head * d, d)
          }
        }
      }
    }
  }

  /// No sequence that is longer has the keys of a shorter one; nil where all have.
  var longestShort: Int? { decoder.rope?.longestShort }

  /// Makes these rows the next logits.
  func show(_ rows: [[Float]]) {
    if logits.count < rows.count * vocabularySize { logits = AlignedBuffer(uninitialized: rows.count * vocabularySize) }
    for (i, row) in rows.enumerated() {
      for (j, logit) in row.enumerated() { logits.pointer[i * vocabularySize + j] = logit }
    }
  }

  /// The logits of these rows of the decoder's last hidden states.
  private func predict<E>(from rows: [Int], of decoder: Decoder<E>) {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    if logits.count < rows.count * v { logits = AlignedBuffer(uninitialized: rows.count * v) }
    if last.count < rows.count * h { last = AlignedBuffer(uninitialized: rows.count * h) }
    for (i, row) in rows.enumerated() {
      (last.pointer + i * h).update(from: decoder.space.hidden.constant + row * h, count: h)
    }
    decoder.multiplyByHead(last, rows: rows.count, into: logits, few: true)
  }
}
