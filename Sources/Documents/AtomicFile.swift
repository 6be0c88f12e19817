import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that are there whole or not at all.
public enum AtomicFile {
  /// The bytes of a plain file, through the gate of `PlainFile`: what is no file, or larger than its kind may be, is refused.
  /// Throws `FileError`.
  public static func read(_ path: String, as kind: FileContent = .document) throws(FileError) -> [UInt8] {
    try read(path, atMost: kind.largest)
  }

  /// The same for a file that its reader knows to be small.
  public static func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
    try PlainFile(path).contents(atMost: limit)
  }

  /// Puts `bytes` in the place of the file: written under a temporary name beside it, synced, renamed, and the
  /// directory synced. When it throws (`FileError`), what was there is untouched and nothing else is left behind.
  public static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(FileError) {
    let writer = try Writer(path)
    try writer.write(bytes)
    try writer.commit()
  }

  /// Writes the UTF-8 bytes of a text, as `write(_:to:)` of bytes does.
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
      if path.utf8.contains(0) { throw FileError(path: path, operation: .write, code: EINVAL) }
      var facts = stat()
      // A link has no permissions of its own that a file could take over.
      let exists = lstat(self.path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFLNK
      // A rename asks only the folder: without this it would put a file in the place of a device, and of one that its
      // owner has protected.
      if exists, let code = PlainFile.refusal(of: facts) { throw FileError(path: path, operation: .write, code: code) }
      guard !exists || access(self.path, W_OK) == 0 else { throw FileError(path: path, operation: .write) }
      let (folder, name) = AtomicFile.split(self.path)
      var tries = 0
      var temporary = ""
      repeat {
        temporary = "\(folder)/.\(name).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? facts.st_mode & 0o777 : 0o666)
        tries += 1
        // Held while it is written: what nobody holds was left by a process that is gone.
        if file >= 0, !AtomicFile.hold(file) {
          close(file)
          file = -1
          errno = EEXIST
        }
      } while file < 0 && errno == EEXIST && tries < 100
      self.temporary = temporary
      guard file >= 0 else { throw FileError(path: path, operation: .write) }
      if exists { fchmod(file, facts.st_mode & 0o777) }
    }

    deinit {
      guard file >= 0 else { return }
      close(file)
      unlink(temporary)
    }

    /// Adds bytes at the end of the new file. Throws `FileError`; the old file is then still in its place.
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
      guard fsync(file) == 0 else { throw FileError(path: path, operation: .write) }
    }

    /// Synced and renamed: from here on the file is the new one.
    public func commit() throws(FileError) {
      try sync()
      guard rename(temporary, path) == 0 else { throw FileError(path: path, operation: .write) }
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
          throw FileError(path: path, operation: .write)
        }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Locks a new file as being written; false where somebody has taken it for a leftover in the meantime.
  private static func hold(_ file: Int32) -> Bool {
    // A file system without locks keeps its leftovers.
    _ = flock(file, LOCK_EX | LOCK_NB)
    var facts = stat()
    return fstat(file, &facts) != 0 || facts.st_nlink > 0
  }

  /// Deletes what processes have left that were killed while they wrote this file.
  public static func removeLeftovers(of path: String) {
    let (folder, name) = split(path)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
    for other in names where isTemporary(other, of: name) {
      let leftover = folder + "/" + other
      let file = open(leftover, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard file >= 0 else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink(leftover) }
      close(file)
    }
  }

  /// `.NAME.PROCESS.NUMBER.tmp`
  private static func isTemporary(_ other: String, of name: String) -> Bool {
    guard other.hasPrefix(".\(name)."), other.hasSuffix(".tmp") else { return false }
    let numbers = other.dropFirst(name.count + 2).dropLast(4).split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
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

// The C function, apart from the method of the same name.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(file, bytes.baseAddress, bytes.count)
}
