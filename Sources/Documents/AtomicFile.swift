#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that are there whole or not at all.
public enum AtomicFile {
  /// The bytes of a file. Throws `FileError`; for a file of more than `limit` bytes, which a device without an end is, its
  /// code is `EFBIG`.
  public static func read(_ path: String, atMost limit: Int = .max) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(path: path, operation: "read") }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0 else { throw FileError(path: path, operation: "read") }
    var bytes = [UInt8](repeating: 0, count: Swift.max(Int(facts.st_size) + 1, 4096))
    var count = 0
    while true {
      if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: count)) }
      let room = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { systemRead(file, $0.baseAddress, count, room) }
      if got < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, operation: "read")
      }
      if got == 0 { break }
      count += got
      if count > limit { throw FileError(path: path, operation: "read", code: EFBIG) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Refuses what is no plain file: a pipe gives its bytes once, a device may have no end, and opening either may wait for
  /// ever. Throws `FileError`.
  public static func checkPlain(_ path: String) throws(FileError) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw FileError(path: path, operation: "read") }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw FileError(path: path, operation: "read", code: EISDIR)
    default: throw FileError(path: path, operation: "read", code: ESPIPE)
    }
  }

  /// Puts `bytes` in the place of the file: written under a temporary name beside it, synced, renamed, and the
  /// directory synced. When it throws (`FileError`), what was there is untouched and nothing else is left behind.
  public static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(FileError) {
    let writer = try Writer(path)
    try writer.write(bytes)
    try writer.commit()
  }

  public static func write(_ text: String, to path: String) throws(FileError) { try write(text.utf8, to: path) }

  /// A file in the making; it takes its name at `commit()`. Dropped before that, it vanishes.
  public final class Writer {
    private let path: String
    /// Where the bytes are until then.
    package let temporary: String
    private var file: Int32
    private var buffer: [UInt8] = []

    /// - Parameter followsLink: through a symbolic link the file that it names is replaced; otherwise the link itself.
    ///
    /// Throws `FileError` when the directory does not take a new file.
    public init(_ path: String, followsLink: Bool = true) throws(FileError) {
      let resolved = followsLink ? realpath(path, nil) : nil
      self.path = resolved.map { String(cString: $0) } ?? path
      free(resolved)
      var facts = stat()
      // A link has no permissions of its own that a file could take over.
      let exists = lstat(self.path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFLNK
      if exists, facts.st_mode & S_IFMT == S_IFDIR { throw FileError(path: path, operation: "write", code: EISDIR) }
      let (folder, name) = AtomicFile.split(self.path)
      var tries = 0
      var temporary = ""
      repeat {
        temporary = "\(folder)/.\(name).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? facts.st_mode & 0o777 : 0o666)
        tries += 1
      } while file < 0 && errno == EEXIST && tries < 100
      self.temporary = temporary
      guard file >= 0 else { throw FileError(path: path, operation: "write") }
      if exists { fchmod(file, facts.st_mode & 0o777) }
    }

    deinit {
      guard file >= 0 else { return }
      close(file)
      unlink(temporary)
    }

    public func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
      // A large value needs no copy on its way.
      let straight = bytes.withContiguousStorageIfAvailable { bytes -> Result<Void, FileError>? in
        guard bytes.count >= 1 << 20 else { return nil }
        do throws(FileError) { return .success(try write(UnsafeRawBufferPointer(bytes))) } catch {
          return .failure(error)
        }
      }
      if let result = straight ?? nil { return try result.get() }
      buffer.append(contentsOf: bytes)
      if buffer.count >= 1 << 20 { try flush() }
    }

    /// Writes straight from memory, for large values.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
      try flush()
      try put(bytes)
    }

    /// Everything that was written lies in `temporary`, as it will under its name, and outlasts a power cut.
    package func sync() throws(FileError) {
      try flush()
      guard fsync(file) == 0 else { throw FileError(path: path, operation: "write") }
    }

    /// Synced and renamed: from here on the file is the new one.
    public func commit() throws(FileError) {
      try sync()
      guard rename(temporary, path) == 0 else { throw FileError(path: path, operation: "write") }
      close(file)
      file = -1
      AtomicFile.syncDirectory(AtomicFile.split(path).folder)
    }

    private func flush() throws(FileError) {
      let full = buffer
      buffer.removeAll(keepingCapacity: false)
      guard !full.isEmpty else { return }
      let result: Result<Void, FileError> = full.withUnsafeBytes { bytes in
        do throws(FileError) { return .success(try put(bytes)) } catch { return .failure(error) }
      }
      try result.get()
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = systemWrite(file, UnsafeRawBufferPointer(rebasing: rest))
        if count < 0 {
          if errno == EINTR { continue }
          throw FileError(path: path, operation: "write")
        }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Makes a rename in the directory last through a power cut; file systems that cannot say so are taken at their word.
  public static func syncDirectory(_ path: String) {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  /// Folder ("." when none is named) and last name of a path.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
  }
}

// The C functions, apart from the methods of the same names.
private func systemRead(_ file: Int32, _ base: UnsafeMutableRawPointer?, _ offset: Int, _ room: Int) -> Int {
  guard let base else { return 0 }
  return read(file, base + offset, room)
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(file, bytes.baseAddress, bytes.count)
}
