public import Digests
import Documents
public import LanguageModel
public import Packing
public import Pipeline
import Rows
import Store
public import Tuning

/// A model that `tune` made: a Hugging Face directory in the store, its base, and the recipe that led from one to the other.
public struct ModelValue: Value, Presentable {
  /// Where the weights and the tokenizer lie.
  public var directory: String
  /// Of configuration and weights.
  public var digest: ContentDigest
  /// Of the whole model.
  public var parameterCount: Int
  /// What it was made from.
  public var base: Base
  /// How it was tuned.
  public var recipe: Recipe
  /// What tuning did.
  public var outcome: TuningOutcome
  /// The rows to judge by, from the pipe that led here.
  public var heldOut: HeldOutRows?

  /// What it was tuned from.
  public struct Base: Sendable, Codable, Hashable {
    /// Nil: it began with random weights.
    public var path: String?
    /// Of its configuration and weights.
    public var digest: ContentDigest
  }

  /// How it was tuned.
  public struct Recipe: Sendable, Codable {
    /// What `tune` was asked for.
    public var options: TuningOptions
    /// Rows that it learned from.
    public var rows: Int
    /// Tokens of one pack.
    public var capacity: Int
    /// Name of the template in which the rows were packed.
    public var template: String
    /// The stages, as written.
    public var text: String
    /// The adapter that was tuned; nil: all weights were.
    public var adapter: LowRankRecipe?
    /// The rows that decided when it ended; nil: it ran to its end.
    var validation: TuningValidation.Origin?

    /// By the names of `tune`'s options where it has one.
    var json: JSONValue {
      var object = JSONObject()
      object["text"] = .string(text)
      object["template"] = .string(template)
      object["capacity"] = .integer(capacity)
      object["epochs"] = .number(options.epochs)
      object["rate"] = .number(options.learningRate)
      object["batch"] = options.samplesPerStep.map { JSONValue.integer($0) } ?? .null
      object["step_tokens"] = options.tokensPerStep.map { JSONValue.integer($0) } ?? .null
      object["warmup"] = options.warmupSteps.map { JSONValue.integer($0) } ?? .null
      object["decay"] = .number(options.weightDecay)
      object["clip"] = .number(options.clip)
      object["seed"] = .string(String(options.seed))
      if let patience = options.patience { object["patience"] = .integer(patience) }
      if let validation {
        object["validated_on"] = .string(validation.source.rawValue)
        object["validation_rows"] = .integer(validation.rows)
        object["held_back_rows"] = .array(validation.heldBack.map { JSONValue.integer($0) })
      }
      guard let adapter else { return .object(object) }
      var lora = JSONObject()
      lora["rank"] = .integer(adapter.options.rank)
      lora["alpha"] = .number(adapter.options.alpha)
      lora["dropout"] = .number(adapter.options.dropout)
      lora["parameters"] = .integer(adapter.parameterCount)
      object["lora"] = .object(lora)
      return .object(object)
    }
  }

  /// A LoRA adapter: how it was made, and how many parameters it has.
  public struct LowRankRecipe: Sendable, Codable, Hashable {
    /// Rank, scale, dropout and targets.
    public var options: AdapterOptions
    /// Of the adapter alone.
    public var parameterCount: Int
  }

  /// A tuned model, whose weights lie in a directory.
  public init(
    directory: String, digest: ContentDigest, parameterCount: Int, base: Base, recipe: Recipe, outcome: TuningOutcome,
    heldOut: HeldOutRows?
  ) {
    self.directory = directory
    self.digest = digest
    self.parameterCount = parameterCount
    self.base = base
    self.recipe = recipe
    self.outcome = outcome
    self.heldOut = heldOut
  }

  /// The type `model`, whether all weights were tuned or an adapter.
  public var type: ValueType { .model }
  /// No columns: a model has no rows.
  public var columns: ColumnSet { ColumnSet() }
  /// Rows and tokens that it learned from, and the bytes of what was trained.
  public var size: ValueSize { ValueSize(rows: recipe.rows, tokens: outcome.totalTokens, bytes: 4 * trainedCount) }
  /// One line, with its size and what it learned.
  public var summary: String {
    (recipe.adapter.map { "LoRA adapter of rank \($0.options.rank) on a model" } ?? "model")
      + " of \(Figures.parameters(parameterCount)) weights, \(outcome.steps) steps on \(Figures.rows(recipe.rows))"
  }

  /// The parameters that its files hold.
  var trainedCount: Int { recipe.adapter?.parameterCount ?? parameterCount }

  /// `all 4.2M weights`, `LoRA of rank 8, 220k beside 4.2M weights`.
  var trained: String {
    guard let adapter = recipe.adapter else { return "all \(Figures.parameters(parameterCount)) weights" }
    return "LoRA of rank \(adapter.options.rank), \(Figures.parameters(adapter.parameterCount)) beside "
      + "\(Figures.parameters(parameterCount)) weights"
  }

  /// Answer tokens of the rows that it was given, once through: those that it was planned to learn, and those that were held back.
  package var tokensPerPass: Int {
    Int((Double(outcome.plannedLearnedTokens) / max(recipe.options.epochs, 1e-9)).rounded())
      + (recipe.validation?.heldBackTokens ?? 0)
  }

  /// The summary as the only line, whatever the limit.
  public func presentation(limit: Int) -> Presentation { .lines([summary]) }
  /// One line: the object of `json`.
  public func jsonLines() -> [String] { [json(limit: 0)] }

  /// Digests, what came of tuning, and the recipe.
  public func json(limit: Int) -> String {
    var object = JSONObject()
    object["digest"] = .string(digest.description)
    object["base"] = .string(base.digest.description)
    object["parameters"] = .integer(parameterCount)
    object["trained_parameters"] = .integer(trainedCount)
    object["rows"] = .integer(recipe.rows)
    object["steps"] = .integer(outcome.steps)
    object["learned_tokens"] = .integer(outcome.learnedTokens)
    object["total_tokens"] = .integer(outcome.totalTokens)
    object["density"] = .number(outcome.density)
    object["seconds"] = .number(outcome.seconds)
    object["losses"] = .array(outcome.lossCurve.map { JSONValue.number($0) })
    object["validation"] = .array(
      outcome.validation.map { point -> JSONValue in
        var object = JSONObject()
        object["step"] = .integer(point.step)
        object["loss"] = .number(point.loss)
        return .object(object)
      })
    if let early = outcome.early {
      var ending = JSONObject()
      ending["planned_steps"] = .integer(early.plannedSteps)
      ending["best_step"] = .integer(early.bestStep)
      ending["best_learned_tokens"] = .integer(early.bestLearnedTokens)
      ending["ran_out_of_patience"] = .bool(early.ranOut)
      object["early_stopping"] = .object(ending)
    }
    object["recipe"] = recipe.json
    object["held_out"] = heldOut.map(\.json) ?? .null
    return JSONValue.object(object).serialized()
  }
}

extension ModelValue {
  /// The word that the store keeps it under.
  public static let storedKind = "model"

  private struct Head: Codable {
    var digest: ContentDigest
    var parameterCount: Int
    var base: Base
    var recipe: Recipe
    var outcome: TuningOutcome
    var heldOut: HeldOutRows.Head?
  }

  /// Its description; the weights are handed over as a directory.
  public func encode(scratch: String) throws -> StoredForm {
    var body: [UInt8] = []
    let held = heldOut.map { $0.encode(into: &body) }
    let head = try StoredHead.encode(
      Head(
        digest: digest, parameterCount: parameterCount, base: base, recipe: recipe, outcome: outcome, heldOut: held))
    return StoredForm(kind: Self.storedKind, bytes: head + body, directory: directory)
  }

  /// The model again. Throws where the form is damaged or older.
  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    guard let directory = form.directory else { throw DamagedValue() }
    let held = try head.heldOut.map { try HeldOutRows($0, from: form.bytes[start...]) }
    return ModelValue(
      directory: directory, digest: head.digest, parameterCount: head.parameterCount, base: head.base,
      recipe: head.recipe, outcome: head.outcome, heldOut: held)
  }
}
