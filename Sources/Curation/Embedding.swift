public import LanguageModel
public import Work

/// Vectors that say what a text is about: mean last hidden states of the base model.
public enum Embedding {
  /// The pooled vector of each segment, in batches of at most `batchTokens` tokens.
  ///
  /// - Parameter keep: takes each batch's places in `segments` and their vectors as soon as they are known.
  /// - Throws: `Interrupted` between batches; what the model or `keep` throws.
  public static func pooled(
    _ segments: [Segment], model: LanguageModel, batchTokens: Int = 8_192, work: Work,
    keep: (_ places: [Int], _ vectors: [[Float]]) throws -> Void = { _, _ in }
  ) throws -> [[Float]] {
    var vectors = [[Float]](repeating: [], count: segments.count)
    try model.losses(of: segments, batchTokens: batchTokens, label: "embed", what: "rows embedded", work: work) {
      let made = $1.map { $0.pooled ?? [] }
      try keep(Array($0), made)
      vectors.replaceSubrange($0, with: made)
    }
    return vectors
  }
}
