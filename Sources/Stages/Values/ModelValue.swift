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

    public var promptTemplate: Template { Template.named(template) ?? .plain }
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
  public var size: ValueSize { ValueSize(rows: recipe.rows, tokens: outcome.totalTokens, bytes: 4 * parameterCount) }
  public var summary: String {
    "model of \(Figures.parameters(parameterCount)) weights, \(outcome.steps) steps on \(Figures.count(recipe.rows)) rows"
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
    var heldOutOrigin: String?
    var heldOutBytes: Int?
  }

  public func encode(scratch: String) throws -> StoredForm {
    let held = heldOut?.rows.serialized()
    var bytes = try StoredHead.encode(
      Head(
        digest: digest, parameterCount: parameterCount, base: base, recipe: recipe, outcome: outcome,
        heldOutOrigin: heldOut?.origin, heldOutBytes: held?.count))
    bytes.append(contentsOf: held ?? [])
    return StoredForm(kind: Self.storedKind, bytes: bytes, directory: directory)
  }

  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    guard let directory = form.directory, start + (head.heldOutBytes ?? 0) == form.bytes.count else {
      throw DamagedValue()
    }
    let held = try head.heldOutBytes.map { _ in
      HeldOutRows(rows: try Rows(serialized: Array(form.bytes[start...])), origin: head.heldOutOrigin ?? "")
    }
    return ModelValue(
      directory: directory, digest: head.digest, parameterCount: head.parameterCount, base: head.base,
      recipe: head.recipe, outcome: head.outcome, heldOut: held)
  }
}
