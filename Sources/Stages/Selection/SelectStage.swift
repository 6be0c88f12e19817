import Curation
import Diagnostics
import Digests
import Pipeline
import Quantities
import Rows
import Work

/// `select`: the rows to tune on. Each way to choose has its own file.
struct SelectStage: StageDefinition {
  let signature = Signature(
    "select", input: [.rows], output: .same,
    slots: [
      Slot("kind", .choice(SelectionRules.all.map { Choice($0.name, $0.help) }), "How rows are chosen"),
      Slot("share", .share, default: .share(.fraction(0.4)), "Share of the rows to keep"),
    ],
    options: SelectionRules.options + SelectOptions.common,
    flags: [SelectOptions.verified],
    settings: ["seed"],
    version: 4, choice: .byScore,
    help: "Keeps a share of the rows: the hardest, the nearest to a target, or random",
    examples: [
      "load | score complexity | select diverse 10%", "load | select random 10%",
      "load | score complexity | select top 20k tokens by loss_cond within topic",
    ],
    related: ["score", "embed", "hold", "pack", "compare", "verify"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let rule = try SelectionRules.rule(of: call)
    let taken = Set((rule.options + SelectOptions.common).map(\.name))
    for option in signature.options where call.isWritten(option.name) && !taken.contains(option.name) {
      throw Diagnostic(
        StageCodes.optionsClash, "`select \(rule.name)` does not use `\(option.name)`",
        at: call.span(of: option.name), label: "leave it out")
    }
    if call.isWritten("share"), call.isWritten("learned") {
      throw Diagnostic(
        StageCodes.optionsClash, "a share and `learned` both set how much is selected", at: call.span(of: "learned"),
        label: "leave one out",
        secondary: [Diagnostic.Label(span: call.span(of: "share"), text: "set here")],
        helps: [
          Diagnostic.Help(
            "`learned` alone is enough",
            // With the blank before it.
            edits: [Diagnostic.Edit(Span(call.span(of: "share").lower - 1, call.span(of: "share").upper), "")])
        ])
    }
    if rule.needsTarget { try Target.check(call, what: "`select \(rule.name)`", context) }
    let added = try rule.columns(call, input: input) + (VerifiedSelection.isAsked(call) ? RowVerification.columns : [])
    return input.adding(added.map { ColumnInfo($0.name, $0.kind, addedBy: "select") })
  }

  func call(adding column: String) -> String? {
    // What `verified` adds has a stage of its own.
    SelectionRules.all.first { $0.adds.contains { $0.name == column } }.map { "select \($0.name)" }
  }

  func choice(of call: BoundCall) -> RowChoice { (try? SelectionRules.rule(of: call).choice) ?? signature.choice }

  func settings(of call: BoundCall) -> [String] {
    ((try? SelectionRules.rule(of: call).settings(of: call)) ?? signature.settings)
      + (VerifiedSelection.isAsked(call) ? [SandboxedCode.setting] : [])
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    try (call.has("with") ? Embedder.inputs(of: call, context) : [])
      + SelectionRules.rule(of: call).inputs(of: call, context: context)
      + (VerifiedSelection.isAsked(call) ? [SandboxedCode.input] : [])
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let seconds = try SelectionRules.rule(of: call).seconds(call, input: input, context: context)
    var estimate = Estimates.share(
      try call.share("share"), of: input, seconds: (input.rows ?? 0) * 1e-4 + seconds)
    estimate.purpose = .choosing
    return estimate
  }

  /// What a call decides of some rows.
  struct Decision {
    var prepared: PreparedRule
    var selection: Selection
    var share: Share
    var embedded: Embedder.Outcome?
    var verified: VerifiedSelection?
  }

  func decide(_ call: BoundCall, on input: RowsValue, context: RunContext) throws -> Decision {
    var value = input
    var embedded: Embedder.Outcome?
    if call.has("with") {
      embedded = try Embedder(call, context).embed(value, context)
      value = embedded?.value ?? value
    }
    let learned = try call.optionalInteger("learned")
    let share = try learned.map { Share.tokens($0) } ?? call.share("share")
    var candidates = try Candidates.tokens(
      of: value, for: share, column: learned == nil ? "tokens" : "answer_tokens", context)
    // Of learned tokens the answer's and its end.
    if learned != nil { for row in candidates.indices { candidates[row].tokens += 1 } }

    let rule = try SelectionRules.rule(of: call)
    let prepared = try rule.prepare(call, value, candidates, context: context)
    let draw = try call.integer("draw")
    let part = try call.optionalPercentage("blend")
    func selection(_ candidates: [Candidate]) throws -> Selection {
      guard let part else { return try choose(prepared, candidates, share, call, context) }
      return try Selection.blend(candidates, share: share, part: part, seed: context.seed, draw: draw) {
        try choose(prepared, candidates, $0, call, context)
      }
    }
    guard VerifiedSelection.isAsked(call) else {
      return Decision(
        prepared: prepared, selection: try selection(prepared.candidates), share: share, embedded: embedded)
    }
    let verified = try VerifiedSelection(of: prepared, call, context, selection)
    return Decision(
      prepared: prepared, selection: verified.selection, share: share, embedded: embedded, verified: verified)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let decision = try decide(call, on: input.asRows("select"), context: context)
    let (prepared, selection) = (decision.prepared, decision.selection)
    var what = prepared.words(selection)
    let (entering, kept) = (prepared.value.rows.count, selection.kept.count)
    let asked =
      try call.optionalInteger("learned").map { "\(Figures.count($0)) learned tokens" }
      ?? "\(decision.share) of \(Figures.count(entering))"
    // What was asked for is not what was taken where too few rows come in, or too few of them are eligible.
    var taken = "\(asked) = \(Figures.count(kept + selection.shortfall))"
    if case .rows(let wanted) = decision.share, wanted > entering {
      taken = "all \(Figures.count(entering)) of \(Figures.count(wanted)) asked for"
    }
    if selection.shortfall > 0 { taken += ", of which \(Figures.count(kept)) \(kept == 1 ? "is" : "are") eligible" }
    what.first = taken + what.first
    if let column = try call.optionalColumn("within") { what.first += ", within \(column)" }
    if let part = try call.optionalPercentage("blend") { what.first += ", \(Figures.percent(part)) of it at random" }
    return result(decision, what)
  }

  /// By the rule alone, or in each group by itself.
  private func choose(
    _ prepared: PreparedRule, _ candidates: [Candidate], _ share: Share, _ call: BoundCall, _ context: RunContext
  ) throws -> Selection {
    let all = Array(candidates.indices)
    guard let column = try call.optionalColumn("within") else { return try prepared.select(candidates, all, share) }
    try LoadedColumns.settle(prepared.value, for: [column], context)
    let rows = prepared.value.rows
    let groups: RowGroups
    if let numbers = rows.column(column)?.doubles {
      groups = RowGroups(numbers: numbers)
    } else {
      groups = RowGroups(
        values: (0..<rows.count).map { row -> [UInt8]? in
          let cell = rows.cell(row, column)
          return cell.isMissing ? nil : Array(cell.description.utf8)
        })
    }
    return try Selection.within(
      groups, candidates, share: share, eligible: prepared.isEligible
    ) { places, share in
      try prepared.select(candidates, places, share).kept.map { places[$0] }
    }
  }

  private func result(_ decision: Decision, _ what: StageBlock.Line) -> StageResult {
    let (prepared, selection) = (decision.prepared, decision.selection)
    let value = prepared.value
    // Rows that have no embedding never were candidates, but came in.
    var ledger = decision.embedded?.ledger ?? Ledger(rowsIn: value.rows.count)
    ledger.kept = selection.kept.count
    for (row, reason) in selection.dropped.sorted(by: { $0.key < $1.key }) {
      let words =
        switch reason {
        case .ranked: prepared.ranked
        case .unhelped: "ifd >= 1"
        case .missingScore: "without a score"
        case .notDrawn: "not drawn"
        case .overBudget: "beyond the tokens asked for"
        case .unverified: decision.verified?.reason(row) ?? "not verified"
        }
      ledger.drop(words, row: value.rows.rowNumbers[row], detail: decision.verified?.detail(row))
    }
    if selection.shortfall > 0 {
      ledger.notes.append("\(Figures.count(selection.shortfall)) fewer than asked: no more rows are eligible")
    }
    let rows = value.rows.taking(selection.kept)
    ledger.notes += decision.verified?.notes ?? []
    return .rows(
      value.with(decision.verified?.adding(to: rows) ?? rows), "select", what, ledger,
      more: (decision.embedded.map { [$0.line] } ?? []) + (decision.verified?.lines ?? []), purpose: .choosing,
      // Where a parser is missing, another time it may not be.
      isComplete: decision.verified?.lacksParsers != true)
  }
}
