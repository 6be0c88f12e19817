public import Digests
import Documents
import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a store holds.
public struct StoreStatistics: Sendable, Hashable {
  /// Values that are remembered.
  public var values: Int
  /// Files whose digest is remembered.
  public var files: Int
  /// Figures that are remembered of single rows.
  public var rowValues: Int
  /// Of values, files and rows.
  public var bytes: Int
  /// Values that a session keeps from being forgotten.
  public var pinned: Int
  /// Bytes that the store may take.
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

  /// Keeps nothing for this session any more. Throws `StoreError`.
  public func unpin(session: String) throws { try pin(session: session, keys: []) }

  /// Drops the least recently used values and kinds of rows until the store is within its limit; never pinned values.
  /// Removes work folders that nobody has touched for 30 days. Returns the number of values dropped.
  @discardableResult
  public func evict() throws -> Int {
    removeStaleWork()
    return try write { database in
      var excess = try Self.totalBytes(database) - limitBytes
      if excess > limitBytes {
        // So far beyond it only by a limit that was lowered, or by sizes that are not what was written.
        try recount(database)
        excess = try Self.totalBytes(database) - limitBytes
      }
      removeOrphans(database)
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
        if let kind = try? candidate.decode(Int64.self, forColumn: "kind") {
          try database.execute(sql: "DELETE FROM row_value WHERE kind = ?", arguments: [kind])
          try database.execute(sql: "DELETE FROM row_kind WHERE id = ?", arguments: [kind])
        } else {
          try drop([candidate["key"] as DatabaseValue? ?? .null], database)
          dropped += 1
        }
        excess = try Self.totalBytes(database) - limitBytes
      }
      return dropped
    }
  }

  /// What the store holds now. Throws `StoreError`.
  public func statistics() throws -> StoreStatistics {
    try read { database in
      func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
      return try StoreStatistics(
        values: count("SELECT count(*) FROM value"), files: count("SELECT count(*) FROM file"),
        rowValues: count(
          """
          SELECT count(*) FROM row_value WHERE kind NOT IN
            (SELECT id FROM row_kind WHERE name LIKE '\(Self.recipePattern)')
          """), bytes: Self.totalBytes(database),
        pinned: count("SELECT count(*) FROM value WHERE key IN (SELECT key FROM pin)"), limitBytes: limitBytes)
    }
  }

  func evictIfNeeded() throws {
    if try read({ try Self.totalBytes($0) }) > limitBytes { try evict() }
  }

  /// Sizes below 0 or of no number are damage, and so is a sum that no integer holds.
  private static func totalBytes(_ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT CAST((SELECT total(max(size, 0)) FROM value WHERE file IS NULL)
          + (SELECT total(max(size, 0)) FROM file) + (SELECT total(max(size, 0)) FROM row_kind) AS INTEGER)
        """) ?? 0
  }

  /// Sizes as they are, from what is there.
  private func recount(_ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE value SET size = length(bytes) WHERE file IS NULL;
        UPDATE row_kind SET size =
          (SELECT coalesce(sum(length(bytes) + \(Self.rowOverhead)), 0) FROM row_value WHERE kind = row_kind.id);
        """)
    for data in try Data.fetchAll(database, sql: "SELECT digest FROM file") {
      guard let digest = Self.digest(data) else { continue }
      let path = filePath(of: digest)
      let names = FileTree.isDirectory(path) ? ((try? FileTree.files(under: path)) ?? []).map { "/" + $0 } : [""]
      let size = names.reduce(0) { $0 + (FileTree.size(path + $1) ?? 0) }
      try database.execute(sql: "UPDATE file SET size = ? WHERE digest = ?", arguments: [size, data])
    }
  }

  /// Files under files/ that no value has: of a database that was set aside, or of a process that was killed between
  /// naming a file and entering it. A day is longer than any transaction takes.
  private func removeOrphans(_ database: Database) {
    let yesterday = FileIdentity.now() - 86_400 * 1_000_000_000
    for folder in (try? FileTree.names(in: "\(directory)/files")) ?? [] where folder.utf8.count == 2 {
      for name in (try? FileTree.names(in: "\(directory)/files/\(folder)")) ?? [] {
        let path = "\(directory)/files/\(folder)/\(name)"
        var facts = stat()
        guard let digest = ContentDigest(name), stat(path, &facts) == 0,
          FileIdentity(path: path, facts).modified < yesterday,
          let known = try? Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM file WHERE digest = ?)", arguments: [digest.data]), !known
        else { continue }
        FileTree.remove(path)
      }
    }
  }

  private func dropStalePins(_ database: Database) throws {
    for row in try Row.fetchAll(database, sql: "SELECT DISTINCT session, owner FROM pin") {
      let session = (try? row.decode(String.self, forColumn: "session")) ?? ""
      let owner = (try? row.decode(String.self, forColumn: "owner")) ?? ""
      let life = ProcessIdentity(owner)?.life ?? .dead
      // A session that has not been saved yet has no file, but has its process.
      if life == .alive || (session.hasPrefix("/") && FileTree.exists(session)) { continue }
      // Of another host's process nothing tells but that its values are used.
      if life == .unknown, try lastUse(ofPins: session, owner, database) > clock() - 30 * 86_400 { continue }
      try database.execute(sql: "DELETE FROM pin WHERE session = ? AND owner = ?", arguments: [session, owner])
    }
  }
  private func lastUse(ofPins session: String, _ owner: String, _ database: Database) throws -> Double {
    let used = try Double.fetchOne(
      database, sql: "SELECT max(used) FROM value WHERE key IN (SELECT key FROM pin WHERE session = ? AND owner = ?)",
      arguments: [session, owner])
    return used ?? -.infinity
  }
}
