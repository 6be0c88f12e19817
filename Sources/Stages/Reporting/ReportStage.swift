import Diagnostics
import Documents
import Pipeline
import Rows
import Store

/// `report`: a choice, a model or a comparison on one page, for whoever decides.
struct ReportStage: StageDefinition {
  let signature = Signature(
    "report", input: [.rows, .model, .report], output: .same,
    slots: [Slot("path", .path, "The page, with the ending .html")],
    flags: [Flag("replace", "Overwrites a file of this name that cact did not write")],
    settings: ["price", "watts", "seed"],
    effect: .effectful,
    help: "Writes a page on a choice, a model and its verdict, or a comparison",
    examples: [
      "load | where level >= 3 | report \"hard.html\"",
      "load | hold 10 | sample 50 | pack 1024 | tune epochs 1 | report \"model.html\" replace",
      "load | score complexity | select diverse 10% | report \"choice.html\"",
    ],
    related: ["save", "why", "dropped", "compare", "plot"])

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
    guard let value = input else { throw InternalError("`report` was given nothing") }
    let place = try place(call)
    var loaded = LoadedFiles.paths(of: context.pipeline)
    if let rows = value as? RowsValue { loaded.append(rows.rows.source.path) }
    try place.check(loaded: loaded, store: context.store.directory)
    let page = try page(value, context)
    try place.writing {
      try place.file.write(["report": .string(page.title)], replacing: place.replacing, work: context.work) {
        try $0.write(Array(page.html.utf8))
      }
    }
    return StageResult(value, blocks: [StageBlock("report", [StageBlock.Line("\(page.title) to \(place.path)")])])
  }

  private func page(_ value: any Value, _ context: RunContext) throws -> ChoicePage {
    switch value {
    case let model as ModelValue: return try ChoicePage(model, context)
    case let report as ReportValue: return try ChoicePage(report, context)
    default:
      let rows = try value.asRows("report")
      try LoadedColumns.settle(rows, context)
      return try ChoicePage(rows, context)
    }
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    Conclusion(record: ["saved": .string(try call.string("path"))])
  }
}
