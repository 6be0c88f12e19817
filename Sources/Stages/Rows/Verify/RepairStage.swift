import Curation
import Diagnostics
import Pipeline
import Rows
import Work

/// `repair`: answers whose code does not parse, or ends too early, mended where that can be done without guessing what they say.
struct RepairStage: StageDefinition {
  let signature = Signature(
    "repair", input: [.rows], output: .same,
    options: [SandboxedCode.tests, SandboxedCode.timeout],
    needs: ["answer"],
    adds: RowVerification.columns + [
      ColumnInfo("repaired", .text), ColumnInfo("original_answer", .text),
    ],
    settings: [SandboxedCode.setting, "model", "template"], version: 4,
    help: "Mends code that does not parse or ends too early; the original is kept",
    examples: [
      "load | sample 20 | repair | count by verdict",
      "load | take 30 | repair | where repaired != \"\" | show repaired original_answer answer",
      "load | sample 10 | repair | where parses",
    ],
    related: ["verify", "dedup", "decontaminate", "where"])

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { [SandboxedCode.input] }

  func call(adding column: String) -> String? {
    ["repaired", "original_answer"].contains(column) ? signature.name : nil
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(rows: input.rows, tokens: input.tokens, seconds: (input.rows ?? 0) * 0.05)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("repair")
    // Those of what is about to be changed.
    try LoadedColumns.settle(value, context)
    let rows = value.rows
    let sandboxed = try SandboxedCode(call, context)
    let tests = try RowTests(rows, column: call.optionalColumn("tests"))
    let before = try RowVerification(rows, tests: tests, checker: sandboxed.checker, work: context.work)
    let repair = try RowRepair(rows, before, tests, checker: sandboxed.checker, work: context.work)
    let places = repair.answers.keys.sorted()
    var result = before.taking(repair.verification, at: places)
      .adding(to: rows.replacingAnswers(repair.answers))
      .adding(.texts((0..<rows.count).map { repair.done[$0]?.joined(separator: "; ") }), named: "repaired")
      .adding(
        .text(TextColumn(bytes: (0..<rows.count).map { repair.done[$0] == nil ? nil : rows.answer($0) })),
        named: "original_answer")
    result = try TokenCounts.recounting(result, at: places, context)

    var ledger = Ledger(rowsIn: rows.count, kept: rows.count)
    ledger.notes = before.notes
    if !places.isEmpty, !value.scores.isEmpty {
      ledger.notes.append(
        "the scores of \(Figures.rows(places.count)) are those of their former answers: `score` them again")
    }
    let broken = before.verdicts.count { $0 == .doesNotParse || $0 == .cutShort }
    let mended = repair.done.keys.count { [.doesNotParse, .cutShort].contains(before.verdicts[$0]) }
    let others = places.count - mended
    let more =
      [
        StageBlock.Line(
          "\(Figures.count(broken - mended)) of them could not be mended and stay as they are"
            + (others > 0 ? " · \(Figures.count(others)) more have the import that they lacked" : "")),
        StageBlock.Line(before.taking(repair.verification, at: places).counts),
      ] + sandboxed.lines
    return .rows(
      value.with(result), "repair",
      StageBlock.Line(
        "\(Figures.count(mended)) of \(Figures.rows(broken)) that do not parse or are cut short mended",
        tests.column.map { ", tests in `\($0)`" } ?? ""), ledger, more: more,
      isComplete: !before.lacksParsers)
  }
}
