import Synchronization

/// The wish that long work should stop, raised by a signal or by another thread.
///
/// `cancel` touches one lock-free atomic and nothing else, so a signal handler may call it.
public final class Cancellation: Sendable {
  private let reason = Atomic<Int32>(0)

  /// A wish that nobody has raised yet; once raised it stays so.
  public init() {}

  /// - Parameter signal: the signal that asked, kept for the exit status; 0 for none. The first one counts.
  public func cancel(signal: Int32 = 0) {
    _ = reason.compareExchange(expected: 0, desired: signal == 0 ? -1 : signal, ordering: .relaxed)
  }

  /// Whether it was raised. One relaxed load.
  public var isCancelled: Bool { reason.load(ordering: .relaxed) != 0 }

  /// The signal that asked; nil when there was none.
  public var signal: Int32? {
    let value = reason.load(ordering: .relaxed)
    return value > 0 ? value : nil
  }

  /// Takes the wish back, for the next piece of work.
  public func reset() { reason.store(0, ordering: .relaxed) }
}
