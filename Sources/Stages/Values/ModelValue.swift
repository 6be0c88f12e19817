import Digests
import Documents
import LanguageModel
import Packing
import Pipeline
import Rows
import Store
import Tuning

/// A model that `tune` made: a Hugging Face directory in the store, its base, and the recipe that led from one to the other.
public struct ModelValue: Value, Presentable {
  /// Where the weights and the tokenizer lie.
  public var directory: String
  /// Of configuration and weights.
  public var digest: ContentDigest
  public var parameterCount: Int
  public var base: Base
  public var recipe: Recipe
  public var outcome: TuningOutcome
  /// The rows to judge by, from the pipe that led here.
  public var heldOut: HeldOutRows?

  /// What it was tuned from.
  public struct Base: Sendable, Codable, Hashable {
    /// Nil: it began with random weights.
    public var path: String?
    public var digest: ContentDigest
  }

  /// How it was tuned.
  public struct Recipe: Sendable, Codable {
    public var options: TuningOptions
    public var rows: Int
    public var capacity: Int
    /// Name of the template in which the rows were packed.
    public var template: String
    /// The stages, as written.
    public var text: String
    /// The adapter that was tuned; nil: all weights were.
    public var adapter: LowRankRecipe?

    public var promptTemplate: Template { Template.named(template) ?? .plain }
  }

  /// A LoRA adapter: how it was made, and how many parameters it has.
  public struct LowRankRecipe: Sendable, Codable, Hashable {
    public var options: AdapterOptions
    public var parameterCount: Int
  }

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

  public var type: ValueType { .model }
  public var columns: ColumnSet { ColumnSet() }
  public var size: ValueSize { ValueSize(rows: recipe.rows, tokens: outcome.totalTokens, bytes: 4 * trainedCount) }
  public var summary: String {
    (recipe.adapter.map { "LoRA adapter of rank \($0.options.rank) on a model" } ?? "model")
      + " of \(Figures.parameters(parameterCount)) weights, \(outcome.steps) steps on \(Figures.count(recipe.rows)) rows"
  }

  /// The parameters that its files hold.
  var trainedCount: Int { recipe.adapter?.parameterCount ?? parameterCount }

  /// `all 4.2M weights`, `LoRA of rank 8, 220k beside 4.2M weights`.
  var trained: String {
    guard let adapter = recipe.adapter else { return "all \(Figures.parameters(parameterCount)) weights" }
    return "LoRA of rank \(adapter.options.rank), \(Figures.parameters(adapter.parameterCount)) beside "
      + "\(Figures.parameters(parameterCount)) weights"
  }

  public func presentation(limit: Int) -> Presentation { .lines([summary]) }
  public func jsonLines() -> [String] {
    [
      JSONValue.object(
        JSONObject([
          ("digest", .string(digest.description)), ("base", .string(base.digest.description)),
          ("steps", .integer(Int64(outcome.steps))), ("rows", .integer(Int64(recipe.rows))),
          ("learned_tokens", .integer(Int64(outcome.learnedTokens))),
        ])
      ).serialized(pretty: false)
    ]
  }
}

extension ModelValue {
  public static let storedKind = "model"

  private struct Head: Codable {
    var digest: ContentDigest
    var parameterCount: Int
    var base: Base
    var recipe: Recipe
    var outcome: TuningOutcome
    var heldOut: HeldOutRows.Head?
  }

  public func encode(scratch: String) throws -> StoredForm {
    var body: [UInt8] = []
    let held = heldOut.map { $0.encode(into: &body) }
    let head = try StoredHead.encode(
      Head(
        digest: digest, parameterCount: parameterCount, base: base, recipe: recipe, outcome: outcome, heldOut: held))
    return StoredForm(kind: Self.storedKind, bytes: head + body, directory: directory)
  }

  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    guard let directory = form.directory else { throw DamagedValue() }
    let held = try head.heldOut.map { try HeldOutRows($0, from: form.bytes[start...]) }
    return ModelValue(
      directory: directory, digest: head.digest, parameterCount: head.parameterCount, base: head.base,
      recipe: head.recipe, outcome: head.outcome, heldOut: held)
  }
}
