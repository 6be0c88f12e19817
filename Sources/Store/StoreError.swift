import Documents
import GRDB

/// What keeps the store from doing its work. What it held before is still there.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kept the store from doing what was asked.
  public enum Kind: Sendable, Hashable {
    /// No permission, or a read-only file system.
    case denied
    /// Disk, quota or file-size limit used up.
    case full
    /// Another process held the database for longer than the store waits.
    case busy
    /// Another process has the store alone.
    case held
    /// No store, or none that this cact reads: of one that is to be read and not changed.
    case unreadable
    /// The database is damaged, or of another shape: it was set aside, and so is what took its place.
    case corrupt
    /// Made by a newer cact.
    case newer
    case failed
  }

  /// What it is.
  public let kind: Kind
  /// The store's directory, or the file in it.
  public let path: String
  /// The cause in the system's words.
  public let reason: String

  /// An error of the store at `path`.
  public init(_ kind: Kind, path: String, reason: String) {
    self.kind = kind
    self.path = path
    self.reason = reason
  }

  init(_ error: FileError) {
    self.init(
      error.isDenied ? .denied : error.isFull ? .full : .failed, path: error.path,
      reason: "cannot \(error.operation.rawValue): \(error.reason)")
  }

  /// - Parameter holder: who has the database, where that is why it was busy.
  init(_ error: DatabaseError, path: String, holder: @autoclosure () -> String? = nil) {
    let kind: Kind =
      switch error.resultCode.primaryResultCode {
      // Another process set the file aside, or somebody removed it.
      case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_DBMOVED: .corrupt
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH: .denied
      // A file-size limit reaches SQLite as a failed write.
      case .SQLITE_FULL: .full
      case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_WRITE: .full
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
      // What the store itself asks is right: an error in it is a table, a column or a row that is not as it was made.
      // A connection that another thread has closed is one whose database was found damaged.
      case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_FORMAT, .SQLITE_MISMATCH,
        .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISUSE:
        .corrupt
      default: .failed
      }
    var reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    if kind == .busy, let holder = holder() { reason += ", by \(holder)" }
    self.init(kind, path: path, reason: reason)
  }

  /// The sentence for the user.
  public var description: String {
    let what =
      switch kind {
      case .denied: "the store is not writable"
      case .full: "no space left for the store"
      case .busy, .held: "the store is in use by another process"
      case .unreadable: "the store cannot be read"
      case .corrupt: "the store is damaged"
      case .newer: "the store was made by a newer cact"
      case .failed: "the store failed"
      }
    return "\(what) (\(path)): \(reason)"
  }
}
