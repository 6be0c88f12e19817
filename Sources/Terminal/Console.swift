import Diagnostics
import Documents
import Foundation
import Notebook
import Pipeline
import Stages
import Store
import Synchronization
import Work

/// The two streams and how to write on them: values to standard output; blocks, progress and diagnostics to standard error.
final class Console: Sendable {
  let options: TerminalOptions
  let out: Output
  let err: Output
  /// Where text goes that a stage is making.
  let text: Output
  /// Of outputs that are no descriptors; nil: as the descriptors are.
  private let fixedScreen: Screen?
  private let localeIsUTF8: Bool
  private let saidThatOutputIsLost = Atomic<Bool>(false)
  /// Whether remarks are left out: as the command line asks for it, then as the prompt does.
  let isQuiet: Switch

  init(_ options: TerminalOptions) {
    self.options = options
    isQuiet = Switch(options.quiet)
    localeIsUTF8 = Text.prepareLocale()
    out = Output.standard
    err = Output.errors
    text = err
    fixedScreen = nil
  }

  /// A console with the options of another and outputs of its own.
  /// - Parameters:
  ///   - text: takes what a stage is making; nil: as `err`.
  ///   - screen: what all of them can show.
  init(_ other: Console, out: Output, err: Output, text: Output? = nil, screen: Screen) {
    options = other.options
    isQuiet = Switch(other.isQuiet.isOn)
    localeIsUTF8 = other.localeIsUTF8
    self.out = out
    self.err = err
    self.text = text ?? err
    fixedScreen = screen
  }

  /// Measured anew each time, as a terminal's width changes.
  var outScreen: Screen { screen(STDOUT_FILENO) }
  var errScreen: Screen { screen(STDERR_FILENO) }

  private func screen(_ descriptor: Int32) -> Screen {
    if let fixedScreen { return fixedScreen }
    return Screen(
      descriptor: descriptor, color: options.color, environment: ProcessInfo.processInfo.environment,
      localeIsUTF8: localeIsUTF8)
  }

  /// The status of what has been done so far, once its values are written: says, once, when they could not be.
  func settled(_ status: ExitStatus) -> ExitStatus {
    guard let problem = out.problem else { return status }
    if problem.code == EINTR, let signal = Signals.pending {
      return status == .done ? (signal == SIGINT ? .interrupted : .stopped) : status
    }
    if !saidThatOutputIsLost.exchange(true, ordering: .relaxed) {
      show(Diagnostic(TerminalCodes.unwritableOutput, problem.description, at: Span(0, 0)))
    }
    return status == .done ? .failed : status
  }

  // MARK: - Text that stages, files and users have given

  /// A line of words on standard output; several with `keepNewlines`.
  func line(_ text: String, keepNewlines: Bool = false) {
    out.line(shown(text, on: outScreen, keepNewlines: keepNewlines))
  }

  /// A page of words on standard output, such as one of `help`.
  func page(_ text: String) {
    let screen = outScreen
    line(screen.isTerminal ? Text.page(text, to: screen.width) : text, keepNewlines: true)
  }

  /// One JSON value on standard output.
  func json(_ text: String) { out.line(DisplayText.escaped(json: text)) }

  /// Text as a screen may have it.
  /// - Parameter continuing: it goes on behind other text.
  func shown(_ text: String, on screen: Screen, keepNewlines: Bool = false, continuing: Bool = false) -> String {
    let safe = DisplayText.escaped(text, keepNewlines: keepNewlines, continuing: continuing)
    return screen.unicode ? safe : Text.ascii(safe)
  }

  // MARK: - Standard error

  /// A remark: not an error, and not wanted with `--quiet`.
  func note(_ text: String, keepNewlines: Bool = false) {
    guard !isQuiet.isOn else { return }
    err.line(errScreen.styled(shown(text, on: errScreen, keepNewlines: keepNewlines), .dim))
  }

  /// A remark of words alone, broken between them on a terminal: nothing in it is there to be copied.
  /// - Parameter text: made only where it is wanted.
  func greet(_ text: @autoclosure () -> String) {
    guard !isQuiet.isOn else { return }
    let screen = errScreen
    note(
      screen.isTerminal ? DisplayText.wrapped(text(), to: screen.width).joined(separator: "\n") : text(),
      keepNewlines: true
    )
  }

  /// Says what an opened session holds that this program does not know.
  func noteForeignPlaces(_ notebook: Notebook) {
    let places = notebook.foreignPlaces
    guard !places.isEmpty else { return }
    let named = places.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
    let more = places.count > 5 ? " and \(places.count - 5) more" : ""
    note(
      "warning: the session contains entries that this version of cact does not know and keeps unchanged: \(named)\(more)"
    )
  }

  /// - Parameter always: it was asked for.
  func block(_ block: StageBlock, remembered: Bool = false, always: Bool = false) {
    guard always || !isQuiet.isOn else { return }
    let screen = errScreen
    let clock = screen.isTerminal ? nil : ProgressLine.now()
    err.write(BlockLayout(screen).render(block, remembered: remembered, clock: clock))
  }

  func show(_ diagnostics: [Diagnostic], in source: SourceText) {
    let screen = errScreen
    switch options.errorFormat {
    case .json: for diagnostic in diagnostics { err.line(Renderer.json(diagnostic, in: source)) }
    case .text:
      let text = Renderer(screen).render(diagnostics, in: source)
      if !text.isEmpty { err.line(screen.unicode ? text : Text.ascii(text)) }
    }
  }

  /// A diagnostic without a place: its first line, notes and help.
  func show(_ diagnostic: Diagnostic) {
    switch options.errorFormat {
    case .json: err.line(Renderer.json(diagnostic, in: SourceText(name: "", text: "")))
    case .text:
      let screen = errScreen
      let text = Renderer(screen).renderWithoutPlace(diagnostic)
      err.line(screen.unicode ? text : Text.ascii(text))
    }
  }

  func show(_ error: NotebookError) {
    if let source = error.source { show([error.diagnostic], in: source) } else { show(error.diagnostic) }
  }

  /// Says what ended a command, and returns the status that this means: the one place where errors become statuses.
  /// - Parameters:
  ///   - source: what the spans of a failed stage point into.
  ///   - again: how to go on: "the same command".
  func report(_ error: any Error, in source: SourceText, again: String) -> ExitStatus {
    switch error {
    case let rejected as Notebook.Rejected:
      show(rejected.diagnostics, in: rejected.source)
      return .rejected
    case let findings as Findings:
      show(findings.diagnostics, in: source)
      return .rejected
    case let diagnostic as Diagnostic:
      show([diagnostic], in: source)
      return StageCodeTable.unreadable.contains(diagnostic.code) ? .usage : .failed
    case let error as NotebookError:
      show(error)
      return .usage
    case let interrupted as Interrupted:
      let screen = errScreen
      let way = "resume with \(again)"
      let line = "\(interrupted) · \(way)"
      let text = screen.isTerminal && Text.width(line) > screen.width ? "\(interrupted)\n\(way)" : line
      err.line(screen.styled(shown(text, on: screen, keepNewlines: true), .warning))
      return Signals.asksToEnd ? .stopped : .interrupted
    case let error as StoreError:
      show(Diagnostic(TerminalCodes.unusableStore, "the store cannot be used: \(error)", at: Span(0, 0)))
      return .usage
    default:
      show(Diagnostic(TerminalCodes.ownFault, "\(error)", at: Span(0, 0)))
      return .failed
    }
  }
}

/// Something that is on or off, and may be turned by whoever holds it.
final class Switch: Sendable {
  private let state: Atomic<Bool>
  init(_ isOn: Bool) { state = Atomic(isOn) }
  var isOn: Bool { state.load(ordering: .relaxed) }
  func toggle() { state.store(!isOn, ordering: .relaxed) }
}

extension Renderer {
  /// For a screen; words are broken into lines on a terminal, and left in one in a file.
  fileprivate init(_ screen: Screen) {
    self.init(color: screen.color, width: screen.width, wraps: screen.isTerminal, unicode: screen.unicode)
  }
}
