import Curation
import Digests
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows
import Work

/// Rows as measures by loss see them: each answer after its question, under one model or several that follow from it.
struct AnswerPasses {
  let rows: Rows
  let loaded: LoadedModel
  let template: ModelTemplate
  let provenance: ScoringProvenance
  /// Rows without a sequence are dropped in it.
  private(set) var ledger: Ledger
  private let context: RunContext
  private let encoded: EncodedRows
  private var segments: [[Segment]] = []
  private var contents: [ContentDigest] = []
  /// Rows that have a sequence, and which one: rows of the same text share it.
  private(set) var places: [(row: Int, segment: Int)] = []

  init(
    _ value: RowsValue, _ loaded: LoadedModel, formula: String, target: ContentDigest? = nil, _ context: RunContext
  ) throws {
    rows = value.rows
    self.loaded = loaded
    self.context = context
    template = try context.models.template(context.settings, directory: loaded.directory)
    provenance = ScoringProvenance(
      model: loaded.digest, template: template.template.name,
      maximalLength: loaded.model.configuration.longestRow(context.settings), formula: formula,
      precision: context.settings.arithmetic, target: target)
    ledger = Ledger(rowsIn: rows.count)
    encoded = try EncodedRows(rows, loaded, template.template, context)
    var placeOfContent: [ContentDigest: Int] = [:]
    for row in 0..<rows.count {
      do throws(Unscorable) {
        let pair = try encoded.scoringPair(row, maxLength: provenance.maximalLength)
        ledger.tokensCut += pair.tokensCut
        let content = rows.contentKey(of: row)
        let place = placeOfContent[content] ?? segments.count
        if place == segments.count {
          placeOfContent[content] = place
          contents.append(content)
          var segment = pair.conditional
          segment.pool = nil
          segments.append([segment])
        }
        places.append((row, place))
      } catch {
        ledger.drop(error.reason, row: rows.rowNumbers[row])
      }
    }
  }

  /// Tokens of one pass over all segments.
  var tokens: Int { segments.reduce(0) { $0 + $1.reduce(0) { $0 + $1.tokens.count } } }

  /// Losses by segment: remembered, or by a pass of the model over those that are not.
  ///
  /// - Parameters:
  ///   - warmUp: what `model` was tuned on; nil for the base.
  ///   - keepsPart: whether the user's stopping it leaves rows that mean something: those of the last pass do.
  ///   - model: asked only where a row is not remembered.
  /// - Returns: nil where the pass stopped before the row.
  func losses(
    _ label: String, warmUp: ContentDigest? = nil, limit: Double? = nil, keepsPart: Bool = false,
    model: () throws -> LanguageModel
  ) throws -> [AnswerLoss?] {
    let memory = RememberedLosses(store: context.store, provenance: provenance, warmUp: warmUp)
    let known = try memory.losses(contents)
    guard known.count < segments.count else { return segments.indices.map { known[$0] } }
    try PassMemory(
      loaded.model.configuration,
      lengths: segments.indices.lazy.filter { known[$0] == nil }.map { segments[$0][0].tokens.count }
    ).check("scoring", of: loaded)
    let watch = Stopwatch()
    func seconds() -> Double { watch.seconds }
    var computed = 0
    let losses = try BatchedLosses(seed: context.seed, label: label).run(
      segments, model: model(), known: known, work: context.work,
      score: { losses in
        let loss = losses[losses.startIndex]
        return AnswerLoss(mean: loss.nats / Double(max(1, loss.count)), tokens: loss.count)
      },
      keep: { fresh in
        try memory.remember(fresh.map { (contents[$0.row], $0.score) })
        computed += fresh.reduce(0) { $0 + segments[$1.row][0].tokens.count }
      },
      shouldStop: {
        (limit.map { seconds() >= $0 } ?? false) || (keepsPart && context.isStopped(after: known.count + computed))
      })
    try Rates.recordScoring(loaded, tokens: computed, seconds: seconds(), context)
    return losses
  }

  /// Projected gradients of each segment's loss, of length 1: remembered, or by a pass forward and back over those that are not.
  ///
  /// - Parameters:
  ///   - warmUp: what the adapter of `model` was tuned on.
  ///   - model: asked only where a row is not remembered.
  /// - Returns: NaN where a gradient is not finite, or zero.
  func gradients(
    _ label: String, warmUp: ContentDigest, by projection: SignProjection, model: () throws -> LanguageModel
  ) throws -> [[Float]] {
    let memory = RememberedGradients(
      store: context.store, provenance: provenance, warmUp: warmUp, projection: projection)
    let known = try memory.vectors(contents)
    guard known.count < segments.count else { return segments.indices.compactMap { known[$0] } }
    let model = try model()
    return try BatchedLosses(seed: context.seed, batchTokens: WarmUps.capacity, label: label).run(
      segments, passes: { try model.projectedGradients(ofBatches: $0, by: projection, shouldStop: $1, each: $2) },
      known: known, work: context.work,
      score: { vectors in
        let vector = vectors[vectors.startIndex]
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return vector.map { length > 0 && length.isFinite ? Float(Double($0) / length) : .nan }
      },
      keep: { fresh in try memory.remember(fresh.map { (contents[$0.row], $0.score) }) }
    ).compactMap(\.self)
  }

  /// The rows with the columns that `score` makes of each row's segment; rows without a finite value are failures, those
  /// that a pass did not reach are not scored yet.
  /// - Parameter score: the values of `measure.adds`, in their order; nil: not scored yet.
  func result(
    _ measure: some Measure, _ value: RowsValue, call: BoundCall, lines: [StageBlock.Line] = [],
    _ score: (_ segment: Int) -> [Double]?
  ) throws -> StageResult {
    var ledger = ledger
    var kept: [Int] = []
    var columns = measure.adds.map { _ in [Double]() }
    var unfinished = 0
    for (row, segment) in places {
      guard let values = score(segment) else {
        unfinished += 1
        continue
      }
      guard values.allSatisfy(\.isFinite) else {
        ledger.fail("loss not a number", row: rows.rowNumbers[row])
        continue
      }
      kept.append(row)
      for place in columns.indices { columns[place].append(values[place]) }
    }
    if unfinished > 0 { ledger.dropped.append(Ledger.Entry(reason: "not scored yet", count: unfinished)) }
    ledger.kept = kept.count
    encoded.count(kept, numbers: rows.rowNumbers, into: &ledger)
    var result = value.with(rows.taking(kept))
    for (column, values) in zip(measure.adds, columns).reversed() {
      // The one that ranks stands last.
      result.rows = result.rows.removing(column.name).adding(.numbers(values), named: column.name)
    }
    result.scores[measure.name] = provenance
    var block: [StageBlock.Line] = []
    if let ranking = measure.adds.first, let values = columns.first {
      block = ScoreLines.lines(ranking.name, values, of: result.rows, ledger)
    }
    block.append(
      StageBlock.Line(
        "by \(loaded.name), template \(template.shown)", " · at most \(Figures.count(provenance.maximalLength)) tokens")
    )
    block += ledger.notes.map { StageBlock.Line($0) }
    if let emptiness = ledger.emptiness { block.append(StageBlock.Line(emptiness)) }
    var scored = StageResult(
      result, blocks: [StageBlock("score", block + lines + loaded.remarks)], purpose: .choosing, accounting: ledger,
      isComplete: unfinished == 0)
    scored.interruption = context.interruption(of: kept.count, and: unfinished)
    return scored
  }
}
