import Foundation
public import LanguageModel
public import Work

/// The answer losses of one model on a fixed set of rows.
public struct AnswerLosses: Sendable, Hashable, Codable {
  /// Total nats of each row's answer.
  public var nats: [Double]
  /// Answer tokens of each row.
  public var tokens: [Int]

  /// Of each row the sum of its losses in nats and the tokens that they are of; both of one length.
  public init(nats: [Double], tokens: [Int]) {
    self.nats = nats
    self.tokens = tokens
  }

  /// Total nats / total answer tokens: the loss per token, as the optimizer weighs it. NaN without tokens.
  public var mean: Double { nats.reduce(0, +) / Double(tokens.reduce(0, +)) }

  /// exp of the mean loss.
  public var perplexity: Double { exp(mean) }

  /// Measures the model on the segments, in batches of at most `batchTokens` tokens in the order given: the batches
  /// depend on the segments alone, so that two models are compared on the same ones.
  ///
  /// - Throws: `Interrupted` between batches; what the model throws.
  public init(of model: LanguageModel, on segments: [Segment], batchTokens: Int = 8_192, work: Work) throws {
    var nats = [Double](repeating: 0, count: segments.count)
    var tokens = [Int](repeating: 0, count: segments.count)
    try model.losses(
      of: segments, batchTokens: batchTokens, label: "held out", what: "rows evaluated", work: work
    ) { places, losses in
      for (row, loss) in zip(places, losses) { (nats[row], tokens[row]) = (loss.nats, loss.count) }
    }
    self.nats = nats
    self.tokens = tokens
  }
}
