import Diagnostics
import Digests
import LanguageModel
import Packing
import Pipeline

/// `merge`: a model tuned by LoRA as one of weights alone.
struct MergeStage: StageDefinition {
  let signature = Signature(
    "merge", input: [.model], output: .type(.model),
    help: "Merges a LoRA adapter into its base model's weights",
    examples: [
      "load | sample 50 | pack 1024 | tune epochs 1 lora | merge",
      "load | sample 50 | pack 1024 | tune epochs 1 lora rank 4 | merge | eval",
      "load | sample 50 | pack 1024 | tune epochs 1 lora | merge | save \"runs/merged\"",
    ],
    related: ["tune", "save"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    // Said before the tuning is paid for.
    if let tune = context.before?.last(where: { $0.calls(TuneStage.self) }), !LowRank(call: tune).isAsked {
      throw Self.noAdapter(call)
    }
    return input
  }

  private static func noAdapter(_ call: BoundCall) -> Diagnostic {
    Diagnostic(
      StageCodes.noAdapter, "this model has no adapter to merge: all its weights were tuned", at: call.span,
      label: "leave it out",
      helps: [Diagnostic.Help("`tune lora` makes an adapter, which `merge` puts into the weights")])
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let loaded = try context.models.load(context.settings)
    return Estimate(
      rows: input.rows, tokens: input.tokens, memory: Double(loaded.model.parameterCount) * 4, purpose: .tuning)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard var value = input as? ModelValue else { throw InternalError("`merge` was not given a model") }
    guard let adapter = value.recipe.adapter else {
      throw Self.noAdapter(call)
    }
    let library = context.models
    let loaded = try library.load(directory: value.directory, expecting: value.digest)
    let merged = try loaded.model.merged()
    let made = try context.scratch() + "/model"
    FileTree.remove(made)  // Of a run that was cut short.
    // Remembered in float32; `save` writes the base's number format.
    try merged.save(
      to: made, dtype: .f32, notingOriginal: true, tokenizerFrom: library.baseDirectory(value.directory))
    try library.keep(library.template(of: value), in: made)
    value.directory = made
    value.digest = try library.contentDigest(directory: made)
    value.recipe.adapter = nil
    let line =
      "LoRA of rank \(adapter.options.rank), \(Figures.parameters(adapter.parameterCount)) weights, into the base's "
      + Figures.parameters(value.parameterCount)
    return StageResult(value, blocks: [StageBlock("merge", [StageBlock.Line(line)])], purpose: .tuning)
  }
}
