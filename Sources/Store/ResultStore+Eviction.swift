import Digests
import Documents
import Foundation
import GRDB

/// What a store holds.
public struct StoreStatistics: Sendable, Hashable {
  public var values: Int
  public var files: Int
  public var rowValues: Int
  /// Of values, files and rows.
  public var bytes: Int
  public var pinned: Int
  public var limitBytes: Int
}

extension ResultStore {
  /// Makes `keys` the ones that a session holds: they are never evicted while the session lasts.
  ///
  /// - Parameter session: the absolute path of the session's file, whose pins last as long as the file; or any other
  ///   name, whose pins last as long as this process. Keys without a value yet may be pinned.
  public func pin(session: String, keys: some Sequence<ContentDigest>) throws {
    let owner = ProcessIdentity.current.description
    try write { database in
      try database.execute(sql: "DELETE FROM pin WHERE session = ?", arguments: [session])
      for key in Set(keys).sorted() {
        try database.execute(
          sql: "INSERT INTO pin (session, owner, key) VALUES (?, ?, ?)", arguments: [session, owner, key.data])
      }
    }
  }

  public func unpin(session: String) throws { try pin(session: session, keys: []) }

  /// Drops the least recently used values and kinds of rows until the store is within its limit; never pinned values.
  /// Removes work folders that nobody has touched for 30 days. Returns the number of values dropped.
  @discardableResult
  public func evict() throws -> Int {
    removeStaleWork()
    return try write { database in
      var excess = try Self.totalBytes(database) - limitBytes
      guard excess > 0 else { return 0 }
      try dropStalePins(database)
      // Values and kinds of rows in one order of use. A file is freed with its last value, hence the recount.
      let candidates = try Row.fetchAll(
        database,
        sql: """
          SELECT key, NULL AS kind, used FROM value WHERE key NOT IN (SELECT key FROM pin)
          UNION ALL SELECT NULL, id, used FROM row_kind ORDER BY used, kind, key
          """)
      var dropped = 0
      for candidate in candidates where excess > 0 {
        if let key: Data = candidate["key"] {
          try drop([key], database)
          dropped += 1
        } else if let kind: Int64 = candidate["kind"] {
          try database.execute(sql: "DELETE FROM row_value WHERE kind = ?", arguments: [kind])
          try database.execute(sql: "DELETE FROM row_kind WHERE id = ?", arguments: [kind])
        }
        excess = try Self.totalBytes(database) - limitBytes
      }
      return dropped
    }
  }

  public func statistics() throws -> StoreStatistics {
    try read { database in
      func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
      return try StoreStatistics(
        values: count("SELECT count(*) FROM value"), files: count("SELECT count(*) FROM file"),
        rowValues: count("SELECT count(*) FROM row_value"), bytes: Self.totalBytes(database),
        pinned: count("SELECT count(*) FROM value WHERE key IN (SELECT key FROM pin)"), limitBytes: limitBytes)
    }
  }

  func evictIfNeeded() throws {
    if try read({ try Self.totalBytes($0) }) > limitBytes { try evict() }
  }

  private static func totalBytes(_ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT (SELECT coalesce(sum(size), 0) FROM value WHERE file IS NULL)
          + (SELECT coalesce(sum(size), 0) FROM file) + (SELECT coalesce(sum(size), 0) FROM row_kind)
        """) ?? 0
  }

  private func dropStalePins(_ database: Database) throws {
    for row in try Row.fetchAll(database, sql: "SELECT DISTINCT session, owner FROM pin") {
      let (session, owner): (String, String) = (row["session"], row["owner"])
      let alive = ProcessIdentity(owner)?.isAlive ?? false
      // A session that has not been saved yet has no file, but has its process.
      if alive || (session.hasPrefix("/") && FileTree.exists(session)) { continue }
      try database.execute(sql: "DELETE FROM pin WHERE session = ? AND owner = ?", arguments: [session, owner])
    }
  }
}
