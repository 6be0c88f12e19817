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
    options: [
      Option("tests", .column, "The column with tests; test, tests, test_list or test_code when absent"),
      Option("timeout", .duration, in: 1...3600, default: .duration(10), "How long the tests of a row may take"),
    ],
    adds: [
      ColumnInfo("code_language", .text), ColumnInfo("parses", .bool), ColumnInfo("verdict", .text),
    ],
    settings: ["sandbox"],
    help: "Adds what a parser says of each answer's code, and its tests, run in a sandbox",
    examples: [
      "load | sample 20 | verify | count by verdict", "load | take 30 | verify | where parses",
      "load | sample 10 | verify | show code_language parses verdict question",
    ],
    related: ["where", "count", "dedup", "decontaminate"])

  private static let testColumns = ["test", "tests", "test_list", "test_code"]

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
    let sandbox = try Self.sandbox(call, context)
    let checker = CodeChecker(
      sandbox, limits: SandboxLimits(seconds: Int(try call.number("timeout").rounded(.up))))
    let tests = try call.optionalColumn("tests") ?? Self.testColumns.first(where: rows.hasColumn)
    let verification = try RowVerification(rows, tests: tests, checker: checker, work: context.work)
    let verdicts = verification.verdicts
    let result =
      rows
      .adding(.texts(verification.languages), named: "code_language")
      .adding(.bool(BoolColumn(verification.parses)), named: "parses")
      .adding(.texts(verdicts.map(\.rawValue)), named: "verdict")
    var ledger = Ledger(rowsIn: rows.count, kept: rows.count)
    ledger.notes = verification.notes
    let counts = RowVerdict.allCases.compactMap { verdict -> String? in
      let count = verdicts.count { $0 == verdict }
      return count > 0 ? "\(Figures.count(count)) \(verdict.rawValue)" : nil
    }
    var more = [StageBlock.Line(counts.joined(separator: " · "))]
    if !sandbox.isIsolated {
      more.append(
        StageBlock.Line("Without a sandbox, by `set sandbox off`: this code could read and write your files."))
    }
    return .rows(
      value.with(result), "verify",
      StageBlock.Line(
        "\(Figures.count(verification.parses.count { $0 == true })) of \(Figures.rows(rows.count)) have code that parses",
        tests.map { ", tests in `\($0)`" } ?? ""), ledger, more: more,
      // Where a parser is missing, another time it may not be.
      isComplete: !verification.lacksParsers)
  }

  private static func sandbox(_ call: BoundCall, _ context: RunContext) throws -> Sandbox {
    if context.settings.string("sandbox") == "off" { return .unprotected }
    do { return try Sandbox.isolated() } catch {
      throw Diagnostic(
        StageCodes.noSandbox, "`verify` runs code of others, and \(error)", at: call.nameSpan, label: "not run",
        helps: [
          Diagnostic.Help("install bubblewrap: `sudo apt-get install bubblewrap`"),
          Diagnostic.Help("for code that you trust as your own: `set sandbox off`"),
        ])
    }
  }
}
