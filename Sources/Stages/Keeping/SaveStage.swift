import Diagnostics
import Documents
import Foundation
import LanguageModel
import Pipeline
import Rows
import Store

/// `save`: a value as a file or directory that other tools read.
struct SaveStage: StageDefinition {
  let signature = Signature(
    "save", input: [.rows, .model, .report], output: .same,
    slots: [Slot("path", .path, "Rows: .jsonl, .json or .csv; a model: a directory; a report: .json, .md or .csv")],
    options: [
      Option(
        "as",
        .choice([
          Choice("f32", "float32"), Choice("f16", "IEEE half precision"), Choice("bf16", "bfloat16"),
        ]), "Number format of a model's weights; that of the model it was tuned from when absent")
    ],
    flags: [Flag("replace", "Replaces what cact did not write")],
    effect: .effectful,
    help: "Writes rows, a model or a report; passes its input on",
    examples: [
      "load | sample 20 | save \"sample.jsonl\"", "load | count by topic | save \"topics.csv\"",
      "load | sample 50 | pack 1024 | tune epochs 1 | save \"runs/first\" as f32",
    ],
    related: ["load", "tune"])

  /// An ending that does not fit is said before anything runs; what stands in the place may be another thing by then.
  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if let type = context.input {
      try place(call).checkEnding(for: type)
      if type != .model, call.isWritten("as") {
        throw Diagnostic(
          StageCodes.wrongEnding, "`as` sets the number format of a model's weights; this saves \(type)",
          at: call.span(of: "as"), label: "leave it out")
      }
    }
    return input
  }

  private func place(_ call: BoundCall) throws -> SavePlace {
    SavePlace(path: (try call.string("path") as NSString).expandingTildeInPath, call: call)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let value = input else { throw InternalError("`save` was given nothing") }
    let place = try place(call)
    let path = place.path
    try place.checkEnding(for: value.type)
    let loaded = LoadedFiles.paths(of: context.pipeline)
    let saved: String
    switch value {
    case let rows as RowsValue:
      try place.checkMayReplace(loaded: loaded + [rows.rows.source.path], isDirectory: false)
      try place.write([
        "rows": .integer(Int64(rows.rows.count)), "scoring": rows.scoring.map(Self.json) ?? .null,
        "embedding": rows.embedding?.json ?? .null,
      ]) {
        try RowWriter.write(rows.rows, to: path)
      }
      saved = "\(Figures.count(rows.rows.count)) rows"
    case let report as ReportValue:
      try place.checkMayReplace(loaded: loaded, isDirectory: false)
      try place.write(["report": .string(report.title)]) {
        try AtomicFile.write(ReportText.bytes(report, ending: place.ending), to: path)
      }
      saved = report.title
    case let model as ModelValue:
      try place.checkMayReplace(loaded: loaded + [model.base.path].compactMap { $0 }, isDirectory: true)
      if model.recipe.adapter != nil, call.isWritten("as") {
        throw Diagnostic(
          StageCodes.wrongEnding, "an adapter is kept in float32", at: call.span(of: "as"), label: "leave it out",
          helps: [Diagnostic.Help("`merge` before `save` makes full weights, which `as` then writes")])
      }
      let type = try ModelDirectory.write(
        model, as: call.optionalChoice("as").flatMap { StoredType(rawValue: $0.uppercased()) }, to: path)
      saved = model.summary + (model.recipe.adapter == nil ? ", as \(type.rawValue.lowercased())," : ", for PEFT,")
    default:
      throw Diagnostic(StageCodes.wrongEnding, "a \(value.type) cannot be saved", at: call.span, label: "not saved")
    }
    return StageResult(value, blocks: [StageBlock("save", [StageBlock.Line("\(saved) to \(path)")])])
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    Conclusion(record: ["saved": .string(try call.string("path"))])
  }

  private static func json(_ scoring: ScoringProvenance) -> JSONValue {
    .object(
      JSONObject([
        ("model", .string(scoring.model.description)), ("template", .string(scoring.template)),
        ("maximal_length", .integer(Int64(scoring.maximalLength))), ("formula", .string(scoring.formula)),
        ("precision", .string(scoring.precision)),
      ]))
  }
}
