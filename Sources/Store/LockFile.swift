import Digests
package import Documents
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock where the file system has none: a file that one process alone can create, with the name of that process in it.
///
/// It goes with the last reference, and at the program's end. One that a killed process left is known by its name on the same
/// machine; of another machine's process nobody can tell, and a person has to remove the file.
package final class LockFile: Sendable {
  /// What came of the wish to have it.
  package enum Taking: Sendable {
    case taken(LockFile)
    case held(Holder)
  }

  /// Who has it.
  package struct Holder: Sendable, Hashable, CustomStringConvertible {
    /// Nil where the file does not say.
    let process: ProcessIdentity?

    /// Whether it is not known from here to be there still.
    package var isBeyondAsking: Bool { process?.life != .alive }
    package var description: String { process?.named ?? "a process that did not say its name" }
  }

  private let path: String

  private init(_ path: String) { self.path = path }

  deinit { release() }

  package func release() {
    guard Self.own.withLock({ $0.remove(path) }) != nil else { return }
    Self.unlinkOwn(path)
  }

  /// Takes it, or says who has it. What a dead process left is removed. Throws `FileError`.
  package static func take(_ path: String) throws(FileError) -> Taking {
    guard own.withLock({ $0.insert(path).inserted }) else { return .held(Holder(process: .current)) }
    _ = endsWithProgram
    do throws(FileError) {
      if let holder = try contend(for: path) {
        _ = own.withLock { $0.remove(path) }
        return .held(holder)
      }
    } catch {
      _ = own.withLock { $0.remove(path) }
      throw error
    }
    return .taken(LockFile(path))
  }

  /// Who has it; nil: nobody that is alive.
  package static func holder(of path: String) -> Holder? {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return nil }
    let process = read(path).flatMap(ProcessIdentity.init)
    return process?.life == .dead ? nil : Holder(process: process)
  }

  /// Removes what another process left, of whatever host: for who knows that it cannot be at work.
  static func removeOthers(_ path: String) {
    if let text = read(path), text != signature { unlink(path) }
  }

  // MARK: - Inside the type

  /// Paths that this process has, or is about to have.
  private static let own = Mutex<Set<String>>([])

  /// What it writes into them.
  private static var signature: String { ProcessIdentity.current.description }

  private static let endsWithProgram: Void = {
    atexit {
      guard LockFile.own.withLock({ _ in getpid() == ProcessIdentity.current.number }) else { return }
      for path in LockFile.own.withLock({ $0 }) { LockFile.unlinkOwn(path) }
    }
  }()

  private static func unlinkOwn(_ path: String) { if read(path) == signature { unlink(path) } }

  /// Nil when it is this process's now.
  private static func contend(for path: String) throws(FileError) -> Holder? {
    // Two seconds: one who creates the file takes a moment to write into it, where it cannot do both at once.
    for _ in 0..<40 {
      if try create(path) { return nil }
      // Empty: not written yet. Not there: it was given back in between.
      let text = read(path) ?? (FileTree.isThere(path) ? "?" : "")
      if text.isEmpty {
        usleep(50_000)
        continue
      }
      guard let found = ProcessIdentity(text) else { break }
      // The name of this process is that of the program which it was before it began again (`execve`).
      guard found.life == .dead || found == .current, removeLeft(path, by: found) else { return Holder(process: found) }
    }
    return Holder(process: nil)
  }

  /// False where the file is there. A name that is given to a finished file is given once, whatever a server makes of it; where
  /// there is no second name for a file, it is created under its own.
  private static func create(_ path: String) throws(FileError) -> Bool {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max))"
    guard try write(temporary) else { return false }
    defer { unlink(temporary) }
    if link(temporary, path) == 0 { return true }
    let code = errno
    // The answer of a server may be lost; that the file has two names is one too.
    var facts = stat()
    if stat(temporary, &facts) == 0, facts.st_nlink == 2 { return true }
    if code == EEXIST { return false }
    guard [EPERM, ENOSYS, EOPNOTSUPP, ENOTSUP, EMLINK].contains(code) else {
      throw FileError(path: path, operation: .lock, code: code)
    }
    return try write(path)
  }

  private static func write(_ path: String) throws(FileError) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    if file < 0, errno == EEXIST { return false }
    guard file >= 0 else { throw FileError(path: path, operation: .lock) }
    let bytes = Array(signature.utf8)
    let isWritten = systemWrite(file, bytes) == bytes.count && fsync(file) == 0
    let code = errno
    close(file)
    if isWritten { return true }
    unlink(path)
    throw FileError(path: path, operation: .lock, code: code)
  }

  private static func read(_ path: String) -> String? {
    (try? AtomicFile.read(path, atMost: 1024)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Removes the file of a process that is known to be dead, which only its own machine can know. There one process at a time
  /// does so, or the second would remove what the first has just taken.
  private static func removeLeft(_ path: String, by process: ProcessIdentity) -> Bool {
    guard let gate = gate() else { return false }
    defer { close(gate) }
    if read(path) == process.description { unlink(path) }
    return true
  }

  /// A locked file of this user on a file system of this machine.
  private static func gate() -> Int32? {
    for folder in ["/dev/shm", "/tmp"] {
      let file = open("\(folder)/cact-\(getuid()).lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else { continue }
      var facts = stat()
      guard fstat(file, &facts) == 0, facts.st_uid == getuid() else {
        close(file)
        continue
      }
      for _ in 0..<100 {
        if flock(file, LOCK_EX | LOCK_NB) == 0 { return file }
        guard errno == EWOULDBLOCK || errno == EINTR else { break }
        usleep(20_000)
      }
      close(file)
    }
    return nil
  }
}

// The C function, apart from the method of the same name.
private func systemWrite(_ file: Int32, _ bytes: [UInt8]) -> Int { write(file, bytes, bytes.count) }
