import Documents
import Foundation
import Synchronization

/// Messages on their way to the thread that owns the sockets, in their order. May be used from any thread.
final class Outbox: Sendable {
  /// The channels on which a kernel speaks first or answers.
  enum Channel: Sendable { case shell, control, iopub }

  private let waiting = Mutex<[(channel: Channel, message: KernelMessage)]>([])
  private let bell = Bell()

  /// Can be read when a message waits, or somebody rang.
  var descriptor: Int32? { bell.descriptor }

  /// Adds a message. Text of one stream that is still on its way becomes one message.
  func post(_ message: KernelMessage, on channel: Channel) {
    waiting.withLock { waiting in
      if channel == .iopub, message.type == "stream", let last = waiting.last, last.channel == .iopub,
        last.message.type == "stream", last.message.content["name"] == message.content["name"],
        last.message.parent["msg_id"] == message.parent["msg_id"], let before = last.message.content["text"]?.string,
        let text = message.content["text"]?.string, before.utf8.count < Self.longest
      {
        waiting[waiting.count - 1].message.content["text"] = .string(before + text)
      } else {
        waiting.append((channel, message))
      }
    }
    bell.ring()
  }

  /// Bytes of a stream's text after which a new message begins.
  private static let longest = 1 << 16

  /// Wakes the thread that owns the sockets.
  func ring() { bell.ring() }

  /// Everything that waits, and the bell is silent again.
  func take() -> [(channel: Channel, message: KernelMessage)] {
    bell.silence()
    return waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

/// A pipe to oneself, by which other threads end a waiting for sockets.
private final class Bell: Sendable {
  private let ends: (read: Int32, write: Int32)

  init() {
    var both: [Int32] = [-1, -1]
    if pipe(&both) == 0 {
      for end in both {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    }
    ends = (both[0], both[1])
  }

  deinit {
    for end in [ends.read, ends.write] where end >= 0 { close(end) }
  }

  /// nil where no pipe was to be had: the sockets are then looked at twice a second.
  var descriptor: Int32? { ends.read >= 0 ? ends.read : nil }

  /// A full pipe wakes as well as one more byte would.
  func ring() {
    var byte: UInt8 = 0
    _ = write(ends.write, &byte, 1)
  }

  func silence() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(ends.read, &bytes, bytes.count) == bytes.count {}
  }
}
