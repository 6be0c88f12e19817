import Documents
package import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps other processes of cact from renaming files in a folder meanwhile. It is a lock on the folder itself: no file
/// appears for it.
package final class FolderLock {
  private var folder: Int32

  /// Waits for the lock. A file system that has no locks gives none, and nothing is kept out.
  /// - Throws: `Interrupted` when `work` is cancelled while it waits.
  package init(_ path: String, work: Work) throws {
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    while folder >= 0, flock(folder, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      do { try work.checkCancellation(of: "waiting for another process") } catch {
        release()
        throw error
      }
      usleep(20_000)
    }
  }

  deinit { release() }

  package func release() {
    if folder >= 0 { close(folder) }
    folder = -1
  }
}
