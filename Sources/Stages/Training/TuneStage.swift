import Diagnostics
import Digests
import Documents
import Evaluation
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Store
import Tokenization
import Tuning
import Work

/// `tune`: a new model from a base and packed rows, all its weights or an adapter beside them.
struct TuneStage: StageDefinition {
  let signature = Signature(
    "tune", input: [.packs], output: .type(.model),
    options: [
      TuningArguments.epochs, TuningArguments.rate, TuningArguments.batch,
      Option(
        "steps", .integer, in: 1...1e9, "Total optimizer steps; the rows of all epochs are spread evenly over them"),
      Option("step_tokens", .integer, in: 1...1e9, "Tokens per optimizer step, in place of rows"),
      TuningArguments.warmup, TuningArguments.decay, TuningArguments.clip,
      Option(
        "from_scratch", formerly: "fresh", .path, "Start from random weights, with the config.json in this directory"),
      Option("validate", .rows, "Validation rows: their loss is measured during the run"),
      Option(
        "patience", .integer, in: 1...1_000,
        "Ends after so many checks in a row (ten in a run) without a lower validation loss, and keeps the best weights"),
      Option("control", .integer, in: 0...1, "Random controls to run: 0 or 1; by the estimate when absent"),
    ] + TuningArguments.lowRank,
    flags: [TuningArguments.lora, TuningArguments.gradientCheckpointing],
    settings: ["model", "seed", "precision", "template"], version: 5,
    help: "Tunes all weights, or a LoRA adapter, on packed rows; the loss is on answers",
    examples: [
      "load | sample 50 | pack 1024 | tune epochs 1", "load | select random 5% | pack 4096 | tune epochs 1 lora rank 4",
      "load | score complexity | select diverse 10% | pack 4096 | tune epochs 3",
    ],
    related: ["pack", "merge", "eval", "compare", "save"])

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    var inputs = [try context.models.input(context)]
    if let fresh = try call.optionalString("from_scratch") {
      inputs.append(FileInput("fresh", try ContentDigest.of(file: fresh + "/config.json")))
    }
    return inputs
  }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let ways = ["batch", "steps", "step_tokens"].filter { call.isWritten($0) }
    if ways.count > 1 {
      throw Diagnostic(
        StageCodes.optionsClash, "`\(ways[0])` and `\(ways[1])` both set the size of a step",
        at: call.span(of: ways[1]), label: "leave one out",
        secondary: [Diagnostic.Label(span: call.span(of: ways[0]), text: "set here")])
    }
    try LowRank(call: call).check()
    return ColumnSet()
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let loaded = try context.models.load(context.settings)
    let epochs = try call.number("epochs")
    let lowRank = LowRank(call: call)
    let seconds = input.tokens.map {
      $0 * epochs
        / Rates.tuning(
          loaded, adapter: lowRank.isAsked, gradientCheckpointing: call.flag("gradient_checkpointing"), context)
    }
    var memory = TuningMemory(
      loaded.model, adapter: lowRank.isAsked ? try lowRank.options() : nil, capacity: packCapacity(context),
      gradientCheckpointing: call.flag("gradient_checkpointing"), precision: context.settings.precision)
    memory.keepsBest = call.isWritten("patience")
    return Estimate(
      rows: input.rows, tokens: input.tokens, seconds: seconds, memory: memory.bytes, purpose: .tuning,
      notes: memory.keepsBest ? ["`patience` may end `tune` earlier"] : [])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let packs = input as? PacksValue else { throw InternalError("`tune` was not given packs") }
    let library = context.models
    let directory = try library.directory(context.settings)
    let digest = try library.contentDigest(directory: directory)
    try packs.checkModel(digest, directory, at: call.span)
    let tokenizer = try library.tokenizer(directory: directory)
    let template = try library.template(recorded: packs.packs.settings.template, context.settings, directory: directory)
    let validation = try TuningValidation(call, packs, tokenizer: tokenizer, template: template, context)
    let set = TrainingSet(
      packs.packs, without: validation.heldBack, ends: [tokenizer.endOfText, template.endToken(in: tokenizer)])
    let capacity = set.samples.reduce(packs.packs.settings.capacity) { max($0, $1.segment.tokens.count) }
    let model: LanguageModel
    var remarks: [StageBlock.Line] = []
    if let fresh = try call.optionalString("from_scratch") {
      let configuration = try library.configuration(directory: fresh)
      var memory = TuningMemory(
        configuration, parameterCount: configuration.declaredParameters, capacity: capacity,
        gradientCheckpointing: call.flag("gradient_checkpointing"), precision: context.settings.precision)
      memory.keepsBest = validation.origin != nil
      try Self.check(memory, ModelLibrary.name(of: fresh))
      model = try LanguageModel(fresh: configuration, seed: context.seed)
      model.origin = .shape(fresh)
      model.crew = library.crew
    } else {
      let base = try library.load(directory: directory)
      let loaded = base.model
      remarks = base.remarks
      var memory = TuningMemory(
        loaded, adapter: LowRank(call: call).isAsked ? try LowRank(call: call).options() : nil, capacity: capacity,
        gradientCheckpointing: call.flag("gradient_checkpointing"), precision: context.settings.precision)
      memory.keepsBest = validation.origin != nil
      try Self.check(memory, ModelLibrary.name(of: directory))
      let lowRank = LowRank(call: call)
      if lowRank.isAsked {
        model = try lowRank.attach(
          to: loaded, base: library.baseName(directory, named: context.settings.model), seed: context.seed)
      } else {
        model = try loaded.merged()
        // The base itself waits in its files until it is asked again.
        loaded.releaseMemory()
      }
    }
    var options = try TuningOptions(
      call, isAdapter: model.adapter != nil, recommendedRate: model.configuration.recommendedLearningRate,
      capacity: packs.packs.settings.capacity, seed: context.seed)
    options.tokensPerStep = try call.optionalInteger("step_tokens")
    options.steps = try call.optionalInteger("steps")

    options.patience = try call.optionalInteger("patience")
    if !validation.segments.isEmpty {
      options.validationEvery = max(1, TuningPlan.steps(samples: set.samples, options: options).count / 10)
    }

    let scratch = try context.scratch()
    let trainer = try Trainer(
      model: model, samples: set.samples, options: options, validation: validation.segments,
      checkpoint: CheckpointPlace(path: scratch + "/checkpoint.safetensors"), work: context.work)
    let outcome = try run(trainer, keeping: context)
    try Rates.recordTuning(
      digest, adapter: model.adapter != nil, gradientCheckpointing: options.gradientCheckpointing,
      tokens: outcome.totalTokens,
      seconds: outcome.seconds, context)

    let made = scratch + "/model"
    FileTree.remove(made)  // Of a run that was cut short.
    // Remembered as it was tuned: `save` writes the base's number format.
    try model.save(
      to: made, dtype: .f32, notingOriginal: true, tokenizerFrom: library.baseDirectory(directory))
    try library.keep(template, in: made)
    let value = ModelValue(
      directory: made, digest: try library.contentDigest(directory: made), parameterCount: model.parameterCount,
      base: ModelValue.Base(path: call.has("from_scratch") ? nil : directory, digest: digest),
      recipe: ModelValue.Recipe(
        options: options, rows: set.rowCount, capacity: options.capacity, template: template.name,
        text: context.pipeline.text,
        adapter: model.adapter.map {
          ModelValue.LowRankRecipe(options: $0.options, parameterCount: $0.parameterCount)
        }, validation: validation.origin),
      outcome: outcome, heldOut: packs.heldOut)
    var block = block(value, set)
    block.lines += remarks
    guard let ending = EarlyEnding(value) else { return StageResult(value, blocks: [block], purpose: .tuning) }
    var result = StageResult(
      value, blocks: [block], purpose: .tuning, accounting: validation.ledger(packs.packs, ending.sentence))
    result.endedBy = ending.reason
    return result
  }

  /// A checkpoint that is not as it was written is set aside, and the run begins anew.
  private func run(_ trainer: Trainer, keeping context: RunContext) throws -> TuningOutcome {
    do { return try trainer.run() } catch TuningError.checkpoint(let path, _) {
      context.store.setAside(file: path)
      return try trainer.run()
    }
  }

  /// Throws `OutOfMemory` where tuning takes more than there is; the program itself is there already.
  private static func check(_ memory: TuningMemory, _ name: String) throws(OutOfMemory) {
    try Budget.require(
      memory.bytes - TuningMemory.program, for: "tuning `\(name)`",
      advice: "a smaller capacity of `pack` takes less, and so do `gradient_checkpointing`, `lora` and a smaller model")
  }

  /// Of the packs that come here, as far as the line says; else `pack`'s default.
  private func packCapacity(_ context: RunContext) -> Int {
    let pack = context.pipeline.calls.prefix(max(0, context.index)).last { $0.calls(PackStage.self) }
    return (try? pack?.optionalInteger("capacity")) ?? PacksValue.usualCapacity
  }

  /// `6 rows`, `1 row`, `2.4 rows`: a mean, with a digit after the point only where it says something.
  private static func rows(_ mean: Double) -> String {
    let rounded = (mean * 10).rounded() / 10
    let digits = rounded < 10 && rounded != rounded.rounded() ? 1 : 0
    return Figures.fixed(rounded, digits) + (rounded == 1 ? " row" : " rows")
  }

  private func block(_ value: ModelValue, _ set: TrainingSet) -> StageBlock {
    let outcome = value.outcome
    let options = value.recipe.options
    let steps = max(1, outcome.plannedSteps)
    let perStep = Double(set.samples.count) * options.epochs / Double(steps)
    let rowsPerStep =
      options.tokensPerStep.map { "\(Figures.count($0)) tokens" }
      ?? Self.rows(perStep)
    var first = StageBlock.Line(
      "\(value.trained) · lr \(Figures.rate(options.learningRate)) · "
        + "\(Figures.count(outcome.steps)) steps of \(rowsPerStep)",
      " · \(Figures.count(Int(Double(outcome.totalTokens) / max(outcome.seconds, 1e-9)))) tokens/s"
        + " · template \(value.recipe.template)")
    if value.base.path == nil { first.first = "from random weights · " + first.first }
    let curve = Figures.thinned(outcome.lossCurve, to: 10)
    var second = StageBlock.Line(
      "loss \(Figures.fixed(curve.first ?? .nan, 2)) \(Figures.spark(curve)) \(Figures.fixed(curve.last ?? .nan, 2))",
      " · \(Figures.count(set.learnedTokens)) of \(Figures.count(set.tokens)) tokens learned")
    second.second +=
      set.unlearnedEnds == 0
      ? " · each end-of-text learned" : " · \(Figures.count(set.unlearnedEnds)) cut: their end-of-text is not learned"
    var lines = [first, second]
    if let ending = EarlyEnding(value) {
      lines += ending.lines
    } else if let last = outcome.validation.last, outcome.validation.count > 1 || value.base.path == nil {
      lines.append(
        StageBlock.Line(
          "validation "
            + outcome.validation.map { Figures.fixed($0.loss, 3) }.suffix(6).joined(separator: " ")
            + " after step \(Figures.count(last.step))",
          outcome.endedFalling ? " · it still fell when the run ended: more steps would help" : ""))
    }
    return StageBlock("tune", lines)
  }

  func conclude(_ call: BoundCall, value: any Value, context: RunContext) throws -> Conclusion? {
    guard let model = value as? ModelValue else { return nil }
    return try TuneVerdict(call: call, model: model, context: context).conclusion()
  }
}
