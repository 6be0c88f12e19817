public import Assistance
import CLibEdit
import Documents
import Foundation

/// One line at a time from a terminal, edited with libedit: history, completion, UTF-8. Used on one thread.
public final class LineEditor {
  /// What reading a line came to.
  public enum Line: Equatable {
    case text(String)
    /// A signal ended the reading; the line is gone.
    case interrupted
    case endOfInput
  }

  let handle: OpaquePointer
  private let history: OpaquePointer
  private let historyPath: String?
  private var prompt: UnsafeMutablePointer<CChar>?
  var input = KeyInput()
  /// Called with the edited text: how it looks. Only where there is colour.
  var look: (_ line: String) -> Look = { _ in Look() }
  /// What stands behind the line on the screen, and what a key may take of it.
  var ghost: String?
  var offered: String?
  /// Whether the user may have bound keys that are unknown here.
  private var hasOwnKeys = false
  /// Of a key's code, how many are still to be read.
  private var codeBytes = 0
  /// Whether the line on the screen has colours.
  var wasTinted = false
  /// Whether the line that was ended last is to go to the user's own editor.
  var wantsEditor = false
  /// Whether the end of a paste has not come yet.
  var isPasting = false
  /// What stood on the line before anything was typed.
  private(set) var standing = ""
  /// Columns of the prompt.
  var promptWidth = 0
  /// Of Up and Down.
  var walk: Walk?
  /// What was entered, the latest first.
  private(set) var entries: [String] = []
  var drawsOverlay: Bool { screen.isTerminal && screen.color && KeySequences.areKnown }
  /// Called with the edited text up to the cursor and what follows.
  public var complete: (_ before: String, _ after: String) -> Completion = { _, _ in .init(length: 0, candidates: []) }
  /// What prompts and hints are laid out for.
  public var screen: Screen
  /// Whether the terminal says what is pasted.
  var bracketsPastes: Bool { LineEditor.knowsBracketedPaste(ProcessInfo.processInfo.environment["TERM"] ?? "") }

  /// nil where libedit cannot start (no memory, no terminal). The locale must be set: see `Text.prepareLocale`.
  public init?(historyPath: String?, screen: Screen) {
    TerminalMode.remember()
    // To begin with, libedit sets the terminal to its own idea of one at rest.
    defer { TerminalMode.putBack() }
    guard let handle = cact_el_init("cact") else { return nil }
    guard let history = history_init() else {
      el_end(handle)
      return nil
    }
    self.handle = handle
    self.history = history
    // One that is too large to be read stays as it is.
    self.historyPath = historyPath.flatMap { access($0, F_OK) != 0 || LineEditor.isText($0) ? $0 : nil }
    self.screen = screen
    _ = cact_history_set_size(history, 10_000)
    _ = cact_history_set_unique(history)
    if let path = self.historyPath { _ = cact_history_load(history, path) }
    entries = LineEditor.entries(of: history)
    _ = cact_el_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    _ = cact_el_set_editor(handle, "emacs")
    _ = cact_el_set_signal(handle, 0)
    _ = cact_el_set_history(handle, history)
    _ = cact_el_set_prompt(handle) { LineEditor.of($0)?.prompt }
    _ = cact_el_set_reader(handle) { editor, out in
      guard let out, let self = LineEditor.of(editor) else { return -1 }
      return self.readCharacter(into: out)
    }
    _ = cact_el_add_function(handle, "cact-complete", "complete the word before the cursor") { editor, _ in
      LineEditor.of(editor)?.completeWord() ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-paste", "insert what is pasted as it is") { editor, _ in
      LineEditor.of(editor)?.insertPaste() ?? UInt8(CC_ERROR)
    }
    _ = cact_el_add_function(handle, "cact-ignore", "do nothing") { _, _ in UInt8(CC_NORM) }
    addKeys()
    // The user's own keys come before ours, so that Tab always completes.
    if let settings = LineEditor.settingsFile() {
      _ = el_source(handle, settings)
      hasOwnKeys = true
    }
    bindKeys()
    _ = cact_el_bind(handle, "^I", "cact-complete")
    // The editor's own command line: entered empty, it takes libedit 3.1 down.
    _ = cact_el_bind(handle, "\\ex", "ed-unassigned")
    _ = cact_el_bind_alternative(handle, ":", "ed-unassigned")
    for (keys, function) in [("\\e[200~", "cact-paste"), ("\\e[201~", "cact-ignore")] {
      _ = cact_el_bind(handle, keys, function)
      _ = cact_el_bind_alternative(handle, keys, function)
    }
  }

  /// EDITRC, else ~/.editrc, as libedit itself would look for it; nil where there is none to read.
  private static func settingsFile() -> String? {
    let environment = ProcessInfo.processInfo.environment
    let path = environment["EDITRC"] ?? environment["HOME"].map { $0 + "/.editrc" }
    return path.flatMap { isText($0) ? $0 : nil }
  }

  /// Whether a file can be left to libedit, which opens it by its name and reads to the end, whatever is there.
  private static func isText(_ path: String) -> Bool {
    guard let file = try? PlainFile(path) else { return false }
    return file.size <= FileContent.text.largest
  }

  deinit {
    history_end(history)
    el_end(handle)
    // libedit puts back the settings that it found when it began; what was changed since stays changed.
    TerminalMode.putBack()
    free(prompt)
  }

  static func of(_ handle: OpaquePointer?) -> LineEditor? {
    guard let handle, let data = cact_el_client(handle) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }

  /// Reads one line, without its end.
  /// - Parameter prefill: text that stands there already, as if it had been pasted.
  public func read(prompt text: String, prefill: String = "", style: Screen.Style? = .title) -> Line {
    if !prefill.isEmpty { input.unread(KeyInput.startOfPaste + prefill.utf8 + KeyInput.endOfPaste) }
    standing = prefill
    free(prompt)
    var shown = text
    if let style, screen.color, let last = text.last {
      // libedit ties an escape code to the character after it: the last one resets.
      shown = "\u{1}\u{1B}[\(style.rawValue)m\u{1}\(text.dropLast())\u{1}\u{1B}[0m\u{1}\(last)"
    }
    prompt = strdup(shown)
    promptWidth = Text.width(text)
    (walk, ghost, offered, wasTinted, codeBytes) = (nil, nil, nil, false, 0)
    el_resize(handle)
    _ = (Signals.takeResumed(), Signals.takeResized())
    var count: Int32 = 0
    errno = 0
    let line = Signals.within(.prompting) { edited { el_gets(handle, &count) } }
    guard let line else {
      let isInterrupted = count < 0 && errno == EINTR || Signals.pending != nil
      // Of an empty line libedit makes no line.
      if wantsEditor, !isInterrupted {
        cact_el_write(handle, "\n")
        return .text("")
      }
      // Of a paste the rest is dropped up to its end.
      if isInterrupted, !isPasting, !input.isInPaste { input.clear() }
      eraseGhost()
      // In the background the terminal is another job's.
      if TerminalMode.isForeground {
        if isInterrupted { el_reset(handle) }
        cact_el_write(handle, "\n")
      }
      return isInterrupted ? .interrupted : .endOfInput
    }
    if wantsEditor { cact_el_write(handle, "\n") }
    if count <= 0 { return .endOfInput }
    var read = String(decoding: UnsafeRawBufferPointer(start: line, count: Int(count)), as: UTF8.self)
    while let last = read.unicodeScalars.last, last == "\n" || last == "\r" { read.unicodeScalars.removeLast() }
    return .text(read)
  }

  /// Whether the last line is to go to the user's own editor; asked once.
  func takeWishForEditor() -> Bool {
    defer { wantsEditor = false }
    return wantsEditor
  }

  /// Runs `body` with the terminal out of its own line mode. el_gets shows the prompt before it takes it out: what is typed in
  /// between, Ctrl-D above all, would mean something else.
  func edited<T>(_ body: () -> T) -> T {
    TerminalMode.begin()
    _ = cact_el_set_raw(handle, 1)
    if bracketsPastes, screen.isTerminal { TerminalMode.bracketPastes() }
    let result = body()
    let code = errno
    if TerminalMode.isForeground { _ = cact_el_set_raw(handle, 0) }
    TerminalMode.end()
    errno = code
    return result
  }

  /// Whether what was pasted goes on with `|`, after blanks, empty lines and comments: then the cell goes on too.
  public func pastedPipeFollows() -> Bool {
    // In the terminal's own line mode what was pasted counts as unread only up to its last newline.
    Signals.within(.prompting) {
      edited {
        // Where brackets say that a paste goes on, the rest is on its way.
        while input.isInPaste, input.firstSign() == nil, Signals.pending == nil {
          if !input.gather(within: -1) { break }
        }
        if !input.isInPaste, input.firstSign() == nil { input.gather(within: 20) }
        return input.firstSign()?.byte == UInt8(ascii: "|")
      }
    }
  }

  /// Adds an entry to the history, and the history to its file.
  public func remember(_ entry: String) {
    guard !entry.isEmpty else { return }
    _ = cact_history_enter(history, entry + "\n")
    entries.removeAll { $0 == entry }
    entries.insert(entry, at: 0)
    // libedit opens by name: a pipe there would be waited for.
    guard let historyPath, access(historyPath, F_OK) != 0 || (try? PlainFile.check(historyPath)) != nil else { return }
    let mask = umask(0o077)
    _ = cact_history_save(history, historyPath)
    umask(mask)
  }

  // MARK: - Reading

  /// One character of what is typed. 1: read, 0: end, -1: error, with errno.
  private func readCharacter(into out: UnsafeMutablePointer<wchar_t>) -> Int32 {
    var bytes: [UInt8] = []
    // Within a key's code nothing is edited: what was offered before it is still offered.
    if codeBytes > 0 { codeBytes -= 1 } else { drawOverlay() }
    while true {
      switch input.next(while: isStillEditing) {
      case .endOfInput: return 0
      case .stopped:
        errno = EINTR
        return -1
      case .byte(0x1B) where bytes.isEmpty:
        // A key that libedit knows nothing of would be typed as the letters of its code.
        guard let known = KeySequences.known(&input, passesUnknown: hasOwnKeys) else { continue }
        input.unread(Array(known.dropFirst()))
        codeBytes = known.count - 1
        bytes.append(0x1B)
      case .byte(let byte): bytes.append(byte)
      }
      eraseGhost()
      var iterator = bytes.makeIterator()
      var decoder = UTF8()
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        out.pointee = wchar_t(scalar.value)
        return 1
      case .emptyInput, .error:
        // The bytes of one character arrive one by one; what cannot become one is shown as the replacement character.
        let expected = byteCount(of: bytes[0])
        if bytes.count < expected { continue }
        out.pointee = 0xFFFD
        return 1
      }
    }
  }

  /// Whether the line is still wanted. Draws it anew when the program was stopped in between, or the terminal resized.
  func isStillEditing() -> Bool {
    if Signals.takeResumed() { resume() }
    if Signals.takeResized() { redraw() }
    return Signals.pending == nil
  }

  /// After a stop: takes the terminal over again, with the settings that it was given in the meantime.
  private func resume() {
    // A prompt in the background waits to be called to the front, as a reading there does; an orphan never is.
    if !TerminalMode.isForeground {
      raise(SIGTTIN)
      _ = Signals.takeResumed()
      guard TerminalMode.isForeground else { return }
    }
    var now = termios()
    let isKnown = tcgetattr(STDIN_FILENO, &now) == 0
    TerminalMode.begin()
    // libedit takes changes from what it finds when it goes from the terminal's mode to its own, but first puts its idea of
    // the former in place.
    _ = cact_el_set_raw(handle, 0)
    if isKnown, now.c_lflag & tcflag_t(ICANON) != 0 { tcsetattr(STDIN_FILENO, TCSADRAIN, &now) }
    _ = cact_el_set_raw(handle, 1)
    if bracketsPastes, screen.isTerminal { TerminalMode.bracketPastes() }
    redraw(isBelow: true)
  }

  /// Draws prompt and line anew, on a terminal that may have another size. Terminals break long lines anew when they are resized, so that
  /// the prompt is as many rows above the cursor as the line has now.
  /// - Parameter isBelow: the cursor stands below what was shown: another program has written since.
  private func redraw(isBelow: Bool = false) {
    (ghost, offered, wasTinted) = (nil, nil, false)
    let columns = Screen.columns(of: STDOUT_FILENO) ?? screen.width
    let place = promptWidth + (editedText().map { Text.width($0.before) } ?? 0)
    let above = isBelow ? 0 : place / max(1, columns)
    cact_el_write(handle, screen.movesCursor ? (above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J" : "\n")
    el_resize(handle)
    cact_el_refresh(handle)
  }

  private func byteCount(of first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
