import LanguageModel

/// The floating-point operations that a job needs, a multiplication and an addition counted as two.
///
/// Counted are matrix products alone: the blocks' matrices for every token; the output layer for every target; attention's
/// own products, QKᵀ and PV, for the positions that each position sees (the causal half, or the sliding window). A backward
/// pass needs twice the forward pass's. Not counted is what an implementation may add: padding, layers or scores that are
/// computed again, elementwise work.
struct Operations {
  private let configuration: ModelConfiguration

  init(_ configuration: ModelConfiguration) { self.configuration = configuration }

  /// Of one forward pass over the segments.
  func forward(_ segments: some Sequence<Segment>) -> Double {
    let c = configuration
    let token = 2 * Double((0..<c.layers).reduce(0) { $0 + c.metParameters(at: $1) })
    let target = 2 * Double(c.hiddenSize * c.vocabularySize)
    return segments.reduce(0) { sum, segment in
      let pairs = (0..<c.layers).reduce(0) { $0 + Self.seen(segment.tokens.count, window: c.slidingWindow($1)) }
      return sum + token * Double(segment.tokens.count) + target * Double(segment.targetCount)
        + 4 * Double(c.queryWidth) * Double(pairs)
    }
  }

  /// Of a forward and a backward pass over the segments, all weights being trained.
  func training(_ segments: some Sequence<Segment>) -> Double { 3 * forward(segments) }

  /// Positions seen by all positions together: the sum of min(i, window) for i in 1...length.
  private static func seen(_ length: Int, window: Int?) -> Int {
    let width = min(length, window ?? length)
    return width * (width + 1) / 2 + (length - width) * width
  }
}
