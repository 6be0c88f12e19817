import Assistance
import Diagnostics
import Documents
import Foundation
import Jupyter
import Notebook
import Pipeline
import Stages
import Syntax
import Work

/// The notebook of a Jupyter kernel: cells run as at the prompt, and what the prompt prints goes to the client. Its session is written
/// nowhere: the client's document is what is kept.
final class KernelNotebook: KernelLanguage {
  let notebook: Notebook
  private let engine: Engine
  private let console: Console
  private let runner: CellRunner
  private let sink = KernelSink()
  private let progress: KernelProgress

  /// Of the cell that runs: the number that was announced, why it failed, and whether its last statement runs.
  private var announced = 0
  private var failure: CellResult.Failure?
  private var isLast = true

  /// - Throws: as `Application.engine` and `Application.interpreter`.
  init(_ app: Application) throws {
    let engine = try app.engine()
    self.engine = engine
    notebook = try Notebook { try app.interpreter(engine, cells: true) }
    console = sink.console(like: app.console)
    progress = KernelProgress(sink)
    runner = CellRunner(console: console, engine: engine, notebook: notebook, folds: true, progress: progress)
    runner.show = { [unowned self] in show($0, $1, $2) }
    runner.report = { [unowned self] error, source, again in
      let (failure, status) = explained(error, source, again)
      self.failure = failure
      return status
    }
  }

  var facts: LanguageFacts {
    LanguageFacts(
      name: "cact", version: Application.version, mediaType: "text/x-cact", fileExtension: ".cact",
      // Comments, strings, numbers, `and`, `or`, `not` and `in` are written as there.
      resembles: "python",
      banner: "cact \(Application.version): `help` lists the stages",
      links: [("CodeACT (arXiv 2408.02193)", "https://arxiv.org/abs/2408.02193")])
  }

  // MARK: - Running

  /// What a client sends, as the language has it.
  private struct Cell {
    var source: SourceText
    var statements: [Statement]
    var diagnostics: [Diagnostic]
    /// Whether `exit` stands behind the statements.
    var leaves: Bool

    /// Nothing is written in it, not even a comment.
    var isBlank: Bool
  }

  private func cell(_ code: String) -> Cell {
    var code = code
    let line = code.trimmingBlanks()
    // As at the prompt.
    if line.hasPrefix("?"), !line.contains("\n") { code = "help " + line.dropFirst() }
    func source(_ number: Int) -> SourceText { SourceText(name: Notebook.sourceName(number), text: code) }
    let (program, diagnostics) = Parser.parse(source(notebook.nextNumber), mode: .prompt)
    let exit = program.statements.firstIndex(where: \.isExit)
    var cell = Cell(
      source: source(notebook.nextNumber), statements: Array(program.statements[..<(exit ?? program.statements.count)]),
      diagnostics: diagnostics, leaves: exit != nil, isBlank: line.isEmpty)
    // Errors name it as its client does: by the number of its last statement.
    cell.source = source(number(of: cell))
    return cell
  }

  func number(of code: String) -> Int { number(of: cell(code)) }

  private func number(of cell: Cell) -> Int {
    guard !cell.diagnostics.hasErrors else { return notebook.nextNumber }
    // `help` leaves no cell behind.
    let count = cell.statements.count { if case .help = $0 { false } else { true } }
    return notebook.nextNumber + max(0, count - 1)
  }

  func execute(_ request: CellRequest, output: CellOutput) -> CellResult {
    failure = nil
    progress.begin()
    sink.output = output
    defer { sink.output = nil }
    let cell = cell(request.code)
    announced = request.isSilent ? notebook.nextNumber : number(of: cell)
    if request.isSilent { runSilently(cell) } else { run(cell) }
    // What leaves no cell behind, such as `help` and what was not reached, has a number all the same: clients count what they send.
    if !request.isSilent, !cell.isBlank { while notebook.nextNumber <= announced { notebook.skipNumber() } }
    var result = CellResult(number: announced, failure: failure)
    result.asksToLeave = cell.leaves && failure == nil
    if failure == nil { result.expressions = request.expressions.map { ($0.name, value(of: $0.code)) } }
    return result
  }

  private func run(_ cell: Cell) {
    let again = "the same cell"
    let faults = faults(of: cell)
    guard faults.isEmpty else {
      _ = runner.run(in: cell.source, again: again) { _, _ in
        throw Notebook.Rejected(diagnostics: faults, source: cell.source)
      }
      return
    }
    for (place, statement) in cell.statements.enumerated() {
      isLast = place == cell.statements.count - 1
      let text =
        cell.statements.count == 1
        ? String(decoding: cell.source.bytes, as: UTF8.self) : cell.source.text(statement.span)
      let status = runner.run(in: cell.source, again: again) { [notebook] observer, work in
        [try notebook.run(statement, in: cell.source, text: text, observer: observer, work: work)]
      }
      guard status == .done else { return }
    }
    if cell.leaves { console.note("`exit` ends the prompt; a kernel is shut down by its client") }
  }

  /// What keeps a cell from running; several statements are checked together, before the first of them runs.
  private func faults(of cell: Cell) -> [Diagnostic] {
    if cell.diagnostics.hasErrors { return cell.diagnostics }
    var found = cell.diagnostics
    if cell.statements.count > 1 {
      let program = Program(statements: cell.statements)
      found += program.withoutSavedFiles(notebook.interpreter.check(program, cell.source), in: cell.source)
    }
    if found.hasErrors { return found.filter(\.isError) }
    console.show(found, in: cell.source)
    return []
  }

  /// Runs statements that leave no cell and print nothing; what they name is there afterwards.
  private func runSilently(_ cell: Cell) {
    do {
      for statement in cell.statements { _ = try outcome(of: statement, cell) }
    } catch {
      failure = explained(runner.proven(error, in: cell.source), cell.source, "the same cell").failure
    }
    runner.follow()
  }

  private func outcome(of statement: Statement, _ cell: Cell) throws -> StatementOutcome {
    guard !cell.diagnostics.hasErrors else {
      throw Notebook.Rejected(diagnostics: cell.diagnostics, source: cell.source)
    }
    return try Signals.whileRunning {
      try notebook.interpreter.run(statement, in: cell.source, work: engine.work { _ in })
    }
  }

  /// The value of a pipeline that is wanted with the reply.
  private func value(of code: String) -> Result<JSONObject, CellResult.ExpressionFailure> {
    let cell = cell(code)
    do {
      guard !cell.diagnostics.hasErrors else {
        throw Notebook.Rejected(diagnostics: cell.diagnostics, source: cell.source)
      }
      guard let statement = cell.statements.first, cell.statements.count == 1, !cell.leaves else {
        throw Diagnostic(
          NotebookCodes.unknownCell, "an expression is one statement that has a value",
          at: Span(0, cell.source.bytes.count))
      }
      return .success(data(try outcome(of: statement, cell), 0, true) ?? ["text/plain": ""])
    } catch {
      return .failure(.init(explained(runner.proven(error, in: cell.source), cell.source, "the same cell").failure))
    }
  }

  // MARK: - Showing

  private func show(_ outcome: StatementOutcome, _ cell: Int, _ showsValue: Bool) {
    guard let data = data(outcome, cell, showsValue) else { return }
    if isLast { sink.output?.result(data, number: announced) } else { sink.output?.display(data) }
  }

  /// What the prompt prints of a value, and the forms in which a page shows it; nil: nothing.
  private func data(_ outcome: StatementOutcome, _ cell: Int, _ showsValue: Bool) -> JSONObject? {
    let printed = CollectedText()
    ValueView(console: printed.console(like: console, color: false)).show(outcome, cell: cell, showsValue: showsValue)
    guard !printed.text.isEmpty else { return nil }
    var data = JSONObject()
    if outcome.message == nil, outcome.plan == nil, let value = outcome.value as? any Presentable {
      data = Export.media(of: value.presentation(limit: ValueView.rows))
    }
    data["text/plain"] = .string(printed.text)
    return data
  }

  /// An error as a client shows it.
  private func explained(
    _ error: any Error, _ source: SourceText, _ again: String
  ) -> (failure: CellResult.Failure, status: ExitStatus) {
    let printed = CollectedText()
    let status = printed.console(like: console, color: true).report(error, in: source, again: again)
    let lines = printed.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if error is Interrupted {
      let message = "interrupted; run it again to resume"
      return (.init(name: "Interrupted", message: message, lines: lines), status)
    }
    let first: Diagnostic? =
      switch error {
      case let rejected as Notebook.Rejected: rejected.diagnostics.first(where: \.isError)
      case let findings as Findings: findings.diagnostics.first(where: \.isError)
      case let diagnostic as Diagnostic: diagnostic
      case let error as NotebookError: error.diagnostic
      default: nil
      }
    let message = DisplayText.escaped(first?.message ?? "\(error)")
    return (.init(name: first?.code.name ?? TerminalCodes.ownFault.name, message: message, lines: lines), status)
  }
}
