import GRDB
import Synchronization

/// A database that is open, and the file that it is on.
final class StoreConnection: Sendable {
  let queue: DatabaseQueue
  /// Device and inode: another process may put another file in its place.
  let file: [UInt64]
  let journal: StoreJournal

  init(queue: DatabaseQueue, file: [UInt64], journal: StoreJournal) {
    self.queue = queue
    self.file = file
    self.journal = journal
    Self.open.withLock { $0[file, default: []].append(journal) }
  }

  deinit {
    Self.open.withLock { open in
      open[file]?.removeLast()
      if open[file]?.isEmpty ?? false { open[file] = nil }
    }
  }

  /// Databases that this process has open. Opening such a file once more and closing it would give back, unasked, every lock
  /// that SQLite has on it (fcntl(2)).
  private static let open = Mutex<[[UInt64]: [StoreJournal]]>([:])

  /// How this process has a file open; nil: it has not.
  static func journal(of file: [UInt64]) -> StoreJournal? { open.withLock { $0[file]?.last } }
}
