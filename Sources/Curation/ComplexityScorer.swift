import LanguageModel
import Numerics
import Work

/// What the scorer is asked of one row: its two sequences, over the same answer tokens.
public struct ScoringRequest: Sendable {
  /// begin-of-text, question, answer; its targets are the answer, its pool the question's positions.
  public var conditional: Segment
  /// begin-of-text, answer.
  public var direct: Segment

  public init(conditional: Segment, direct: Segment) {
    self.conditional = conditional
    self.direct = direct
  }

  var tokens: Int { conditional.tokens.count + direct.tokens.count }
}

/// What one scored row yields.
public struct ScoredRow: Sendable {
  public var complexity: Complexity
  /// The question's mean last hidden state, from the conditional pass: attention is causal, so it is the same as
  /// that of the question alone.
  public var embedding: [Float]

  public init(complexity: Complexity, embedding: [Float]) {
    self.complexity = complexity
    self.embedding = embedding
  }
}

/// Scores rows in batches of isolated sequences.
///
/// The batches are a pure function of all requests and the seed, and a batch is the unit of resume: a run that was
/// interrupted and goes on computes the very batches that an undisturbed one computes.
public struct ComplexityScorer: Sendable {
  /// Part of every key under which scores are remembered; raised when a score could come out differently.
  public static let version = 1

  /// Tokens of one batch, both passes of its rows together.
  public var batchTokens: Int
  public var seed: UInt64

  public init(seed: UInt64, batchTokens: Int = 8_192) {
    self.seed = seed
    self.batchTokens = batchTokens
  }

  /// The rows of each batch: all rows in an order drawn from the seed, cut where the token budget is reached.
  ///
  /// The order makes whatever is done at an interruption a fair sample of the whole.
  public func batches(_ requests: [ScoringRequest]) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, stream: "score")
    var batches: [[Int]] = []
    var current: [Int] = []
    var tokens = 0
    for row in generator.permutation(requests.count) {
      let size = requests[row].tokens
      if !current.isEmpty, tokens + size > batchTokens {
        batches.append(current)
        current = []
        tokens = 0
      }
      current.append(row)
      tokens += size
    }
    if !current.isEmpty { batches.append(current) }
    return batches
  }

  /// Scores the rows that `known` does not hold yet, batch by batch.
  ///
  /// - Parameters:
  ///   - known: rows that are remembered; a batch of which all rows are known is not computed.
  ///   - keep: called after each batch with its new rows, so that nothing done is lost.
  ///   - shouldStop: asked between batches, for `for 30m`; the rest stays unscored.
  /// - Returns: per request its score, or nil where the run stopped before it.
  /// - Throws: `Interrupted` at cancellation, after the last whole batch was kept; what the model or `keep` throws.
  public func score(
    _ requests: [ScoringRequest], model: LanguageModel, known: [Int: ScoredRow], work: Work,
    keep: ([(row: Int, score: ScoredRow)]) throws -> Void, shouldStop: () -> Bool = { false }
  ) throws -> [ScoredRow?] {
    var scores = [ScoredRow?](repeating: nil, count: requests.count)
    for (row, score) in known { scores[row] = score }
    let plan = batches(requests)
    let total = requests.reduce(0) { $0 + $1.tokens }
    var done = known.keys.reduce(0) { $0 + requests[$1].tokens }
    let kept = done
    func report() {
      work.progress(Progress(label: "score", done: Double(done - kept), total: Double(total - kept), unit: "tokens"))
    }
    report()
    for batch in plan {
      let missing = batch.filter { scores[$0] == nil }
      if missing.isEmpty { continue }
      if shouldStop() { break }
      if work.cancellation.isCancelled {
        throw Interrupted(
          done: scores.count { $0 != nil }, total: requests.count, what: "texts scored", kept: "every score so far")
      }
      let losses = try model.losses(of: missing.flatMap { [requests[$0].conditional, requests[$0].direct] })
      var fresh: [(row: Int, score: ScoredRow)] = []
      for (i, row) in missing.enumerated() {
        let conditional = losses[2 * i]
        let direct = losses[2 * i + 1]
        let count = Double(max(1, conditional.count))
        fresh.append(
          (
            row,
            ScoredRow(
              complexity: Complexity(
                lossConditional: conditional.nats / count, lossDirect: direct.nats / count,
                answerTokens: conditional.count),
              embedding: conditional.pooled ?? [])
          ))
        done += requests[row].tokens
      }
      try keep(fresh)
      for (row, score) in fresh { scores[row] = score }
      report()
    }
    return scores
  }
}
