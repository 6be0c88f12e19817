import Curation
import Diagnostics
import Pipeline
import Rows

/// `dedup`: one row of each group that says the same. Each way to compare has its own file.
struct DedupStage: StageDefinition {
  let signature = Signature(
    "dedup", input: [.rows], output: .same,
    slots: [
      Slot(
        "kind", .choice(TwinRules.all.map { Choice($0.name, $0.help) }), default: .choice(TwinRules.all[0].name),
        "What makes two rows the same")
    ],
    options: [
      Option(
        "threshold", .number, in: 0.5...1,
        "Likeness from which rows are twins: "
          + TwinRules.all.compactMap { rule in rule.threshold.map { "\(rule.name) \($0.usual)" } }.joined(
            separator: ", ")
      )
    ],
    help: "Drops rows that say what an earlier row says: the first of each group stays",
    examples: [
      "load | dedup", "load | dedup exact | count by topic",
      "load | sample 30 | embed | dedup embedding threshold 0.97",
    ],
    related: ["dropped", "why", "hold", "embed"])

  func needs(_ call: BoundCall) throws -> [String] { try TwinRules.rule(of: call).needs }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let rule = try TwinRules.rule(of: call)
    guard call.isWritten("threshold") else { return input }
    guard let threshold = rule.threshold else {
      throw Diagnostic(
        StageCodes.optionsClash, "`dedup \(rule.name)` does not use `threshold`", at: call.span(of: "threshold"),
        label: "leave it out")
    }
    let written = try call.number("threshold")
    guard threshold.range.contains(written) else {
      throw Diagnostic(
        StageCodes.optionsClash,
        "`dedup \(rule.name)` finds twins from \(Figures.digits(threshold.range.lowerBound)) on",
        at: call.span(of: "threshold"), label: "too low: most pairs that are so little alike would be passed over")
    }
    return input
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: (input.rows ?? 0) * 2e-4,
      notes: ["`dedup`: how many rows it keeps is known once it ran; the plan counts all"])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("dedup")
    let rows = value.rows
    let rule = try TwinRules.rule(of: call)
    let threshold = try call.optionalNumber("threshold") ?? rule.threshold?.usual
    let twins = try rule.twins(value, threshold: threshold, call, context)
    var ledger = Ledger(rowsIn: rows.count)
    var kept: [Int] = []
    for (row, standIn) in twins.standIns.enumerated() {
      guard let standIn else {
        kept.append(row)
        continue
      }
      ledger.drop(
        "\(rule.name) twins of rows that stay", row: rows.rowNumbers[row],
        detail: "\(rule.name) twin of row \(rows.rowNumbers[standIn])")
    }
    ledger.kept = kept.count
    if twins.templateShingles > 0 {
      ledger.notes.append("Text that nearly all rows share, such as a template, is not compared and makes no twins.")
    }
    ledger.notes += Self.emptied(rows, twins)
    let what = StageBlock.Line(
      "\(Figures.rows(rows.count - kept.count)) that say what an earlier one says", rule.words(threshold: threshold))
    return .rows(value.with(rows.taking(kept)), "dedup", what, ledger)
  }

  private static let shownSources = 5

  /// The sources of which nothing is left.
  private static func emptied(_ rows: Rows, _ twins: Twins) -> [String] {
    guard rows.hasColumn("source") else { return [] }
    let gone = twins.emptied(
      (0..<rows.count).map { row -> String? in
        let cell = rows.cell(row, "source")
        return cell.isMissing ? nil : cell.description
      })
    return gone.prefix(shownSources).map {
      "No row of the source \"\($0.value)\" is left: all \(Figures.count($0.rows)) are twins of earlier rows."
    } + (gone.count > shownSources ? ["\(Figures.count(gone.count - shownSources)) more sources are gone so."] : [])
  }
}
