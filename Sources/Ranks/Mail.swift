import Foundation
import Synchronization

/// Transfers that go on while the process computes: MPI moves bytes only when it is called, and a thread of its own calls it.
package final class Mail: Sendable {
  private struct State {
    var open: [any Transfer] = []
    var problem: (any Error)?
    var isClosed = false
  }
  private let state = Mutex(State())
  /// Counts what may be looked at.
  private let work = DispatchSemaphore(value: 0)

  package init() {
    Thread.detachNewThread { [self] in move() }
  }

  package func add(_ transfer: any Transfer) {
    state.withLock { $0.open.append(transfer) }
    work.signal()
  }

  /// Waits until all that was added is done.
  /// - Throws: `RankError` where a transfer fails; what `willWait`, which is asked meanwhile, throws.
  package func wait(_ willWait: () throws -> Void = {}) throws {
    var patience = Patience()
    while true {
      let isDone = try state.withLock { state in
        if let problem = state.problem { throw problem }
        return state.open.isEmpty
      }
      if isDone { return }
      try willWait()
      patience.rest()
    }
  }

  /// Ends the thread; to be called once, by its owner.
  package func close() {
    state.withLock { $0.isClosed = true }
    work.signal()
  }

  private func move() {
    var patience = Patience()
    while true {
      let (isOpen, isClosed, hasMoved) = state.withLock { state -> (Bool, Bool, Bool) in
        let before = state.open.count
        do {
          state.open = try state.open.filter { try !$0.isDone() }
        } catch {
          state.problem = error
          state.open = []
        }
        return (!state.open.isEmpty, state.isClosed, state.open.count < before)
      }
      if isClosed, !isOpen { return }
      if isOpen {
        if hasMoved { patience = Patience() }
        patience.rest()
      } else {
        patience = Patience()
        work.wait()
      }
    }
  }
}
