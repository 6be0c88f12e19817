import Curation
import Diagnostics
import Pipeline
import Rows
import Sandbox
import Work

/// `verify`: what parsers and tests say of each row's code.
struct VerifyStage: StageDefinition {
  let signature = Signature(
    "verify", input: [.rows], output: .same,
    options: [SandboxedCode.tests, SandboxedCode.timeout],
    flags: [Flag("generate", "Call the functions of rows without tests, with inputs drawn from their signatures")],
    adds: RowVerification.columns,
    settings: [SandboxedCode.setting],
    version: 5,
    help: "Adds what a parser says of each answer's code, and its tests, run in a sandbox",
    examples: [
      "load | sample 20 | verify | count by verdict", "load | take 30 | verify | where parses",
      "load | sample 10 | verify generate | show verdict problem question",
    ],
    related: ["repair", "where", "count", "dedup", "decontaminate"])

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { [SandboxedCode.input] }

  func call(adding column: String) -> String? {
    signature.adds.contains { $0.name == column } ? signature.name : nil
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    // Tests take what they take; parsing in batches, some milliseconds.
    Estimate(rows: input.rows, tokens: input.tokens, seconds: (input.rows ?? 0) * 0.02)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("verify")
    let rows = value.rows
    let sandboxed = try SandboxedCode(call, context)
    let tests = RowTests(rows, column: try call.optionalColumn("tests"))
    let verification = try RowVerification(
      rows, tests: tests, generates: call.flag("generate"), checker: sandboxed.checker, work: context.work)
    let result = verification.adding(to: rows)
    var ledger = Ledger(rowsIn: rows.count, kept: rows.count)
    ledger.notes = verification.notes
    return .rows(
      value.with(result), "verify",
      StageBlock.Line(
        "\(Figures.count(verification.parses.count { $0 == true })) of \(Figures.rows(rows.count)) have code that parses",
        tests.column.map { ", tests in `\($0)`" } ?? ""), ledger,
      more: [StageBlock.Line(verification.counts)] + sandboxed.lines,
      // Where a parser is missing, another time it may not be.
      isComplete: !verification.lacksParsers)
  }
}
