public import Digests
import Foundation
import GRDB
import Synchronization
import Work

extension ResultStore {
  /// What is remembered of single rows under one recipe.
  ///
  /// - Parameters:
  ///   - kind: the recipe, down to the digest of the model: "ifd 9f3c…". All of a kind is evicted together.
  ///   - keys: digests of the rows' contents, in any number.
  /// - Returns: the keys that are remembered, with their bytes.
  public func rowValues(kind: String, keys: some Sequence<ContentDigest>) throws -> [ContentDigest: [UInt8]] {
    let keys = Array(keys)
    let (found, damaged, number, used) = try read { database in try Self.find(kind, keys, database) }
    if let number {
      let now = clock()
      if now - used >= Self.usedResolution {
        try? write { try $0.execute(sql: "UPDATE row_kind SET used = ? WHERE id = ?", arguments: [now, number]) }
      }
      if !damaged.isEmpty {
        damage.withLock { $0.found.rows += damaged.count }
        try? write { database in
          for key in damaged {
            try database.execute(
              sql: "DELETE FROM row_value WHERE kind = ? AND key = ?", arguments: [number, key.data])
          }
        }
      }
    }
    return found
  }

  private static func find(
    _ kind: String, _ keys: [ContentDigest], _ database: Database
  ) throws -> (found: [ContentDigest: [UInt8]], damaged: [ContentDigest], kind: Int64?, used: Double) {
    guard
      let row = try Row.fetchOne(database, sql: "SELECT id, used FROM row_kind WHERE name = ?", arguments: [kind])
    else { return ([:], [], nil, 0) }
    let number: Int64 = try row.decode(forColumn: "id")
    let statement = try database.cachedStatement(
      sql: "SELECT engine, bytes, sum FROM row_value WHERE kind = ? AND key = ?")
    var found: [ContentDigest: [UInt8]] = [:]
    var damaged: [ContentDigest] = []
    for key in Set(keys) {
      guard let row = try Row.fetchOne(statement, arguments: [number, key.data]) else { continue }
      if let engine = try? row.decode(Int64.self, atIndex: 0), let bytes = try? row.decode(Data.self, atIndex: 1),
        let sum = try? row.decode(Data.self, atIndex: 2),
        sum == Checksum.row(kind: kind, key.data, engine: engine, bytes)
      {
        found[key] = [UInt8](bytes)
      } else {
        damaged.append(key)
      }
    }
    return (found, damaged, number, (try? row.decode(Double.self, forColumn: "used")) ?? -.infinity)
  }

  /// Remembers values of rows in one transaction: all of them or, when it throws, none.
  public func putRowValues(
    kind: String, _ values: some Sequence<(key: ContentDigest, bytes: [UInt8])>, engine: EngineFingerprint
  ) throws {
    let values = Array(values)
    try write { database in
      try database.execute(
        sql:
          "INSERT INTO row_kind (name, size, used) VALUES (?, 0, ?) ON CONFLICT (name) DO UPDATE SET used = excluded.used",
        arguments: [kind, clock()])
      let number = try Int64.fetchOne(database, sql: "SELECT id FROM row_kind WHERE name = ?", arguments: [kind])
      let engine = try self.number(of: engine, database)
      let old = try database.cachedStatement(sql: "SELECT length(bytes) FROM row_value WHERE kind = ? AND key = ?")
      let insert = try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO row_value (kind, key, engine, bytes, sum) VALUES (?, ?, ?, ?, ?)")
      var growth = 0
      for (key, bytes) in values {
        if let length = try Int.fetchOne(old, arguments: [number, key.data]) { growth -= length + Self.rowOverhead }
        let data = Data(bytes)
        try insert.execute(
          arguments: [
            number, key.data, engine, data, Checksum.row(kind: kind, key.data, engine: engine, data),
          ])
        growth += bytes.count + Self.rowOverhead
      }
      try database.execute(sql: "UPDATE row_kind SET size = size + ? WHERE id = ?", arguments: [growth, number])
    }
    try evictIfNeeded()
  }

  /// The engines that computed the values of a kind, with the number of rows of each: more than one agree to 1e-5 only.
  public func rowEngines(kind: String) throws -> [EngineFingerprint: Int] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT engine.*, count(*) AS rows FROM row_value JOIN row_kind ON row_kind.id = row_value.kind
          JOIN engine ON engine.id = row_value.engine WHERE row_kind.name = ? GROUP BY engine.id
          """, arguments: [kind])
      var counts: [EngineFingerprint: Int] = [:]
      for row in rows {
        guard let engine = Self.engine(row), try row.decode(forColumn: "id") == Checksum.number(of: engine) else {
          continue
        }
        counts[engine] = try row.decode(forColumn: "rows")
      }
      return counts
    }
  }

  /// Key and bookkeeping of a row in the database, about.
  static let rowOverhead = 64
}
