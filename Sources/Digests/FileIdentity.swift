import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What tells one state of a file from another without reading it.
package struct FileIdentity: Hashable, Sendable {
  package let path: String
  package let device: UInt64
  package let inode: UInt64
  package let size: Int64
  /// Nanoseconds since 1970.
  package let modified: Int64

  /// A file changed within this many nanoseconds before the look may change again under the same time stamp.
  package static let settling: Int64 = 2_000_000_000

  package init(path: String, _ facts: stat) {
    self.path = path
    device = UInt64(truncatingIfNeeded: facts.st_dev)
    inode = UInt64(truncatingIfNeeded: facts.st_ino)
    size = Int64(facts.st_size)
    #if os(Linux)
      modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
    #else
      modified = Int64(facts.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(facts.st_mtimespec.tv_nsec)
    #endif
  }

  /// Throws `FileError` when the path names nothing, or no plain file.
  package init(ofFile path: String) throws(FileError) {
    try PlainFile.check(path)
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw FileError(path: path, operation: "read") }
    self.init(path: Self.absolute(path), facts)
  }

  /// Whether a digest taken when it was `now` stands for this state for good.
  package func isSettled(at now: Int64) -> Bool { now - modified >= Self.settling }

  package static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
