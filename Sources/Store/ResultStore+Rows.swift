import Digests
import Foundation
import GRDB
import Work

extension ResultStore {
  /// What is remembered of single rows under one recipe.
  ///
  /// - Parameters:
  ///   - kind: the recipe, down to the digest of the model: "ifd 9f3c…". All of a kind is evicted together.
  ///   - keys: digests of the rows' contents, in any number.
  /// - Returns: the keys that are remembered, with their bytes.
  public func rowValues(kind: String, keys: some Sequence<ContentDigest>) throws -> [ContentDigest: [UInt8]] {
    let (found, kindRow) = try read { database -> ([ContentDigest: [UInt8]], Row?) in
      guard
        let kind = try Row.fetchOne(database, sql: "SELECT id, used FROM row_kind WHERE name = ?", arguments: [kind])
      else { return ([:], nil) }
      let statement = try database.cachedStatement(sql: "SELECT bytes FROM row_value WHERE kind = ? AND key = ?")
      var found: [ContentDigest: [UInt8]] = [:]
      let number: Int64 = kind["id"]
      for key in keys where found[key] == nil {
        if let data = try Data.fetchOne(statement, arguments: [number, key.data]) { found[key] = [UInt8](data) }
      }
      return (found, kind)
    }
    let now = clock()
    if let kindRow, now - (kindRow["used"] as Double) >= Self.usedResolution {
      let number: Int64 = kindRow["id"]
      try? write { try $0.execute(sql: "UPDATE row_kind SET used = ? WHERE id = ?", arguments: [now, number]) }
    }
    return found
  }

  /// Remembers values of rows in one transaction: all of them or, when it throws, none.
  public func putRowValues(
    kind: String, _ values: some Sequence<(key: ContentDigest, bytes: [UInt8])>, engine: EngineFingerprint = .current
  ) throws {
    try write { database in
      try database.execute(
        sql:
          "INSERT INTO row_kind (name, size, used) VALUES (?, 0, ?) ON CONFLICT (name) DO UPDATE SET used = excluded.used",
        arguments: [kind, clock()])
      let number = try Int64.fetchOne(database, sql: "SELECT id FROM row_kind WHERE name = ?", arguments: [kind])
      let engine = try self.number(of: engine, database)
      let old = try database.cachedStatement(sql: "SELECT length(bytes) FROM row_value WHERE kind = ? AND key = ?")
      let insert = try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO row_value (kind, key, engine, bytes) VALUES (?, ?, ?, ?)")
      var growth = 0
      for (key, bytes) in values {
        if let length = try Int.fetchOne(old, arguments: [number, key.data]) { growth -= length + Self.rowOverhead }
        try insert.execute(arguments: [number, key.data, engine, Data(bytes)])
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
      return Dictionary(rows.map { (Self.engine($0), $0["rows"]) }) { $0 + $1 }
    }
  }

  /// Key and bookkeeping of a row in the database, about.
  private static let rowOverhead = 48
}
