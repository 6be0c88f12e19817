import Digests
import Documents
import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Opens the database of a store; what cannot be used is set aside under another name.
struct StoreOpening {
  /// Absolute.
  let directory: String
  private(set) var warnings: [StoreWarning] = []
  private(set) var place: StorePlace
  /// Of a store that this process has alone.
  private(set) var lock: LockFile?

  /// Whether the place was given, and is not to be looked at.
  private let isPlaceKnown: Bool

  /// Databases up to this size are checked whole when opened; it takes some tens of milliseconds.
  static let wholeCheck = 16 << 20

  /// Seconds to wait for one that opens the same store; where there are no locks, only one that has just begun is waited for.
  private static let patience = 60.0

  /// - Parameters:
  ///   - place: nil: as its file system is.
  ///   - lock: from the opening before, by the same process.
  init(directory: String, place: StorePlace? = nil, lock: LockFile? = nil) {
    self.directory = directory
    self.place = place ?? StorePlace()
    isPlaceKnown = place != nil
    self.lock = lock
  }

  private var file: DatabaseFile { DatabaseFile(path: directory + "/store.sqlite") }
  private var path: String { file.path }

  /// - Parameter condemned: a connection whose database was found damaged in use, and how. Its file is set aside, unless
  ///   another process has done so; the large values stay, since this process may be reading them.
  mutating func open(condemned: (StoreConnection, reason: String)? = nil) throws -> StoreConnection {
    for folder in ["files", "claims", "work", "damaged"] {
      if let other = Self.setAside("\(directory)/\(folder)", unlessKind: S_IFDIR) { warnings.append(other) }
      try FileTree.makeDirectory("\(directory)/\(folder)")
    }
    let gate = "\(directory)/open.lock"
    if let other = Self.setAside(gate, unlessKind: S_IFREG) { warnings.append(other) }
    if !isPlaceKnown { place = StorePlace(of: directory, trying: gate) }
    // One process at a time looks whether the database is fit, and sets it aside.
    let opening = try Self.gate(gate, directory)
    defer { opening.release() }
    try takeWhereAlone()
    if let (connection, reason) = condemned, file.identity == connection.file {
      try setAside(reason, withFiles: false)
    }
    do {
      return try connect()
    } catch Schema.Fault.unfit(let reason) {
      try setAside(reason, withFiles: true)
    } catch Schema.Fault.newer(let version) {
      throw StoreError(
        .newer, path: directory, reason: "its layout has version \(version); this cact knows version \(Schema.version)")
    } catch let error as DatabaseError where StoreError(error, path: path).kind == .corrupt {
      try setAside("it is damaged: \(error.message ?? "not a database")", withFiles: true)
    }
    do { return try connect() } catch Schema.Fault.unfit(let reason) {
      throw StoreError(.failed, path: directory, reason: reason)
    }
  }

  /// Waits a bounded time for the lock of those that open the store.
  static func gate(_ path: String, _ directory: String) throws -> FileLock {
    let end = FileIdentity.now() + Int64(patience * 1e9)
    while true {
      if let lock = try FileLock(ifFree: path) {
        if lock.isOfSystem { lock.sign(ProcessIdentity.current.description) }
        return lock
      }
      let named = FileLock.nameBeside(path)
      if let holder = LockFile.holder(of: named), holder.isBeyondAsking || FileIdentity.now() > end {
        throw StoreError(
          .held, path: directory, reason: "\(holder) is opening it; if that has ended, delete \(named)")
      }
      if FileIdentity.now() > end {
        let text = (try? AtomicFile.read(path, atMost: 1024)).map { String(decoding: $0, as: UTF8.self) }
        throw StoreError(
          .held, path: directory,
          reason: "\(text.flatMap(ProcessIdentity.init)?.named ?? "another one") has been opening it for "
            + "\(Int(patience)) seconds")
      }
      usleep(20_000)
    }
  }

  /// The lock of a process that has the store alone.
  static func lockPath(_ directory: String) -> String { directory + "/store.lock" }

  /// Takes the store for this process where its file system keeps nobody out. Throws `.held` where another has it so.
  private mutating func takeWhereAlone() throws {
    if lock != nil { return }
    let path = Self.lockPath(directory)
    var holder = LockFile.holder(of: path)
    if place.withoutLocks != nil {
      switch try LockFile.take(path) {
      case .taken(let lock):
        self.lock = lock
        holder = nil
      case .held(let other): holder = other
      }
    }
    if let holder { throw Self.heldAlone(by: holder, directory, place) }
  }

  static func heldAlone(by holder: LockFile.Holder, _ directory: String, _ place: StorePlace) -> StoreError {
    let why = place.withoutLocks == nil ? "" : ", as one process at a time must on this file system (\(place.reason))"
    let way = holder.isBeyondAsking ? "; if that process has ended, delete \(lockPath(directory))" : ""
    return StoreError(.held, path: directory, reason: "\(holder) has it alone\(why)\(way)")
  }

  // MARK: - Connecting

  /// How the database is to be used here. One that hosts can share stays so wherever it is: the disk that this machine has may
  /// be a network's file system elsewhere.
  private var journal: StoreJournal {
    if place.withoutLocks != nil { return .alone }
    if place.network != nil { return .rollback }
    return StoreConnection.journal(of: file.identity) ?? (file.isRollback ? .rollback : .shared)
  }

  private mutating func connect() throws -> StoreConnection {
    do { return try attempt(journal) } catch let error as DatabaseError where error.isOfSharedMemory {
      if place.network == nil { place.network = "a file system without shared memory" }
    } catch let error as DatabaseError where error.isOfLocks && place.withoutLocks == nil {
      place.withoutLocks = "its locks fail (\(error.message ?? "\(error.resultCode.rawValue)"))"
      try takeWhereAlone()
    }
    return try attempt(journal)
  }

  private func attempt(_ journal: StoreJournal) throws -> StoreConnection {
    if let fault = file.fault { throw Schema.Fault.unfit(fault) }
    if journal == .rollback { try Self.closeLog(of: file, in: directory) }
    if journal == .alone { try Self.requireNames(directory) }
    let queue = try DatabaseQueue(path: file.name(journal), configuration: Schema.configuration(journal))
    let small = (FileTree.size(path) ?? 0) <= Self.wholeCheck
    try queue.write { try Schema.prepare($0, checkWhole: small) }
    return StoreConnection(queue: queue, file: file.identity, journal: journal)
  }

  /// Brings what a log holds into the database and does away with the log, which hosts cannot share. Its index is not read.
  /// Throws `StoreError` of kind `.held` where a process has it open so.
  static func closeLog(of file: DatabaseFile, in directory: String) throws {
    guard StoreConnection.journal(of: file.identity) != .rollback, file.hasLog else { return }
    do {
      let queue = try DatabaseQueue(path: file.path, configuration: Schema.configuration(.alone, patience: 5))
      try queue.close()
    } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_BUSY {
      throw StoreError(
        .held, path: directory,
        reason: "\(file.lockHolder ?? "a process of another host") has it open in a form (WAL) that hosts cannot share")
    }
    // Of the log that was: SQLite has not opened it.
    if !FileTree.isThere(file.path + "-wal") { unlink(file.path + "-shm") }
  }

  /// The names with which SQLite is told to do without locks are an option of its own.
  private static func requireNames(_ directory: String) throws {
    let knows = try DatabaseQueue().read { try String.fetchAll($0, sql: "PRAGMA compile_options") }.contains("USE_URI")
    guard knows else {
      throw StoreError(
        .failed, path: directory, reason: "this system's SQLite cannot be used on a file system without locks")
    }
  }

  // MARK: - Setting aside

  /// Gives the database, and where asked the large values, names that nothing has yet.
  private mutating func setAside(_ reason: String, withFiles: Bool) throws {
    let files = "\(directory)/files"
    var number = 1
    while FileTree.isThere("\(path).corrupt-\(number)") || FileTree.isThere("\(files).corrupt-\(number)") {
      number += 1
    }
    let aside = "\(path).corrupt-\(number)"
    // With the database its log or journal: a new database must not find it.
    for suffix in DatabaseFile.suffixes where FileTree.isThere(path + suffix) {
      guard rename(path + suffix, aside + suffix) == 0 else {
        throw FileError(path: path + suffix, operation: .rename)
      }
    }
    if withFiles {
      guard rename(files, "\(files).corrupt-\(number)") == 0 else { throw FileError(path: files, operation: .rename) }
      try FileTree.makeDirectory(files)
    }
    warnings.append(StoreWarning(path: path, aside: aside, reason: reason))
  }

  /// Renames what has the name of a file or directory of the store and is of another kind.
  static func setAside(_ path: String, unlessKind kind: mode_t) -> StoreWarning? {
    var facts = stat()
    guard FileTree.isThere(path), stat(path, &facts) != 0 || facts.st_mode & S_IFMT != kind else { return nil }
    var number = 1
    while FileTree.isThere("\(path).corrupt-\(number)") { number += 1 }
    let aside = "\(path).corrupt-\(number)"
    guard rename(path, aside) == 0 else { return nil }
    return StoreWarning(
      path: path, aside: aside, reason: kind == S_IFDIR ? "it is not a directory" : "it is not a plain file")
  }
}

extension DatabaseError {
  /// Whether a log cannot be shared through memory on this file system.
  fileprivate var isOfSharedMemory: Bool {
    switch extendedResultCode {
    case .SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMLOCK, .SQLITE_IOERR_SHMMAP: true
    // GRDB's words where SQLite stays with another journal.
    default: message?.hasPrefix("could not activate WAL") ?? false
    }
  }

  /// Whether locks fail on this file system.
  fileprivate var isOfLocks: Bool {
    switch extendedResultCode {
    case .SQLITE_IOERR_LOCK, .SQLITE_IOERR_RDLOCK, .SQLITE_IOERR_UNLOCK, .SQLITE_IOERR_CHECKRESERVEDLOCK: true
    default: false
    }
  }
}
