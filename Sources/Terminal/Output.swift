public import Documents
import Foundation
import Synchronization

/// Text to a descriptor. What cannot be written is not lost in silence: `problem` says why.
public final class Output: Sendable {
  /// Shared, so that whatever was written there, one look tells whether all of it arrived.
  public static let standard = Output(descriptor: STDOUT_FILENO)
  /// Standard error, shared for the same reason.
  public static let errors = Output(descriptor: STDERR_FILENO)

  /// Where it writes.
  public let descriptor: Int32
  /// Writes to a file do not wait; those to a pipe or a terminal wait for its reader.
  private let waits: Bool
  /// Takes the text in the place of a descriptor.
  private let receiver: (@Sendable (String) -> Void)?
  /// `errno` of the first write that failed.
  private let failure = Atomic<Int32>(0)

  /// Writes to an open descriptor, which stays open.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
    receiver = nil
    var facts = stat()
    waits = fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT != S_IFREG
  }

  /// Hands text to somebody in this process.
  init(_ receiver: @escaping @Sendable (String) -> Void) {
    descriptor = -1
    waits = false
    self.receiver = receiver
  }

  /// True once a write has failed: further text is dropped, and the work goes on.
  public var isClosed: Bool { failure.load(ordering: .relaxed) != 0 }

  /// Why text did not arrive. Nil when all of it did, or when its reader has gone, which is the reader's choice
  /// (`cact … | head`).
  public var problem: FileError? {
    let code = failure.load(ordering: .relaxed)
    guard code != 0, code != EPIPE else { return nil }
    let name = descriptor == STDERR_FILENO ? "standard error" : "standard output"
    return FileError(path: name, operation: .write, code: code)
  }

  /// Writes all of it, waiting for a pipe's reader; what cannot be written is dropped, and `problem` says why.
  public func write(_ text: String) {
    if let receiver { return receiver(text) }
    guard !isClosed else { return }
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        guard !waits || isReady() else { return failure.store(EINTR, ordering: .relaxed) }
        // After `poll` so much fits into a pipe without waiting.
        let piece = waits ? rest.prefix(Int(PIPE_BUF)) : rest
        let written = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: piece).baseAddress, piece.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR, errno != EAGAIN {
          return failure.store(errno, ordering: .relaxed)
        }
      }
    }
  }

  /// Writes a line.
  public func line(_ text: String = "") { write(text + "\n") }

  /// Waits until the reader takes more. False when it does not within a second after a signal asked to stop.
  private func isReady() -> Bool {
    var looks = 0
    while true {
      var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      // An error of the descriptor is ready too: the write tells which.
      if poll(&wait, 1, 100) > 0 { return true }
      if Signals.pending != nil { looks += 1 }
      if looks > 10 { return false }
    }
  }
}
