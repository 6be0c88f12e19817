import Foundation

/// What a program is told on its standard input: a socket, because writing to one can be kept from raising SIGPIPE where the reader
/// is gone.
struct ChildInput {
  private(set) var childEnd: Int32
  private let ownEnd: Int32
  private var rest: ArraySlice<UInt8>

  /// nil where there is nothing to say.
  init?(_ bytes: [UInt8]) throws(SandboxError) {
    guard !bytes.isEmpty else { return nil }
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw SandboxError.system("no socket: \(SystemFault.last)")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (ownEnd, childEnd) = (ends[0], ends[1])
    rest = bytes[...]
    _ = fcntl(ownEnd, F_SETFL, O_NONBLOCK)
    // The program is no correspondent: nothing is read of it here.
    shutdown(ownEnd, Int32(SHUT_RD))
  }

  /// Writes what the socket takes now. Whether it is done, and closed: all is written, or nobody reads.
  mutating func write() -> Bool {
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(ownEnd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        return false
      } else if errno != EINTR {
        break
      }
    }
    close()
    return true
  }

  mutating func closeChildEnd() {
    if childEnd >= 0 { Foundation.close(childEnd) }
    childEnd = -1
  }

  mutating func close() {
    closeChildEnd()
    Foundation.close(ownEnd)
  }
}
