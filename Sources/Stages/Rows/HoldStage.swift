import Curation
import Diagnostics
import Numerics
import Pipeline
import Rows

/// `hold`: rows to judge by, out of reach of every later stage.
struct HoldStage: StageDefinition {
  let signature = Signature(
    "hold", input: [.rows], output: .same,
    slots: [Slot("share", .share, "How many rows to hold out")],
    options: [Option("group", .column, "Rows with the same value here are held out together")],
    settings: ["seed"],
    version: 2,
    help: "Puts rows, and their near duplicates, out of reach: they only judge",
    examples: ["load | hold 100", "load | hold 10%", "load | hold 100 group family"],
    related: ["load", "eval", "tune", "compare"])

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    guard let rows = input.rows, let held = try call.share("share").rows(of: Int(rows)) else { return input }
    let left = max(0, rows - Double(held))
    return Estimate(rows: left, tokens: input.tokens.map { $0 * left / max(1, rows) }, seconds: rows * 2e-4)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("hold")
    let rows = value.rows
    let share = try call.share("share")
    let drawn = Selection.random(
      try Candidates.tokens(of: value, for: share, context), share: share, seed: context.seed &+ 0x401d)
    var held = Set(drawn.kept)

    var ledger = Ledger(rowsIn: rows.count)
    var groupMates = Set<Int>()
    if let group = try call.optionalColumn("group") {
      func key(_ row: Int) -> String? {
        let cell = rows.cell(row, group)
        return cell.isMissing ? nil : cell.description
      }
      let groups = Set(held.compactMap(key))
      for row in 0..<rows.count where !held.contains(row) {
        if let key = key(row), groups.contains(key) { groupMates.insert(row) }
      }
      held.formUnion(groupMates)
    }
    // A near twin of a held-out row in the training rows would be a look at the answer: it is dropped, not held, so
    // that no question is counted twice.
    let found = try NearDuplicates().twins(of: held, among: rows.count, label: "hold", work: context.work) { row in
      Array([rows.question(row), rows.input(row), rows.answer(row)].compactMap { $0 }.joined(separator: [0x20]))
    }
    let twins = Set(found.twins)
    let keep = (0..<rows.count).filter { !held.contains($0) && !twins.contains($0) }
    for row in held.sorted() {
      ledger.drop(groupMates.contains(row) ? "held out, same group" : "held out", row: rows.rowNumbers[row])
    }
    for row in found.twins { ledger.drop("near twin of a held-out row", row: rows.rowNumbers[row]) }
    ledger.kept = keep.count
    try Self.check(ledger, held: held.count, share: share, call: call)
    if found.templateShingles > 0 {
      ledger.notes.append("Text that nearly all rows share, a template, is no likeness and makes no twins.")
    }
    if let before = value.heldOut {
      ledger.notes.append(
        "these take the place of the \(Figures.count(before.rows.count)) rows held out before, \(before.origin)")
    }

    var result = value.with(rows.taking(keep))
    let origin = "drawn with seed \(context.seed)"
    result.heldOut = HeldOutRows(rows: rows.taking(held.sorted()), origin: origin)
    return .rows(
      result, "hold",
      StageBlock.Line("\(Figures.count(held.count)) rows to judge by, \(origin); no later stage sees them"), ledger)
  }

  /// Neither part may be empty: without rows to judge by, or without rows to train on, nothing that follows means anything.
  private static func check(_ ledger: Ledger, held: Int, share: Share, call: BoundCall) throws {
    guard held == 0 || ledger.kept == 0 else { return }
    let came = "\(Figures.count(ledger.rowsIn)) row\(ledger.rowsIn == 1 ? "" : "s") came in"
    if ledger.rowsIn == 0 {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row came in, so that none can be held out", at: call.span, label: "of no rows")
    }
    if held == 0 {
      throw Diagnostic(
        StageCodes.nothingLeft, "`hold \(share)` holds nothing out: the first row drawn has more tokens than that",
        at: call.span(of: "share"), label: came)
    }
    let twins = ledger.rowsIn - held
    throw Diagnostic(
      StageCodes.nothingLeft, "`hold \(share)` leaves no row to train on", at: call.span, label: came,
      notes: ledger.dropped.map { "\(Figures.count($0.count)) \($0.reason)" },
      helps: [
        Diagnostic.Help(
          twins > 0
            ? "the rows are too much alike to be divided: hold fewer out, or load rows that differ more"
            : "hold fewer rows out than come in")
      ])
  }
}
