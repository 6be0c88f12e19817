import CLinux
package import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Folders as the store needs them: listed, copied and removed whole.
package enum FileTree {
  /// Relative names of the plain files under a directory, sorted by bytes; names that begin with "." are left out.
  package static func files(under directory: String) throws(FileError) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      for name in try names(in: "\(directory)/\(folder)") where !name.hasPrefix(".") {
        let relative = folder.isEmpty ? name : "\(folder)/\(name)"
        if isDirectory("\(directory)/\(relative)") { folders.append(relative) } else { found.append(relative) }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// All names in one directory but "." and "..", in no order.
  package static func names(in directory: String) throws(FileError) -> [String] {
    guard let stream = opendir(directory) else { throw FileError(path: directory, operation: .read) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  package static func isDirectory(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether anything has this name, be it a link to nothing.
  package static func isThere(_ path: String) -> Bool {
    var facts = stat()
    return lstat(path, &facts) == 0
  }

  /// Whether a file system, or a part of one, is mounted under this name, which then cannot be renamed. False where the system
  /// does not tell.
  package static func isMounted(_ path: String) -> Bool { cact_is_mounted(path) != 0 }

  package static func size(_ path: String) -> Int? {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
  }

  /// Creates the directory and those above it; no error when it is there.
  package static func makeDirectory(_ path: String) throws(FileError) {
    if isDirectory(path) { return }
    if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex {
      try makeDirectory(String(path[..<slash]))
    }
    if mkdir(path, 0o777) != 0, errno != EEXIST || !isDirectory(path) {
      throw FileError(path: path, operation: .create)
    }
  }

  /// Two names change places in one step: whoever looks sees both as they were, or both as they will be. Throws
  /// `FileError`; its code is `EINVAL` or `ENOSYS` where the file system cannot.
  package static func exchange(_ one: String, _ other: String) throws(FileError) {
    guard cact_exchange(one, other) == 0 else { throw FileError(path: other, operation: .replace) }
  }

  /// Copies a file, synced.
  package static func copyFile(_ source: String, to target: String) throws {
    let input = try PlainFile(source)
    let output = try AtomicFile.Writer(target)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try input.read(into: buffer)
      if count == 0 { break }
      try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    try output.commit()
  }

  /// Copies the files of a directory (not the hidden ones).
  package static func copyDirectory(_ source: String, to target: String) throws {
    try makeDirectory(target)
    for name in try files(under: source) {
      if let slash = name.lastIndex(of: "/") { try makeDirectory("\(target)/\(name[..<slash])") }
      try copyFile("\(source)/\(name)", to: "\(target)/\(name)")
    }
    AtomicFile.syncDirectory(target)
  }

  /// Removes a file, or a directory with all that it holds; what is not there is no error.
  package static func remove(_ path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    if facts.st_mode & S_IFMT == S_IFDIR {
      for name in (try? names(in: path)) ?? [] { remove("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
