import Assistance
import Documents
import Diagnostics
import Foundation
import Notebook
import Pipeline
import Syntax

/// The loop of the notebook on a terminal: read a cell, run it, show it.
final class Repl {
  let app: Application
  let console: Console
  let engine: Engine
  let notebook: Notebook
  let runner: CellRunner
  private let editor: LineEditor?
  /// The lesson that is read, if one is.
  var course: Course?

  init(_ app: Application, course: Course? = nil) throws {
    self.app = app
    self.course = course
    console = app.console
    let engine = try app.engine()
    self.engine = engine
    notebook = try Notebook { try app.interpreter(engine, cells: true) }
    runner = CellRunner(console: console, engine: engine, notebook: notebook, folds: course == nil)
    editor = LineEditor(historyPath: Repl.stateFile("history"), screen: console.outScreen)
    editor?.complete = { [unowned self] before, after in
      Completer(interpreter: notebook.interpreter, cells: notebook.cells, earlier: pendingLines).complete(before)
    }
    editor?.look = { [unowned self] line in
      let tint = LineTint(
        registry: notebook.interpreter.registry, scope: notebook.interpreter.scope, earlier: pendingLines,
        history: (editor?.entries ?? []).filter { !refusedEntries.contains($0) })
      return LineEditor.Look(runs: tint.runs(line), ghost: tint.ghost(line))
    }
    notebook.cellBegins = { [unowned self] number in
      keepUnnamed(running: true)
      armRestart(cell: number)
    }
  }

  /// What this is and what to type, for whoever has started it by its name alone.
  private static let introduction =
    "cact makes a code model better with less compute: it chooses training rows, tunes, and measures whether the choice paid. "
    + "Start with: load | score complexity | select diverse 10% | pack 4096 | tune epochs 3"

  /// Entered lines that were refused or failed: Up finds them to be mended, but nothing offers them.
  var refusedEntries: Set<String> = []

  /// Lines of the cell being entered, for completion.
  private var pendingLines = ""

  func run() throws -> ExitStatus {
    if let (cell, session) = Restart.taken() {
      // The line on which Ctrl-C was pressed is still open.
      if console.errScreen.isTerminal { console.err.line() }
      open(session, isRestart: true)
      console.note(stoppedHard(cell))
    } else {
      console.greet(course?.greeting(atPrompt: true) ?? Self.introduction)
      console.greet(engine.greeting())
      open(app.options.session)
      console.greet("Tab completes; `help` lists the stages, `:help` the notebook's commands; Ctrl-D quits.")
    }
    passTakenSteps()
    return Signals.within(.working) { loop() }
  }

  private func loop() -> ExitStatus {
    while !Signals.asksToEnd {
      let isInterrupted = Signals.pending != nil
      Signals.clear()
      if isInterrupted { editor?.dropAhead() }
      armRestart(cell: nil)
      switch readCell(prefill: offeredLine()) {
      case .endOfInput:
        return end(.done)
      case .interrupted: continue
      case .text(let text):
        let word = text.trimmingBlanks()
        if Exit.words.contains(word) || [":quit", ":q"].contains(word) { return end(.done) }
        if text.hasPrefix(":") {
          command(text)
        } else if let name = askedAbout(word) {
          if name.hasPrefix(":") { command(":help " + name) } else { enter(name.isEmpty ? "help" : "help \(name)") }
        } else if !text.trimmingBlanks().isEmpty {
          let status = enter(text)
          if let entry = CellText.oneLine(text) {
            if status == .done { refusedEntries.remove(entry) } else { refusedEntries.insert(entry) }
          }
          entered(text, status)
        }
      }
    }
    return end(.stopped)
  }

  /// What a line asks help on: `?select`, `?:undo`, `select?` as other notebooks have it; nil for any other line.
  private func askedAbout(_ line: String) -> String? {
    if line.hasPrefix("?") { return line.drop { $0 == "?" }.trimmingBlanks() }
    if line.hasPrefix("help :") { return String(line.dropFirst(5)) }
    guard line.hasSuffix("?") else { return nil }
    let name = String(line.reversed().drop { $0 == "?" }.reversed())
    return name.allSatisfy { $0.isLetter || $0 == "_" } ? name : nil
  }

  /// Opens the named session. One that is damaged stays as it is, and cells go to a fresh one beside it; without a name the
  /// cells are kept in a file of their own from the first one on.
  private func open(_ path: String?, isRestart: Bool = false) {
    guard let path else { return }
    do {
      if try !notebook.open(path) { console.note("new session in \(path)") }
      if !isRestart { restored() }
    } catch let error as NotebookError {
      console.show(error)
      guard !error.isUnwritable else {
        isRefused = true
        return console.note("This session is not saved.")
      }
      let fresh = Notebook.fresh(besides: path)
      do {
        try notebook.open(fresh)
        let way = error.isDamage ? "; `:save \(path)` moves the damaged file aside and takes its name" : ""
        console.note("This session is saved to \(fresh)\(way).")
      } catch {
        isRefused = true
        console.note("This session is not saved: \(error)")
      }
    } catch {
      _ = console.report(error, in: SourceText(name: path, text: ""), again: "the same command")
    }
  }

  /// Whether all cells are in the session's file.
  var isKept: Bool { notebook.path != nil && notebook.problem == nil }

  /// A second Ctrl-C then begins the notebook again from its file.
  private func armRestart(cell: Int?) {
    if isKept {
      Restart.arm(cell: cell, session: notebook.path)
    } else if notebook.cells.isEmpty, cell == nil {
      Restart.arm(cell: nil, session: nil)
    } else {
      Restart.refuse()
    }
  }

  private func stoppedHard(_ number: Int?) -> String {
    guard let number, (try? notebook.cell(number))?.status == .interrupted else { return "stopped hard" }
    return "cell \(number) was stopped hard; what it had stored is kept · resume with `:rerun \(number)`"
  }

  /// The session that was asked for could not be begun.
  private var isRefused = false

  func restored() {
    console.noteForeignPlaces(notebook)
    let cells = notebook.cells
    guard !cells.isEmpty else { return }
    let stale = cells.filter(\.isStale).map { String($0.number) }
    let more = stale.isEmpty ? "" : " · stale: \(stale.joined(separator: ", "))"
    console.note("\(cells.count) cell\(cells.count == 1 ? "" : "s") restored\(more) · `:cells` lists them")
  }

  private func end(_ status: ExitStatus) -> ExitStatus {
    if let path = notebook.path, !notebook.cells.isEmpty, notebook.problem == nil {
      console.note("Session saved: resume it with `\(course?.command ?? "cact") --session \(path)`.")
    }
    if status == .done, isRefused && notebook.path == nil || notebook.problem != nil { return .failed }
    return status
  }

  // MARK: - Reading

  private enum Read { case text(String), interrupted, endOfInput }

  /// Reads lines until the cell is whole.
  private func readCell(number: Int? = nil, prefill: String = "") -> Read {
    defer { pendingLines = "" }
    let number = number ?? notebook.nextNumber
    let stale = notebook.cells.count(where: \.isStale)
    let first = stale == 0 ? "[\(number)] " : "[\(number), \(stale) stale] "
    let more = String(repeating: " ", count: first.count - 2) + "| "
    var text = ""
    while true {
      pendingLines = text
      switch readLine(text.isEmpty ? first : more, prefill: text.isEmpty ? prefill : "") {
      case .interrupted: return .interrupted
      case .endOfInput: return .endOfInput
      case .text(let line):
        let isFirst = text.isEmpty
        text += isFirst ? line : "\n" + line
        let speaksToNotebook = isFirst && (line.hasPrefix(":") || line.hasPrefix("?"))
        if !speaksToNotebook, !line.trimmingBlanks().isEmpty || !isFirst {
          if Parser.isIncomplete(text) { continue }
          if editor?.pastedPipeFollows() == true { continue }
        }
        if let entry = CellText.oneLine(text) { editor?.remember(entry) }
        return .text(text)
      }
    }
  }

  /// A line from the editor, or plainly where that could not start.
  private func readLine(_ prompt: String, prefill: String) -> LineEditor.Line {
    guard let editor else {
      console.out.write(prompt)
      return Signals.within(.passing) { Swift.readLine() }.map { .text($0) } ?? .endOfInput
    }
    editor.screen = console.outScreen
    let line = editor.read(prompt: prompt, prefill: prefill)
    guard editor.takeWishForEditor(), case .text(let text) = line else { return line }
    guard let outside = ExternalEditor() else {
      console.note("Ctrl-X Ctrl-E opens the line in $VISUAL or $EDITOR, and neither is set")
      return readLine(prompt, prefill: text)
    }
    do {
      let changed = try outside.edit(text)
      console.note(changed, keepNewlines: true)
      return .text(changed)
    } catch {
      _ = console.report(error, in: SourceText(name: "", text: ""), again: "")
      return readLine(prompt, prefill: text)
    }
  }

  // MARK: - Running

  @discardableResult
  private func enter(_ text: String) -> ExitStatus {
    let number = notebook.nextNumber
    let status = runner.run(in: source(number, text), again: "`:rerun \(number)`") { observer, work in
      try notebook.run(text, observer: observer, work: work)
    }
    keepUnnamed()
    if status == .failed { console.note("`:rerun \(number)` runs it again.") }
    return status
  }

  func rerun(_ number: Int, source text: String? = nil) {
    let known = (try? notebook.cell(number))?.source
    let shown = text ?? known ?? ""
    if text == nil, known != nil { console.note("[\(number)] " + shown, keepNewlines: true) }
    _ = runner.run(number, in: source(number, shown), again: "`:rerun \(number)`") { observer, work in
      [try notebook.rerun(number, source: text, observer: observer, work: work)]
    }
    staleNow()
  }

  /// Runs every stale cell again, in the order of the cells, until one fails: what depends on it would fail too.
  func rerunStale() {
    do { try notebook.rebind() } catch { console.note("\(error)") }
    var last = 0
    var done = 0
    while let cell = notebook.cells.first(where: { $0.number > last && $0.isStale }) {
      last = cell.number
      console.note("[\(cell.number)] " + cell.source, keepNewlines: true)
      let status = runner.run(cell.number, in: source(cell.number, cell.source), again: "`:rerun \(cell.number)`") {
        observer, work in
        [try notebook.rerun(cell.number, observer: observer, work: work)]
      }
      guard status == .done else { return staleNow() }
      done += 1
    }
    if done == 0 { console.note("nothing is stale") }
  }

  /// Lets the user change a cell's text: in their editor, or on the line where none is set.
  func edit(_ number: Int) {
    do {
      let cell = try notebook.cell(number)
      if let outside = ExternalEditor() {
        let changed = try outside.edit(cell.source)
        guard changed != cell.source else { return console.note("cell \(number) is as it was") }
        guard !changed.trimmingBlanks().isEmpty else {
          return console.note("an empty text: cell \(number) stays as it is")
        }
        console.note("[\(number)] " + changed, keepNewlines: true)
        return rerun(number, source: changed)
      }
      let text = CellText.oneLine(cell.source) ?? cell.source
      if case .text(let changed) = readCell(number: number, prefill: text), !changed.trimmingBlanks().isEmpty {
        rerun(number, source: changed)
      }
    } catch {
      _ = console.report(error, in: SourceText(name: "", text: ""), again: "")
    }
  }

  private func source(_ number: Int, _ text: String) -> SourceText {
    SourceText(name: Notebook.sourceName(number), text: text)
  }

  /// Gives a session without a name a file of its own, so that a crash loses nothing.
  private func keepUnnamed(running: Bool = false) {
    guard notebook.path == nil, running || !notebook.cells.isEmpty, !hasNoState else { return }
    guard let path = Repl.stateFile("sessions/\(Repl.timestamp()).json") else { return }
    do {
      try notebook.save(as: path)
      Notebook.prune(
        path.pathFolder, keeping: Repl.unnamedSessions,
        store: notebook.interpreter.executor.store)
    } catch {
      hasNoState = true
      console.note("This session is not saved: \(error)")
    }
  }
  private var hasNoState = false
  /// So many of the sessions that nobody named are kept.
  private static let unnamedSessions = 20

  // MARK: - Where the user's state is

  /// A file under XDG_STATE_HOME/cact, its folder made; nil where there is no home.
  static func stateFile(_ name: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let base: String
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      base = state
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      base = home + "/.local/state"
    } else {
      return nil
    }
    let path = base + "/cact/" + name
    let folder = path.pathFolder
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return path
  }

  private static func timestamp() -> String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let day = String(format: "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
    let hour = String(format: "%02d%02d%02d", parts.tm_hour, parts.tm_min, parts.tm_sec)
    return "\(day)-\(hour)-\(getpid())"
  }
}
