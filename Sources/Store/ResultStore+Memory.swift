public import Digests
import Documents
import Foundation
import GRDB
import Synchronization
import Work

extension ResultStore {
  // MARK: - Files

  /// Of a file's bytes, remembered across processes by path, device, inode, size and time of the last change, and not trusted
  /// when the file changed within the last two seconds. Throws `FileError`; `Interrupted` as the store's work is cancelled.
  public func digest(ofFile path: String) throws -> ContentDigest {
    try ContentDigest.of(file: path, work: Work(cancellation: cancellation), recall: recall) { identity, digest in
      // A memory that cannot be written costs time only.
      try? write { try Self.remember(identity, digest, $0) }
    }
  }

  /// Of a directory, each of its files remembered as `digest(ofFile:)` does. Throws `FileError`.
  public func digest(ofDirectory path: String) throws -> ContentDigest {
    try ContentDigest.of(directory: path, file: digest(ofFile:))
  }

  private func recall(_ identity: FileIdentity) -> ContentDigest? {
    let row = try? read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT digest, sum FROM file_digest
          WHERE path = ? AND device = ? AND inode = ? AND size = ? AND modified = ?
          """,
        arguments: Self.columns(identity))
    }
    guard let row else { return nil }
    guard let digest = try? row.decode(Data.self, forColumn: "digest"),
      (try? row.decode(Data.self, forColumn: "sum")) == Checksum.fileDigest(identity, digest)
    else {
      // Read again, and remembered in its place.
      damage.withLock { $0.found.notes += 1 }
      return nil
    }
    return Self.digest(digest)
  }

  private static func remember(_ identity: FileIdentity, _ digest: ContentDigest, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO file_digest (path, device, inode, size, modified, digest, sum)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: columns(identity) + [digest.data, Checksum.fileDigest(identity, digest.data)])
  }

  private static func columns(_ identity: FileIdentity) -> StatementArguments {
    [
      identity.path, Int64(bitPattern: identity.device), Int64(bitPattern: identity.inode), identity.size,
      identity.changed,
    ]
  }

  // MARK: - Rates

  /// A speed measured on this machine with this engine ("score tokens/s"); nil when there is none yet.
  public func rate(_ name: String, engine: EngineFingerprint) -> Double? {
    let name = Self.local(name, engine)
    let row = try? read {
      try Row.fetchOne($0, sql: "SELECT value, measured, sum FROM rate WHERE name = ?", arguments: [name])
    }
    guard let row else { return nil }
    guard let value = try? row.decode(Double.self, forColumn: "value"),
      let measured = try? row.decode(Double.self, forColumn: "measured"),
      (try? row.decode(Data.self, forColumn: "sum")) == Checksum.rate(name, value, measured: measured)
    else {
      damage.withLock { $0.found.notes += 1 }
      try? write { try $0.execute(sql: "DELETE FROM rate WHERE name = ?", arguments: [name]) }
      return nil
    }
    return value
  }

  /// Remembers a speed, in place of the one before.
  public func recordRate(_ name: String, _ value: Double, engine: EngineFingerprint) throws {
    guard value.isFinite, value > 0 else { return }
    let (name, now) = (Self.local(name, engine), clock())
    try write {
      try $0.execute(
        sql: "INSERT OR REPLACE INTO rate (name, value, measured, sum) VALUES (?, ?, ?, ?)",
        arguments: [name, value, now, Checksum.rate(name, value, measured: now)])
    }
  }

  /// A store on a shared disk serves several machines.
  private static func local(_ name: String, _ engine: EngineFingerprint) -> String {
    "\(name) on \(ProcessIdentity.machineName), \(engine)"
  }

  // MARK: - Held-out sets

  /// How many different results have looked at a held-out set.
  public func looks(at heldOut: ContentDigest) throws -> Int {
    try settleLooks()
    return try read { try Self.looks(at: heldOut, $0) }
  }

  /// Enters a look; the same result (by its key) looking again is the same look. Returns the number of looks so far.
  @discardableResult
  public func recordLook(at heldOut: ContentDigest, by result: ContentDigest) throws -> Int {
    try settleLooks()
    return try write { database in
      try Look(heldOut: heldOut.data, result: result.data, at: clock()).insert(database)
      return try Self.looks(at: heldOut, database)
    }
  }

  private static func looks(at heldOut: ContentDigest, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM look WHERE held_out IN (?, ?)", arguments: [heldOut.data, Look.anySet]) ?? 0
  }

  /// A look cannot be made again, and one too few would make a result look better than it is: one that is damaged is
  /// counted for every set from then on.
  private func settleLooks() throws {
    let found = try read { try Row.fetchAll($0, sql: "SELECT held_out, result, at, sum FROM look").map(Look.init) }
    let damaged = found.count { $0 == nil }
    guard damaged > 0 else { return }
    damage.withLock { $0.found.looks += damaged }
    // Told anew, all of them: what a damaged row holds may not even be found again.
    let unknown = (0..<damaged).map { _ in
      Look(heldOut: Look.anySet, result: ContentDigest.of("\(UInt64.random(in: 0 ... .max))").data, at: clock())
    }
    try write { database in
      try database.execute(sql: "DELETE FROM look")
      for look in found.compactMap({ $0 }) + unknown { try look.insert(database) }
    }
  }
}
