import Diagnostics
import Documents
import Pipeline
import Rows
import Store

/// `report`: a choice on one page, for whoever decides.
struct ReportStage: StageDefinition {
  let signature = Signature(
    "report", input: [.rows], output: .same,
    slots: [Slot("path", .path, "The page, with the ending .html")],
    flags: [Flag("replace", "Overwrites a file of this name that cact did not write")],
    settings: ["price", "seed"],
    effect: .effectful,
    help: "Writes a page on a choice: its way, distributions, clusters, a sample, costs",
    examples: [
      "load | where level >= 3 | report \"hard.html\"",
      "load | sample 100 | report \"sample.html\" replace",
      "load | score complexity | select diverse 10% | report \"choice.html\"",
    ],
    related: ["save", "why", "dropped", "clusters", "plot"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let place = try place(call)
    try place.check(loaded: [])
    guard place.ending == "html" else {
      throw Diagnostic(
        StageCodes.wrongEnding, "`report` writes a page of HTML", at: call.span(of: "path"),
        label: "an ending other than .html")
    }
    return input
  }

  private func place(_ call: BoundCall) throws -> SavePlace { SavePlace(path: try call.string("path"), call: call) }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("report")
    try TokenCounts.settle(value, context)
    let place = try place(call)
    try place.check(
      loaded: LoadedFiles.paths(of: context.pipeline) + [value.rows.source.path], store: context.store.directory)
    let page = try ChoicePage(value, context)
    try place.writing {
      try place.file.write(["report": .string(page.title)], replacing: place.replacing, work: context.work) {
        try $0.write(Array(page.html.utf8))
      }
    }
    return StageResult(value, blocks: [StageBlock("report", [StageBlock.Line("\(page.title) to \(place.path)")])])
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    Conclusion(record: ["saved": .string(try call.string("path"))])
  }
}
