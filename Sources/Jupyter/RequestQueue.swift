import Foundation

/// Requests of the shell channel that wait for the thread which runs cells.
final class RequestQueue: @unchecked Sendable {
  // Unchecked: everything mutable is touched under `condition`.
  private let condition = NSCondition()
  private var waiting: [KernelMessage] = []
  private var isClosed = false
  /// Whether a request is being answered.
  private var isOut = false
  /// Whether the one that is given out next is to stop at once.
  private var stopsNext = false
  /// Looks at the sockets that were asked for, and those that were done.
  private var looks = (wanted: 0, done: 0)

  func append(_ request: KernelMessage) {
    locked { waiting.append(request) }
  }

  /// Waits for the next request, the one before having been answered; nil when there will be none. A wish to stop is forgotten as it is
  /// given out, and none that comes from then on: a client that sees `busy` may interrupt.
  func next(_ hooks: KernelHooks) -> KernelMessage? {
    condition.lock()
    defer { condition.unlock() }
    isOut = false
    while waiting.isEmpty, !isClosed { condition.wait() }
    guard !isClosed else { return nil }
    isOut = true
    hooks.clear()
    if stopsNext { hooks.interrupt() }
    stopsNext = false
    return waiting.removeFirst()
  }

  /// Asks the request that is answered to stop, else the first that waits; where there is none there is nothing to stop.
  func interrupt(_ hooks: KernelHooks) {
    locked {
      if isOut { hooks.interrupt() } else { stopsNext = !waiting.isEmpty }
    }
  }

  /// No request is given out any more.
  func close() { locked { isClosed = true } }

  /// Takes away the requests of a type that wait.
  func takeAll(_ type: String) -> [KernelMessage] {
    locked {
      defer { waiting.removeAll { $0.type == type } }
      return waiting.filter { $0.type == type }
    }
  }

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

  /// Whether somebody waits for a look.
  var isAwaited: Bool { locked { looks.wanted > looks.done } }

  /// What is wanted at the beginning of a look at the sockets; `looked` takes it at its end.
  var wantedLooks: Int { locked { looks.wanted } }

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
