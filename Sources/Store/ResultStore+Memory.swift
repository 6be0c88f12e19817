import Digests
import Documents
import Foundation
import GRDB
import Work

extension ResultStore {
  // MARK: - Files

  /// Of a file's bytes, remembered across processes by path, device, inode, size and modification time, and not trusted
  /// when the file changed within the last two seconds. Throws `FileError`.
  public func digest(ofFile path: String) throws -> ContentDigest {
    try ContentDigest.of(file: path, recall: recall) { identity, digest in
      // A memory that cannot be written costs time only.
      try? write { try Self.remember(identity, digest, $0) }
    }
  }

  /// Of a directory, each of its files remembered as `digest(ofFile:)` does. Throws `FileError`.
  public func digest(ofDirectory path: String) throws -> ContentDigest {
    try ContentDigest.of(directory: path, file: digest(ofFile:))
  }

  private func recall(_ identity: FileIdentity) -> ContentDigest? {
    let digest = try? read { database in
      try Data.fetchOne(
        database,
        sql: "SELECT digest FROM file_digest WHERE path = ? AND device = ? AND inode = ? AND size = ? AND modified = ?",
        arguments: Self.columns(identity))
    }
    return Self.digest(digest)
  }

  private static func remember(_ identity: FileIdentity, _ digest: ContentDigest, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO file_digest (path, device, inode, size, modified, digest) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: columns(identity) + [digest.data])
  }

  private static func columns(_ identity: FileIdentity) -> StatementArguments {
    [
      identity.path, Int64(bitPattern: identity.device), Int64(bitPattern: identity.inode), identity.size,
      identity.modified,
    ]
  }

  // MARK: - Rates

  /// A speed measured on this machine with the engine as it is set ("score tokens/s"); nil when there is none yet.
  public func rate(_ name: String) -> Double? {
    try? read { try Double.fetchOne($0, sql: "SELECT value FROM rate WHERE name = ?", arguments: [Self.local(name)]) }
  }

  /// Remembers a speed, in place of the one before.
  public func recordRate(_ name: String, _ value: Double) throws {
    guard value.isFinite, value > 0 else { return }
    try write {
      try $0.execute(
        sql: "INSERT OR REPLACE INTO rate (name, value, measured) VALUES (?, ?, ?)",
        arguments: [Self.local(name), value, clock()])
    }
  }

  /// A store on a shared disk serves several machines.
  private static func local(_ name: String) -> String {
    "\(name) on \(ProcessIdentity.machineName), \(EngineFingerprint.current)"
  }

  // MARK: - Held-out sets

  /// How many different results have looked at a held-out set.
  public func looks(at heldOut: ContentDigest) throws -> Int {
    try read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM look WHERE held_out = ?", arguments: [heldOut.data]) ?? 0
    }
  }

  /// Enters a look; the same result (by its key) looking again is the same look. Returns the number of looks so far.
  @discardableResult
  public func recordLook(at heldOut: ContentDigest, by result: ContentDigest) throws -> Int {
    try write { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO look (held_out, result, at) VALUES (?, ?, ?)",
        arguments: [heldOut.data, result.data, clock()])
      return try Int.fetchOne(
        database, sql: "SELECT count(*) FROM look WHERE held_out = ?", arguments: [heldOut.data]) ?? 0
    }
  }
}
