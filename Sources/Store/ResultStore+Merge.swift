import Digests
import Documents
import Foundation
import GRDB

extension ResultStore {
  /// Whether a value is here as it was written; unlike `value(for:)` this is no use of it. Of a file it asks only whether it is
  /// there.
  func isSound(_ key: ContentDigest, _ database: Database) throws -> Bool {
    guard let found = try Row.fetchOne(database, sql: ValueRow.query, arguments: [key.data]),
      let row = ValueRow(found, key)
    else { return false }
    return row.file.map { FileTree.isThere(filePath(of: $0)) } ?? true
  }

  /// Remembers values of rows that are not here as they were written. Returns how many figures
  /// of rows there were, and the bytes of all.
  func insert(_ rows: [RowEntry], _ database: Database) throws -> (count: Int, bytes: Int) {
    let look = try database.cachedStatement(sql: "SELECT engine, bytes, sum FROM row_value WHERE kind = ? AND key = ?")
    let put = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO row_value (kind, key, engine, bytes, sum) VALUES (?, ?, ?, ?, ?)")
    var count = 0
    var bytes = 0
    for (name, rows) in Dictionary(grouping: rows, by: \.kind.name).sorted(by: { $0.key < $1.key }) {
      let used = min(rows[0].kind.used, clock())
      try database.execute(
        sql: """
          INSERT INTO row_kind (name, size, used) VALUES (?, 0, ?)
          ON CONFLICT (name) DO UPDATE SET used = max(used, excluded.used)
          """, arguments: [name, used])
      let kind = try Int64.fetchOne(database, sql: "SELECT id FROM row_kind WHERE name = ?", arguments: [name])
      var growth = 0
      for row in rows {
        if let there = try Row.fetchOne(look, arguments: [kind, row.key.data]) {
          let old = try? there.decode(Data.self, atIndex: 1)
          if let old, let engine = try? there.decode(Int64.self, atIndex: 0),
            (try? there.decode(Data.self, atIndex: 2))
              == Checksum.row(kind: name, row.key.data, engine: engine, old)
          {
            continue
          }
          growth -= (old?.count ?? 0) + Self.rowOverhead
        }
        try put.execute(arguments: [kind, row.key.data, row.engine, row.bytes, row.sum])
        growth += row.bytes.count + Self.rowOverhead
        bytes += row.bytes.count
        if !row.kind.isRecipe { count += 1 }
      }
      try database.execute(sql: "UPDATE row_kind SET size = size + ? WHERE id = ?", arguments: [growth, kind])
    }
    return (count, bytes)
  }

  /// Notes the digest of a file that another store has, where nothing is noted of that path. Returns the number of notes.
  static func remember(_ entry: FileDigestEntry, _ database: Database) throws -> Int {
    let identity = entry.identity
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO file_digest (path, device, inode, size, modified, digest, sum)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        identity.path, Int64(bitPattern: identity.device), Int64(bitPattern: identity.inode), identity.size,
        identity.changed, entry.digest, Checksum.fileDigest(identity, entry.digest),
      ])
    return database.changesCount
  }
}
