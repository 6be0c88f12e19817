import Digests
import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file of a store's database, and what SQLite keeps beside it.
struct DatabaseFile {
  let path: String

  /// Of the database, its log and the index of the log, and of what rolls a broken write back.
  static let suffixes = ["", "-wal", "-shm", "-journal"]

  /// Device and inode; empty where it is not there.
  var identity: [UInt64] {
    var facts = stat()
    return stat(path, &facts) == 0 ? [UInt64(facts.st_dev), UInt64(facts.st_ino)] : []
  }

  /// The first bytes, fewer where it has no more; none where this process has it open.
  var header: [UInt8] {
    if StoreConnection.journal(of: identity) != nil { return [] }
    let file = systemOpen(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    return Array(bytes.prefix(max(0, count)))
  }

  /// The two versions of the format that stand in the header: 2 where there is a log (WAL).
  var versions: ArraySlice<UInt8> { header.dropFirst(18).prefix(2) }

  /// Whether what was written last may be in a log.
  var hasLog: Bool { FileTree.isThere(path + "-wal") || versions.contains(2) }

  /// Whether it is one that hosts may share, as another host may be doing.
  var isRollback: Bool { !FileTree.isThere(path + "-wal") && Array(versions) == [1, 1] }

  /// Why one of the files cannot be what SQLite made; nil: nothing is against it.
  var fault: String? {
    for suffix in Self.suffixes {
      var facts = stat()
      guard lstat(path + suffix, &facts) == 0 else { continue }
      // The database may be a link, even to a place where nothing is yet; what SQLite keeps beside it may not.
      let isLink = facts.st_mode & S_IFMT == S_IFLNK
      if isLink, suffix.isEmpty, stat(path, &facts) != 0, errno != ELOOP { continue }
      switch facts.st_mode & S_IFMT {
      case S_IFREG: continue
      case S_IFDIR: return "store.sqlite\(suffix) is a directory"
      case S_IFLNK: return "store.sqlite\(suffix) is a link"
      default: return "store.sqlite\(suffix) is a pipe or a device"
      }
    }
    // By these two bytes SQLite would take the file for one that it may not write, as if permission were missing.
    return versions.contains { $0 > 2 } ? "it is damaged: its header has an unknown version" : nil
  }

  /// The file's name for SQLite.
  func name(_ journal: StoreJournal) -> String {
    guard journal == .alone else { return path }
    // Without locks: where there are none SQLite would wait for them.
    let plain = path.utf8.map { byte -> String in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: String(Unicode.Scalar(byte))
      default: "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }
    }
    return "file:" + plain.joined() + "?vfs=unix-none"
  }

  /// The process that has a lock on it or on the index of its log, where the system tells; never this one.
  var lockHolder: String? {
    guard let table = try? AtomicFile.read("/proc/locks", as: .data) else { return nil }
    var wanted: Set<String> = []
    for suffix in ["", "-shm"] {
      var facts = stat()
      if stat(path + suffix, &facts) == 0 { wanted.insert(String(facts.st_ino)) }
    }
    // "1: POSIX  ADVISORY  WRITE 4711 08:01:131 1073741824 1073742335"; a writer is rather what is waited for.
    let found = String(decoding: table, as: UTF8.self).split(separator: "\n").compactMap { line -> (Bool, Int32)? in
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "POSIX", let process = Int32(words[4]), process > 0, process != getpid(),
        let inode = words[5].split(separator: ":").last, wanted.contains(String(inode))
      else { return nil }
      return (words[3] == "WRITE", process)
    }
    return (found.first { $0.0 } ?? found.first).map { "process \($0.1)" }
  }
}

// The C function, apart from the method of the same name.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
