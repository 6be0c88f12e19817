import Foundation
import Curation
import Diagnostics
import Pipeline
import Quantities
import Rows

/// `hold`: rows out of reach of every later stage, in up to three parts: what scores may look at, what a search judges by,
/// and the sealed rest, which only verdicts open.
struct HoldStage: StageDefinition {
  let signature = Signature(
    "hold", input: [.rows], output: .same,
    slots: [Slot("share", .share, optional: true, "How many rows to hold out; all of `from` when absent")],
    options: [
      Option("where", .expression, "Draws only from rows for which this holds; those not drawn stay"),
      Option("from", .rows, "Holds out rows from here instead; all that came in stay"),
      Option("target", .integer, in: 1...1e9, "Of these, N that scores may look at: the task to tune for"),
      Option("search", .integer, in: 1...1e9, "Of these, N that `optimize` and `curve` judge by"),
      Option("group", .column, "Rows with the same value here are held out together"),
    ],
    settings: ["seed"],
    version: 5,
    help: "Holds out rows and their near duplicates: never trained on, only judged by",
    examples: [
      "load | hold 100", "load | hold 12 target 4 search 4",
      "load | hold 6 where level >= 3 target 2 | score lexical | select top 10%",
    ],
    related: ["load", "append", "eval", "tune", "compare"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    func refuse(_ message: String, at option: String, _ help: String) -> Diagnostic {
      Diagnostic(
        StageCodes.optionsClash, message, at: call.isWritten(option) ? call.span(of: option) : call.span,
        label: "both are given", helps: [Diagnostic.Help(help)])
    }
    if call.has("where"), call.has("from") {
      throw refuse("`where` draws from what came in, `from` does not", at: "from", "leave one out")
    }
    if !call.has("share"), !call.has("from") {
      throw Diagnostic(
        StageCodes.optionsClash, "`hold` needs to know how many rows to hold out", at: call.span, label: "no number",
        helps: [Diagnostic.Help("`hold 200`, or all rows of another file: `hold from { load \"mine.jsonl\" }`")])
    }
    return input
  }

  /// Rows that are taken to be held out where the line does not say how many.
  private static let usual = 300.0

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    guard let rows = input.rows else { return Estimate() }
    let share = try call.optionalShare("share")
    // Of other rows than those that come in nobody counted how many there are.
    let held =
      if call.has("from") { if case .rows(let count)? = share { Double(count) } else { Self.usual } } else {
        share.flatMap { Estimates.share($0, of: input, seconds: 0).rows } ?? Self.usual
      }
    let left = call.has("from") ? rows : max(0, rows - held)
    let (target, search) = (try call.optionalInteger("target") ?? 0, try call.optionalInteger("search") ?? 0)
    return Estimate(
      rows: left, tokens: input.tokens.map { $0 * left / max(1, rows) },
      judges: Estimate.Judges(search: Double(search), sealed: max(0, held - Double(target + search))),
      seconds: rows * 2e-4)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("hold")
    let judges = try call.optionalPipeline("from").map { try context.value(of: $0).value.asRows("hold") }
    // Of a shard the draw is that from all rows, so that all shards hold out the same ones.
    let pool = value.shard == nil ? nil : try context.poolOfShard()?.asRows("hold")
    let (all, own) = (pool?.rows ?? value.rows, pool.map { _ in Set(value.rows.rowNumbers) })
    func isHere(_ row: Int) -> Bool { own?.contains(all.rowNumbers[row]) ?? true }
    let draw = try HoldDraw(pool ?? value, from: judges, call: call, context)
    let parts = try draw.parts()
    let held = parts.target + parts.search + parts.sealed
    // A pool's own rows are alike without telling each other; another file's problems are told by nothing but copies.
    let told =
      try judges.map { try HeldOutProblems($0.rows, held: Set(held)).told(by: all, context.work) } ?? [:]
    let heldHere = judges == nil ? Set(held) : []

    var ledger = Ledger(rowsIn: value.rows.count)
    let keep = (0..<all.count).filter {
      isHere($0) && !heldHere.contains($0) && !parts.twins.contains($0) && told[$0] == nil
    }
    for row in heldHere.sorted() where isHere(row) {
      ledger.drop(parts.mates.contains(row) ? "held out, same group" : "held out", row: all.rowNumbers[row])
    }
    for row in parts.twins.sorted() where isHere(row) {
      ledger.drop("near twins of held-out rows", row: all.rowNumbers[row])
    }
    for (row, detail) in told.sorted(by: { $0.key < $1.key }) where !parts.twins.contains(row) && isHere(row) {
      ledger.drop("that tell held-out problems", row: all.rowNumbers[row], detail: detail)
    }
    ledger.kept = keep.count
    // A shard may be left without a row where the pool is not.
    let isLeft = pool != nil && all.rowNumbers.count > held.count + parts.twins.count + told.count
    if !isLeft { try Self.check(ledger, held: held.count, call: call) }
    if parts.sharesTemplate {
      ledger.notes.append("Text that nearly all rows share, such as a template, is not compared and makes no twins.")
    }
    if parts.passedOver > 0 {
      ledger.notes.append(
        "\(Figures.rows(parts.passedOver)) of `from` left out: near twins of rows in another part")
    }
    if let before = value.heldOut {
      ledger.notes.append(
        "these take the place of the \(Figures.count(before.count)) rows held out before, \(before.origin)")
    }

    let source = judges?.rows ?? all
    let origin =
      judges == nil ? "drawn with seed \(context.seed)" : "from \((source.source.path as NSString).lastPathComponent)"
    var result = value.with(all.taking(keep))
    func part(_ rows: [Int]) -> Rows? { rows.isEmpty ? nil : source.taking(rows.sorted()) }
    result.heldOut = HeldOutRows(
      rows: source.taking(parts.sealed.sorted()), target: part(parts.target), search: part(parts.search),
      origin: origin)
    var what = StageBlock.Line("\(Figures.rows(held.count)) held out, \(origin)")
    if pool != nil { ledger.notes.append("drawn from the rows of all shards, and the same in each") }
    if parts.target.isEmpty, parts.search.isEmpty {
      what.first += "; no later stage sees them"
    } else {
      what.second = [
        parts.target.isEmpty ? nil : "\(Figures.count(parts.target.count)) target, for scores",
        parts.search.isEmpty ? nil : "\(Figures.count(parts.search.count)) search, for comparisons",
        "\(Figures.count(parts.sealed.count)) sealed, for verdicts only",
      ].compactMap { $0 }.map { " · " + $0 }.joined()
    }
    return .rows(result, "hold", what, ledger)
  }

  /// Neither part may be empty: without rows to judge by, or without rows to train on, nothing that follows means anything.
  private static func check(_ ledger: Ledger, held: Int, call: BoundCall) throws {
    guard held == 0 || ledger.kept == 0 else { return }
    let came = "\(Figures.rows(ledger.rowsIn)) came in"
    if ledger.rowsIn == 0 {
      throw Diagnostic(
        StageCodes.nothingLeft, "no rows came in, so none can be held out", at: call.span, label: "no rows to hold out")
    }
    let share = try call.optionalShare("share").map { " \($0)" } ?? ""
    if held == 0 {
      throw Diagnostic(
        StageCodes.nothingLeft, "`hold\(share)` holds out nothing: the first row drawn has more tokens than that",
        at: call.span(of: "share"), label: came)
    }
    throw Diagnostic(
      StageCodes.nothingLeft, "`hold\(share)` leaves no row to train on", at: call.span, label: came,
      notes: ledger.dropped.map { "\(Figures.count($0.count)) \($0.reason)" },
      helps: [
        Diagnostic.Help(
          ledger.rowsIn > held
            ? "the rows are too much alike to be divided: hold out fewer, or load rows that differ more"
            : "hold fewer rows out than come in")
      ])
  }
}
