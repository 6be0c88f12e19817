import Foundation

/// Where messages come from and go to.
public protocol Channel {
  /// Bytes that have come; none where `waiting` is false and nothing is there, or the work is to end.
  /// - Returns: nil at the end of the stream, and once the work is to end.
  func read(waiting: Bool) -> [UInt8]?
  /// Writes all of a text.
  /// - Returns: false when nobody reads it any more.
  func write(_ text: String) -> Bool
}

/// Two descriptors, such as standard input and output, or the ends of two pipes. They stay open.
public struct DescriptorChannel: Channel {
  let input: Int32
  let output: Int32
  let isCancelled: () -> Bool

  /// - Parameter isCancelled: asked ten times a second while nothing comes.
  public init(input: Int32, output: Int32, isCancelled: @escaping () -> Bool) {
    self.input = input
    self.output = output
    self.isCancelled = isCancelled
  }

  /// Bytes that have come.
  public func read(waiting: Bool) -> [UInt8]? {
    while true {
      if isCancelled() { return nil }
      var wait = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, waiting ? 100 : 0)
      if ready <= 0 {
        guard waiting else { return [] }
        continue
      }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = Foundation.read(input, &piece, piece.count)
      if count > 0 { return Array(piece[..<count]) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      return nil
    }
  }

  /// Writes all of a text, waiting for its reader.
  public func write(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        if isCancelled() { return false }
        var wait = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        guard poll(&wait, 1, 100) > 0 else { continue }
        // After `poll` so much fits into a pipe without waiting.
        let piece = rest.prefix(Int(PIPE_BUF))
        let written = Foundation.write(output, UnsafeRawBufferPointer(rebasing: piece).baseAddress, piece.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR, errno != EAGAIN {
          return false
        }
      }
      return true
    }
  }
}
