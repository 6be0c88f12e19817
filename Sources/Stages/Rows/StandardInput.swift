import Documents
import Foundation
import Rows
import Synchronization
import Work

/// What is piped into cact: read once, by whoever asks first, and kept for the process.
enum StandardInput {
  /// What messages call it.
  static let name = "standard input"

  private static let known = Mutex<[UInt8]?>(nil)

  /// Waits for its end. Throws `RowError` where it is a terminal or does not fit into a quarter of the memory; `Interrupted`.
  static func bytes(_ work: Work) throws -> [UInt8] {
    try known.withLock { known in
      if let bytes = known { return bytes }
      guard isatty(STDIN_FILENO) == 0 else {
        throw RowError(
          .unreadable, file: name, "it is the terminal, not a file or a pipe",
          help: "`cat rows.jsonl | cact run -e 'load \"-\" | describe'` pipes rows into cact")
      }
      do throws(FileError) {
        let bytes = try ByteStream.read(
          STDIN_FILENO, name: name, atMost: Budget.memoryBytes() / 4, isCancelled: { work.cancellation.isCancelled })
        known = bytes
        return bytes
      } catch {
        try work.checkCancellation()
        throw RowError(.unreadable, file: name, "cannot be read: \(error.reason)")
      }
    }
  }
}
