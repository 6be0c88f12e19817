import Foundation
import Synchronization

/// Signals that are not answered with an end of the work, but on which the terminal depends.
extension Signals {
  private static let resumed = Atomic<Bool>(false)
  private static let resized = Atomic<Bool>(false)

  static let jobControl = [SIGTSTP, SIGCONT, SIGWINCH]

  /// Whether the program was stopped and goes on, since this was last asked.
  static func takeResumed() -> Bool { resumed.exchange(false, ordering: .acquiringAndReleasing) }

  /// Whether the terminal has another size, since this was last asked.
  static func takeResized() -> Bool { resized.exchange(false, ordering: .acquiringAndReleasing) }

  /// Ctrl-Z gives the terminal back as it was and stops; what comes back has to draw its line anew.
  static func installJobControl() {
    _ = (takeResumed(), takeResized())
    func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
      // A shell without job control has these ignored, and they stay so.
      guard !isIgnored(number) else { return }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = handler
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
    install(SIGTSTP) { Signals.suspend($0) }
    install(SIGCONT) { _ in Signals.note(Signals.resumed) }
    install(SIGWINCH) { _ in Signals.note(Signals.resized) }
  }

  private static func note(_ flag: borrowing Atomic<Bool>) {
    let before = errno
    flag.store(true, ordering: .releasing)
    WakeUp.call()
    errno = before
  }

  /// Only async-signal-safe calls: tcsetattr, write, sigaction, raise, pthread_sigmask.
  private static func suspend(_ number: Int32) {
    let before = errno
    TerminalMode.restore()
    var mine = sigaction()
    var standard = sigaction()
    sigaction(number, &standard, &mine)
    raise(number)
    // The signal is blocked in its own handler: here it takes effect, and here the program goes on.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    sigaction(number, &mine, nil)
    errno = before
    note(resumed)
  }

  // MARK: - Signals that end the program

  /// What each signal did before, for those that make a report: the runtime's own report on a crash.
  nonisolated(unsafe) private static let earlier = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)

  /// Has every signal whose action is to end the program give the terminal back first. That action follows, so that a caller
  /// sees the real reason and a core is written where one is wanted.
  static func installLastWords(except others: Set<Int32>) {
    let harmless: Set<Int32> = [SIGKILL, SIGSTOP, SIGCHLD, SIGURG, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ]
    for number in Int32(1)...64 where !others.contains(number) && !harmless.contains(number) && !isIgnored(number) {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = { number, info, _ in
        Signals.end(by: number, isFault: (info?.pointee.si_code ?? 0) > 0)
      }
      // On the runtime's own stack: that of a thread may be what has overflowed.
      action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK)
      // The C library keeps a few for itself and refuses them.
      sigaction(number, &action, earlier + Int(number))
    }
  }

  /// Only async-signal-safe calls: tcsetattr, write, sigaction, raise.
  private static func end(by number: Int32, isFault: Bool) {
    // What comes next may ask whether memory had run out.
    let reason = errno
    defer { errno = reason }
    TerminalMode.restore(endsLine: true)
    if number == SIGQUIT {
      // Asked for at the keyboard: nothing has crashed, and there is nothing to report.
      var standard = sigaction()
      sigaction(number, &standard, nil)
    } else {
      sigaction(number, earlier + Int(number), nil)
    }
    // A fault comes again when its instruction does, with all that a report says about it; a signal that was sent, and a
    // breakpoint, which is passed by then, do not.
    let repeats = isFault && [SIGSEGV, SIGBUS, SIGILL, SIGFPE].contains(number)
    if !repeats { raise(number) }
  }
}
