#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// What a file holds, which says how much of it is read: a file that was named by mistake must not fill the memory.
public enum FileContent: Sendable, CaseIterable {
  /// What a person writes: a script, a chat template.
  case text
  /// A notebook's session.
  case session
  /// JSON that describes a model or a tokenizer.
  case document
  /// Rows and values, of which the reader knows how many it can hold.
  case data

  /// Bytes of the largest file of this content that is read; a larger one is refused before it is.
  public var largest: Int {
    switch self {
    case .text: 16 << 20
    case .session: 256 << 20
    case .document: 1 << 30
    case .data: .max
    }
  }
}

/// The gate for every path that is read: a plain file, opened once, and read through the descriptor that was checked.
///
/// A pipe gives its bytes once, a device may have no end, and opening either may wait for ever: both are refused, with the
/// reason. Nothing can be put in the file's place between the check and the reading.
public final class PlainFile {
  /// As the caller named it.
  public let path: String
  /// What the system says of it. A file of the kernel (/proc) says that it has no bytes, and has some.
  public let facts: stat
  /// For calls that this type has not; closed with it.
  public let descriptor: Int32

  /// Bytes read so far.
  private var given = 0

  /// Bytes when it was opened.
  public var size: Int { Int(facts.st_size) }

  /// Throws `FileError`: it is not there, may not be read, or is no plain file.
  public init(_ path: String) throws(FileError) {
    // By its name first, as opening a pipe lets its writer go on, and opening a device may move it.
    try PlainFile.check(path)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, operation: .read) }
    var facts = stat()
    let code = fstat(descriptor, &facts) == 0 ? PlainFile.refusal(of: facts) : errno
    if let code {
      close(descriptor)
      throw FileError(path: path, operation: .read, code: code)
    }
    self.path = path
    self.facts = facts
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Refuses what is no plain file, by its name: for paths that are not opened here. Throws `FileError`.
  public static func check(_ path: String) throws(FileError) {
    // The system would take the part before it for the name.
    if path.utf8.contains(0) { throw FileError(path: path, operation: .read, code: EINVAL) }
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw FileError(path: path, operation: .read) }
    if let code = refusal(of: facts) { throw FileError(path: path, operation: .read, code: code) }
  }

  /// Why it is no plain file, as `FileError` spells it; nil where it is one.
  static func refusal(of facts: stat) -> Int32? {
    switch facts.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: EISDIR
    case S_IFIFO: ESPIPE
    case S_IFSOCK: ENOTSOCK
    default: ENODEV
    }
  }

  /// Reads on where the last call ended; 0 at the end. Throws `FileError`.
  ///
  /// What says that it is empty and is not has no end that can be known: of a file of the kernel no more is read than a
  /// text may have, whatever it is read for.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = systemRead(descriptor, buffer)
      if count >= 0 {
        given += count
        if size == 0, given > FileContent.text.largest { throw FileError(path: path, operation: .read, code: EFBIG) }
        return count
      }
      // EAGAIN: a file of the kernel that would wait (a trace).
      if errno != EINTR { throw FileError(path: path, operation: .read) }
    }
  }

  /// The bytes of a part, wherever reading is; fewer where the file ends before. Throws `FileError`.
  public func part(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { bytes in
        pread(descriptor, bytes.baseAddress?.advanced(by: count), bytes.count - count, off_t(range.lowerBound + count))
      }
      if got == 0 { break }
      if got > 0 { count += got } else if errno != EINTR { throw FileError(path: path, operation: .read) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// From where it is to its end.
  ///
  /// Throws `FileError`, whose code is `EFBIG` for more than `limit` bytes, and `ECANCELED` once `isCancelled` said so.
  public func contents(
    atMost limit: Int = .max, isCancelled: () -> Bool = { false }
  ) throws(FileError) -> [UInt8] {
    guard size <= limit else { throw FileError(path: path, operation: .read, code: EFBIG) }
    var bytes = [UInt8](repeating: 0, count: max(size + 1, 4096))
    var count = 0
    while true {
      if isCancelled() { throw FileError(path: path, operation: .read, code: ECANCELED) }
      if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: count)) }
      let room = count..<min(bytes.count, count + PlainFile.piece)
      let got = try bytes.withUnsafeMutableBufferPointer { buffer throws(FileError) -> Int in
        try self.read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[room])))
      }
      if got == 0 { break }
      count += got
      if count > limit { throw FileError(path: path, operation: .read, code: EFBIG) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Bytes between two looks at whether to stop: a tenth of a second of a slow disk.
  private static let piece = 16 << 20
}

// The C function, apart from the method of the same name.
private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(file, buffer.baseAddress, buffer.count)
}
