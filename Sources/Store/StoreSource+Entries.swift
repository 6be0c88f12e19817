import Digests
import Foundation
import GRDB

/// What is known of a value without reading it.
struct ValueEntry {
  let rowid: Int64
  /// Nil where it is none, which is damage.
  let key: ContentDigest?
  let file: ContentDigest?
  /// Bytes; 0 where it says nothing that can be.
  let size: Int
  /// Seconds since 1970.
  let used: Double

  /// Of columns `rowid`, `key`, `file`, `size`, `used`.
  init(_ row: Row) throws {
    rowid = try row.decode(forColumn: "rowid")
    key = ResultStore.digest(try? row.decode(Data?.self, forColumn: "key"))
    file = ResultStore.digest(try? row.decode(Data?.self, forColumn: "file"))
    size = max(0, (try? row.decode(Int.self, forColumn: "size")) ?? 0)
    let used = (try? row.decode(Double.self, forColumn: "used")) ?? 0
    self.used = used.isFinite ? used : 0
  }

  static let query = "SELECT rowid, key, file, size, used FROM value"
}

/// A recipe of values of rows.
struct KindEntry {
  let id: Int64
  let name: String
  let size: Int
  let used: Double

  /// How values of a stage came about, which is no row's figure: taken and checked like one, and counted nowhere.
  var isRecipe: Bool { name.hasPrefix(ResultStore.recipePrefix) }
}

/// A value of a row that is as it was written.
struct RowEntry {
  let kind: KindEntry
  let key: ContentDigest
  let engine: Int64
  let bytes: Data
  let sum: Data
}

extension StoreSource {
  /// All values, the one used last first.
  func values() throws -> [ValueEntry] {
    try read { try Row.fetchAll($0, sql: ValueEntry.query).map(ValueEntry.init) }.sorted { $0.used > $1.used }
  }

  func kinds() throws -> [Int64: KindEntry] {
    try read { database in
      var kinds: [Int64: KindEntry] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT id, name, size, used FROM row_kind") {
        guard let name = try? row.decode(String.self, forColumn: "name") else { continue }
        let id: Int64 = try row.decode(forColumn: "id")
        let used = (try? row.decode(Double.self, forColumn: "used")) ?? 0
        kinds[id] = KindEntry(
          id: id, name: name, size: max(0, (try? row.decode(Int.self, forColumn: "size")) ?? 0),
          used: used.isFinite ? used : 0)
      }
      return kinds
    }
  }

  /// What became of a value since it was listed.
  enum Reading {
    case sound(ValueRow)
    case damaged
    /// The process that uses the store has forgotten it.
    case gone
  }

  func reading(of key: ContentDigest, _ database: Database) throws -> Reading {
    guard let row = try Row.fetchOne(database, sql: ValueRow.query, arguments: [key.data]) else { return .gone }
    return ValueRow(row, key).map(Reading.sound) ?? .damaged
  }

  /// Some of the values of rows, in the order in which they were written.
  struct RowBatch {
    var rows: [RowEntry] = []
    /// What is not as it was written, by a name for people.
    var damaged: [String] = []
    var engines: [EngineFingerprint] = []
    /// The first that is not in it; nil: there is none.
    var next: Int64?
  }

  func rows(from start: Int64, _ kinds: [Int64: KindEntry]) throws -> RowBatch {
    try read { database in
      let found = try Row.fetchAll(
        database,
        sql: "SELECT rowid, kind, key, engine, bytes, sum FROM row_value WHERE rowid >= ? ORDER BY rowid LIMIT 1000",
        arguments: [start])
      var batch = RowBatch()
      var engines: Set<Int64> = []
      for row in found {
        let rowid: Int64 = try row.decode(forColumn: "rowid")
        let kind = (try? row.decode(Int64.self, forColumn: "kind")).flatMap { kinds[$0] }
        guard let kind, let key = ResultStore.digest(try? row.decode(Data?.self, forColumn: "key")),
          let engine = try? row.decode(Int64.self, forColumn: "engine"),
          let bytes = try? row.decode(Data.self, forColumn: "bytes"),
          let sum = try? row.decode(Data.self, forColumn: "sum"),
          sum == Checksum.row(kind: kind.name, key.data, engine: engine, bytes)
        else {
          batch.damaged.append("value \(rowid) of rows" + (kind.map { " (\($0.name))" } ?? ""))
          continue
        }
        engines.insert(engine)
        batch.rows.append(RowEntry(kind: kind, key: key, engine: engine, bytes: bytes, sum: sum))
      }
      for number in engines.sorted() {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM engine WHERE id = ?", arguments: [number])
        if let engine = row.flatMap(ResultStore.engine), Checksum.number(of: engine) == number {
          batch.engines.append(engine)
        }
      }
      if found.count == 1000, let last: Int64 = try found.last?.decode(forColumn: "rowid"), last < .max {
        batch.next = last + 1
      }
      return batch
    }
  }
}
