#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes that somebody else still writes: standard input, or the pipe of a process substitution. Reading them may wait, and
/// can be stopped; they may have no end, and are read up to a limit.
public enum ByteStream {
  /// From an open descriptor to its end.
  ///
  /// Throws `FileError`, whose code is `EFBIG` for more than `limit` bytes, and `ECANCELED` once `isCancelled` said so: it is
  /// asked ten times a second.
  /// - Parameter name: what messages call it.
  public static func read(
    _ descriptor: Int32, name: String, atMost limit: Int, isCancelled: () -> Bool
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if isCancelled() { throw FileError(path: name, operation: .read, code: ECANCELED) }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, 100)
      if ready == 0 || ready < 0 && errno == EINTR { continue }
      let count = systemRead(descriptor, &piece)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw FileError(path: name, operation: .read)
      }
      bytes += piece[..<count]
      if bytes.count > limit { throw FileError(path: name, operation: .read, code: EFBIG) }
    }
  }

  /// The descriptor of this process that a path names: `/dev/stdin`, or `/dev/fd/63`, which a shell writes for `<(command)`.
  public static func descriptor(namedBy path: String) -> Int32? {
    if path == "/dev/stdin" { return STDIN_FILENO }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count)).flatMap { $0 >= 0 ? $0 : nil }
    }
    return nil
  }
}

// The C function, apart from the method of the same name.
private func systemRead(_ file: Int32, _ piece: inout [UInt8]) -> Int { read(file, &piece, piece.count) }
