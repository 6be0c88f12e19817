import Digests
import Documents
import Foundation
import GRDB
import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ResultStore {
  /// The value of a key, which counts as used now; nil when there is none, or its file has gone.
  public func value(for key: ContentDigest) throws -> StoredValue? {
    let row = try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT value.*, engine.*, file.directory, file.size AS file_size FROM value
          JOIN engine ON engine.id = value.engine LEFT JOIN file ON file.digest = value.file WHERE key = ?
          """, arguments: [key.data])
    }
    guard let row else { return nil }
    let content: StoredValue.Content
    if let digest = Self.digest(row["file"]) {
      let path = filePath(of: digest)
      let isDirectory: Bool = row["directory"] ?? false
      guard isDirectory ? FileTree.isDirectory(path) : FileTree.size(path) == row["file_size"] else {
        try remove(key)
        return nil
      }
      content = isDirectory ? .directory(path: path) : .file(path: path)
    } else {
      content = .bytes([UInt8](row["bytes"] as Data? ?? Data()))
    }
    // The order of use is worth a write a minute, and no failure: a full disk still answers.
    let now = clock()
    if now - (row["used"] as Double) >= Self.usedResolution {
      try? write { try $0.execute(sql: "UPDATE value SET used = ? WHERE key = ?", arguments: [now, key.data]) }
    }
    return StoredValue(
      content: content, metadata: row["metadata"], engine: Self.engine(row), created: row["created"])
  }

  public func contains(_ key: ContentDigest) throws -> Bool {
    try read { try Bool.fetchOne($0, sql: "SELECT 1 FROM value WHERE key = ?", arguments: [key.data]) ?? false }
  }

  /// The file or directory of a key; nil when the value is small, or absent.
  public func filePath(for key: ContentDigest) throws -> String? { try value(for: key)?.path }

  /// Remembers bytes, in the database or, from 1 MB on, as a file named by its digest. An earlier value of the key is
  /// replaced. What is there stays whole when it throws.
  public func put(
    _ key: ContentDigest, bytes: some Sequence<UInt8>, metadata: String = "{}", engine: EngineFingerprint = .current
  ) throws {
    let bytes = Array(bytes)
    guard bytes.count >= Self.largeValue else {
      try write { database in
        try insert(key, bytes: Data(bytes), file: nil, size: bytes.count, metadata, engine, database)
      }
      return try evictIfNeeded()
    }
    try guarded {
      let temporary = temporaryPath()
      defer { FileTree.remove(temporary) }
      try AtomicFile.write(bytes, to: temporary)
      try adopt(temporary, .of(bytes), size: bytes.count, isDirectory: false, for: key, metadata, engine)
    }
  }

  /// Remembers a file or a directory (its hidden files left out) by copying it, or, when `move` and on the same file
  /// system, by taking it.
  public func putFile(
    _ key: ContentDigest, from source: String, move: Bool = false, metadata: String = "{}",
    engine: EngineFingerprint = .current
  ) throws {
    try guarded {
      let isDirectory = FileTree.isDirectory(source)
      let temporary = temporaryPath()
      defer { FileTree.remove(temporary) }
      let taken = move && rename(source, temporary) == 0
      do {
        if !taken {
          if isDirectory {
            try FileTree.copyDirectory(source, to: temporary)
          } else {
            try FileTree.copyFile(source, to: temporary)
          }
        }
        // Of what the store holds, not of what the source may have become.
        let digest = try isDirectory ? ContentDigest.of(directory: temporary) : ContentDigest.of(file: temporary)
        let names = try isDirectory ? FileTree.files(under: temporary).map { "/" + $0 } : [""]
        let size = names.reduce(0) { $0 + (FileTree.size(temporary + $1) ?? 0) }
        try adopt(temporary, digest, size: size, isDirectory: isDirectory, for: key, metadata, engine)
      } catch {
        if taken { rename(temporary, source) }
        throw error
      }
    }
  }

  /// Forgets a value.
  public func remove(_ key: ContentDigest) throws {
    try write { try drop([key.data], $0) }
  }

  // MARK: - Inside the module

  /// Uses closer together than this, in seconds, are one.
  static let usedResolution = 60.0

  func filePath(of digest: ContentDigest) -> String {
    let hex = digest.hex
    return "\(directory)/files/\(hex.prefix(2))/\(hex)"
  }

  private func temporaryPath() -> String { "\(directory)/files/tmp-\(getpid())-\(UInt64.random(in: 0 ... .max))" }

  /// Gives a finished temporary file its name and the key its value, in one transaction: while it holds the database,
  /// no other process evicts the file.
  private func adopt(
    _ temporary: String, _ digest: ContentDigest, size: Int, isDirectory: Bool, for key: ContentDigest,
    _ metadata: String, _ engine: EngineFingerprint
  ) throws {
    let path = filePath(of: digest)
    let folder = String(path.dropLast(65))
    try FileTree.makeDirectory(folder)
    try database.write { database in
      let fits = isDirectory ? FileTree.isDirectory(path) : FileTree.size(path) == size
      if !fits {
        FileTree.remove(path)
        guard rename(temporary, path) == 0 else { throw FileError(path: path, operation: "write") }
        AtomicFile.syncDirectory(folder)
      }
      try database.execute(
        sql: "INSERT OR REPLACE INTO file (digest, size, directory) VALUES (?, ?, ?)",
        arguments: [digest.data, size, isDirectory])
      try insert(key, bytes: nil, file: digest.data, size: size, metadata, engine, database)
    }
    try evictIfNeeded()
  }

  private func insert(
    _ key: ContentDigest, bytes: Data?, file: Data?, size: Int, _ metadata: String,
    _ engine: EngineFingerprint, _ database: Database
  ) throws {
    let before = try Self.fileOf(key.data, database)
    let now = clock()
    try database.execute(
      sql: """
        INSERT INTO value (key, bytes, file, size, metadata, engine, created, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, file = excluded.file, size = excluded.size,
          metadata = excluded.metadata, engine = excluded.engine, created = excluded.created, used = excluded.used
        """,
      arguments: [key.data, bytes, file, size, metadata, try number(of: engine, database), now, now])
    if let before, before != file { try dropUnreferenced([before], database) }
  }

  private static func fileOf(_ key: Data, _ database: Database) throws -> Data? {
    try Data.fetchOne(database, sql: "SELECT file FROM value WHERE key = ? AND file IS NOT NULL", arguments: [key])
  }

  /// Deletes values, and the files that no value has any more.
  func drop(_ keys: [Data], _ database: Database) throws {
    var files: [Data] = []
    for key in keys {
      if let file = try Self.fileOf(key, database) { files.append(file) }
      try database.execute(sql: "DELETE FROM value WHERE key = ?", arguments: [key])
    }
    try dropUnreferenced(files, database)
  }

  private func dropUnreferenced(_ files: [Data], _ database: Database) throws {
    for file in files {
      let used = try Bool.fetchOne(database, sql: "SELECT 1 FROM value WHERE file = ? LIMIT 1", arguments: [file])
      guard used == nil, let digest = Self.digest(file) else { continue }
      try database.execute(sql: "DELETE FROM file WHERE digest = ?", arguments: [file])
      // Should the transaction fail after this, the value is a miss; it is never a wrong answer.
      FileTree.remove(filePath(of: digest))
    }
  }

  static func digest(_ data: Data?) -> ContentDigest? { data.flatMap { ContentDigest(bytes: $0) } }
}
