public import Diagnostics
import Digests
import Documents
public import Pipeline
import Store
public import Syntax
public import Work

/// Numbered cells over an interpreter, kept in a session file. Knows no terminal. Used from one thread.
///
/// What names stand for after cell n is a function of the cells up to n, in their order: editing, dropping or running
/// again an earlier cell binds the later ones anew, and those whose inputs are no longer what they ran with are stale.
public final class Notebook {
  /// In the order in which they were run first.
  public private(set) var cells: [NotebookCell] = []
  /// The number that the next cell gets; numbers are never used again.
  public private(set) var nextNumber = 1
  /// Runs the cells, and holds settings and definitions.
  public private(set) var interpreter: Interpreter
  let session = Session()
  /// What the session's file holds that means nothing to this program.
  private(set) var foreign = ForeignMembers()

  /// The cell that runs, and its place: a session that is written meanwhile holds it as interrupted, so that it is not lost
  /// should the program end.
  private(set) var running: (cell: NotebookCell, index: Int)?
  /// Called with the number of a cell when its first stage begins, before the stage does anything.
  public var cellBegins: (Int) -> Void = { _ in }

  private let makeInterpreter: () throws -> Interpreter
  private var undoable: [[NotebookCell]] = []
  private var redoable: [[NotebookCell]] = []

  /// - Parameter makeInterpreter: an interpreter in which no cell has run: the language's library loaded, the command line's
  ///   settings and parameters in place. Called again whenever cells are bound anew; the executor may be the same.
  public init(makeInterpreter: @escaping () throws -> Interpreter) throws {
    self.makeInterpreter = makeInterpreter
    interpreter = try makeInterpreter()
  }

  /// Leaves a number out: a client counts what it sent, also where no cell came of it.
  public func skipNumber() { nextNumber += 1 }

  /// What a cell came to.
  public struct Entry: Sendable {
    /// nil for `help`, which leaves no cell behind.
    public var cell: NotebookCell?
    /// What came of it.
    public var outcome: StatementOutcome
  }

  /// A cell that did not run: it does not parse, bind or check. It takes no number.
  public struct Rejected: Error {
    /// Why; at least one is an error.
    public var diagnostics: [Diagnostic]
    /// What they point into.
    public var source: SourceText

    /// Findings that keep a cell from running.
    public init(diagnostics: [Diagnostic], source: SourceText) {
      self.diagnostics = diagnostics
      self.source = source
    }
  }

  /// The name under which diagnostics point into a cell.
  public static func sourceName(_ number: Int) -> String { "cell[\(number)]" }

  // MARK: - Running

  /// Parses, checks and runs one entered cell.
  /// - Throws: `Rejected`; `Diagnostic` when a stage fails, with spans in `cell[nextNumber]`; `Interrupted`.
  public func run(_ text: String, observer: any RunObserver, work: Work) throws -> [Entry] {
    let source = SourceText(name: Notebook.sourceName(nextNumber), text: text)
    let (program, diagnostics) = Parser.parse(source, mode: .prompt)
    guard !diagnostics.hasErrors else { throw Rejected(diagnostics: diagnostics, source: source) }
    for warning in diagnostics { observer.warning(warning, in: source) }
    // One statement is one cell; several lines pasted as one text are several cells, checked together.
    if program.statements.count > 1 {
      let found = interpreter.check(program, source)
      guard !found.hasErrors else { throw Rejected(diagnostics: found.filter(\.isError), source: source) }
      for warning in found { observer.warning(warning, in: source) }
    }
    return try program.statements.map { statement in
      let whole = program.statements.count == 1 ? text : source.text(statement.span)
      return try run(statement, in: source, text: whole, observer: observer, work: work)
    }
  }

  /// Runs one statement of `source` as the next cell, kept as `text`.
  public func run(
    _ statement: Statement, in source: SourceText, text: String, observer: any RunObserver, work: Work
  ) throws -> Entry {
    if case .help = statement {
      return Entry(cell: nil, outcome: try interpreted(statement, source, nil, observer, work))
    }
    let number = nextNumber
    let before = cells
    defer { if cells.count > before.count { remember(before) } }
    let (cell, result) = attempt(
      NotebookCell(number: number, source: text.trimmingBlankEnds()), at: cells.count, statement, source, observer, work
    )
    if let cell {
      cells.append(cell)
      nextNumber = number + 1
      keep()
    }
    return Entry(cell: cell, outcome: try result.get())
  }

  /// Runs cell `number` again, with `source` in place of its own when that is given; it keeps its number and its place.
  /// - Throws: as `run`, and `NotebookError` when there is no such cell.
  public func rerun(_ number: Int, source text: String? = nil, observer: any RunObserver, work: Work) throws -> Entry {
    let index = try index(of: number)
    let before = cells
    let text = text ?? cells[index].source
    let source = SourceText(name: Notebook.sourceName(number), text: text)
    let (program, diagnostics) = Parser.parse(source, mode: .prompt)
    guard !diagnostics.hasErrors, program.statements.count == 1, let statement = program.statements.first else {
      let several = Diagnostic(
        NotebookCodes.unknownCell, "a cell contains one statement", at: Span(0, source.bytes.count))
      throw Rejected(diagnostics: diagnostics.hasErrors ? diagnostics : [several], source: source)
    }
    interpreter = try makeInterpreter()
    bind(upTo: index)
    let blank = NotebookCell(number: number, source: text.trimmingBlankEnds(), unknown: cells[index].unknown)
    let (cell, result) = attempt(
      blank, at: index, statement, source, observer, work)
    if let cell {
      cells[index] = cell
      remember(before)
    } else {
      bind(from: index, upTo: index + 1)
    }
    bind(from: index + 1, upTo: cells.count)
    keep()
    return Entry(cell: cell, outcome: try result.get())
  }

  /// The cell as it is after `statement` ran, failed or was interrupted; nil when it was not begun.
  private func attempt(
    _ blank: NotebookCell, at index: Int, _ statement: Statement, _ source: SourceText, _ observer: any RunObserver,
    _ work: Work
  ) -> (NotebookCell?, Result<StatementOutcome, any Error>) {
    var cell = blank
    let recorder = BlockRecorder(observer) { [unowned self] in
      running = (blank, index)
      running?.cell.status = .interrupted
      keepRunning()
      cellBegins(blank.number)
    }
    defer { running = nil }
    let recipe = interpreter.currentKey(of: statement, in: source)
    do {
      let outcome = try interpreted(statement, source, cell.number, recorder, work)
      cell.name = outcome.name
      cell.type = outcome.value?.type.description
      cell.summary = outcome.value?.summary
      cell.digest = outcome.key?.description
      cell.recipe = recipe?.description
      cell.blocks = outcome.blocks
      cell.record = outcome.record
      cell.seconds = outcome.seconds
      return (cell, .success(outcome))
    } catch let rejected as Rejected {
      return (nil, .failure(rejected))
    } catch {
      cell.status = error is Interrupted ? .interrupted : .failed
      cell.blocks = recorder.blocks
      if cell.status == .interrupted, let part = interpreter.part {
        cell.name = part.name
        cell.type = part.value.type.description
        cell.summary = part.value.summary
        cell.digest = part.key.description
        cell.part = part.text
        cell.recipe = part.recipe?.description
        if let ledger = part.ledger { cell.record["ledger"] = ledger }
      }
      return (cell, .failure(error))
    }
  }

  private func interpreted(
    _ statement: Statement, _ source: SourceText, _ cell: Int?, _ observer: any RunObserver, _ work: Work
  ) throws -> StatementOutcome {
    do {
      return try interpreter.run(statement, in: source, cell: cell, observer: observer, work: work)
    } catch let findings as Findings {
      throw Rejected(diagnostics: findings.diagnostics, source: source)
    }
  }

  // MARK: - Changing the list of cells

  /// Takes a cell away; its number is not given again.
  public func drop(_ number: Int) throws {
    let index = try index(of: number)
    remember(cells)
    cells.remove(at: index)
    try rebind()
    keep()
  }

  /// Puts the cells back as they were before the last cells, `drop` or `rerun`.
  /// - Returns: how many such changes were undone; fewer than `count` where there were no more.
  @discardableResult
  public func undo(_ count: Int = 1) throws -> Int {
    try step(count, from: \.undoable, to: \.redoable)
  }

  /// Takes back what `undo` did, as long as nothing has been changed since.
  /// - Returns: how many changes were done again.
  @discardableResult
  public func redo(_ count: Int = 1) throws -> Int {
    try step(count, from: \.redoable, to: \.undoable)
  }

  private func step(
    _ count: Int, from source: ReferenceWritableKeyPath<Notebook, [[NotebookCell]]>,
    to target: ReferenceWritableKeyPath<Notebook, [[NotebookCell]]>
  ) throws -> Int {
    var done = 0
    while done < count, let before = self[keyPath: source].popLast() {
      self[keyPath: target].append(cells)
      cells = before
      done += 1
    }
    guard done > 0 else { return 0 }
    try rebind()
    keep()
    return done
  }

  /// The cell of a number. Throws `NotebookError` where there is none.
  public func cell(_ number: Int) throws -> NotebookCell { cells[try index(of: number)] }

  private func index(of number: Int) throws -> Int {
    guard let index = cells.firstIndex(where: { $0.number == number }) else {
      throw NotebookError(NotebookCodes.unknownCell, "there is no cell \(number)", helps: ["`:cells` lists them"])
    }
    return index
  }

  private func remember(_ before: [NotebookCell]) {
    redoable = []
    undoable.append(before)
    if undoable.count > 100 { undoable.removeFirst() }
  }

  /// Gives a cell's value a name, or another one, here and in the cells that speak of it. Nothing runs, and no value changes.
  /// - Throws: `NotebookError` where there is no such cell, it has no value, the name cannot be taken, or another cell would mean something
  ///   else afterwards.
  public func renameCell(_ number: Int, to name: String) throws {
    let index = try index(of: number)
    // Files may have changed since: what is stale already does not speak against the name.
    try rebind()
    let before = cells
    guard before[index].hasValue, before[index].part == nil, let renaming = CellRenaming(before, index, to: name) else {
      throw NotebookError(NotebookCodes.unknownCell, "cell \(number) has no value that could have a name")
    }
    let stale = Set(before.filter(\.isStale).map(\.number))
    // Words that are columns stay as they are: whether one is meant is seen by what the cell then comes to.
    for candidate in renaming.candidates {
      cells = candidate
      try rebind(upTo: index + 1)
      let isBound = interpreter.scope.bindings[name] != nil
      try rebind()
      if isBound, cells.allSatisfy({ !$0.isStale || stale.contains($0.number) }) {
        remember(before)
        return keep()
      }
    }
    cells = before
    try rebind()
    throw NotebookError(
      NotebookCodes.unknownCell,
      "cell \(number) cannot be named `\(name)`: the name is taken, or another cell would change with it")
  }

  // MARK: - Binding without running

  /// Binds every cell anew and looks which are stale: after cells or files have changed.
  public func rebind() throws { try rebind(upTo: cells.count) }

  func rebind(upTo end: Int) throws {
    interpreter = try makeInterpreter()
    bind(upTo: end)
  }

  func bind(from start: Int = 0, upTo end: Int) {
    guard start < end else { return }
    for index in start..<end { bind(index) }
  }

  private func bind(_ index: Int) {
    let cell = cells[index]
    guard cell.status == .done || cell.hasValue else { return }
    let source = SourceText(name: Notebook.sourceName(cell.number), text: cell.part ?? cell.source)
    let (program, diagnostics) = Parser.parse(source, mode: .prompt)
    guard !diagnostics.hasErrors, let statement = program.statements.first else {
      cells[index].isStale = true
      return
    }
    let now = interpreter.currentKey(of: statement, in: source)
    let isStale = cell.type != nil && now?.description != cell.recipe
    // A stale value is another recipe's: the name stands for what the statement means now.
    let key = isStale ? now : cell.digest.flatMap { ContentDigest($0) }
    let bound = interpreter.restore(
      statement, in: source, cell: cell.number, key: key, shape: nil, isPart: cell.status == .interrupted)
    cells[index].isStale = isStale || !bound
  }

  /// Takes the cells of a document and binds them.
  func adopt(_ document: SessionDocument) throws {
    cells = document.cells
    nextNumber = document.nextNumber
    (undoable, redoable) = ([], [])
    try rebind()
    foreign = ForeignMembers(of: document, in: interpreter.scope)
  }
}
