import Foundation

/// Requests of the shell channel that wait for the thread which runs cells.
final class RequestQueue: @unchecked Sendable {
  // Unchecked: everything mutable is touched under `condition`.
  private let condition = NSCondition()
  private var waiting: [KernelMessage] = []
  private var isClosed = false
  /// Whether a cell is handed out and has not come to its end.
  private var isRunning = false
  /// Whether the next cell is stopped as it begins: the wish came after the cell and before it was handed out.
  private var isUnwanted = false
  private let hooks: KernelHooks
  /// Looks at the sockets that were asked for, and those that were done.
  private var looks = (wanted: 0, done: 0)

  init(_ hooks: KernelHooks) { self.hooks = hooks }

  func append(_ request: KernelMessage) {
    locked { waiting.append(request) }
  }

  /// Waits for the next request; nil when there will be none.
  func next() -> KernelMessage? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty, !isClosed { condition.wait() }
    guard !isClosed else { return nil }
    let request = waiting.removeFirst()
    if request.type == Self.cell {
      // From here on a wish to stop is this cell's: nobody has been told yet that it runs.
      isRunning = true
      hooks.clear()
      if isUnwanted { hooks.interrupt() }
      isUnwanted = false
    }
    return request
  }

  /// The cell that was handed out has come to its end.
  func cellEnded() { locked { isRunning = false } }

  /// Stops the cell that runs, else the first that waits. Where there is none, nothing is to be stopped.
  func interrupt() {
    locked {
      if isRunning { hooks.interrupt() } else { isUnwanted = waiting.contains { $0.type == Self.cell } }
    }
  }

  /// No request is given out any more, and the running cell is stopped.
  func close() {
    locked {
      isClosed = true
      hooks.interrupt()
    }
  }

  /// Takes away the cells that wait.
  func takeCells() -> [KernelMessage] {
    locked {
      isUnwanted = false
      defer { waiting.removeAll { $0.type == Self.cell } }
      return waiting.filter { $0.type == Self.cell }
    }
  }

  private static let cell = "execute_request"

  // MARK: - What has come but has not been read

  /// Waits until everything that had come when this was called is in the queue.
  /// - Parameter ring: wakes the thread that reads.
  func settle(_ ring: () -> Void) {
    let mine = locked {
      looks.wanted += 1
      return looks.wanted
    }
    ring()
    condition.lock()
    defer { condition.unlock() }
    let limit = Date(timeIntervalSinceNow: 1)
    while looks.done < mine, !isClosed, condition.wait(until: limit) {}
  }

  /// What is wanted at the beginning of a look at the sockets; `looked` takes it at its end.
  var wantedLooks: Int { locked { looks.wanted } }

  /// Whether somebody waits for a look at the sockets.
  var isLookWanted: Bool { locked { looks.done < looks.wanted } }

  func looked(_ wanted: Int) { locked { looks.done = max(looks.done, wanted) } }

  private func locked<T>(_ body: () -> T) -> T {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return body()
  }
}
