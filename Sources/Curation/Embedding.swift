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
    var vectors: [[Float]] = []
    var start = 0
    while start < segments.count {
      var end = start
      var tokens = 0
      repeat {
        tokens += segments[end].tokens.count
        end += 1
      } while end < segments.count && tokens + segments[end].tokens.count <= batchTokens
      if work.cancellation.isCancelled {
        throw Interrupted(done: start, total: segments.count, what: "rows embedded")
      }
      let batch = try model.losses(of: Array(segments[start..<end])).map { $0.pooled ?? [] }
      try keep(Array(start..<end), batch)
      vectors += batch
      start = end
      work.progress(Progress(label: "embed", done: Double(end), total: Double(segments.count), unit: "rows"))
    }
    return vectors
  }
}
