import Digests
import Documents
import Pipeline
import Rows
import Work

/// What stands beside a file of rows that `save` wrote: which of its columns are cact's, and how they came about, so that `load` gives
/// them back and nothing is computed twice.
enum SavedNote {
  /// Nothing is noted of the file.
  case absent
  /// The file has changed since it was noted: what the note says is not of these rows.
  case stale(sidecar: String)
  case current(Facts)

  /// What holds of the file as it is.
  struct Facts {
    /// Names that are cact's own.
    var columns: Set<String>
    var scores: [String: ScoringProvenance]
    var embedding: EmbeddingProvenance?
    /// What is noted of rows that are a shard's.
    var shard: ShardNote?
    /// Of the note itself.
    var digest: ContentDigest
  }

  private enum Key {
    static let rows = "rows"
    static let columns = "columns"
    static let scores = "scores"
    static let embedding = "embedding"
    static let shard = "shard"
  }

  /// What is noted of rows of which these columns are written.
  static func members(
    of value: RowsValue, columns: [String], shard: ShardNote? = nil
  ) -> KeyValuePairs<String, JSONValue> {
    let own = columns.filter { OwnColumns.names.contains($0) }
    return [
      Key.rows: .integer(Int64(value.rows.count)), "scoring": value.scoring?.json ?? .null,
      Key.columns: .array(own.map { .string($0) }),
      Key.scores: .object(JSONObject(value.scores.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
      Key.embedding: value.embedding?.json ?? .null, Key.shard: shard?.json ?? .null,
    ]
  }

  /// Reads what is noted of a file, and the whole file where anything is.
  static func of(_ path: String, work: Work = .silent) throws -> SavedNote {
    let file = WrittenFile(path)
    guard let note = file.note, note[Key.scores] != nil else { return .absent }
    guard note["sha256"]?.string == (try ContentDigest.of(file: file.place.path, work: work)).description else {
      return .stale(sidecar: file.sidecar)
    }
    var scores: [String: ScoringProvenance] = [:]
    for (measure, json) in note[Key.scores]?.object ?? JSONObject() { scores[measure] = ScoringProvenance(json) }
    return .current(
      Facts(
        columns: Set(note[Key.columns]?.array?.compactMap(\.string) ?? []).intersection(OwnColumns.names),
        scores: scores, embedding: note[Key.embedding].flatMap { EmbeddingProvenance($0) },
        shard: note[Key.shard].flatMap { ShardNote($0, rows: note[Key.rows]?.int ?? -1) },
        digest: ContentDigest.of(JSONValue.object(note).serialized())))
  }

  /// What is noted of a file as a shard, whether it is still that file or not; nil where nothing is.
  static func shard(beside path: String) -> ShardNote? {
    guard let note = WrittenFile(path).note else { return nil }
    return note[Key.shard].flatMap { ShardNote($0, rows: note[Key.rows]?.int ?? -1) }
  }

  var facts: Facts? { if case .current(let facts) = self { facts } else { nil } }
}

extension SavedNote.Facts {
  /// Rows as they were read, with cact's columns of the kinds that it gives them, and without counts, which every load makes.
  func restoring(_ rows: Rows) -> Rows {
    var rows = TokenCounts.names.filter(columns.contains).reduce(rows) { $0.removing($1) }
    for name in columns.sorted() {
      guard let column = rows.column(name) else { continue }
      if name == Self.vectors {
        rows = column.vectors.map { rows.adding($0, named: name) } ?? rows.removing(name)
      } else if Self.numbers.contains(name), let values = column.doubles {
        rows = rows.adding(.numbers(values), named: name)
      }
    }
    return rows
  }

  /// Tokens that were scored, which are fewer than a row's answer has where the row was cut; nil where none were.
  func answerTokens(_ rows: Rows) -> Column? {
    guard scores[Measures.usual.name] != nil, columns.contains("answer_tokens"),
      case .integer? = rows.column("answer_tokens")
    else { return nil }
    return rows.column("answer_tokens")
  }

  /// The measures whose columns are there.
  func scores(of rows: Rows) -> [String: ScoringProvenance] {
    scores.filter { name, _ in
      Measures[name].map { measure in measure.order.allSatisfy { rows.hasColumn($0) } } ?? false
    }
  }

  func embedding(of rows: Rows) -> EmbeddingProvenance? { rows.hasColumn(Self.vectors) ? embedding : nil }

  private static let vectors = "embedding"
  private static let numbers = Set(Measures.all.flatMap(\.order))
}

extension ScoringProvenance {
  /// As `save` writes it beside the rows.
  var json: JSONValue {
    .object(
      JSONObject([
        ("model", .string(model.description)), ("template", .string(template)),
        ("maximal_length", .integer(Int64(maximalLength))), ("formula", .string(formula)),
        ("precision", .string(precision)), ("target", target.map { .string($0.description) } ?? .null),
      ]))
  }

  /// From what `json` makes; nil of anything else.
  init?(_ json: JSONValue) {
    guard let model = json["model"]?.string.flatMap({ ContentDigest($0) }), let template = json["template"]?.string,
      let maximalLength = json["maximal_length"]?.int, let formula = json["formula"]?.string,
      let precision = json["precision"]?.string
    else { return nil }
    let target = json["target"]?.string
    let digest = target.flatMap { ContentDigest($0) }
    guard target == nil || digest != nil else { return nil }
    self.init(
      model: model, template: template, maximalLength: maximalLength, formula: formula, precision: precision,
      target: digest)
  }
}
