import Diagnostics
import Documents
import LanguageModel
import Packing
import Pipeline
import Rows
import Store
import Tuning

/// `export`: rows as another program for tuning takes them, with its settings and commands.
struct ExportStage: StageDefinition {
  let signature = Signature(
    "export", input: [.rows, .packs], output: .same,
    slots: [
      Slot("tool", .choice(TrainingTools.all.map { Choice($0.name, "\($0.title) \($0.version)") }), "Who tunes"),
      Slot("path", .path, "The directory"),
    ],
    options: [
      TuningArguments.epochs, TuningArguments.rate, TuningArguments.batch, TuningArguments.warmup,
      TuningArguments.decay, TuningArguments.clip,
    ] + TuningArguments.lowRank,
    flags: [
      TuningArguments.lora, TuningArguments.gradientCheckpointing,
      Flag("replace", "Overwrites files of the same names that cact did not write; other files stay"),
    ],
    needs: ["answer"], settings: ["context", "model", "seed", "template"], effect: .effectful,
    help: "Writes rows, settings and commands for TRL, Axolotl, LLaMA-Factory or MLX-LM",
    examples: [
      "load | select random 10% | export trl \"runs/trl\"",
      "load | sample 20 | pack 1024 | export axolotl \"runs/axolotl\" epochs 1 lora rank 4",
      "load | sample 20 | export mlx \"runs/mlx\" rate 1e-4 batch 4",
    ],
    related: ["save", "pack", "tune"])

  /// The place is looked at before anything runs; what stands there may be another thing by then.
  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    try place(call).check(loaded: [])
    return input
  }

  private func place(_ call: BoundCall) throws -> SavePlace { SavePlace(path: try call.string("path"), call: call) }

  private static let content = DirectoryContent(what: "an export", whole: "the export") { _ in false }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let value = input, let tool = TrainingTools.named(try call.choice("tool")) else {
      throw InternalError("`export` was given nothing")
    }
    let store = context.store.directory
    let place = try place(call)
    let loaded = LoadedFiles.paths(of: context.pipeline)
    try place.check(loaded: loaded, store: store)
    let directory = WrittenDirectory(place.path, Self.content, replacing: place.replacing, loaded: loaded)
    try place.writing { try directory.check(store: store) }

    let model = try ExportedModel(call, context)
    let packs =
      try value as? PacksValue
      ?? PacksValue(
        packing: value.asRows("export"), capacity: PacksValue.usualCapacity, long: .cut, at: call.span, context)
    try packs.checkModel(model.digest, model.directory, at: call.span)
    let export = try Export(packs.packs, tool: tool, model: model, call, context)
    let outcome = try place.writing {
      try directory.write(store: store, work: context.work) { staging in
        for file in export.files { try AtomicFile.write(file.text, to: staging + "/" + file.name) }
        try AtomicFile.write(export.data, to: staging + "/" + ExportJob.data)
        return export.provenance
      }
    }
    return StageResult(
      value,
      blocks: [
        StageBlock(
          "export",
          [
            StageBlock.Line(
              "\(Figures.rows(export.ledger.kept)) for \(tool.title) \(tool.version) to \(place.path)",
              " · \(Figures.count(export.lines.count)) line\(export.lines.count == 1 ? "" : "s")"
                + " · template \(model.template.shown)"),
            export.ledger.line,
          ] + outcome.lines(beside: "the export")
            + export.warnings.map { StageBlock.Line($0) })
      ], ledger: export.ledger.json)
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    Conclusion(record: ["saved": .string(try call.string("path"))])
  }
}
