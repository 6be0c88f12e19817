import Digests
import Documents
import Foundation
import GRDB
public import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A store whose entries are read and left as they are: to be checked, or merged into another.
///
/// A process may be using it, but where it has the store alone. What cannot be opened where it lies, on media that nobody can
/// write, is read from a copy of its database.
public final class StoreSource {
  /// Absolute path of its folder.
  public let directory: String
  private let connection: StoreConnection
  private let lock: LockFile?
  private let copy: String?

  /// - Throws: `StoreError`, of kind `.unreadable` for what is no store of this version or is damaged as a whole, `.newer` for a
  ///   newer cact's, `.held` where a process has it alone; `Interrupted`.
  public convenience init(directory: String, work: Work = .silent) throws {
    try self.init(directory: directory, place: nil, work: work)
  }

  /// - Parameter place: nil: as its file system is.
  package init(directory: String, place: StorePlace?, work: Work = .silent) throws {
    guard FileTree.isDirectory(directory), let resolved = realpath(directory, nil) else {
      throw StoreError(.unreadable, path: directory, reason: "there is no such folder")
    }
    defer { free(resolved) }
    let path = String(cString: resolved)
    let file = DatabaseFile(path: path + "/store.sqlite")
    if !FileTree.isThere(file.path) {
      throw StoreError(.unreadable, path: path, reason: "it is not a store: it holds no store.sqlite")
    }
    if let fault = file.fault { throw StoreError(.unreadable, path: path, reason: fault) }
    if FileTree.size(file.path) == 0 { throw StoreError(.unreadable, path: path, reason: "its store.sqlite is empty") }
    do {
      let opened = try Self.open(file, path, place, work)
      self.directory = path
      (connection, lock, copy) = opened
    } catch let error as DatabaseError {
      throw StoreError(.unreadable, path: path, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch let error as FileError {
      throw StoreError(.unreadable, path: path, reason: error.description)
    }
  }

  deinit {
    try? connection.queue.close()
    if let copy { FileTree.remove(copy) }
  }

  /// Whether it is the one that `store` has open.
  public func isSame(as store: ResultStore) -> Bool {
    directory == store.directory
      || connection.file == DatabaseFile(path: store.directory + "/store.sqlite").identity
  }

  // MARK: - Opening

  private typealias Opened = (StoreConnection, LockFile?, copy: String?)

  private static func open(_ file: DatabaseFile, _ directory: String, _ place: StorePlace?, _ work: Work) throws
    -> Opened
  {
    let gate = "\(directory)/open.lock"
    let isWritable = access(directory, W_OK) == 0 && access(file.path, W_OK) == 0
    // Every store that was ever opened has it; nothing is made in what may turn out to be none.
    let place = place ?? StorePlace(of: directory, trying: isWritable && FileTree.isThere(gate) ? gate : nil)
    var lock: LockFile?
    if isWritable, place.withoutLocks != nil {
      switch try LockFile.take(StoreOpening.lockPath(directory)) {
      case .taken(let taken): lock = taken
      case .held(let holder): throw StoreOpening.heldAlone(by: holder, directory, place)
      }
    } else if let holder = LockFile.holder(of: StoreOpening.lockPath(directory)) {
      throw StoreOpening.heldAlone(by: holder, directory, place)
    }
    if isWritable {
      var journal = StoreJournal.shared
      if lock != nil {
        journal = .alone
      } else if place.network != nil {
        journal = .rollback
        let opening = try StoreOpening.gate(gate, directory)
        defer { opening.release() }
        try StoreOpening.closeLog(of: file, in: directory)
      }
      return (try connected(file, journal, directory), lock, nil)
    }
    // A log needs shared memory beside it, where nothing can be written, and cannot have it through a network.
    if place.network == nil || !file.hasLog, let connection = try? connected(file, .shared, directory, readOnly: true) {
      return (connection, nil, nil)
    }
    let folder = try copied(file, directory, work)
    do {
      return (try connected(DatabaseFile(path: folder + "/store.sqlite"), .shared, directory), nil, folder)
    } catch {
      FileTree.remove(folder)
      throw error
    }
  }

  private static func connected(
    _ file: DatabaseFile, _ journal: StoreJournal, _ directory: String, readOnly: Bool = false
  ) throws -> StoreConnection {
    // Its own header says whether it has a log: nothing is changed in what may turn out to be no store.
    var configuration = Schema.configuration(journal)
    configuration.journalMode = .default
    configuration.readonly = readOnly
    let queue = try DatabaseQueue(path: file.name(journal), configuration: configuration)
    let small = (FileTree.size(file.path) ?? 0) <= StoreOpening.wholeCheck
    do {
      try queue.read { try Schema.check($0, whole: small) }
    } catch Schema.Fault.unfit(let reason) {
      throw StoreError(.unreadable, path: directory, reason: reason)
    } catch Schema.Fault.newer(let version) {
      throw StoreError(
        .newer, path: directory, reason: "its layout has version \(version); this cact knows version \(Schema.version)")
    }
    return StoreConnection(queue: queue, file: file.identity, journal: journal)
  }

  /// A temporary folder with the database and what it needs.
  private static func copied(_ file: DatabaseFile, _ directory: String, _ work: Work) throws -> String {
    let parent = FileManager.default.temporaryDirectory.path
    var template = Array("\(parent)/cact-store-\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileError(path: parent, operation: .create) }
    let folder = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    do {
      for suffix in ["", "-wal", "-journal"] where FileTree.isThere(file.path + suffix) {
        _ = try StoreCopy.file(file.path + suffix, to: "\(folder)/store.sqlite\(suffix)", work)
      }
    } catch {
      FileTree.remove(folder)
      throw error
    }
    return folder
  }

  // MARK: - Reading

  /// - Throws: `StoreError` where its database cannot be read further, or a row is of another shape.
  func read<T>(_ body: (Database) throws -> T) throws -> T {
    do { return try connection.queue.read(body) } catch let error as DatabaseError {
      throw StoreError(
        .unreadable, path: directory, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch let error as RowDecodingError {
      throw StoreError(.unreadable, path: directory, reason: "\(error)")
    }
  }

  func filePath(of digest: ContentDigest) -> String { ResultStore.filePath(of: digest, in: directory) }
}
