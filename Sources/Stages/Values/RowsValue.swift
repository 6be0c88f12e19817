public import Digests
import Documents
public import Pipeline
public import Rows
import Store

/// Rows in a pipe, with the rows that are held out of reach of every stage after `hold`.
public struct RowsValue: Value {
  /// The rows themselves.
  public var rows: Rows
  /// Rows to judge by; nil: none are held out.
  public var heldOut: HeldOutRows?
  /// Under what the scores in these rows were made, by the name of the measure.
  public var scores: [String: ScoringProvenance]
  /// What `embed` made the embeddings with; nil: there are none, or they are the scores'.
  public var embedding: EmbeddingProvenance?
  /// The columns that somebody has said to look at, in that order, the rows' numbers where they are asked for; nil: all.
  var chosenColumns: [String]?
  /// How the tokens of rows are counted that were not counted yet; nil: they were, or cannot be.
  var counting: TokenCounts?
  /// Of which pool they are a shard; nil: nobody divided it.
  var shard: PoolShard?

  /// Rows, with what is known of how their columns were made.
  public init(
    _ rows: Rows, heldOut: HeldOutRows? = nil, scores: [String: ScoringProvenance] = [:],
    embedding: EmbeddingProvenance? = nil
  ) {
    self.rows = rows
    self.heldOut = heldOut
    self.scores = scores
    self.embedding = embedding
  }

  /// Of `score complexity`; nil: these rows have no ifd.
  public var scoring: ScoringProvenance? { scores["complexity"] }

  /// The same value with other rows, its held-out rows and provenance kept.
  public func with(_ rows: Rows) -> RowsValue {
    var value = self
    value.rows = rows
    return value
  }

  /// The type `rows`, however they were made.
  public var type: ValueType { .rows }
  /// Of the rows.
  public var columns: ColumnSet { ColumnSet(rows) }

  /// Sum of the column `tokens`; nil where it is absent or still to be counted.
  public var tokens: Int? {
    guard case .integer? = rows.column("tokens"), !rows.isDeferred("tokens") else { return nil }
    return countedTokens
  }

  /// Sum of the column `tokens`, counted now where they were not.
  var countedTokens: Int { (rows.column("tokens")?.doubles ?? []).reduce(0) { $0 + ($1.isNaN ? 0 : Int($1)) } }

  /// How many rows, and their tokens where they are known.
  public var size: ValueSize { ValueSize(rows: rows.count, tokens: tokens) }
  /// One line, with rows and columns.
  public var summary: String {
    "\(Figures.rows(rows.count)), \(rows.names.count) column\(rows.names.count == 1 ? "" : "s")"
      + (heldOut.map { " · held out: " + ($0.parts ?? Figures.count($0.rows.count)) } ?? "")
  }
}

/// What a score depends on besides the row; mixing different ones is an error.
public struct ScoringProvenance: Sendable, Hashable, Codable {
  /// The model that scored.
  public var model: ContentDigest
  /// Name of the template.
  public var template: String
  /// Tokens after which rows were cut.
  public var maximalLength: Int
  /// What the score is.
  public var formula: String
  /// What the scores were computed in.
  public var precision: String
  /// Of the target's rows, for a measure that saw them.
  public var target: ContentDigest?

  /// How scores were made.
  public init(
    model: ContentDigest, template: String, maximalLength: Int, formula: String, precision: String,
    target: ContentDigest? = nil
  ) {
    self.model = model
    self.template = template
    self.maximalLength = maximalLength
    self.formula = formula
    self.precision = precision
    self.target = target
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

// The stored form: a line of JSON, then the rows and the parts of the held-out rows in their own binary form.
extension RowsValue {
  /// The word that the store keeps them under.
  public static let storedKind = "rows"

  private struct Head: Codable {
    /// The rows in the pipe first, then the held-out parts that there are.
    var parts: [Part]
    var heldOutOrigin: String?
    var scores: [String: ScoringProvenance]
    var embedding: EmbeddingProvenance?
    var counting: TokenCounts?
    var chosenColumns: [String]?
    var shard: PoolShard?
  }

  private struct Part: Codable {
    enum Role: String, Codable { case rows, sealed, target, search }
    var role: Role
    var bytes: Int
    /// Columns that are still to be made.
    var deferred: Deferred?
  }

  private struct Deferred: Codable {
    var names: [String]
    /// All columns in their order, these among them.
    var order: [String]
  }

  /// The rows as they are stored, and the columns that are made again from their texts.
  private func split(_ rows: Rows) -> (rows: Rows, deferred: Deferred?) {
    let deferred = rows.deferredColumns.filter { counting != nil || !TokenCounts.names.contains($0) }
    guard !deferred.isEmpty else { return (rows, nil) }
    return (deferred.reduce(rows) { $0.removing($1) }, Deferred(names: deferred, order: rows.names))
  }

  /// All of it as bytes. O(bytes).
  public func encode(scratch: String) throws -> StoredForm {
    var body: [UInt8] = []
    var parts: [Part] = []
    func add(_ rows: Rows?, _ role: Part.Role) {
      guard let rows else { return }
      let (stored, deferred) = split(rows)
      let start = body.count
      stored.serialize(into: &body)
      parts.append(Part(role: role, bytes: body.count - start, deferred: deferred))
    }
    add(rows, .rows)
    add(heldOut?.rows, .sealed)
    add(heldOut?.target, .target)
    add(heldOut?.search, .search)
    let head = Head(
      parts: parts, heldOutOrigin: heldOut?.origin, scores: scores, embedding: embedding,
      // `gather` asks of shards what counted their tokens.
      counting: shard != nil || parts.contains { $0.deferred != nil } ? counting : nil, chosenColumns: chosenColumns,
      shard: shard)
    // Texts may be many: they are moved, where two of them would take as much memory again.
    body.insert(contentsOf: try StoredHead.encode(head), at: 0)
    return StoredForm(kind: Self.storedKind, bytes: body)
  }

  /// The rows again. Throws where the form is damaged or older.
  public static func decode(_ form: StoredForm, _ models: ModelLibrary) throws -> any Value {
    let (head, start) = try StoredHead.decode(Head.self, from: form.bytes)
    var parts: [Part.Role: Rows] = [:]
    var at = start
    for part in head.parts {
      guard part.bytes >= 0, part.bytes <= form.bytes.count - at, parts[part.role] == nil else { throw DamagedValue() }
      let stored = try Rows(serialized: Array(form.bytes[at..<at + part.bytes]))
      at += part.bytes
      guard let deferred = part.deferred else {
        parts[part.role] = stored
        continue
      }
      parts[part.role] = try LoadedColumns.restoring(deferred.names, to: stored, counting: head.counting, models)
        .keeping(deferred.order)
    }
    guard at == form.bytes.count, let rows = parts[.rows] else { throw DamagedValue() }
    let held = parts[.sealed].map {
      HeldOutRows(
        rows: $0, target: parts[.target], search: parts[.search], origin: head.heldOutOrigin ?? "")
    }
    var value = RowsValue(rows, heldOut: held, scores: head.scores, embedding: head.embedding)
    value.counting = head.counting
    value.chosenColumns = head.chosenColumns
    value.shard = head.shard
    return value
  }
}
