import Kernels
import Numerics

/// Chooses one prompt's next token from its logits.
///
/// The order is that of transformers: temperature, then top-k, then top-p. What is drawn depends on the seed, the
/// prompt's stream and the logits alone, never on which other prompts are continued beside it.
package struct Sampler {
  package let options: GenerationOptions
  private var generator: SeededGenerator

  package init(_ options: GenerationOptions, stream: Int) {
    self.options = options
    generator = SeededGenerator(seed: options.seed, stream: "generate \(stream)")
  }

  package mutating func next(_ logits: UnsafePointer<Float>, _ count: Int) -> Int32 {
    guard options.samples else {
      var best = 0
      for i in 1..<max(1, count) where logits[i] > logits[best] { best = i }
      return Int32(best)
    }
    return draw(from: Self.candidates(logits, count, options))
  }

  /// Softmax over the candidates, in vocabulary order, and the one at a uniform place of it.
  private mutating func draw(from candidates: [TopSelection.Item]) -> Int32 {
    var top = -Float.infinity
    for candidate in candidates { top = max(top, candidate.score) }
    let weights = candidates.map { Elementary.exp(Double($0.score - top)) }
    let place = generator.uniform() * weights.reduce(0, +)
    var sum = 0.0
    for (candidate, weight) in zip(candidates, weights) {
      sum += weight
      if sum > place { return Int32(candidate.index) }
    }
    return Int32(candidates.last?.index ?? 0)
  }

  /// The tokens that may be drawn, in vocabulary order, with their scores after the temperature.
  package static func candidates(
    _ logits: UnsafePointer<Float>, _ count: Int, _ options: GenerationOptions
  ) -> [TopSelection.Item] {
    let temperature = Float(options.temperature)
    var kept: [TopSelection.Item] = []
    kept.reserveCapacity(count)
    for i in 0..<count { kept.append(TopSelection.Item(score: logits[i] / temperature, index: i)) }
    if let k = options.topK, k < count {
      let least = leastOfTop(k, kept)
      kept.removeAll { $0.score < least }
    }
    if let p = options.topP, p < 1 { kept = nucleus(p, kept) }
    return kept
  }

  /// The k-th largest score.
  private static func leastOfTop(_ k: Int, _ items: [TopSelection.Item]) -> Float {
    // Inserting into a short list beats sorting a vocabulary; into a long one it does not.
    guard k <= 256 else { return items.map(\.score).sorted(by: >)[k - 1] }
    var top = TopSelection(k)
    for item in items { top.offer(item.score, item.index) }
    return top.floor
  }

  /// Without the least likely tokens whose probabilities add up to at most 1 - p; one is always left.
  private static func nucleus(_ p: Double, _ items: [TopSelection.Item]) -> [TopSelection.Item] {
    let ascending = items.sorted { ($0.score, $0.index) < ($1.score, $1.index) }
    guard let top = ascending.last?.score else { return items }
    let weights = ascending.map { Elementary.exp(Double($0.score - top)) }
    let total = weights.reduce(0, +)
    let limit = Float(1 - p)
    var sum = 0.0
    var dropped = 0
    for weight in weights.dropLast() {
      sum += Double(Float(weight / total))
      guard Float(sum) <= limit else { break }
      dropped += 1
    }
    return ascending[dropped...].sorted { $0.index < $1.index }
  }
}
