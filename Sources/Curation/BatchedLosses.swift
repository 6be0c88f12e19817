public import LanguageModel
import Numerics
public import Work

/// Passes of a model over many rows, each of which has one or more isolated sequences.
///
/// The batches are a pure function of the sequences' lengths and the seed, and a batch is the unit of resume: a run that
/// was interrupted and goes on computes the very batches that an undisturbed one computes.
public struct BatchedLosses: Sendable {
  /// Of the order in which batches are taken.
  public var seed: UInt64
  /// Tokens of one batch.
  public var batchTokens: Int
  /// What progress calls the work.
  public var label: String

  /// Batches of at most `batchTokens` tokens; `label` is what progress is reported as.
  public init(seed: UInt64, batchTokens: Int = 8_192, label: String = "score") {
    self.seed = seed
    self.batchTokens = batchTokens
    self.label = label
  }

  /// The rows of each batch, given the tokens of each row: all rows in an order drawn from the seed, cut where the token
  /// budget is reached.
  ///
  /// The order makes whatever is done at an interruption a fair sample of the whole.
  public func batches(_ tokens: [Int]) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, stream: "score")
    var batches: [[Int]] = []
    var current: [Int] = []
    var sum = 0
    for row in generator.permutation(tokens.count) {
      if !current.isEmpty, sum + tokens[row] > batchTokens {
        batches.append(current)
        current = []
        sum = 0
      }
      current.append(row)
      sum += tokens[row]
    }
    if !current.isEmpty { batches.append(current) }
    return batches
  }

  /// Runs the model over the rows that `known` does not hold yet, batch by batch.
  ///
  /// - Parameters:
  ///   - segments: the sequences of each row.
  ///   - known: rows that are remembered; a batch of which all rows are known is not computed.
  ///   - score: what becomes of the losses of a row's sequences.
  ///   - keep: called after each batch with its new rows, so that nothing done is lost.
  ///   - shouldStop: asked between batches; the rest stays without a score.
  /// - Returns: per row its score, or nil where the run stopped before it.
  /// - Throws: `Interrupted` at cancellation, after the last whole batch was kept; what the model or `keep` throws.
  public func run<Score>(
    _ segments: [[Segment]], model: LanguageModel, known: [Int: Score], work: Work,
    score: (ArraySlice<SegmentLoss>) -> Score, keep: ([(row: Int, score: Score)]) throws -> Void,
    shouldStop: () -> Bool = { false }
  ) throws -> [Score?] {
    try run(
      segments, passes: { try model.losses(ofBatches: $0, shouldStop: $1, each: $2) }, known: known,
      work: work.shared(by: model.crew),
      score: score, keep: keep, shouldStop: shouldStop)
  }

  /// Passes over batches of sequences: asked between them whether to stop, they hand over what they make of each.
  public typealias Passes<Made> = (
    _ batches: [[Segment]], _ shouldStop: () throws -> Bool, _ each: (Int, [Made]) throws -> Void
  ) throws -> Void

  /// The same with passes of the caller's own, which make one thing of each sequence of a batch.
  public func run<Made, Score>(
    _ segments: [[Segment]], passes: @escaping Passes<Made>, known: [Int: Score], work: Work,
    score: (ArraySlice<Made>) -> Score, keep: ([(row: Int, score: Score)]) throws -> Void,
    shouldStop: () -> Bool = { false }
  ) throws -> [Score?] {
    var scores = [Score?](repeating: nil, count: segments.count)
    for (row, score) in known { scores[row] = score }
    let sizes = segments.map { $0.reduce(0) { $0 + $1.tokens.count } }
    let total = sizes.indices.reduce(0) { $0 + (known[$1] == nil ? sizes[$1] : 0) }
    var done = 0
    func report() {
      work.progress(Progress(label: label, done: Double(done), total: Double(total), unit: "tokens"))
    }
    report()
    let open = batches(sizes).map { $0.filter { scores[$0] == nil } }.filter { !$0.isEmpty }
    try passes(
      open.map { $0.flatMap { segments[$0] } },
      {
        if shouldStop() { return true }
        guard work.cancellation.isCancelled else { return false }
        throw Interrupted(
          done: scores.count { $0 != nil }, total: segments.count, what: "texts scored", kept: "every score so far")
      },
      { batch, made in
        var fresh: [(row: Int, score: Score)] = []
        var place = 0
        for row in open[batch] {
          fresh.append((row, score(made[place..<place + segments[row].count])))
          place += segments[row].count
          done += sizes[row]
        }
        try keep(fresh)
        for (row, score) in fresh { scores[row] = score }
        report()
      })
    return scores
  }
}
