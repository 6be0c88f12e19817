import Foundation

/// A pipe to itself, by which a signal handler ends the waiting for a key: a signal between the last look and the waiting is
/// not lost, and it does not matter which thread took it.
enum WakeUp {
  /// Read end, write end; -1 where no pipe was to be had, and signals then are answered at the next key. Written once, before
  /// the first handler is installed.
  nonisolated(unsafe) private static let ends: UnsafeMutablePointer<Int32> = {
    let ends = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    ends.initialize(repeating: -1, count: 2)
    guard pipe(ends) == 0 else { return ends }
    for index in 0..<2 {
      _ = fcntl(ends[index], F_SETFD, FD_CLOEXEC)
      _ = fcntl(ends[index], F_SETFL, O_NONBLOCK)
    }
    return ends
  }()

  static func prepare() { _ = ends }

  /// Async-signal-safe. A full pipe wakes as well as one more byte would.
  static func call() {
    var byte: UInt8 = 0
    _ = write(ends[1], &byte, 1)
  }

  /// Waits until `descriptor` has something to read, or somebody calls.
  /// - Parameter milliseconds: at most so long; -1: without end.
  /// - Returns: whether `descriptor` can be read, its end and its errors included.
  static func wait(for descriptor: Int32, milliseconds: Int32 = -1) -> Bool {
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&waits, nfds_t(waits.count), milliseconds) > 0 else { return false }
    if waits[1].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      while read(ends[0], &bytes, bytes.count) == bytes.count {}
    }
    return waits[0].revents != 0
  }
}
