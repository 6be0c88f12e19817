import Diagnostics
import Documents
import Foundation
import Monitoring
import Notebook
import Pipeline
import Syntax
import Work

extension Application {
  /// Runs a script; `-` is standard input.
  public func run(file: String) -> ExitStatus { withRanks { started { try run(source(file: file)) } } }

  /// Runs a script's text; `name` stands before line numbers in messages.
  public func run(text: String, name: String) -> ExitStatus {
    withRanks { started { try run(SourceText(name: name, text: text)) } }
  }

  /// The notebook on a terminal; anything else that comes in is a script.
  public func runStandardInput() -> ExitStatus {
    withRanks {
      if isatty(STDIN_FILENO) == 1 { return started { try Repl(self).run() } }
      return started {
        let bytes = try stream(STDIN_FILENO, name: "standard input", atMost: FileContent.text.largest)
        return try run(SourceText(name: "stdin", bytes: bytes))
      }
    }
  }

  /// Checks a script whole, then runs its statements up to the first that fails.
  /// - Parameters:
  ///   - telling: what is said before each statement, by its place, and after the last.
  ///   - greeting: what is said first.
  func run(
    _ source: SourceText, telling: (Int) -> [String] = { _ in [] }, greeting: String? = nil
  ) throws -> ExitStatus {
    let engine = try engine()
    let notebook = try Notebook { [self] in try interpreter(engine, cells: options.session != nil) }
    if let session = options.session {
      if try !notebook.open(session) { console.note("new session in \(session)") }
      console.noteForeignPlaces(notebook)
    }

    let before = notebook.cells.map(\.source)
    guard let program = try checked(source, notebook.interpreter, cells: before) else { return .rejected }
    if let greeting { console.greet(greeting) }
    console.greet(engine.greeting())
    if let ranks { console.greet(ranks.description) }
    let runner = CellRunner(console: console, engine: engine, notebook: notebook)
    for (place, statement) in program.statements.enumerated() {
      let text = source.text(statement.span)
      console.prose(telling(place))
      console.note("\n[\(notebook.nextNumber)] " + text, keepNewlines: true)
      let status = runner.run(in: source, again: "the same command") { observer, work in
        [try notebook.run(statement, in: source, text: text, observer: observer, work: work)]
      }
      guard status == .done else { return status }
    }
    console.prose(telling(program.statements.count))
    // The values are there and remembered; the session that was asked for is not.
    return notebook.problem == nil ? .done : .failed
  }
}

/// Runs cells and shows what comes of them: the same for scripts and for the prompt.
final class CellRunner {
  let console: Console
  let engine: Engine
  let notebook: Notebook
  private let observer: StatementObserver
  private let folds: Bool
  /// Shows what a statement in a cell came to, and its value where that is wanted: on standard output.
  var show: (_ outcome: StatementOutcome, _ cell: Int, _ showsValue: Bool) -> Void
  /// Says why a cell did not come to its end, and how to go on: on standard error.
  var report: (_ error: any Error, _ source: SourceText, _ again: String) -> ExitStatus

  /// - Parameters:
  ///   - folds: at the prompt, where what is only looked at gets one line; a script's log has every ledger.
  ///   - progress: shows how far a stage is; nil: a line of standard error.
  init(
    console: Console, engine: Engine, notebook: Notebook, folds: Bool = false, progress: (any ProgressView)? = nil
  ) {
    self.folds = folds && console.errScreen.isTerminal
    self.console = console
    self.engine = engine
    self.notebook = notebook
    observer = StatementObserver(console, progress: progress)
    show = { ValueView(console: console).show($0, cell: $1, showsValue: $2) }
    report = { console.report($0, in: $1, again: $2) }
    _ = engine.follow(notebook.interpreter.scope.settings)
  }

  /// - Parameters:
  ///   - cell: the cell that is run again; nil: a new one.
  ///   - source: what the spans of a stage's failure point into.
  ///   - body: runs one or more cells.
  func run(
    _ cell: Int? = nil, in source: SourceText, again: String, _ body: (any RunObserver, Work) throws -> [Notebook.Entry]
  ) -> ExitStatus {
    observer.begin(folds: folds && notebook.interpreter.scope.settings.foldsLedger)
    let observer = self.observer
    let work = engine.work { observer.progress($0) }
    var status = ExitStatus.done
    do {
      let entries = try Signals.whileRunning { try body(observer, work) }
      for entry in entries {
        let number = entry.cell?.number ?? notebook.nextNumber
        observer.end(entry.outcome, cell: number)
        // Who has just read the answers on the same screen need not read them again.
        let isRead =
          observer.hasShownText && console.outScreen.isTerminal && console.options.format == .table
          && entry.outcome.lastStage == "generate"
        show(entry.outcome, number, entry.outcome.name == nil && !isRead)
      }
    } catch {
      observer.end(nil, cell: notebook.nextNumber)
      status = report(proven(error, in: source), source, again)
      if status == .interrupted, let cell = cell.map({ try? notebook.cell($0) }) ?? notebook.cells.last,
        cell.status == .interrupted, cell.hasValue
      {
        console.note("_\(cell.number) is what was done, a fair sample: \(cell.summary ?? "")")
      }
    }
    say(notebook.problem)
    if let problem = engine.journal.takeProblem() { console.note("warning: \(problem)") }
    follow()
    status = console.settled(status)
    // A signal that came too late to stop the last stage still ends the program.
    if status == .done, Signals.asksToEnd { return .stopped }
    return status
  }

  /// The error with only that advice which holds.
  func proven(_ error: any Error, in source: SourceText) -> any Error {
    let interpreter = notebook.interpreter
    switch error {
    case var rejected as Notebook.Rejected:
      rejected.diagnostics = interpreter.proven(rejected.diagnostics, in: rejected.source, mode: .prompt)
      return rejected
    case var findings as Findings:
      findings.diagnostics = interpreter.proven(findings.diagnostics, in: source, mode: .script)
      return findings
    case let diagnostic as Diagnostic:
      return interpreter.proven([diagnostic], in: source, mode: .prompt).first ?? diagnostic
    default: return error
    }
  }

  /// What keeps the session from being written, once and not after each cell.
  private func say(_ problem: NotebookError?) {
    if let problem, problem.description != told { console.show(problem) }
    told = problem?.description
  }
  private var told: String?

  /// After `set threads` or `set cache` the engine is another one.
  func follow() {
    guard engine.follow(notebook.interpreter.scope.settings) else { return }
    do {
      try notebook.rebind()
    } catch {
      _ = console.report(error, in: SourceText(name: "cact", text: ""), again: "the same command")
    }
  }
}
