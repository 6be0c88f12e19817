package import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An exclusive lock on a file, which the system gives back when its process ends in whatever way. Where the file system has no
/// locks a `LockFile` beside it takes its place.
///
/// Two locks of one process exclude each other too.
package final class FileLock {
  private let path: String
  private var file: Int32
  private var named: LockFile?

  /// nil when another holds it. Throws `FileError`.
  package init?(ifFree path: String) throws(FileError) {
    self.path = path
    file = try Self.opened(path)
    if flock(file, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if Self.isMissing(code) {
        do throws(FileError) {
          if case .taken(let lock) = try LockFile.take(Self.nameBeside(path)) {
            named = lock
            return
          }
        } catch {
          close(file)
          file = -1
          throw error
        }
      }
      close(file)
      file = -1
      if code == EWOULDBLOCK || code == EINTR || Self.isMissing(code) { return nil }
      throw FileError(path: path, operation: .lock, code: code)
    }
    // The holder before may have deleted the file between the opening and the locking: this lock is then on nothing.
    var (mine, there) = (stat(), stat())
    if fstat(file, &mine) != 0 || stat(path, &there) != 0 || mine.st_ino != there.st_ino || mine.st_dev != there.st_dev
    {
      close(file)
      file = -1
      return nil
    }
  }

  deinit { release() }

  /// Whether it is one of a system that takes it back, and not a file.
  package var isOfSystem: Bool { named == nil }

  /// Writes who holds it, for whoever waits.
  package func sign(_ text: String) {
    ftruncate(file, 0)
    _ = text.utf8.withContiguousStorageIfAvailable { pwrite(file, $0.baseAddress, $0.count, 0) }
  }

  package func release() {
    guard file >= 0 else { return }
    close(file)
    file = -1
    named?.release()
  }

  /// Removes the file, then lets go.
  package func releaseAndDelete() {
    guard file >= 0 else { return }
    unlink(path)
    release()
  }

  /// Who has a lock that is a file, for people; nil: nobody, or it is one of the system.
  package static func holder(of path: String) -> String? {
    let place = nameBeside(path)
    return LockFile.holder(of: place).map {
      "\($0)" + ($0.isBeyondAsking ? " (if that has ended, delete \(place))" : "")
    }
  }

  /// Whether it is by this error that a file system says that it has no locks: NFS without its lock daemon, FUSE, Lustre
  /// without `flock`.
  static func isMissing(_ code: Int32) -> Bool { [ENOLCK, ENOSYS, EINVAL, EOPNOTSUPP, ENOTSUP].contains(code) }

  /// The name of the file in place of a lock on `path`.
  static func nameBeside(_ path: String) -> String { path + ".held" }

  private static func opened(_ path: String) throws(FileError) -> Int32 {
    // A link here is not ours, and what it names would be written to.
    let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileError(path: path, operation: .lock) }
    do throws(FileError) { try PlainFile.check(path) } catch {
      close(file)
      throw FileError(path: path, operation: .lock, code: error.code)
    }
    return file
  }
}
