import Diagnostics
import Digests
import Documents
public import Pipeline
import Stages
import Syntax
public import Work

/// A session's cells, run again from nothing: whether they come to what they came to. Nothing is written but into the store of
/// `interpreter`, which is best an empty one, and neither the session nor the store that it was made with is changed.
public final class Replay {
  /// What came of a cell.
  public enum Finding: Sendable, Hashable {
    /// The values of all its stages that `then` still has are equal to the bit.
    case sameValues
    /// Its values are no longer in `then`; what its stages printed and recorded is the same.
    case sameFigures
    /// It has no value: a setting, a definition.
    case noValue
    /// It was not run, and why.
    case left(String)
    /// At this stage, in canonical text, and how.
    case differs(stage: String, Difference)
  }

  /// How a stage differs from what it was.
  public enum Difference: Sendable, Hashable {
    /// It reads something else now: a file, a model, a setting, or the stage itself is another version.
    case inputs
    /// From the same inputs it made another value.
    case value
    /// What was said of its model on held-out rows.
    case verdict
    /// The session's file has another line of it.
    case printed(then: String, now: String)
    /// Its statement failed or does not check any more.
    case failed(String)
  }

  /// The session that is run again.
  public let document: SessionDocument
  private let interpreter: Interpreter
  private let then: Executor
  /// The cells that names and `_3` stand for, by these.
  private var cellOf: [String: Int] = [:]
  /// Cells that were not run.
  private var left: Set<Int> = []

  /// - Parameters:
  ///   - interpreter: with nothing run in it yet.
  ///   - then: over the store in which the session ran, to compare with; what it no longer has is compared by what was printed.
  public init(_ document: SessionDocument, interpreter: Interpreter, then: Executor) {
    (self.document, self.interpreter, self.then) = (document, interpreter, then)
    interpreter.writesNothing = true
  }

  /// Settings that tell others of a run: files besides, and a command of a shell.
  private static let telling: Set<String> = [
    SettingDefinition.log.name, SettingDefinition.tensorboard.name, SettingDefinition.alert.name,
  ]

  /// Runs a cell and compares it. Cells go in their order.
  /// - Throws: `Interrupted`, `InternalError`.
  public func run(_ cell: NotebookCell, observer: any RunObserver, work: Work) throws -> Finding {
    let finding = try compared(cell, observer, work)
    if case .left = finding { left.insert(cell.number) }
    if cell.type != nil {
      for name in ["_\(cell.number)", cell.name].compactMap(\.self) { cellOf[name] = cell.number }
      if cell.status == .done { cellOf["_"] = cell.number }
    }
    return finding
  }

  private func compared(_ cell: NotebookCell, _ observer: any RunObserver, _ work: Work) throws -> Finding {
    switch cell.status {
    case .failed: return .left("it failed")
    case .interrupted: return .left("it was interrupted: what it had done by then cannot be made again")
    case .done: break
    }
    let source = SourceText(name: Notebook.sourceName(cell.number), text: cell.source)
    let (program, diagnostics) = Parser.parse(source, mode: .prompt)
    guard !diagnostics.hasErrors, let statement = program.statements.first else {
      return .differs(stage: "", .failed(diagnostics.first(where: \.isError)?.message ?? "there is no statement"))
    }
    if case .setting(let syntax) = statement, Self.telling.contains(syntax.name.text) {
      return .left("`set \(syntax.name.text)` tells others of a run")
    }
    if let absent = CellReferences.words(in: program).compactMap({ cellOf[$0.word] }).first(where: left.contains) {
      return .left("it reads cell \(absent), which was not run")
    }
    if interpreter.writesInside(statement, in: source) { return .left("it writes files") }
    let stages = interpreter.stages(of: statement, in: source)
    let recipe = interpreter.currentKey(of: statement, in: source)
    if cell.type != nil, let was = cell.recipe, let now = recipe, now.description != was {
      // The first stage whose value nobody has is where the recipes part.
      let first = stages.first { then.remembered($0.key) == nil } ?? stages.last
      return .differs(stage: first?.text ?? "", .inputs)
    }
    let recorder = BlockRecorder(observer)
    let outcome: StatementOutcome
    do {
      outcome = try interpreter.run(statement, in: source, cell: cell.number, observer: recorder, work: work)
    } catch let findings as Findings {
      return .differs(stage: "", .failed(findings.diagnostics.first(where: \.isError)?.message ?? "it does not check"))
    } catch let failure as Diagnostic {
      return .differs(stage: recorder.stage ?? "", .failed(failure.message))
    }
    guard outcome.value != nil else { return .noValue }
    return try compared(cell, stages, outcome)
  }

  private func compared(
    _ cell: NotebookCell, _ stages: [Interpreter.KeyedStage], _ outcome: StatementOutcome
  ) throws -> Finding {
    // Of stages that only look no value is kept.
    var isProven = false
    for stage in stages {
      guard let now = interpreter.executor.remembered(stage.key) else { continue }
      guard let was = then.remembered(stage.key), let digest = try ValueContent.digest(of: was) else {
        isProven = false
        continue
      }
      guard try ValueContent.digest(of: now) == digest else { return .differs(stage: stage.text, .value) }
      isProven = true
    }
    let writing = Set(interpreter.registry.signatures.filter { $0.effect == .effectful }.map(\.name))
    let (was, now) = (
      PrintedFigures(cell.blocks, without: writing), PrintedFigures(outcome.blocks, without: writing)
    )
    if let difference = was.difference(from: now) {
      let stage = stages.first { $0.text.split(separator: " ").first.map(String.init) == difference.title }
      return .differs(stage: stage?.text ?? difference.title, .printed(then: difference.then, now: difference.now))
    }
    let verdicts = [cell.record, outcome.record].map { $0["heldout"].map(ValueContent.digest) }
    if verdicts[0] != verdicts[1] { return .differs(stage: stages.last?.text ?? "", .verdict) }
    return isProven ? .sameValues : .sameFigures
  }
}
