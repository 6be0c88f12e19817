import Curation
import Diagnostics
import Digests
import Numerics
import Pipeline
import Rows
import Work

/// `select`: the rows to tune on.
struct SelectStage: StageDefinition {
  static let kinds = [
    Choice("diverse", "The hardest rows of each cluster of questions (CDAS)"),
    Choice("top", "The hardest rows of all"),
    Choice("random", "Drawn by the seed: the control"),
  ]

  let signature = Signature(
    "select", input: [.rows], output: .same,
    slots: [
      Slot("kind", .choice(kinds), "How rows are chosen"),
      Slot("share", .share, default: .share(.fraction(0.4)), "How much of what enters"),
    ],
    options: [
      Option("by", .column, "What ranks the rows, highest first; the last score when absent"),
      Option("with", .model, "diverse: what embeds the questions, in place of the column `embedding`"),
      Option("clusters", .integer, in: 1...100_000, default: .integer(10), "Clusters of `diverse`"),
      Option("learned", .integer, in: 1...(.infinity), "In place of a share, at most so many learned tokens"),
      Option("draw", .integer, in: 0...1e9, default: .integer(0), "random: which of the seed's draws"),
    ],
    adds: [ColumnInfo("cluster", .integer)],
    settings: ["seed"],
    version: 2,
    help: "Keeps a share of the rows: the hardest of each cluster, the hardest, or random",
    examples: [
      "load | score complexity | select diverse 10%", "load | select random 10%",
      "load | score complexity | select top 20k tokens by loss_cond",
    ],
    related: ["score", "embed", "pack", "compare"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let kind = try call.choice("kind")
    if kind != "random" {
      var needed = [try call.optionalColumn("by") ?? "ifd"]
      if kind == "diverse", !call.has("with") { needed.append("embedding") }
      if let missing = needed.first(where: { !input.has($0) }) {
        let stage = missing == "embedding" ? "embed" : "score complexity"
        throw Diagnostic(
          StageCodes.selectNeeds, "`select \(kind)` needs the column `\(missing)`, which these rows do not have",
          at: call.span, label: "no `\(missing)` here",
          helps: [
            Diagnostic.Help(
              "`\(stage)` adds it", edits: [Diagnostic.Edit(Span(call.span.lower, call.span.lower), "\(stage) | ")])
          ])
      }
    }
    guard kind == "diverse" else {
      guard !call.has("with") else {
        throw Diagnostic(
          StageCodes.optionsClash, "`select \(kind)` groups nothing, so that `with` says nothing",
          at: call.span(of: "with"), label: "only `select diverse` embeds")
      }
      return input
    }
    var added = signature.adds
    if call.has("with") { added.append(ColumnInfo("embedding", .vector)) }
    return input.adding(added.map { ColumnInfo($0.name, $0.kind, addedBy: "select") })
  }

  /// Only what embeds asks for template and precision.
  func settings(of call: BoundCall) -> [String] {
    signature.settings + (call.has("with") ? ["template", "precision"] : [])
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    call.has("with") ? try Embedder.inputs(of: call, context) : []
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let embedding = call.has("with") ? try Embedder.seconds(call, input: input, context) : 0
    var estimate = Estimates.share(
      try call.share("share"), of: input, seconds: (input.rows ?? 0) * 1e-4 + (embedding ?? 0))
    estimate.purpose = .choosing
    return estimate
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    var value = try input.asRows("select")
    let share = try call.share("share")
    var embedded: Embedder.Outcome?
    if call.has("with") {
      embedded = try Embedder(call, context).embed(value, context)
      value = embedded?.value ?? value
    }
    return switch try call.choice("kind") {
    case "random": try random(value, share, call, context)
    case "top": try hardest(value, share, call, clusters: nil, context)
    default: try hardest(value, share, call, clusters: max(1, call.integer("clusters")), embedded: embedded, context)
    }
  }

  private func random(
    _ value: RowsValue, _ share: Share, _ call: BoundCall, _ context: RunContext
  ) throws -> StageResult {
    let learned = try call.optionalInteger("learned")
    let selection = Selection.random(
      try candidates(value, share, learned: learned, context),
      share: learned.map { .tokens($0) } ?? share, seed: context.seed, draw: try call.integer("draw"))
    return result(
      value, selection,
      StageBlock.Line(
        "\(asked(share, learned, of: value.rows)) = \(Figures.count(selection.kept.count)), drawn with seed \(context.seed)"
      ), "not drawn")
  }

  /// Unscored candidates, each with its tokens; of learned tokens the answer's and its end-of-text.
  private func candidates(
    _ value: RowsValue, _ share: Share, learned: Int?, _ context: RunContext
  ) throws -> [Candidate] {
    var candidates = try Candidates.tokens(
      of: value, for: learned.map { .tokens($0) } ?? share,
      column: learned == nil ? "tokens" : "answer_tokens", context)
    if learned != nil { for row in candidates.indices { candidates[row].tokens += 1 } }
    return candidates
  }

  private func asked(_ share: Share, _ learned: Int?, of rows: Rows) -> String {
    learned.map { "\(Figures.count($0)) learned tokens" } ?? "\(share) of \(Figures.count(rows.count))"
  }

  private func hardest(
    _ value: RowsValue, _ share: Share, _ call: BoundCall, clusters: Int?, embedded: Embedder.Outcome? = nil,
    _ context: RunContext
  ) throws -> StageResult {
    let rows = value.rows
    let by = try call.optionalColumn("by") ?? "ifd"
    guard let scores = rows.column(by)?.doubles else {
      throw Diagnostic(
        StageCodes.notANumber, "the column `\(by)` does not hold numbers", at: call.span(of: "by"),
        label: "ranks nothing")
    }
    let learned = try call.optionalInteger("learned")
    var candidates = try candidates(value, share, learned: learned, context)
    for row in candidates.indices {
      candidates[row].score = scores[row].isNaN ? nil : scores[row]
      // Where the question does not help at all, the row is a wrong pair or a foreign template more often than a hard one.
      if by == "ifd", scores[row] >= 1 { candidates[row].excluded = .unhelped }
    }
    var labels: [Int]?
    if let clusters {
      guard case .vector(let vectors)? = rows.column("embedding") else {
        throw Diagnostic(StageCodes.selectNeeds, "these rows have no column `embedding`", at: call.span)
      }
      let points = Clustering.normalized(vectors.values, count: rows.count, dimension: vectors.dimension)
      let groups = try KMeans.cluster(
        points, count: rows.count, dimension: vectors.dimension, clusters: min(clusters, max(1, rows.count)),
        seed: context.seed)
      labels = groups.labels
      for row in candidates.indices { candidates[row].cluster = groups.labels[row] }
    }
    try context.work.checkCancellation()
    let selection = Selection.hardest(
      candidates, share: learned.map { .tokens($0) } ?? share, clusters: clusters ?? 1)
    var marked = value
    if let labels { marked.rows = rows.adding(.integers(labels), named: "cluster") }
    var what = StageBlock.Line("\(asked(share, learned, of: rows)) = \(Figures.count(selection.kept.count))")
    if clusters != nil {
      let taken = selection.takenPerCluster
      what.first += ": the hardest in each of \(taken.count) clusters"
      if let low = taken.min(), let high = taken.max() { what.second = ", \(low) to \(high) rows from each" }
    } else {
      what.first += ": the hardest"
    }
    if by != "ifd" { what.first += " by \(by)" }
    return result(
      marked, selection, what, clusters == nil ? "easier than the cut" : "easier than their cluster's cut", embedded)
  }

  private func result(
    _ value: RowsValue, _ selection: Selection, _ what: StageBlock.Line, _ ranked: String,
    _ embedded: Embedder.Outcome? = nil
  ) -> StageResult {
    // Rows that have no embedding never were candidates, but came in.
    var ledger = embedded?.ledger ?? Ledger(rowsIn: value.rows.count)
    ledger.kept = selection.kept.count
    for (row, reason) in selection.dropped.sorted(by: { $0.key < $1.key }) {
      let words =
        switch reason {
        case .ranked: ranked
        case .unhelped: "ifd >= 1"
        case .missingScore: "without a score"
        case .notDrawn: "not drawn"
        case .overBudget: "beyond the tokens asked for"
        }
      ledger.drop(words, row: value.rows.rowNumbers[row])
    }
    if selection.shortfall > 0 {
      ledger.notes.append("\(Figures.count(selection.shortfall)) fewer than asked: no more rows are eligible")
    }
    return .rows(
      value.with(value.rows.taking(selection.kept)), "select", what, ledger, more: embedded.map { [$0.line] } ?? [],
      purpose: .choosing)
  }
}
