package import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An exclusive lock on a file, which the system gives back when its process ends in whatever way.
///
/// Two locks of one process exclude each other too.
package final class FileLock {
  private let path: String
  private var file: Int32

  /// Waits for the lock. Throws `FileError`.
  package init(path: String) throws(FileError) {
    self.path = path
    file = try Self.opened(path)
    while flock(file, LOCK_EX) != 0 {
      if errno == EINTR { continue }
      throw FileError(path: path, operation: .lock)
    }
  }

  /// nil when another holds it.
  package init?(ifFree path: String) throws(FileError) {
    self.path = path
    file = try Self.opened(path)
    if flock(file, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      close(file)
      file = -1
      if code == EWOULDBLOCK || code == EINTR { return nil }
      throw FileError(path: path, operation: .lock, code: code)
    }
    // The holder before may have deleted the file between the opening and the locking: this lock is then on nothing.
    var (mine, named) = (stat(), stat())
    if fstat(file, &mine) != 0 || stat(path, &named) != 0 || mine.st_ino != named.st_ino || mine.st_dev != named.st_dev
    {
      close(file)
      file = -1
      return nil
    }
  }

  deinit { release() }

  /// Writes who holds it, for whoever waits.
  package func sign(_ text: String) {
    ftruncate(file, 0)
    _ = text.utf8.withContiguousStorageIfAvailable { pwrite(file, $0.baseAddress, $0.count, 0) }
  }

  package func release() {
    guard file >= 0 else { return }
    close(file)
    file = -1
  }

  /// Removes the file, then lets go.
  package func releaseAndDelete() {
    guard file >= 0 else { return }
    unlink(path)
    release()
  }

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
