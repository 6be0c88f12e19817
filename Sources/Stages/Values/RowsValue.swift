import Digests
import Documents
import Pipeline
import Rows
import Store

/// Rows in a pipe, with the rows that are held out of reach of every stage after `hold`.
public struct RowsValue: Value {
  public var rows: Rows
  /// Rows to judge by; nil: none are held out.
  public var heldOut: HeldOutRows?
  /// Under what the scores in these rows were made; nil: they have none.
  public var scoring: ScoringProvenance?
  /// What `embed` made the embeddings with; nil: there are none, or they are the scores'.
  public var embedding: EmbeddingProvenance?

  public init(
    _ rows: Rows, heldOut: HeldOutRows? = nil, scoring: ScoringProvenance? = nil,
    embedding: EmbeddingProvenance? = nil
  ) {
    self.rows = rows
    self.heldOut = heldOut
    self.scoring = scoring
    self.embedding = embedding
  }

  /// The same value with other rows, its held-out rows and provenance kept.
  public func with(_ rows: Rows) -> RowsValue {
    var value = self
    value.rows = rows
    return value
  }

  public var type: ValueType { .rows }
  public var columns: ColumnSet { ColumnSet(rows) }

  /// Sum of the column `tokens`; nil where it is absent.
  public var tokens: Int? {
    guard case .integer(let column)? = rows.column("tokens") else { return nil }
    return (0..<rows.count).reduce(0) { $0 + Int(column[$1] ?? 0) }
  }

  public var size: ValueSize { ValueSize(rows: rows.count, tokens: tokens) }
  public var summary: String {
    "\(Figures.count(rows.count)) rows, \(rows.names.count) columns"
      + (heldOut.map { " · \(Figures.count($0.rows.count)) held out" } ?? "")
  }
}

/// Rows that only judge: no stage trains on them, and each look at them is counted.
public struct HeldOutRows: Sendable {
  public var rows: Rows
  /// Where they come from, as the blocks say it: `on other topics`.
  public var origin: String

  public init(rows: Rows, origin: String) {
    self.rows = rows
    self.origin = origin
  }
}

/// What a score depends on besides the row; mixing different ones is an error.
public struct ScoringProvenance: Sendable, Hashable, Codable {
  public var model: ContentDigest
  public var template: String
  public var maximalLength: Int
  public var formula: String
  public var precision: String

  public init(model: ContentDigest, template: String, maximalLength: Int, formula: String, precision: String) {
    self.model = model
    self.template = template
    self.maximalLength = maximalLength
    self.formula = formula
    self.precision = precision
  }
}

extension ColumnSet {
  /// The columns of rows as the checker sees them, `row` first.
  init(_ rows: Rows) {
    var columns = [ColumnInfo("row", .integer)]
    for (name, column) in zip(rows.names, rows.columns) {
      columns.append(ColumnInfo(name, ColumnKind(rawValue: column.kind.rawValue) ?? .unknown))
    }
    var aliases: [String: String] = [:]
    if let question = rows.questionColumn { aliases["question"] = question }
    if let answer = rows.answerColumn { aliases["answer"] = answer }
    self.init(columns, aliases: aliases)
  }
}

// The stored form: a line of JSON, then the rows and the held-out rows in their own binary form.
extension RowsValue {
  public static let storedKind = "rows"

  private struct Head: Codable {
    var rowsBytes: Int
    var heldOutBytes: Int?
    var heldOutOrigin: String?
    var scoring: ScoringProvenance?
    var embedding: EmbeddingProvenance?
  }

  public func encode(scratch: String) throws -> StoredForm {
    let body = rows.serialized()
    let held = heldOut?.rows.serialized()
    let head = Head(
      rowsBytes: body.count, heldOutBytes: held?.count, heldOutOrigin: heldOut?.origin, scoring: scoring,
      embedding: embedding)
    var bytes = try StoredHead.encode(head)
    bytes.append(contentsOf: body)
    bytes.append(contentsOf: held ?? [])
    return StoredForm(kind: Self.storedKind, bytes: bytes)
  }

  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    let body = start + head.rowsBytes
    guard head.rowsBytes >= 0, body + (head.heldOutBytes ?? 0) == form.bytes.count else { throw DamagedValue() }
    let rows = try Rows(serialized: Array(form.bytes[start..<body]))
    let held = try head.heldOutBytes.map { _ in
      HeldOutRows(rows: try Rows(serialized: Array(form.bytes[body...])), origin: head.heldOutOrigin ?? "")
    }
    return RowsValue(rows, heldOut: held, scoring: head.scoring, embedding: head.embedding)
  }
}
