package import Documents

#if canImport(Glibc)
  package import Glibc
#elseif canImport(Musl)
  package import Musl
#else
  package import Darwin
#endif

/// What tells one state of a file from another without reading it.
package struct FileIdentity: Hashable, Sendable {
  package let path: String
  package let device: UInt64
  package let inode: UInt64
  package let size: Int64
  /// Nanoseconds since 1970.
  package let modified: Int64
  /// The later of that and of the last change of anything that the system keeps of the file, in nanoseconds since 1970. Who
  /// writes into a file may give it its old modification time back, and its size; this one only the system's clock sets.
  package let changed: Int64

  /// A file changed within this many nanoseconds before the look may change again under the same time stamp.
  package static let settling: Int64 = 2_000_000_000

  /// What was noted of a file before.
  package init(path: String, device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
    self.path = path
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
  }

  package init(path: String, _ facts: stat) {
    self.path = path
    device = UInt64(truncatingIfNeeded: facts.st_dev)
    inode = UInt64(truncatingIfNeeded: facts.st_ino)
    size = Int64(facts.st_size)
    #if os(Linux)
      let (modification, change) = (facts.st_mtim, facts.st_ctim)
    #else
      let (modification, change) = (facts.st_mtimespec, facts.st_ctimespec)
    #endif
    modified = Self.nanoseconds(modification)
    changed = max(modified, Self.nanoseconds(change))
  }

  /// Throws `FileError` when the path names nothing, or no plain file.
  package init(ofFile path: String) throws(FileError) {
    try PlainFile.check(path)
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw FileError(path: path, operation: .read) }
    self.init(path: Self.absolute(path), facts)
  }

  /// Whether a digest taken when it was `now` stands for this state for good.
  package func isSettled(at now: Int64) -> Bool { changed <= now - Self.settling }

  package static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  /// A file, and a clock, may claim any second, and nanoseconds end in 1677 and 2262; to some years before that one may
  /// be subtracted from another.
  package static func nanoseconds(_ time: timespec) -> Int64 {
    min(max(Int64(time.tv_sec), -4_000_000_000), 9_000_000_000) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
