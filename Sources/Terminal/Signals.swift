import Foundation
import Synchronization
public import Work

/// The signals that stop work: one flag that the engine looks at between micro-batches, and which signal set it.
public enum Signals {
  /// What a signal to stop finds, and so what it does.
  enum Phase: Int {
    /// Nothing that wants an end of its own: a command line, a script being read, a page of help. The program ends.
    case passing
    /// A line is awaited at the prompt: the reading returns.
    case prompting
    /// A cell runs, or the notebook is at work: it is asked to stop. The next signal stops it hard.
    case working
    /// A kernel, which is interrupted by its clients' wish: Ctrl-C is one wish more, however often it comes.
    case serving
  }

  private static let received = Atomic<Int>(0)
  private static let lastInterrupt = Atomic<Int>(0)
  private static let lastEnd = Atomic<Int>(0)
  private static let phase = Atomic<Int>(Phase.passing.rawValue)
  /// Written once, before the first handler is installed, and only read afterwards: no access can race.
  nonisolated(unsafe) private static var cancellation: Cancellation?

  private static let second = 1_000_000_000

  /// Directs SIGINT, SIGTERM, SIGHUP and SIGXCPU to `cancellation`, and sees to it that every other signal leaves the terminal
  /// as it was. To be called once, on the main thread, before any work starts.
  public static func install(_ cancellation: Cancellation) {
    guard self.cancellation == nil else { return }
    self.cancellation = cancellation
    // The first use of a static runs its initializer, which a handler must never do.
    _ = (received.load(ordering: .relaxed), lastInterrupt.exchange(0, ordering: .relaxed), second)
    _ = (lastEnd.load(ordering: .relaxed), phase.load(ordering: .relaxed), now())
    TerminalMode.prepare()
    WakeUp.prepare()
    Restart.prepare()
    StandardStreams.prepare()
    for number in stoppers {
      // nohup has SIGHUP ignored: the program is to go on when its terminal goes.
      if number == SIGHUP, isIgnored(number) { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { Signals.handle($0) }
      // Reads and writes go on by themselves; the prompt waits in a `poll`, which never does.
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
    installJobControl()
    installLastWords(except: Set(stoppers + jobControl))
    // A program that starts others may have blocked these signals, and a child inherits that: without this, SIGTERM of a
    // batch system would be held back for ever.
    var stopping = sigset_t()
    sigemptyset(&stopping)
    for number in stoppers + jobControl { sigaddset(&stopping, number) }
    pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
  }

  private static let stoppers = [SIGINT, SIGTERM, SIGHUP, SIGXCPU]

  static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Runs `work` as something that a signal stops: the first asks it to stop. A second stops it hard, Ctrl-C within two
  /// seconds of the first, SIGTERM and its like whenever it comes: what is stored is written whole or not at all, so that
  /// nothing of it is harmed.
  public static func whileRunning<T>(_ work: () throws -> T) rethrows -> T {
    lastInterrupt.store(0, ordering: .relaxed)
    return try within(phase.load(ordering: .acquiring) == Phase.serving.rawValue ? .serving : .working, work)
  }

  static func within<T>(_ phase: Phase, _ body: () throws -> T) rethrows -> T {
    let before = self.phase.exchange(phase.rawValue, ordering: .acquiringAndReleasing)
    defer { self.phase.store(before, ordering: .releasing) }
    return try body()
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
    lastInterrupt.store(0, ordering: .relaxed)
    cancellation?.reset()
  }

  /// Only async-signal-safe calls: atomics, clock_gettime, write, tcsetattr, execve, _exit.
  private static func handle(_ number: Int32) {
    let before = errno
    defer { errno = before }
    let phase = phase.load(ordering: .acquiring)
    if phase == Phase.passing.rawValue { end(number) }
    // A prompt in the background cannot touch the terminal without being stopped, and would never come to its end.
    if phase == Phase.prompting.rawValue, number != SIGINT, !TerminalMode.isForeground { end(number) }
    if phase == Phase.serving.rawValue, number == SIGINT {
      cancellation?.cancel(signal: number)
      return
    }
    let isWorking = phase == Phase.working.rawValue
    let now = now()
    if number == SIGINT {
      // A prompt takes a Ctrl-C at once; one that has not is stuck.
      if isWorking || received.load(ordering: .acquiring) != 0 {
        let last = max(lastInterrupt.load(ordering: .relaxed), lastEnd.load(ordering: .relaxed))
        if isEcho(now, of: last) { return }
        if last != 0, now - last < 2 * second { return stopHard(number) }
      }
      lastInterrupt.store(now, ordering: .relaxed)
      _ = received.compareExchange(expected: 0, desired: Int(number), ordering: .relaxed)
    } else {
      let last = lastEnd.load(ordering: .relaxed)
      if isEcho(now, of: last) { return }
      lastEnd.store(now, ordering: .relaxed)
      if last != 0 { end(number) }
      received.store(Int(number), ordering: .relaxed)
    }
    cancellation?.cancel(signal: number)
    WakeUp.call()
  }

  /// `timeout` and batch systems tell a process and its group, so that one request comes twice at once.
  private static func isEcho(_ now: Int, of last: Int) -> Bool { last != 0 && now - last < second / 10 }

  /// Stops the running cell for good. At the notebook a new process takes the place of this one, with the session as it is
  /// on disk; a script ends.
  private static func stopHard(_ number: Int32) {
    TerminalMode.restore()
    guard Restart.perform() else { return }
    end(number)
  }

  private static func end(_ number: Int32) -> Never {
    TerminalMode.restore()
    _exit(number == SIGINT ? ExitStatus.interrupted.rawValue : ExitStatus.stopped.rawValue)
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
