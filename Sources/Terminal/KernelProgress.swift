import Diagnostics
import Documents
import Foundation
import Jupyter
import Plots
import Synchronization
package import Work

/// Progress in a notebook: one display a cell, which changes at most four times a second and is empty in the end.
package final class KernelProgress: ProgressView, @unchecked Sendable {
  // Unchecked: `begins` is set before any report; all else is under `state`.
  package var begins: () -> Void = {}
  private let sink: KernelSink
  private let clock: @Sendable () -> Double

  private struct State {
    var label: String?
    var started = 0.0
    var startedAt = 0.0
    var lastDone = 0.0
    var lastShown = -Double.infinity
    /// The name of the cell's display, once there is one.
    var display: String?
    var isVisible = false
  }
  private let state = Mutex(State())
  /// Held while something is sent, so that nothing overtakes; taken before `state`.
  private let order = Mutex(())

  /// Nothing shows in the first second of a label; then so many seconds lie between two changes.
  private static let interval = 0.25

  package init(_ sink: KernelSink, clock: @escaping @Sendable () -> Double = ProgressLine.monotonic) {
    self.sink = sink
    self.clock = clock
  }

  /// A cell begins, with a display of its own where it needs one.
  package func begin() { state.withLock { $0 = State() } }

  package func report(_ progress: WorkProgress) {
    let now = clock()
    // What is shown is decided under the lock and sent after it: `begins` prints.
    let shown: (line: String, isFirst: Bool)? = state.withLock { state in
      let isNew = progress.label != state.label || progress.done < state.lastDone
      if isNew { (state.label, state.started, state.startedAt) = (progress.label, now, progress.done) }
      state.lastDone = progress.done
      guard now - state.started >= 1, now - state.lastShown >= Self.interval else { return nil }
      state.lastShown = now
      defer { state.isVisible = true }
      return (ProgressLine.text(progress, elapsed: now - state.started, since: state.startedAt), !state.isVisible)
    }
    guard let shown else { return }
    if shown.isFirst { begins() }
    let bar = progress.total.flatMap { $0 > 0 ? min(1, max(0, progress.done / $0)) : nil }
    order.withLock { _ in
      // It may have come to its end meanwhile, and the end is shown last.
      if state.withLock({ $0.isVisible }) { show(shown.line, bar) }
    }
  }

  package func finish() {
    order.withLock { _ in
      let wasVisible = state.withLock { state in
        defer { (state.label, state.lastDone, state.isVisible) = (nil, 0, false) }
        return state.isVisible
      }
      if wasVisible { show("", nil) }
    }
  }

  private func show(_ line: String, _ share: Double?) {
    guard let output = sink.output else { return }
    let bar = share.map { "<progress value=\"\($0)\" max=\"1\" style=\"width: 20em\"></progress>" } ?? ""
    let page = line.isEmpty ? "" : "<div>\(bar)<pre style=\"margin: 0\">\(Markup.escaped(line))</pre></div>"
    let data: JSONObject = ["text/plain": .string(line), "text/html": .string(page)]
    let (id, isNew) = state.withLock { state in
      if let id = state.display { return (id, false) }
      let id = UUID().uuidString.lowercased()
      state.display = id
      return (id, true)
    }
    if isNew { output.display(data, id: id) } else { output.update(data, id: id) }
  }
}
