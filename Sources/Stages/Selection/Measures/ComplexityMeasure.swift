import Curation
import Diagnostics
import Digests
import Foundation
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows
import Store
import Work

/// `score complexity`: how hard each answer is to derive from its question, for the model that is to be tuned.
struct ComplexityMeasure: ModelMeasure {
  let name = "complexity"
  let help = "IFD: perplexity with the question over perplexity without"
  let adds = [
    ColumnInfo(Self.column, .number), ColumnInfo("loss_cond", .number), ColumnInfo("loss_direct", .number),
    ColumnInfo("embedding", .vector),
  ]
  let order = ["ifd", "loss_cond", "loss_direct"]
  /// What ranks the rows.
  static let column = "ifd"
  let options = [ScoreOptions.with, ScoreOptions.duration]

  func dependence(_ call: BoundCall) -> String? { nil }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    // Twice the answer, once the question: about 1.7 times the row where answers are 70 % of it.
    try PassEstimate(passes: 1.7, call, input, context).estimate
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let rows = value.rows
    let loaded = try context.models.load(call, option: "with", context)
    let template = try context.models.template(context.settings, directory: loaded.directory)
    let provenance = ScoringProvenance(
      model: loaded.digest, template: template.template.name,
      maximalLength: loaded.model.configuration.longestRow(context.settings), formula: "ifd-ratio-of-perplexities",
      precision: context.settings.arithmetic)

    var ledger = Ledger(rowsIn: rows.count)
    let encoded = try EncodedRows(rows, loaded, template.template, context)
    let memory = RememberedScores(store: context.store, provenance: provenance)
    // Rows of the same text are scored once: their scores are then equal to the bit, and the row number decides a tie.
    var requests: [ScoringRequest] = []
    var keys: [ContentDigest] = []
    var requestOfKey: [ContentDigest: Int] = [:]
    var places: [(row: Int, request: Int)] = []
    for row in 0..<rows.count {
      do throws(Unscorable) {
        let pair = try encoded.scoringPair(row, maxLength: provenance.maximalLength)
        ledger.tokensCut += pair.tokensCut
        let key = memory.key(rows.contentKey(of: row))
        let request = requestOfKey[key] ?? requests.count
        if request == requests.count {
          requestOfKey[key] = request
          keys.append(key)
          requests.append(ScoringRequest(conditional: pair.conditional, direct: pair.direct))
        }
        places.append((row, request))
      } catch {
        ledger.drop(error.reason, row: rows.rowNumbers[row])
      }
    }

    let remembered = try memory.scores(keys)
    var known: [Int: ScoredRow] = [:]
    for (request, key) in keys.enumerated() { known[request] = remembered[key] }
    // Rows that were saved with their scores and vectors bring them along, wherever they were scored.
    if value.scores[name] == provenance {
      for (row, request) in places where known[request] == nil {
        known[request] = rows.score(row, dimension: loaded.model.configuration.hiddenSize)
      }
    }

    let toScore = requests.indices.lazy.filter { known[$0] == nil }
    try PassMemory(
      loaded.model.configuration,
      lengths: toScore.map { requests[$0].conditional.tokens.count + requests[$0].direct.tokens.count }
    ).check("scoring", of: loaded)

    let watch = Stopwatch()
    let limit = try call.optionalDuration("for")
    var computed = 0
    let scores = try ComplexityScorer(seed: context.seed).score(
      requests, model: loaded.model, known: known, work: context.work,
      keep: { fresh in
        try memory.remember(fresh.map { (keys[$0.row], $0.score) })
        computed += fresh.reduce(0) {
          $0 + requests[$1.row].conditional.tokens.count + requests[$1.row].direct.tokens.count
        }
      },
      shouldStop: { (limit.map { watch.seconds >= $0 } ?? false) || context.isStopped(after: known.count + computed) })
    let seconds = watch.seconds
    try Rates.recordScoring(loaded, tokens: computed, seconds: seconds, context)

    var kept: [Int] = []
    var finite: [ScoredRow] = []
    var unfinished = 0
    for (row, request) in places {
      guard let score = scores[request] else {
        unfinished += 1
        continue
      }
      guard score.complexity.isFinite else {
        ledger.fail("loss not a number", row: rows.rowNumbers[row])
        continue
      }
      kept.append(row)
      finite.append(score)
    }
    if unfinished > 0 { ledger.dropped.append(Ledger.Entry(reason: "not scored yet", count: unfinished)) }
    ledger.kept = kept.count
    encoded.count(kept, numbers: rows.rowNumbers, into: &ledger)

    let dimension = loaded.model.configuration.hiddenSize
    var result = value.with(
      order.reduce(rows.taking(kept)) { $0.removing($1) }
        .adding(.integers(finite.map(\.complexity.answerTokens)), named: "answer_tokens")
        .adding(.numbers(finite.map(\.complexity.ifd)), named: "ifd")
        .adding(.numbers(finite.map(\.complexity.lossConditional)), named: "loss_cond")
        .adding(.numbers(finite.map(\.complexity.lossDirect)), named: "loss_direct"))
    // An encoder that the user named stays what the questions are grouped by.
    if value.embedding?.isEncoder != true {
      result.rows = result.rows.adding(
        .vectors(finite.flatMap(\.embedding), dimension: dimension), named: "embedding")
      result.embedding = nil
    }
    result.scores[name] = provenance
    var scored = StageResult(
      result,
      blocks: [
        block(
          ledger, finite.map(\.complexity), remembered: places.count { known[$0.request] != nil }, loaded, template,
          longest: provenance.maximalLength)
      ],
      purpose: .choosing,
      accounting: ledger, isComplete: unfinished == 0)
    scored.interruption = context.interruption(of: kept.count, and: unfinished)
    return scored
  }

  /// `ifd 0.44 ▁▂▃▅▇█▆▃▁ 1.24 · median 0.87 · rank correlation with answer length +0.34`, then the ledger and by what.
  private func block(
    _ ledger: Ledger, _ scores: [Complexity], remembered: Int, _ loaded: LoadedModel, _ template: ModelTemplate,
    longest: Int
  ) -> StageBlock {
    var lines: [StageBlock.Line] = []
    var sum = ledger.line
    if ledger.failed.isEmpty { sum.second += " + 0 failed" }
    sum.second += " · \(Figures.count(ledger.tokensCut)) tokens cut"
    if let report = ComplexityReport(scores) {
      let spark = Figures.histogram(report.histogram.map(Double.init))
      let correlation = report.lengthCorrelation.map {
        " · rank correlation with answer length \(Figures.signed($0, 2))"
      }
      lines.append(
        StageBlock.Line(
          "ifd \(Figures.fixed(report.minimum, 2)) \(spark) \(Figures.fixed(report.maximum, 2))"
            + " · median \(Figures.fixed(report.median, 2))", correlation ?? ""))
      let share = Double(report.unhelped) / Double(report.scored)
      sum.second += " · \(Figures.count(report.unhelped)) at ifd >= 1: kept, not eligible"
      lines.append(sum)
      if share > 0.5 {
        lines.append(
          StageBlock.Line(
            "For \(Figures.percent(share)) of the rows the question does not help \(loaded.name):",
            " the template \(template.template.name) may be one that it does not know"))
      }
    } else {
      lines.append(StageBlock.Line("no row has a score"))
      lines.append(sum)
    }
    lines.append(
      StageBlock.Line(
        "by \(loaded.name), template \(template.shown)",
        " · at most \(Figures.count(longest)) tokens"))
    if let emptiness = ledger.emptiness { lines.append(StageBlock.Line(emptiness)) }
    lines += ledger.notes.map { StageBlock.Line($0) }
    if remembered > 0 { lines.append(StageBlock.Line("\(Figures.count(remembered)) rows were scored before")) }
    lines += loaded.remarks
    return StageBlock("score", lines)
  }
}

extension Rows {
  /// The score that stands in a row's columns; nil where a part of it is missing.
  fileprivate func score(_ row: Int, dimension: Int) -> ScoredRow? {
    guard case .number(let conditional) = cell(row, "loss_cond"), case .number(let direct) = cell(row, "loss_direct"),
      case .integer(let tokens) = cell(row, "answer_tokens"), case .vector(let vector) = cell(row, "embedding"),
      vector.count == dimension
    else { return nil }
    return ScoredRow(
      complexity: Complexity(lossConditional: conditional, lossDirect: direct, answerTokens: Int(tokens)),
      embedding: vector)
  }
}
