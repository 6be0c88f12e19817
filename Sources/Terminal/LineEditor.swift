import CLibEdit
import Foundation

/// What may stand at the cursor, and what it is.
public struct Candidate: Sendable, Hashable {
  /// Text that replaces the word before the cursor.
  public var text: String
  public var description: String

  public init(_ text: String, _ description: String = "") {
    self.text = text
    self.description = description
  }
}

/// Candidates for the word of `length` characters before the cursor.
public struct Completion: Sendable {
  public var length: Int
  public var candidates: [Candidate]
  /// No space follows the word: a string is still open.
  public var keepsOpen: Bool

  public init(length: Int, candidates: [Candidate], keepsOpen: Bool = false) {
    self.length = length
    self.candidates = candidates
    self.keepsOpen = keepsOpen
  }
}

/// One line at a time from a terminal, edited with libedit: history, completion, UTF-8. Used on one thread.
public final class LineEditor {
  public enum Line: Equatable {
    case text(String)
    /// A signal ended the reading; the line is gone.
    case interrupted
    case endOfInput
  }

  private let handle: OpaquePointer
  private let history: OpaquePointer
  private let historyPath: String?
  private var prompt: UnsafeMutablePointer<CChar>?
  /// Bytes read ahead to see whether a pasted text goes on.
  private var ahead: [UInt8] = []
  /// Called with the edited text up to the cursor and what follows.
  public var complete: (_ before: String, _ after: String) -> Completion = { _, _ in .init(length: 0, candidates: []) }
  public var screen: Screen

  /// nil where libedit cannot start (no memory, no terminal). The locale must be set: see `Text.prepareLocale`.
  public init?(historyPath: String?, screen: Screen) {
    guard let handle = cact_el_init("cact") else { return nil }
    guard let history = history_init() else {
      el_end(handle)
      return nil
    }
    self.handle = handle
    self.history = history
    self.historyPath = historyPath
    self.screen = screen
    _ = cact_history_set_size(history, 10_000)
    _ = cact_history_set_unique(history)
    if let historyPath { _ = cact_history_load(history, historyPath) }
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
    // The user's own ~/.editrc comes before our keys, so that Tab always completes.
    _ = el_source(handle, nil)
    _ = cact_el_bind(handle, "^I", "cact-complete")
    _ = cact_el_bind(handle, "^R", "em-inc-search-prev")
  }

  deinit {
    history_end(history)
    el_end(handle)
    free(prompt)
  }

  private static func of(_ handle: OpaquePointer?) -> LineEditor? {
    guard let handle, let data = cact_el_client(handle) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }

  /// Reads one line, without its end.
  /// - Parameter prefill: text that stands there already, as if it had been typed.
  public func read(prompt text: String, prefill: String = "", style: Screen.Style? = .title) -> Line {
    ahead = Array(prefill.utf8) + ahead
    free(prompt)
    var shown = text
    if let style, screen.color, let last = text.last {
      // libedit ties an escape code to the character after it: the last one resets.
      shown = "\u{1}\u{1B}[\(style.rawValue)m\u{1}\(text.dropLast())\u{1}\u{1B}[0m\u{1}\(last)"
    }
    prompt = strdup(shown)
    el_resize(handle)
    var count: Int32 = 0
    Signals.listen(interruptReads: true)
    defer { Signals.listen(interruptReads: false) }
    // el_gets shows the prompt before it takes the terminal out of line mode: what is typed in between, Ctrl-D above all,
    // would mean something else.
    _ = cact_el_set_raw(handle, 1)
    errno = 0
    guard let line = el_gets(handle, &count) else {
      if count < 0 && errno == EINTR || Signals.pending != nil {
        ahead = []
        el_reset(handle)
        cact_el_write(handle, "\n")
        return .interrupted
      }
      cact_el_write(handle, "\n")
      return .endOfInput
    }
    if count <= 0 { return .endOfInput }
    var read = String(decoding: UnsafeRawBufferPointer(start: line, count: Int(count)), as: UTF8.self)
    while let last = read.unicodeScalars.last, last == "\n" || last == "\r" { read.unicodeScalars.removeLast() }
    return .text(read)
  }

  /// Whether more input is already there whose first sign, after blanks, empty lines and comments, is `|`: then a pasted
  /// cell goes on.
  public func pastedPipeFollows() -> Bool {
    // In the terminal's own line mode what was pasted counts as unread only up to its last newline.
    _ = cact_el_set_raw(handle, 1)
    while ahead.count < 1 << 20 {
      var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 20) > 0, wait.revents & Int16(POLLIN) != 0 else { break }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = Foundation.read(STDIN_FILENO, &chunk, chunk.count)
      guard count > 0 else { break }
      ahead += chunk[..<count]
    }
    _ = cact_el_set_raw(handle, 0)
    var place = ahead.startIndex
    while place < ahead.endIndex {
      switch ahead[place] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): place += 1
      case UInt8(ascii: "#"):
        while place < ahead.endIndex, ahead[place] != 0x0A, ahead[place] != 0x0D { place += 1 }
      case UInt8(ascii: "|"): return true
      default: return false
      }
    }
    return false
  }

  /// Adds an entry to the history, and the history to its file.
  public func remember(_ entry: String) {
    guard !entry.isEmpty else { return }
    _ = cact_history_enter(history, entry + "\n")
    guard let historyPath else { return }
    let mask = umask(0o077)
    _ = cact_history_save(history, historyPath)
    umask(mask)
  }

  // MARK: - Reading

  /// One character, from what was read ahead or from the terminal. 1: read, 0: end, -1: error, with errno.
  private func readCharacter(into out: UnsafeMutablePointer<wchar_t>) -> Int32 {
    var bytes: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      if !ahead.isEmpty {
        byte = ahead.removeFirst()
      } else {
        if Signals.pending != nil {
          errno = EINTR
          return -1
        }
        let count = Foundation.read(STDIN_FILENO, &byte, 1)
        if count == 0 { return 0 }
        if count < 0 { return -1 }
      }
      bytes.append(byte)
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

  private func byteCount(of first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  // MARK: - Completion

  private func completeWord() -> UInt8 {
    guard let info = el_line(handle) else { return UInt8(CC_ERROR) }
    let buffer = info.pointee.buffer
    guard let buffer, let cursor = info.pointee.cursor, let last = info.pointee.lastchar else { return UInt8(CC_ERROR) }
    let before = String(decoding: UnsafeRawBufferPointer(start: buffer, count: cursor - buffer), as: UTF8.self)
    let after = String(decoding: UnsafeRawBufferPointer(start: cursor, count: last - cursor), as: UTF8.self)
    let completion = complete(before, after)
    guard let first = completion.candidates.first else { return UInt8(CC_REFRESH_BEEP) }
    let common = completion.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    let typed = String(before.suffix(completion.length))
    if completion.candidates.count == 1 || (common.count > typed.count && common != typed) {
      // A word that is whole is followed by a space; a file's name by its closing quote, which the user types.
      let isOpen = common.hasSuffix("/") || completion.keepsOpen || after.hasPrefix(" ")
      let closed = completion.candidates.count == 1 && !isOpen
      el_deletestr(handle, Int32(typed.unicodeScalars.count))
      el_insertstr(handle, common + (closed ? " " : ""))
      return UInt8(CC_REFRESH)
    }
    cact_el_write(handle, "\n" + list(completion.candidates))
    return UInt8(CC_REDISPLAY)
  }

  /// One candidate a line, with its description.
  private func list(_ candidates: [Candidate]) -> String {
    let most = 40
    let wide = min(32, candidates.prefix(most).map { Text.width($0.text) }.max() ?? 0)
    var out = ""
    for candidate in candidates.prefix(most) {
      let name = Text.padded(Text.escaped(candidate.text), to: wide)
      let line = Text.elided(name + "  " + Text.escaped(candidate.description), to: max(20, screen.width - 1))
      out += (screen.unicode ? line : Text.ascii(line)) + "\n"
    }
    if candidates.count > most { out += "… \(candidates.count - most) more\n" }
    return out
  }
}
