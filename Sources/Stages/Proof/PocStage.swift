import Diagnostics
import Documents
import Evaluation
import Pipeline
import Rows
import Store

/// `poc`: the staged proof of whether choosing rows pays, for whoever decides.
struct PocStage: StageDefinition {
  let signature = Signature(
    "poc", input: [.rows], output: .type(.report),
    slots: [Slot("share", .percentage, default: .percentage(0.1), "Share of the learned tokens to keep")],
    options: [
      Option(
        "step", .integer, in: 1...3,
        "The last step to run: 1 searches, 2 compares, 3 says what the full run costs; 3 when absent"),
      Option("over", .block, repeats: true, "Ways to choose, in place of five of the library"),
      Option("draws", .integer, in: 2...1_000, default: .integer(5), "Random draws that a choice is measured by"),
      Option("then", .block, "How to train on the rows; `pack 4096 | tune` when absent"),
      Option("to", .path, "The page, with the ending .html; `report.html` when absent"),
    ] + ProblemsRequest.options,
    flags: [
      Flag("anyway", "Goes on where the step before did not pay"),
      Flag("replace", "Overwrites a file of this name that cact did not write"),
    ] + ProblemsRequest.flags,
    needs: ["question", "answer"],
    settings: ["model", "template", "seed", "price", "watts", SandboxedCode.setting], effect: .view,
    help: "The staged proof: select, compare, cost of the full run, on one page",
    examples: [
      "load mixed | poc to \"proof.html\"",
      "load | hold 12 target 4 search 4 | poc 50% step 2 over { by_words } { shortest } then { pack 512 | tune steps 4 } anyway to \"proof.html\"",
      "load mixed | poc 20% over { by_words } { shortest } problems { load | take 20 } max 64 to \"proof.html\"",
    ],
    related: ["optimize", "compare", "curve", "eval", "report"])

  func writesFiles(_ call: BoundCall) -> Bool { true }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    try ProblemsRequest.check(call)
    let place = place(call)
    try place.check(loaded: [])
    guard place.ending == "html" else {
      throw Diagnostic(
        StageCodes.wrongEnding, "`poc` writes a page of HTML", at: call.span(of: "to"),
        label: "an ending other than .html")
    }
    if try call.percentage("share") == 0 {
      throw Diagnostic(
        StageCodes.optionsClash, "a share of 0% has no rows", at: call.span(of: "share"), label: "above 0%")
    }
    return ColumnSet()
  }

  private func place(_ call: BoundCall) -> SavePlace {
    SavePlace(path: ((try? call.optionalString("to")) ?? nil) ?? PocPage.usualPath, call: call, argument: "to")
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let lines = try PocLines(call, context)
    let rows = input.rows.map { min($0, Double(PocLines.sample)) }
    let part = rows.flatMap { rows in input.rows.map { rows / max(1, $0) } } ?? 1
    let judges = input.judges.flatMap { $0.search > 0 ? $0 : nil } ?? PocLines.usualJudges(input.rows)
    let sample = Estimate(rows: rows, tokens: input.tokens.map { $0 * part }, judges: judges)
    var seconds: Double? = 0
    var memory: Double?
    let blocks = [
      try lines.search(filter: nil), try lines.comparison(of: "select top \(lines.shareText) by answer_tokens"),
      try lines.curve(),
    ]
    for block in blocks.prefix(try call.optionalInteger("step") ?? 3) {
      let estimates = try StageEstimates.each(block.calls, on: sample, context)
      seconds = seconds.flatMap { sum in StageEstimates.seconds(estimates).map { sum + $0 } }
      memory = estimates.compactMap(\.memory).max() ?? memory
    }
    return Estimate(
      rows: input.rows, tokens: input.tokens, seconds: seconds, memory: memory, purpose: .judging,
      notes: ["`poc` takes at most \(Figures.count(PocLines.sample)) rows; a step that does not pay ends it."])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("poc")
    guard let inputKey = context.inputKey else { throw InternalError("`poc` was given no key") }
    let place = place(call)
    try place.check(
      loaded: LoadedFiles.paths(of: context.pipeline) + [value.rows.source.path], store: context.store.directory)
    try place.writing { _ = try place.file.check(replacing: place.replacing) }
    var proof = try Proof(Evaluated(value: value, key: inputKey), call: call, context)
    try proof.run()
    let report = PocReport(proof: proof)
    let script = PocScript(proof: proof, report: report, context)
    let page = try PocPage(report, script: script, context)
    try place.writing {
      try place.file.write(["report": .string(page.page.title)], replacing: place.replacing, work: context.work) {
        try $0.write(Array(page.page.html.utf8))
      }
      guard let script else { return }
      try WrittenFile(PocScript.path(beside: place.path)).write(
        ["script": .string("the full run")], replacing: place.replacing, work: context.work
      ) { try $0.write(Array(script.text.utf8)) }
    }
    var written = "page in \(place.path)"
    if script != nil { written += ", the full run in \(PocScript.path(beside: place.path))" }
    return StageResult(
      report.value(page: place.path, script: script.map { _ in PocScript.path(beside: place.path) }),
      blocks: [StageBlock("poc", [StageBlock.Line(written)])], purpose: .judging)
  }
}
