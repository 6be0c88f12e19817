#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// An operation on a file that the system refused.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// As the caller named it.
  public let path: String
  /// What was tried.
  public enum Operation: String, Sendable {
    case read, write, create, rename, replace, lock, map
    case setAside = "set aside"
  }
  /// What was tried.
  public let operation: Operation
  /// The system's `errno`.
  public let code: Int32

  /// The refusal with the given `errno`; by default the thread's, so call it at once.
  public init(path: String, operation: Operation, code: Int32 = errno) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  /// The system's own words: "No space left on device".
  public var reason: String {
    switch code {
    case EISDIR: "it is a directory"
    case EFBIG where operation == .read: "it is too large"
    case ESPIPE: "it is a pipe, not a file"
    case ENOTSOCK: "it is a socket, not a file"
    case ENODEV: "it is a device, not a file"
    case EINVAL where path.utf8.contains(0): "its name contains a NUL character"
    case ENOENT where operation != .read && !isFolderThere:
      "\(String(cString: strerror(code))) (there is no folder \(folder))"
    default: String(cString: strerror(code))
    }
  }

  private var folder: String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }
  private var isFolderThere: Bool { access(folder, F_OK) == 0 }

  /// There is no such file, or no such folder.
  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  /// The user may not, or the file system is read-only.
  public var isDenied: Bool { code == EACCES || code == EPERM || code == EROFS }
  /// The disk, the quota or the file-size limit is used up.
  public var isFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// One sentence without a full stop: what was tried, on which file, and why it failed.
  public var description: String { "cannot \(operation.rawValue) \(path): \(reason)" }
}
