import Digests
import Documents
import GRDB
import Synchronization
public import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What cact remembers between cells, runs and processes: results under the digest of their recipe.
///
/// A directory that holds an SQLite database and, named by their digests, the files and folders that are too large for it.
/// Several processes may use it: on a disk of the machine through a log in shared memory (WAL), on a network's file system with a
/// rollback journal, from several hosts, one writer at a time. Where a file system's locks keep nobody out, one process has the
/// store, and others may have one of their own (`apart`). A key stands for what was to be computed, so a value is never wrong, only
/// absent: each row has a checksum and each file is named by its content, and what is not as it was written counts as a
/// miss, to be named once by `takeDamage`. All methods may be called from any thread; they throw `StoreError`.
public final class ResultStore: Sendable {
  /// Absolute path of the folder that holds all of it.
  public let directory: String
  /// What was set aside when the store was opened; to be shown once.
  public let warnings: [StoreWarning]
  /// Why this is not the store that was asked for, but one of this process's own; nil: it is.
  public let apartness: String?

  /// Stops the reading of large files, whose digests are asked for before any stage has work of its own.
  public let cancellation: Cancellation

  let clock: @Sendable () -> Double
  private let connection: Mutex<StoreConnection>
  /// As it was given; nil: it is looked at.
  private let place: StorePlace?
  /// Where this process must have the store alone: to the end of both.
  private let lock: LockFile?
  private let limit: Atomic<Int>
  let damage: Mutex<Damage>
  /// Files whose content was compared with their names by this process, as they were then.
  let verified = Mutex<[ContentDigest: [FileIdentity]]>([:])

  /// Values of at least this many bytes become files.
  static let largeValue = 1 << 20

  struct Damage {
    var found: StoreDamage
    /// Keys of values that were found damaged and not put again.
    var missing: Set<ContentDigest> = []
    /// Keys of all values that ever were, by this process.
    var once: Set<ContentDigest> = []
  }

  /// Opens the store of a directory, which is created when missing. One that is corrupt, older or of another shape is
  /// renamed to `store.sqlite.corrupt-N` (and `files.corrupt-N`) with a warning, and an empty one takes its place.
  ///
  /// - Parameter apart: whether a store of this process's own, in a folder `apart` of the directory, is opened where another
  ///   process has the one that is asked for alone.
  /// - Throws: `StoreError`: `.denied` or `.full` when the directory cannot be written, `.newer` for the store of a newer
  ///   cact, `.held` where another process has it alone.
  public convenience init(
    directory: String, cancellation: Cancellation = Cancellation(), apart: Bool = false
  ) throws {
    try self.init(
      directory: directory, cancellation: cancellation, apart: apart, clock: { Double(FileIdentity.now()) / 1e9 })
  }

  /// On a file system that is told and not looked at.
  package convenience init(directory: String, place: StorePlace, apart: Bool = false) throws {
    try self.init(directory: directory, place: place, apart: apart, clock: { Double(FileIdentity.now()) / 1e9 })
  }

  /// - Parameters:
  ///   - place: nil: as the file system is.
  ///   - clock: seconds since 1970, for the order of use.
  package init(
    directory: String, cancellation: Cancellation = Cancellation(), place: StorePlace? = nil, apart: Bool = false,
    clock: @escaping @Sendable () -> Double
  ) throws {
    self.cancellation = cancellation
    self.place = place
    do {
      try FileTree.makeDirectory(directory)
      let resolved = realpath(directory, nil)
      defer { free(resolved) }
      var path = resolved.map { String(cString: $0) } ?? directory
      if access(path, W_OK) != 0 { throw FileError(path: path, operation: .write) }
      var opening = StoreOpening(directory: path, place: place)
      let opened: StoreConnection
      var apartness: String?
      do { opened = try opening.open() } catch let error as StoreError where error.kind == .held && apart {
        path = Self.folderApart(of: path)
        try FileTree.makeDirectory(path)
        apartness = """
          \(error). The results of this process go to a store of its own, which `cact store merge \(path)` takes over \
          when it has ended
          """
        opening = StoreOpening(directory: path, place: place)
        opened = try opening.open()
      }
      connection = Mutex(opened)
      self.directory = path
      self.apartness = apartness
      lock = opening.lock
      warnings = opening.warnings
      damage = Mutex(Damage(found: StoreDamage(directory: path)))
    } catch let error as FileError {
      throw StoreError(error)
    } catch let error as DatabaseError {
      throw StoreError(error, path: directory)
    }
    self.clock = clock
    limit = Atomic(20_000_000_000)
  }

  /// A folder for this process in a store that another one has.
  private static func folderApart(of directory: String) -> String {
    let host = ProcessIdentity.machineName.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
    let number = String(UInt32.random(in: 0 ... .max), radix: 16)
    return "\(directory)/apart/\(host.isEmpty ? "host" : host)-\(getpid())-\(number)"
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

  /// What was found damaged since this was last called; nil: nothing.
  public func takeDamage() -> StoreDamage? {
    damage.withLock { damage in
      guard !damage.found.isEmpty else { return nil }
      defer { damage.found = StoreDamage(directory: directory) }
      return damage.found
    }
  }

  // MARK: - Inside the module

  /// Whether no other process may have it.
  var isAlone: Bool { lock != nil }

  func read<T>(_ body: (Database) throws -> T) throws -> T { try recovering { try $0.read(body) } }
  func write<T>(_ body: (Database) throws -> T) throws -> T { try recovering { try $0.write(body) } }

  /// Runs `body`, and again on an empty database where the one at hand turns out to be damaged or of another shape: a
  /// store fails no work by what it holds.
  private func recovering<T>(_ body: (DatabaseQueue) throws -> T) throws -> T {
    let connection = connection.withLock { $0 }
    do {
      return try guarded { try body(connection.queue) }
    } catch let error as StoreError where error.kind == .corrupt {
      return try guarded { try body(renewed(connection, error.reason).queue) }
    }
  }

  /// The connection in place of one whose database is damaged; the same for all threads that found it so.
  private func renewed(_ damaged: StoreConnection, _ reason: String) throws -> StoreConnection {
    try connection.withLock { current in
      guard current.queue === damaged.queue else { return current }
      // Closed first, so that it takes no log from beside the new one.
      try? current.queue.close()
      var opening = StoreOpening(directory: directory, place: place, lock: lock)
      current = try opening.open(condemned: (damaged, reason: "it was found damaged while in use: \(reason)"))
      damage.withLock { $0.found.stores += opening.warnings }
      return current
    }
  }

  /// Errors of SQLite and of files as `StoreError`.
  func guarded<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, path: directory, holder: DatabaseFile(path: directory + "/store.sqlite").lockHolder)
    } catch let error as RowDecodingError {
      throw StoreError(.corrupt, path: directory, reason: "\(error)")
    } catch let error as FileError {
      throw StoreError(error)
    }
  }

  /// The number of an engine in this database.
  func number(of engine: EngineFingerprint, _ database: Database) throws -> Int64 {
    let number = Checksum.number(of: engine)
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO engine (id, library, version, kernel, threads, precision) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [number, engine.library, engine.version, engine.kernel, engine.threads, engine.precision])
    return number
  }

  /// Nil where the row is damaged.
  static func engine(_ row: Row) -> EngineFingerprint? {
    try? EngineFingerprint(
      library: row.decode(forColumn: "library"), version: row.decode(forColumn: "version"),
      kernel: row.decode(forColumn: "kernel"), threads: row.decode(forColumn: "threads"),
      precision: row.decode(forColumn: "precision"))
  }
}
