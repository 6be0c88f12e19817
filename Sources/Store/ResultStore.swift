import Digests
import Documents
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

/// What cact remembers between cells, runs and processes: results under the digest of their recipe.
///
/// A directory that holds an SQLite database (WAL: several processes may use it) and, named by their digests, the files
/// and folders that are too large for it. A key stands for what was to be computed, so a value is never wrong, only
/// absent: anything unreadable counts as a miss. All methods may be called from any thread; they throw `StoreError`.
public final class ResultStore: Sendable {
  /// Absolute.
  public let directory: String
  /// What was set aside when the store was opened; to be shown once.
  public let warnings: [StoreWarning]

  let database: DatabaseQueue
  let clock: @Sendable () -> Double
  private let limit: Atomic<Int>
  private let engineNumbers = Mutex<[EngineFingerprint: Int64]>([:])

  /// Values of at least this many bytes become files.
  static let largeValue = 1 << 20
  /// Databases up to this size are checked whole when opened; it takes some tens of milliseconds.
  private static let wholeCheck = 16 << 20

  /// Opens the store of a directory, which is created when missing. A corrupt or older one is renamed to
  /// `store.sqlite.corrupt-N` (and `files.corrupt-N`) with a warning, and an empty one takes its place.
  ///
  /// - Throws: `StoreError`: `.denied` or `.full` when the directory cannot be written, `.newer` for the store of a newer
  ///   cact.
  public convenience init(directory: String) throws {
    try self.init(directory: directory, clock: { Double(FileIdentity.now()) / 1e9 })
  }

  /// - Parameter clock: seconds since 1970, for the order of use.
  package init(directory: String, clock: @escaping @Sendable () -> Double) throws {
    var warnings: [StoreWarning] = []
    do {
      try FileTree.makeDirectory(directory)
      let resolved = realpath(directory, nil)
      defer { free(resolved) }
      let path = resolved.map { String(cString: $0) } ?? directory
      for folder in ["files", "claims", "work"] { try FileTree.makeDirectory("\(path)/\(folder)") }
      if access(path, W_OK) != 0 { throw FileError(path: path, operation: "write") }
      // One process at a time looks whether the database is fit, and sets it aside.
      let lock = try FileLock(path: "\(path)/open.lock")
      defer { lock.release() }
      database = try Self.open(path, &warnings)
      self.directory = path
    } catch let error as FileError {
      throw StoreError(error)
    } catch let error as DatabaseError {
      throw StoreError(error, path: directory)
    }
    self.warnings = warnings
    self.clock = clock
    limit = Atomic(20_000_000_000)
  }

  /// CACT_STORE, else $XDG_CACHE_HOME/cact, else ~/.cache/cact.
  public static func defaultDirectory() -> String {
    defaultDirectory { getenv($0).map { String(cString: $0) } }
  }

  package static func defaultDirectory(environment: (String) -> String?) -> String {
    if let path = environment("CACT_STORE"), !path.isEmpty { return path }
    // The specification asks to ignore a relative one.
    if let path = environment("XDG_CACHE_HOME"), path.hasPrefix("/") { return "\(path)/cact" }
    let home = environment("HOME") ?? getpwuid(getuid()).flatMap { $0.pointee.pw_dir.map { String(cString: $0) } }
    return "\(home ?? "/tmp")/.cache/cact"
  }

  /// Above this many bytes `put` and `evict` drop the least recently used; 20 GB unless set.
  public var limitBytes: Int {
    get { limit.load(ordering: .relaxed) }
    set { limit.store(newValue, ordering: .relaxed) }
  }

  // MARK: - Inside the module

  private static func open(_ directory: String, _ warnings: inout [StoreWarning]) throws -> DatabaseQueue {
    let path = "\(directory)/store.sqlite"
    let marker = path + ".damaged"
    func attempt() throws -> DatabaseQueue {
      if FileTree.exists(marker) { throw Schema.Fault.unfit("it was found damaged while in use") }
      let queue = try DatabaseQueue(path: path, configuration: Schema.configuration())
      let small = (FileTree.size(path) ?? 0) <= wholeCheck
      try queue.write { try Schema.prepare($0, checkWhole: small) }
      return queue
    }
    let reason: String
    do {
      return try attempt()
    } catch Schema.Fault.unfit(let why) {
      reason = why
    } catch Schema.Fault.newer(let version) {
      throw StoreError(
        .newer, path: directory, reason: "its layout is \(version), this program knows \(Schema.version)")
    } catch let error as DatabaseError
      where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode.primaryResultCode)
    {
      reason = "it is damaged: \(error.message ?? "not a database")"
    }

    var number = 1
    while FileTree.exists("\(path).corrupt-\(number)") || FileTree.exists("\(directory)/files.corrupt-\(number)") {
      number += 1
    }
    let aside = "\(path).corrupt-\(number)"
    // With the database its log: a new database must not find it.
    for suffix in ["", "-wal", "-shm"] where FileTree.exists(path + suffix) {
      guard rename(path + suffix, aside + suffix) == 0 else {
        throw FileError(path: path + suffix, operation: "rename")
      }
    }
    let files = "\(directory)/files"
    guard rename(files, "\(files).corrupt-\(number)") == 0 else { throw FileError(path: files, operation: "rename") }
    try FileTree.makeDirectory(files)
    unlink(marker)
    warnings.append(StoreWarning(path: path, aside: aside, reason: reason))
    return try attempt()
  }

  func read<T>(_ body: (Database) throws -> T) throws -> T { try guarded { try database.read(body) } }
  func write<T>(_ body: (Database) throws -> T) throws -> T { try guarded { try database.write(body) } }

  /// Errors of SQLite and of files as `StoreError`; a damaged database is marked, for the next opening.
  func guarded<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      let error = StoreError(error, path: directory)
      if error.kind == .corrupt { try? AtomicFile.write("", to: "\(directory)/store.sqlite.damaged") }
      throw error
    } catch let error as FileError {
      throw StoreError(error)
    }
  }

  /// The number of an engine in this database.
  func number(of engine: EngineFingerprint, _ database: Database) throws -> Int64 {
    if let number = engineNumbers.withLock({ $0[engine] }) { return number }
    let values: StatementArguments = [
      engine.library, engine.version, engine.kernel, engine.threads, engine.precision,
    ]
    try database.execute(
      sql: "INSERT OR IGNORE INTO engine (library, version, kernel, threads, precision) VALUES (?, ?, ?, ?, ?)",
      arguments: values)
    let number = try Int64.fetchOne(
      database,
      sql: "SELECT id FROM engine WHERE library = ? AND version = ? AND kernel = ? AND threads = ? AND precision = ?",
      arguments: values)
    guard let number else { throw DatabaseError(message: "no number for the engine") }
    // Remembered only once the row is there for good: a transaction may still roll back.
    database.afterNextTransaction { _ in self.engineNumbers.withLock { $0[engine] = number } }
    return number
  }

  static func engine(_ row: Row) -> EngineFingerprint {
    EngineFingerprint(
      library: row["library"], version: row["version"], kernel: row["kernel"], threads: row["threads"],
      precision: row["precision"])
  }
}

/// A store that was set aside when it was opened.
public struct StoreWarning: Sendable, Hashable, CustomStringConvertible {
  public let path: String
  /// Where it is now; it may be deleted.
  public let aside: String
  public let reason: String

  public var description: String {
    "the store \(path) cannot be used: \(reason). It was set aside as \(aside), and an empty one begun."
  }
}
