import Synchronization

/// A file is not any more what was made of it: somebody has written into it, or cut it, while its rows were in use.
package struct FileChange: Error, Hashable, Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// What reading found: reading a text can report nothing by itself.
  @TaskLocal package static var log = FileChangeLog()
}

/// The files that were found to have changed, each with the last time.
package final class FileChangeLog: Sendable {
  private struct State {
    var count = 0
    var last: [String: Int] = [:]
  }
  private let state = Mutex(State())

  package init() {}

  /// How often that was found so far.
  package var count: Int { state.withLock { $0.count } }

  /// A file that was found so since there were `count`; nil: what was read since is what it should be.
  ///
  /// - Parameter path: asks for one file alone.
  package func since(_ count: Int, of path: String? = nil) -> FileChange? {
    state.withLock { state in
      let found = state.last.filter { $0.value > count && (path == nil || $0.key == path) }
      return found.keys.min().map { FileChange(path: $0) }
    }
  }

  func note(_ path: String) {
    state.withLock { state in
      state.count += 1
      state.last[path] = state.count
    }
  }
}
