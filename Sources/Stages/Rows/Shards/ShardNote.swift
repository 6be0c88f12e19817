import Digests
import Documents
import Foundation
import Pipeline
import Quantities
import Rows

/// What `save` notes beside a shard's rows, by which `gather` puts the shards together.
struct ShardNote {
  var pool: PoolShard
  /// Of the rows in the file, in its order: their places in the pool.
  var numbers: [Int]
  /// What the rows were.
  var form: SavedForm
  /// What was done to them, a call each.
  var steps: [String]
  /// The seed, where anything went by it.
  var seed: String?
  /// What counted their tokens: model and template.
  var counted: [String]
  /// The line that made the file, up to `save`, and the file's name in it.
  var line: String
  var name: String

  init(
    _ pool: PoolShard, _ lineage: ShardLineage, of rows: Rows, counted: TokenCounts?, to path: String, seed: UInt64
  ) {
    func text(_ call: BoundCall) -> String {
      Registry.standard[call.stage].map { call.text($0.signature) } ?? call.stage
    }
    self.pool = pool
    numbers = rows.rowNumbers
    form = SavedForm(of: rows)
    steps = lineage.calls.map(text)
    self.seed = lineage.calls.contains { $0.calls(HoldStage.self) } ? String(seed) : nil
    self.counted = counted?.identity ?? []
    line = ([text(lineage.load)] + steps).joined(separator: " | ")
    name = path
  }

  /// The line that makes another shard's file, and that file's name as far as this one's tells it.
  func line(making shard: ShardNumber) -> String {
    let own = line.replacing("shard \(pool.shard)", with: "shard \(shard)", maxReplacements: 1)
    return own + " | save \"\(name(of: shard) ?? "…")\""
  }

  /// The same with the other number in the place of the last one, where that is the shard's.
  private func name(of shard: ShardNumber) -> String? {
    let folder = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    guard let digits = name[folder...].ranges(of: /[0-9]+/).last(where: { Int(name[$0]) == pool.shard.number }) else {
      return nil
    }
    let width = name[digits].count
    let number = String(shard.number)
    let padded =
      name[digits].hasPrefix("0") ? String(repeating: "0", count: max(0, width - number.count)) + number : number
    return name.replacingCharacters(in: digits, with: padded)
  }
}

// As `save` writes it.
extension ShardNote {
  var json: JSONValue {
    let roles: [(String, JSONValue)] = Self.roles.compactMap { name, path in
      form.roles[keyPath: path].map { (name, .string($0)) }
    }
    return .object(
      JSONObject([
        ("number", .integer(Int64(pool.shard.number))), ("of", .integer(Int64(pool.shard.count))),
        ("pool", .string(pool.pool.description)), ("pool_rows", .integer(Int64(pool.poolRows))),
        ("path", .string(pool.path)), ("line", .string(line)), ("saved_as", .string(name)),
        ("steps", .array(steps.map { .string($0) })), ("seed", seed.map { .string($0) } ?? .null),
        ("counted", .array(counted.map { .string($0) })),
        ("columns", .object(JSONObject(zip(form.names, form.kinds).map { ($0, .string($1.rawValue)) }))),
        ("roles", .object(JSONObject(roles))), ("numbers", .string(Self.steps(of: numbers))),
      ]))
  }

  /// From what `json` makes; nil of anything else.
  /// - Parameter rows: how many the file has.
  init?(_ json: JSONValue, rows: Int) {
    guard let number = json["number"]?.int, let count = json["of"]?.int, let shard = ShardNumber(number, of: count),
      let pool = json["pool"]?.string.flatMap({ ContentDigest($0) }), let poolRows = json["pool_rows"]?.int,
      let path = json["path"]?.string, let line = json["line"]?.string, let name = json["saved_as"]?.string,
      let steps = json["steps"]?.array?.compactMap(\.string), let columns = json["columns"]?.object,
      let counted = json["counted"]?.array?.compactMap(\.string), let roles = json["roles"]?.object,
      let numbers = json["numbers"]?.string.flatMap(Self.numbers), numbers.count == rows, poolRows >= count
    else { return nil }
    let kinds = columns.keys.compactMap { columns[$0]?.string.flatMap { Column.Kind(rawValue: $0) } }
    guard kinds.count == columns.count else { return nil }
    form = SavedForm(names: columns.keys, kinds: kinds, roles: Roles())
    for (name, path) in Self.roles {
      guard let column = roles[name]?.string else { continue }
      guard columns[column] != nil else { return nil }
      form.roles[keyPath: path] = column
    }
    self.pool = PoolShard(shard, pool: pool, path: path, poolRows: poolRows)
    self.numbers = numbers
    self.steps = steps
    self.seed = json["seed"]?.string
    self.counted = counted
    self.line = line
    self.name = name
  }

  private static var roles: [(String, WritableKeyPath<Roles, String?>)] {
    [
      ("question", \.question), ("input", \.input), ("answer", \.answer), ("plain_text", \.plainText),
      ("conversation", \.conversation),
    ]
  }

  /// `3,4,1`: by how much each is more than the one before it. A line of text however many there are.
  private static func steps(of numbers: [Int]) -> String {
    var before = 0
    return numbers.map { number in
      defer { before = number }
      return String(number - before)
    }.joined(separator: ",")
  }

  /// nil unless they ascend from 1 on.
  private static func numbers(_ text: String) -> [Int]? {
    var numbers: [Int] = []
    var last = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
      guard let step = Int(part), step > 0 else { return nil }
      let (number, isTooLarge) = last.addingReportingOverflow(step)
      guard !isTooLarge else { return nil }
      last = number
      numbers.append(number)
    }
    return numbers
  }
}
