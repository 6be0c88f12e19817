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
  let editor: LineEditor?
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
  var pendingLines = ""

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
  /// There is no place for sessions without a name.
  var hasNoState = false

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
}
