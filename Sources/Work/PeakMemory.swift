import Documents
import Foundation
import Synchronization

/// The most memory that this process held during a piece of work. Pieces may lie in each other and beside each other: each hears the
/// peak of its own time.
///
/// Linux keeps the peak of the process (VmHWM), which is exact where it rose meanwhile; else what is held is looked at twenty times a
/// second. The system's peak is not reset: who measures this program from outside reads it too.
public final class PeakMemory: Sendable {
  private struct State {
    var open: [ObjectIdentifier: Int] = [:]
    var isSampling = false
  }

  private static let state = Mutex(State())
  private static let period = 0.05
  private let before: Int

  /// From now on.
  public init() {
    before = Self.highest() ?? .max
    let now = ProcessMemory.resident() ?? 0
    let begins = Self.state.withLock { state in
      state.open[ObjectIdentifier(self)] = now
      defer { state.isSampling = true }
      return !state.isSampling
    }
    if begins { Thread.detachNewThread { while Self.sample() { Thread.sleep(forTimeInterval: Self.period) } } }
  }

  deinit { Self.state.withLock { $0.open[ObjectIdentifier(self)] = nil } }

  /// Bytes of memory held at most since it was made; nil where the system does not tell.
  public var bytes: Int? {
    _ = Self.sample()
    let sampled = Self.state.withLock { $0.open[ObjectIdentifier(self)] } ?? 0
    // The two counts are not taken by the same way, and differ by some pages.
    let most = max(sampled, Self.highest().flatMap { $0 > before ? $0 : nil } ?? 0)
    return most > 0 ? most : nil
  }

  /// Enters what is held now for all that are open; false where none is.
  private static func sample() -> Bool {
    let now = ProcessMemory.resident() ?? 0
    return state.withLock { state in
      for id in state.open.keys { state.open[id] = max(state.open[id] ?? 0, now) }
      if state.open.isEmpty { state.isSampling = false }
      return !state.open.isEmpty
    }
  }

  private static func highest() -> Int? {
    text("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }?
      .split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  private static func text(_ path: String) -> String {
    (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
