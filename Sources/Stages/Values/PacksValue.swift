public import Digests
import Documents
public import Packing
public import Pipeline
import Rows
import Store

/// Rows as packed sequences; `tune` packs the same sequences again inside each of its steps.
public struct PacksValue: Value, Presentable {
  /// The packs themselves.
  public var packs: Packs
  /// The rows to judge by, from the pipe that led here.
  public var heldOut: HeldOutRows?
  /// Digest of the model directory whose tokenizer made them.
  public var model: ContentDigest

  /// Packs with the rows held out beside them; `model` is what they were packed for.
  public init(_ packs: Packs, heldOut: HeldOutRows?, model: ContentDigest) {
    self.packs = packs
    self.heldOut = heldOut
    self.model = model
  }

  /// `7 packs of 4,096 · density 96.1%`.
  public var figures: String {
    "\(Figures.count(packs.bins.count)) pack\(packs.bins.count == 1 ? "" : "s") of \(Figures.count(packs.settings.capacity)) · density "
      + Figures.percent(packs.density, 1)
  }

  /// What padding would have reached.
  public var baselines: String {
    " (padded by 16: \(Figures.percent(packs.paddedDensity16, 1)); length-sorted: "
      + "\(Figures.percent(packs.lengthSortedDensity16, 1)))"
  }

  /// The type `packs`, which `tune` takes.
  public var type: ValueType { .packs }
  /// No columns: rows in packs are tokens.
  public var columns: ColumnSet { ColumnSet() }
  /// Rows and tokens in the packs.
  public var size: ValueSize { ValueSize(rows: packs.rows.count, tokens: packs.tokens) }
  /// One line, with rows, packs and density.
  public var summary: String { "\(Figures.rows(packs.rows.count)) in \(figures)" }

  /// Its summary beside what padding would reach.
  public func presentation(limit: Int) -> Presentation { .lines([summary + baselines]) }
  /// One line: the object of `json`.
  public func jsonLines() -> [String] { [json(limit: 0)] }

  /// Figures alone: of packs there is nothing to read.
  public func json(limit: Int) -> String {
    var object = JSONObject()
    object["packs"] = .integer(packs.bins.count)
    object["capacity"] = .integer(packs.settings.capacity)
    object["rows"] = .integer(packs.rows.count)
    object["tokens"] = .integer(packs.tokens)
    object["learned_tokens"] = .integer(packs.learnedTokens)
    object["density"] = .number(packs.density)
    object["padded_density"] = .number(packs.paddedDensity16)
    object["length_sorted_density"] = .number(packs.lengthSortedDensity16)
    object["template"] = .string(packs.settings.template)
    object["model"] = .string(model.description)
    object["held_out"] = heldOut.map(\.json) ?? .null
    return JSONValue.object(object).serialized()
  }
}

extension PacksValue {
  /// The word that the store keeps them under.
  public static let storedKind = "packs"

  private struct Head: Codable {
    var packsBytes: Int
    var heldOut: HeldOutRows.Head?
    var model: ContentDigest
  }

  /// All of it as bytes. O(tokens).
  public func encode(scratch: String) throws -> StoredForm {
    var body = packs.serialized()
    let packsBytes = body.count
    let held = heldOut.map { $0.encode(into: &body) }
    let head = try StoredHead.encode(Head(packsBytes: packsBytes, heldOut: held, model: model))
    return StoredForm(kind: Self.storedKind, bytes: head + body)
  }

  /// The packs again. Throws where the form is damaged or older.
  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    guard head.packsBytes >= 0, head.packsBytes <= form.bytes.count - start else { throw DamagedValue() }
    let end = start + head.packsBytes
    let packs = try Packs(serialized: Array(form.bytes[start..<end]))
    let held = try head.heldOut.map { try HeldOutRows($0, from: form.bytes[end...]) }
    return PacksValue(packs, heldOut: held, model: head.model)
  }
}
