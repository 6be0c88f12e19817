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
  /// How the tokens of rows are counted that were not counted yet; nil: they were, or cannot be.
  var counting: TokenCounts?

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

  /// Sum of the column `tokens`; nil where it is absent or still to be counted.
  public var tokens: Int? {
    guard case .integer? = rows.column("tokens"), rows.deferredList("tokens") == nil else { return nil }
    return countedTokens
  }

  /// Sum of the column `tokens`, counted now where they were not.
  var countedTokens: Int { (rows.column("tokens")?.doubles ?? []).reduce(0) { $0 + ($1.isNaN ? 0 : Int($1)) } }

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
    var counting: TokenCounts?
    /// Columns that are still to be made: of the rows, and of the held-out ones.
    var deferred: Deferred?
    var heldOutDeferred: Deferred?
  }

  private struct Deferred: Codable {
    var names: [String]
    /// All columns in their order, these among them.
    var order: [String]
  }

  /// The rows as they are stored, and the columns that are made again from their texts.
  private func split(_ rows: Rows) -> (rows: Rows, deferred: Deferred?) {
    let deferred = rows.deferredColumns
    guard !deferred.isEmpty, counting != nil else { return (rows, nil) }
    return (deferred.reduce(rows) { $0.removing($1) }, Deferred(names: deferred, order: rows.names))
  }

  public func encode(scratch: String) throws -> StoredForm {
    let (own, deferred) = split(rows)
    let judges = heldOut.map { split($0.rows) }
    var bytes: [UInt8] = []
    own.serialize(into: &bytes)
    let body = bytes.count
    judges?.rows.serialize(into: &bytes)
    let head = Head(
      rowsBytes: body, heldOutBytes: judges.map { _ in bytes.count - body }, heldOutOrigin: heldOut?.origin,
      scoring: scoring,
      embedding: embedding, counting: deferred == nil && judges?.deferred == nil ? nil : counting, deferred: deferred,
      heldOutDeferred: judges?.deferred)
    bytes.insert(contentsOf: try StoredHead.encode(head), at: 0)
    return StoredForm(kind: Self.storedKind, bytes: bytes)
  }

  public static func decode(_ form: StoredForm) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    let body = start + head.rowsBytes
    guard head.rowsBytes >= 0, body + (head.heldOutBytes ?? 0) == form.bytes.count else { throw DamagedValue() }
    func whole(_ bytes: ArraySlice<UInt8>, _ deferred: Deferred?) throws -> Rows {
      let rows = try Rows(serialized: Array(bytes))
      guard let deferred else { return rows }
      guard let counting = head.counting else { throw DamagedValue() }
      return try counting.adding(deferred.names, to: rows).keeping(deferred.order)
    }
    let rows = try whole(form.bytes[start..<body], head.deferred)
    let held = try head.heldOutBytes.map { _ in
      HeldOutRows(rows: try whole(form.bytes[body...], head.heldOutDeferred), origin: head.heldOutOrigin ?? "")
    }
    var value = RowsValue(rows, heldOut: held, scoring: head.scoring, embedding: head.embedding)
    value.counting = head.counting
    return value
  }
}
