public import LanguageModel
import Numerics
public import Work

/// What the scorer is asked of one row: its two sequences, over the same answer tokens.
public struct ScoringRequest: Sendable {
  /// begin-of-text, question, answer; its targets are the answer, its pool the question's positions.
  public var conditional: Segment
  /// begin-of-text, answer; its targets are the same answer tokens, without the question before them.
  public var direct: Segment

  /// The answer after its question, and the answer alone.
  public init(conditional: Segment, direct: Segment) {
    self.conditional = conditional
    self.direct = direct
  }

  var tokens: Int { conditional.tokens.count + direct.tokens.count }
}

/// What one scored row yields.
public struct ScoredRow: Sendable {
  /// Both losses of its answer, and their ratio.
  public var complexity: Complexity
  /// The question's mean last hidden state, from the conditional pass: attention is causal, so it is the same as
  /// that of the question alone.
  public var embedding: [Float]

  /// A row's score with its embedding.
  public init(complexity: Complexity, embedding: [Float]) {
    self.complexity = complexity
    self.embedding = embedding
  }
}

/// Scores rows in batches of isolated sequences: see `BatchedLosses`.
public struct ComplexityScorer: Sendable {
  /// Part of every key under which scores are remembered; raised when a score could come out differently.
  public static let version = 1

  private let passes: BatchedLosses

  /// - Parameter batchTokens: tokens of one batch, both passes of its rows together.
  public init(seed: UInt64, batchTokens: Int = 8_192) {
    passes = BatchedLosses(seed: seed, batchTokens: batchTokens)
  }

  /// The rows of each batch.
  public func batches(_ requests: [ScoringRequest]) -> [[Int]] { passes.batches(requests.map(\.tokens)) }

  /// Scores the rows that `known` does not hold yet; arguments, result and errors are those of `BatchedLosses.run`.
  public func score(
    _ requests: [ScoringRequest], model: LanguageModel, known: [Int: ScoredRow], work: Work,
    keep: ([(row: Int, score: ScoredRow)]) throws -> Void, shouldStop: () -> Bool = { false }
  ) throws -> [ScoredRow?] {
    try passes.run(
      requests.map { [$0.conditional, $0.direct] }, model: model, known: known, work: work,
      score: { losses in
        let (conditional, direct) = (losses[losses.startIndex], losses[losses.startIndex + 1])
        let count = Double(max(1, conditional.count))
        return ScoredRow(
          complexity: Complexity(
            lossConditional: conditional.nats / count, lossDirect: direct.nats / count,
            answerTokens: conditional.count),
          embedding: conditional.pooled ?? [])
      }, keep: keep, shouldStop: shouldStop)
  }
}
