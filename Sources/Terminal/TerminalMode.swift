import Foundation
import Synchronization

/// How the terminal was set before a line is edited on it, and the way back to that from anywhere, signal handlers included.
enum TerminalMode {
  /// Written only while `isEdited` is false, so that no handler reads it half-written.
  nonisolated(unsafe) private static let settings = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  private static let hasSettings = Atomic<Bool>(false)
  private static let isEdited = Atomic<Bool>(false)
  private static let brackets = Atomic<Bool>(false)

  private static let startBrackets: StaticString = "\u{1B}[?2004h"
  private static let endBrackets: StaticString = "\u{1B}[?2004l"
  private static let lineEnd: StaticString = "\r\n"

  /// The first use of a static runs its initializer, which a handler must never do.
  static func prepare() {
    _ = (hasSettings.load(ordering: .relaxed), isEdited.exchange(false, ordering: .relaxed))
    _ = (
      brackets.exchange(false, ordering: .relaxed), settings, endBrackets.utf8CodeUnitCount, isForeground,
      lineEnd.utf8CodeUnitCount
    )
  }

  /// Before the editor sets the terminal otherwise: from now on every way out sets it back.
  static func begin() {
    remember()
    isEdited.store(true, ordering: .releasing)
  }

  /// Remembers how the terminal is set, where a person has set it.
  static func remember() {
    var now = termios()
    if tcgetattr(STDIN_FILENO, &now) == 0 {
      // Another program may have left it in a mode of its own; such settings are not the user's.
      if now.c_lflag & tcflag_t(ICANON) != 0 || !hasSettings.load(ordering: .relaxed) { settings.pointee = now }
      hasSettings.store(true, ordering: .relaxed)
    }
  }

  /// Asks the terminal to say what is pasted and what is typed.
  static func bracketPastes() {
    brackets.store(true, ordering: .relaxed)
    say(startBrackets)
  }

  /// Sets the terminal to what it was: the editor's idea of a terminal at rest is its own (it shows control characters as
  /// they are typed, whatever the user wants).
  static func putBack() {
    guard isForeground, hasSettings.load(ordering: .relaxed) else { return }
    while tcsetattr(STDIN_FILENO, TCSADRAIN, settings) != 0, errno == EINTR {}
  }

  /// The editor is done.
  static func end() {
    putBack()
    guard isEdited.exchange(false, ordering: .acquiringAndReleasing) else { return }
    if brackets.exchange(false, ordering: .relaxed) { say(endBrackets) }
  }

  /// Sets the terminal back, if a line is being edited on it. Only async-signal-safe calls.
  /// - Parameter endsLine: what comes next begins on a line of its own.
  static func restore(endsLine: Bool = false) {
    guard isEdited.exchange(false, ordering: .acquiringAndReleasing) else { return }
    // In the background the terminal is another job's, and to set it would stop this one.
    guard isForeground else { return }
    if hasSettings.load(ordering: .relaxed) {
      while tcsetattr(STDIN_FILENO, TCSANOW, settings) != 0, errno == EINTR {}
    }
    if brackets.exchange(false, ordering: .relaxed) { say(endBrackets) }
    if endsLine { say(lineEnd) }
  }

  /// Whether the terminal is this job's.
  static var isForeground: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

  private static func say(_ text: StaticString) {
    _ = write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}
