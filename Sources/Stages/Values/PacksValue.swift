import Digests
import Packing
import Pipeline
import Rows
import Store

/// Rows as packed sequences; `tune` packs the same sequences again inside each of its steps.
public struct PacksValue: Value, Presentable {
  public var packs: Packs
  /// The rows to judge by, from the pipe that led here.
  public var heldOut: HeldOutRows?
  /// Digest of the model directory whose tokenizer made them.
  public var model: ContentDigest

  public init(_ packs: Packs, heldOut: HeldOutRows?, model: ContentDigest) {
    self.packs = packs
    self.heldOut = heldOut
    self.model = model
  }

  /// `7 packs of 4,096 · density 96.1%`.
  public var figures: String {
    "\(Figures.count(packs.bins.count)) packs of \(Figures.count(packs.settings.capacity)) · density "
      + Figures.percent(packs.density, 1)
  }

  /// What padding would have reached.
  public var baselines: String {
    " (padded by 16: \(Figures.percent(packs.paddedDensity16, 1)); length-sorted: "
      + "\(Figures.percent(packs.lengthSortedDensity16, 1)))"
  }

  public var type: ValueType { .packs }
  public var columns: ColumnSet { ColumnSet() }
  public var size: ValueSize { ValueSize(rows: packs.rows.count, tokens: packs.tokens) }
  public var summary: String { "\(Figures.count(packs.rows.count)) rows in \(figures)" }

  public func presentation(limit: Int) -> Presentation { .lines([summary + baselines]) }
  public func jsonLines() -> [String] { [] }
}

extension PacksValue {
  public static let storedKind = "packs"

  private struct Head: Codable {
    var packsBytes: Int
    var heldOutOrigin: String?
    var model: ContentDigest
  }

  public func encode(scratch: String) throws -> StoredForm {
    let body = packs.serialized()
    var bytes = try StoredHead.encode(Head(packsBytes: body.count, heldOutOrigin: heldOut?.origin, model: model))
    bytes.append(contentsOf: body)
    bytes.append(contentsOf: heldOut?.rows.serialized() ?? [])
    return StoredForm(kind: Self.storedKind, bytes: bytes)
  }

  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    let end = start + head.packsBytes
    guard head.packsBytes >= 0, end <= form.bytes.count else { throw DamagedValue() }
    let packs = try Packs(serialized: Array(form.bytes[start..<end]))
    let held = try head.heldOutOrigin.map {
      HeldOutRows(rows: try Rows(serialized: Array(form.bytes[end...])), origin: $0)
    }
    return PacksValue(packs, heldOut: held, model: head.model)
  }
}
