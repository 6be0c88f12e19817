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
    let work = work.shared(by: model)
    let batches = Segment.batches(segments.map(\.tokens.count), atMost: batchTokens)
    var vectors = [[Float]](repeating: [], count: segments.count)
    var done = 0
    try model.losses(
      ofBatches: batches.map { Array(segments[$0]) },
      shouldStop: {
        if work.cancellation.isCancelled {
          throw Interrupted(done: done, total: segments.count, what: "rows embedded")
        }
        return false
      },
      each: { batch, losses in
        let made = losses.map { $0.pooled ?? [] }
        try keep(Array(batches[batch]), made)
        vectors.replaceSubrange(batches[batch], with: made)
        done += made.count
        work.progress(Progress(label: "embed", done: Double(done), total: Double(segments.count), unit: "rows"))
      })
    return vectors
  }
}
