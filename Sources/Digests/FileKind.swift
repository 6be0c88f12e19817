#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a name stands for; a link is itself, not what it leads to.
package enum FileKind: Sendable {
  case file, directory, link, other

  /// nil where nothing has that name.
  package init?(of path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .link
    default: self = .other
    }
  }
}

/// A file or folder whatever it is called: two names that reach the same one are equal.
package struct FileNode: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64

  /// What a path leads to, through links; nil where nothing is there.
  package init?(at path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    self.init(facts)
  }

  /// What has that name, a link itself.
  package init?(named path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return nil }
    self.init(facts)
  }

  private init(_ facts: stat) {
    device = UInt64(truncatingIfNeeded: facts.st_dev)
    inode = UInt64(truncatingIfNeeded: facts.st_ino)
  }
}
