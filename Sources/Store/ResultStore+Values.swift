public import Digests
import Dispatch
import Documents
import Foundation
import GRDB
import Synchronization
import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ResultStore {
  /// The value of a key, which counts as used now; nil when there is none, its file has gone, or it is damaged.
  ///
  /// - Parameter readingFile: false where only what stands beside the content is wanted: a file is then looked for, and
  ///   not compared with its name.
  public func value(for key: ContentDigest, readingFile: Bool = true) throws -> StoredValue? {
    guard let found = try read({ try Row.fetchOne($0, sql: ValueRow.query, arguments: [key.data]) }) else { return nil }
    guard let row = ValueRow(found, key) else {
      try discard(key)
      return nil
    }
    let content: StoredValue.Content
    if let digest = row.file {
      let path = filePath(of: digest)
      guard FileTree.isThere(path) else {
        try remove(key)
        return nil
      }
      if readingFile, try !isSound(path, digest) {
        try setAsideFile(of: digest)
        return nil
      }
      content = FileTree.isDirectory(path) ? .directory(path: path) : .file(path: path)
    } else {
      content = .bytes([UInt8](row.bytes))
    }
    // The order of use is worth a write a minute, and no failure: a full disk still answers.
    let now = clock()
    if now - row.used >= Self.usedResolution {
      try? write { try $0.execute(sql: "UPDATE value SET used = ? WHERE key = ?", arguments: [now, key.data]) }
    }
    return StoredValue(content: content, metadata: row.metadata, engine: row.engine, created: row.created)
  }

  /// Whether there is a value that `value(for:)` would return, but for a look into its file.
  public func contains(_ key: ContentDigest) throws -> Bool { try value(for: key, readingFile: false) != nil }

  /// The file or directory of a key; nil when the value is small, or absent.
  public func filePath(for key: ContentDigest) throws -> String? { try value(for: key)?.path }

  /// Remembers bytes, in the database or, from 1 MB on, as a file named by its digest. An earlier value of the key is
  /// replaced. What is there stays whole when it throws.
  public func put(
    _ key: ContentDigest, bytes: some Sequence<UInt8>, metadata: String = "{}", engine: EngineFingerprint
  ) throws {
    let bytes = Array(bytes)
    guard bytes.count >= Self.largeValue else {
      try write { database in
        try insert(
          key, ValueContent(bytes: Data(bytes), metadata: metadata, engine: engine, created: clock()), database)
      }
      damage.withLock { _ = $0.missing.remove(key) }
      return try evictIfNeeded()
    }
    try guarded {
      let temporary = try temporaryPath()
      defer { FileTree.remove(temporary) }
      let digest = try Self.written(bytes, to: temporary)
      try adopt(
        temporary, for: key,
        ValueContent(file: digest, size: bytes.count, metadata: metadata, engine: engine, created: clock()))
    }
  }

  /// Remembers a file or a directory (its hidden files left out) by copying it, or, when `move` and on the same file
  /// system, by taking it.
  public func putFile(
    _ key: ContentDigest, from source: String, move: Bool = false, metadata: String = "{}",
    engine: EngineFingerprint
  ) throws {
    try guarded {
      let isDirectory = FileTree.isDirectory(source)
      let temporary = try temporaryPath()
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
        try adopt(
          temporary, for: key,
          ValueContent(file: digest, size: size, metadata: metadata, engine: engine, created: clock()))
      } catch {
        if taken { rename(temporary, source) }
        throw error
      }
    }
  }

  /// Forgets a value.
  public func remove(_ key: ContentDigest) throws {
    try write { try drop([key.data.databaseValue], $0) }
  }

  // MARK: - Inside the module

  /// Uses closer together than this, in seconds, are one.
  static let usedResolution = 60.0

  func filePath(of digest: ContentDigest) -> String { Self.filePath(of: digest, in: directory) }

  static func filePath(of digest: ContentDigest, in directory: String) -> String {
    let hex = digest.hex
    return "\(directory)/files/\(hex.prefix(2))/\(hex)"
  }

  /// Writes a file and sums it up, at the same time: the one waits for the disk, the other takes longer than that.
  private static func written(_ bytes: [UInt8], to path: String) throws -> ContentDigest {
    let writing = Mutex<Result<Void, any Error>>(.success(()))
    let digest = Mutex<ContentDigest?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      if part == 0 {
        let result = Result { try AtomicFile.write(bytes, to: path) }
        writing.withLock { $0 = result }
      } else {
        let sum = ContentDigest.of(bytes)
        digest.withLock { $0 = sum }
      }
    }
    try writing.withLock { $0 }.get()
    return digest.withLock { $0 } ?? .of(bytes)
  }

  func temporaryPath() throws -> String {
    // Somebody may have emptied the store's directory since it was opened.
    try FileTree.makeDirectory("\(directory)/files")
    return "\(directory)/files/tmp-\(getpid())-\(UInt64.random(in: 0 ... .max))"
  }

  /// Gives a finished temporary file its name and the key its value, in one transaction: while it holds the database,
  /// no other process evicts the file. A content without a file is not for it.
  func adopt(_ temporary: String, for key: ContentDigest, _ content: ValueContent, used: Double? = nil) throws {
    guard let digest = content.file else { return }
    let path = filePath(of: digest)
    let folder = String(path.dropLast(65))
    setAside(folder, unlessKind: S_IFDIR)
    try FileTree.makeDirectory(folder)
    // Read before the database is held: it may take seconds.
    if FileTree.isThere(path), try !isSound(path, digest) { try setAsideFile(of: digest) }
    try write { database in
      if !FileTree.isThere(path) {
        guard rename(temporary, path) == 0 else { throw FileError(path: path, operation: .write) }
        AtomicFile.syncDirectory(folder)
      }
      try database.execute(
        sql: "INSERT OR REPLACE INTO file (digest, size) VALUES (?, ?)", arguments: [digest.data, content.size])
      try insert(key, content, used: used, database)
    }
    damage.withLock { _ = $0.missing.remove(key) }
    try evictIfNeeded()
  }

  /// - Parameter used: when it was used last; nil: now.
  func insert(_ key: ContentDigest, _ content: ValueContent, used: Double? = nil, _ database: Database) throws {
    let before = try Self.fileOf(key.data.databaseValue, database)
    let file = content.file?.data
    try database.execute(
      sql: """
        INSERT INTO value (key, bytes, file, size, metadata, engine, created, used, sum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, file = excluded.file, size = excluded.size,
          metadata = excluded.metadata, engine = excluded.engine, created = excluded.created, used = excluded.used,
          sum = excluded.sum
        """,
      arguments: [
        key.data, content.bytes, file, content.size, content.metadata, try number(of: content.engine, database),
        content.created, used ?? clock(), content.sum(of: key),
      ])
    if let before, before != file { try dropUnreferenced([before], database) }
  }

  private static func fileOf(_ key: DatabaseValue, _ database: Database) throws -> Data? {
    let row = try Row.fetchOne(
      database, sql: "SELECT file FROM value WHERE key = ? AND file IS NOT NULL", arguments: [key])
    return row.flatMap { try? $0.decode(Data.self, atIndex: 0) }
  }

  /// Deletes values, and the files that no value has any more.
  func drop(_ keys: [DatabaseValue], _ database: Database) throws {
    var files: [Data] = []
    for key in keys {
      if let file = try Self.fileOf(key, database) { files.append(file) }
      try database.execute(sql: "DELETE FROM value WHERE key IS ?", arguments: [key])
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
