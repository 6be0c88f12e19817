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

/// A database that is open, and the file that it is on.
struct StoreConnection: Sendable {
  let queue: DatabaseQueue
  /// Device and inode: another process may put another file in its place.
  let file: [UInt64]
}

/// Opens the database of a store; what cannot be used is set aside under another name.
struct StoreOpening {
  /// Absolute.
  let directory: String
  private(set) var warnings: [StoreWarning] = []

  /// Databases up to this size are checked whole when opened; it takes some tens of milliseconds.
  private static let wholeCheck = 16 << 20
  /// A database with the log and the index of the log that SQLite keeps beside it.
  private static let suffixes = ["", "-wal", "-shm"]

  init(directory: String) { self.directory = directory }

  private var path: String { directory + "/store.sqlite" }

  /// - Parameter condemned: a connection whose database was found damaged in use, and how. Its file is set aside, unless
  ///   another process has done so; the large values stay, since this process may be reading them.
  mutating func open(condemned: (StoreConnection, reason: String)? = nil) throws -> StoreConnection {
    for folder in ["files", "claims", "work", "damaged"] {
      if let other = Self.setAside("\(directory)/\(folder)", unlessKind: S_IFDIR) { warnings.append(other) }
      try FileTree.makeDirectory("\(directory)/\(folder)")
    }
    if let other = Self.setAside("\(directory)/open.lock", unlessKind: S_IFREG) { warnings.append(other) }
    // One process at a time looks whether the database is fit, and sets it aside.
    let lock = try FileLock(path: "\(directory)/open.lock")
    defer { lock.release() }
    if let (connection, reason) = condemned, Self.identity(path) == connection.file {
      try setAside(reason, withFiles: false)
    }
    do {
      return try attempt()
    } catch Schema.Fault.unfit(let reason) {
      try setAside(reason, withFiles: true)
    } catch Schema.Fault.newer(let version) {
      throw StoreError(
        .newer, path: directory, reason: "its layout has version \(version); this cact knows version \(Schema.version)")
    } catch let error as DatabaseError where StoreError(error, path: path).kind == .corrupt {
      try setAside("it is damaged: \(error.message ?? "not a database")", withFiles: true)
    }
    do { return try attempt() } catch Schema.Fault.unfit(let reason) {
      throw StoreError(.failed, path: directory, reason: reason)
    }
  }

  private func attempt() throws -> StoreConnection {
    for suffix in Self.suffixes {
      var facts = stat()
      guard lstat(path + suffix, &facts) == 0 else { continue }
      // The database may be a link, even to a place where nothing is yet; what SQLite keeps beside it may not.
      let isLink = facts.st_mode & S_IFMT == S_IFLNK
      if isLink, suffix.isEmpty, stat(path, &facts) != 0, errno != ELOOP { continue }
      let kind =
        switch facts.st_mode & S_IFMT {
        case S_IFREG: nil as String?
        case S_IFDIR: "a directory"
        case S_IFLNK: "a link"
        default: "a pipe or a device"
        }
      if let kind { throw Schema.Fault.unfit("store.sqlite\(suffix) is \(kind)") }
    }
    // By these two bytes SQLite would take the file for one that it may not write, as if permission were missing.
    if Self.header(path).dropFirst(18).prefix(2).contains(where: { $0 > 2 }) {
      throw Schema.Fault.unfit("it is damaged: its header has an unknown version")
    }
    let queue = try DatabaseQueue(path: path, configuration: Schema.configuration())
    let small = (FileTree.size(path) ?? 0) <= Self.wholeCheck
    try queue.write { try Schema.prepare($0, checkWhole: small) }
    return StoreConnection(queue: queue, file: Self.identity(path))
  }

  /// The first bytes of a file, fewer where it has no more.
  private static func header(_ path: String) -> [UInt8] {
    let file = systemOpen(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    return Array(bytes.prefix(max(0, count)))
  }

  private static func identity(_ path: String) -> [UInt64] {
    var facts = stat()
    return stat(path, &facts) == 0 ? [UInt64(facts.st_dev), UInt64(facts.st_ino)] : []
  }

  /// Gives the database, and where asked the large values, names that nothing has yet.
  private mutating func setAside(_ reason: String, withFiles: Bool) throws {
    let files = "\(directory)/files"
    var number = 1
    while FileTree.isThere("\(path).corrupt-\(number)") || FileTree.isThere("\(files).corrupt-\(number)") {
      number += 1
    }
    let aside = "\(path).corrupt-\(number)"
    // With the database its log: a new database must not find it.
    for suffix in Self.suffixes where FileTree.isThere(path + suffix) {
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

// The C function, apart from the method of the same name.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
