import Diagnostics
import Digests
import Documents
import Foundation
import LanguageModel
import Pipeline
import Rows
import Store
import Work

/// `save`: a value as a file or directory that other tools read.
struct SaveStage: StageDefinition {
  let signature = Signature(
    "save", input: [.rows, .model, .report], output: .same,
    slots: [
      Slot(
        "path", .path,
        "Rows: \(RowFormats.list(SavePlace.rowEndings)), with .gz or .zst behind it compressed; a model: a directory; a report: .json, .md or .csv; a plot: .svg or .png"
      )
    ],
    options: [
      Option(
        "as",
        .choice([
          Choice("f32", "float32"), Choice("f16", "IEEE half precision"), Choice("bf16", "bfloat16"),
        ]), "Number format of a model's weights; that of the model it was tuned from when absent")
    ],
    flags: [
      Flag("replace", "Overwrites a file of this name that cact did not write; other files stay"),
      Flag("embeddings", "Writes the columns of vectors, too: hundreds of numbers a row"),
    ],
    settings: ["seed"], effect: .effectful,
    help: "Writes rows, a model or a report; passes its input on",
    examples: [
      "load | sample 20 | save \"sample.jsonl\"", "load | count by topic | save \"topics.csv\"",
      "load | sample 50 | pack 1024 | tune epochs 1 | save \"runs/first\" as f32",
    ],
    related: ["load", "tune"])

  /// An ending that does not fit is said before anything runs; what stands in the place may be another thing by then.
  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if let type = context.input {
      let place = try place(call)
      try place.check(loaded: [])
      try place.checkEnding(for: type)
      if type == .rows, let lineage = context.before.flatMap(ShardLineage.init) {
        try lineage.check(call)
        try place.checkKinds(of: lineage.shard)
      }
      if type != .model, call.isWritten("as") {
        throw Diagnostic(
          StageCodes.wrongEnding, "`as` sets the number format of a model's weights; this saves \(type)",
          at: call.span(of: "as"), label: "leave it out")
      }
    }
    return input
  }

  private func place(_ call: BoundCall) throws -> SavePlace {
    SavePlace(path: try call.string("path"), call: call)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let value = input else { throw InternalError("`save` was given nothing") }
    let place = try place(call)
    let path = place.path
    try place.checkEnding(for: value.type)
    let loaded = LoadedFiles.paths(of: context.pipeline)
    let store = context.store.directory
    var lines: [StageBlock.Line] = []
    switch value {
    case let rows as RowsValue:
      try place.check(loaded: loaded + [rows.rows.source.path], store: store)
      try LoadedColumns.settle(rows, context)
      let vectors = call.flag("embeddings") ? [] : rows.rows.vectorColumns
      let written = vectors.reduce(rows.rows) { $0.removing($1) }
      let shard = try shard(rows, written: written, place, call, context)
      do {
        try place.writing {
          let members = SavedNote.members(of: rows, columns: written.names, shard: shard)
          try place.file.write(members, replacing: place.replacing, work: context.work) {
            try RowWriter.write(written, into: $0, path: path)
          }
        }
      } catch let error as FileError where error.operation == .write {
        throw RowError(.notWritten, file: path, "cannot be written: \(error.reason)")
      }
      lines.append(
        StageBlock.Line("\(Figures.rows(rows.rows.count)) to \(path)", shard.map { ", shard \($0.pool.shard)" } ?? ""))
      if !vectors.isEmpty {
        let names = vectors.map { "`\($0)`" }.joined(separator: ", ")
        lines.append(StageBlock.Line("without \(names), which the flag `embeddings` writes, too"))
      }
      lines += RowWriter.remarks(on: written, to: path).map { StageBlock.Line($0) }
    case let report as ReportValue:
      lines.append(try place.write(report, loaded: loaded, context))
    case let model as ModelValue:
      try place.check(loaded: loaded + [model.base.path].compactMap { $0 }, store: store)
      if model.recipe.adapter != nil, call.isWritten("as") {
        throw Diagnostic(
          StageCodes.wrongEnding, "an adapter is kept in float32", at: call.span(of: "as"), label: "leave it out",
          helps: [Diagnostic.Help("`merge` before `save` makes full weights, which `as` can convert")])
      }
      let directory = place.directory(loaded: loaded)
      lines = try place.writing { try save(model, call, to: directory, context) }
    default:
      throw Diagnostic(StageCodes.wrongEnding, "a \(value.type) cannot be saved", at: call.span, label: "not saved")
    }
    return StageResult(value, blocks: [StageBlock("save", lines)])
  }

  /// What is noted of a shard's rows; nil of any others.
  private func shard(
    _ value: RowsValue, written: Rows, _ place: SavePlace, _ call: BoundCall, _ context: RunContext
  ) throws -> ShardNote? {
    guard let pool = value.shard,
      let lineage = ShardLineage.calls(before: context.index, in: context.pipeline).flatMap(ShardLineage.init)
    else { return nil }
    try lineage.check(call)
    try place.checkKinds(of: pool.shard)
    return ShardNote(pool, lineage, of: written, counted: value.counting, to: place.path, seed: context.seed)
  }

  /// Writes a model; says what became of other things in its directory.
  private func save(
    _ model: ModelValue, _ call: BoundCall, to directory: ModelDirectory, _ context: RunContext
  ) throws -> [StageBlock.Line] {
    try directory.directory.check(store: context.store.directory)
    let (type, outcome) = try directory.write(
      model, as: call.optionalChoice("as").flatMap { StoredType(rawValue: $0.uppercased()) },
      store: context.store.directory,
      models: context.models, work: context.work)
    let form = model.recipe.adapter == nil ? "as \(type.rawValue.lowercased())" : "for PEFT"
    return [StageBlock.Line("\(model.summary), \(form), to \(directory.directory.path)")]
      + outcome.lines(beside: "the model")
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    Conclusion(record: ["saved": .string(try call.string("path"))])
  }
}
