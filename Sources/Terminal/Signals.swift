import Foundation
import Synchronization
import Work

/// The signals that stop work: one flag that the engine looks at between micro-batches, and which signal set it.
public enum Signals {
  private static let received = Atomic<Int>(0)
  private static let lastInterrupt = Atomic<Int>(0)
  private static let running = Atomic<Bool>(false)
  /// Written once, before the first handler is installed, and only read afterwards: no access can race.
  nonisolated(unsafe) private static var cancellation: Cancellation?

  /// Directs SIGINT, SIGTERM, SIGHUP and SIGXCPU to `cancellation` and turns SIGPIPE and SIGXFSZ into write errors. To be called
  /// once, on the main thread, before any work starts.
  public static func install(_ cancellation: Cancellation) {
    guard self.cancellation == nil else { return }
    self.cancellation = cancellation
    // The first use of a static runs its initializer, which a handler must never do.
    _ = (received.load(ordering: .relaxed), lastInterrupt.load(ordering: .relaxed), running.load(ordering: .relaxed))
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // A program that starts others may have blocked these signals, and a child inherits that: without this, SIGTERM of a
    // batch system would be held back for ever.
    var stopping = sigset_t()
    sigemptyset(&stopping)
    for number in stoppers { sigaddset(&stopping, number) }
    pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
    listen(interruptReads: false)
  }

  private static let stoppers = [SIGINT, SIGTERM, SIGHUP, SIGXCPU]

  /// Whether a signal makes a waiting read return: only at the prompt; elsewhere reads and writes go on by themselves.
  public static func listen(interruptReads: Bool) {
    for number in stoppers {
      var action = sigaction()
      // nohup has SIGHUP ignored: the program is to go on when its terminal goes.
      if number == SIGHUP, sigaction(number, nil, &action) == 0, isIgnored(action) { continue }
      action = sigaction()
      action.__sigaction_handler.sa_handler = { Signals.handle($0) }
      action.sa_flags = interruptReads ? 0 : SA_RESTART
      sigaction(number, &action, nil)
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Runs `work` as something that Ctrl-C stops: the first asks it to stop, a second within two seconds ends the
  /// process at once (stored values are written whole or not at all, so nothing is harmed).
  public static func whileRunning<T>(_ work: () throws -> T) rethrows -> T {
    lastInterrupt.store(0, ordering: .relaxed)
    running.store(true, ordering: .releasing)
    defer { running.store(false, ordering: .releasing) }
    return try work()
  }

  /// The signal that asked to stop since the last `clear`, nil for none. A request to end outweighs Ctrl-C.
  public static var pending: Int32? {
    let number = received.load(ordering: .acquiring)
    return number == 0 ? nil : Int32(number)
  }

  /// Whether the program was asked to end, not only its current work.
  public static var asksToEnd: Bool { pending.map { $0 != SIGINT } ?? false }

  /// Forgets a Ctrl-C; a request to end stays.
  public static func clear() {
    guard !asksToEnd else { return }
    received.store(0, ordering: .releasing)
    cancellation?.reset()
  }

  /// Only async-signal-safe calls: atomics, clock_gettime, _exit.
  private static func handle(_ number: Int32) {
    let before = errno
    if number == SIGINT {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      let now = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
      let last = lastInterrupt.exchange(now, ordering: .relaxed)
      if running.load(ordering: .acquiring), last != 0, now - last < 2_000_000_000 { _exit(130) }
      _ = received.compareExchange(expected: 0, desired: Int(number), ordering: .relaxed)
    } else {
      received.store(Int(number), ordering: .relaxed)
    }
    cancellation?.cancel(signal: number)
    errno = before
  }
}
