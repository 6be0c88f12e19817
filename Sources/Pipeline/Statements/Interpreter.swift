public import Diagnostics
public import Digests
public import Documents
import Store
public import Syntax
public import Work

/// Evaluates a program statement by statement: the engine of scripts and of the notebook alike. Values are with the executor. Used
/// from one thread.
public final class Interpreter: Checker {
  /// What runs the pipelines.
  public let executor: Executor

  /// Whether stages that write files and pass their input on are left out when statements run.
  public var writesNothing = false

  /// What the last statement had done when it was stopped, where that can be looked at.
  public private(set) var part: UnfinishedPart?

  /// - Parameters:
  ///   - settings: the registry's as they are at first, where none are given.
  ///   - cells: true at the prompt, where `_` and `_3` mean something.
  public init(executor: Executor, settings: Settings? = nil, cells: Bool = false) {
    self.executor = executor
    super.init(registry: executor.registry, settings: settings, cells: cells)
  }

  // MARK: Running

  /// Binds, checks and runs one statement.
  /// - Parameter cell: the number of the cell it stands in, which `_` and `_N` then name.
  /// - Throws: `Findings` when it does not check; `Diagnostic` when a stage fails; `Interrupted`; `InternalError`.
  public func run(
    _ statement: Statement, in source: SourceText, cell: Int? = nil, observer: any RunObserver = SilentObserver(),
    work: Work = .silent
  ) throws -> StatementOutcome {
    let started = ContinuousClock.now
    var binder = Binder(registry: registry, source: source, scope: scope)
    let bound = binder.bind(statement)
    guard let bound else { throw Findings(binder.diagnostics) }
    if case .setting(let name, let value) = bound, case .setting(let syntax) = statement,
      let definition = scope.settings.definition(name), !scope.settings.fixed.contains(name),
      let absent = Binder.absent(definition, value, at: syntax.value.first?.span ?? syntax.span, .error)
    {
      throw absent
    }
    for warning in binder.diagnostics where isNews(warning, source) { observer.warning(warning, in: source) }
    // Whether the statement succeeds or not, what it found damaged is named once.
    defer {
      if let damage = executor.store.takeDamage() {
        observer.warning(
          Diagnostic(Codes.storeDamaged, damage.description, at: statement.span, severity: .warning), in: source)
      }
    }
    part = nil
    var outcome = StatementOutcome()
    switch bound {
    case .pipeline(let pipeline):
      outcome = try evaluate(pipeline, name: nil, cell: cell, observer, work)
    case .letBinding(let name, let pipeline):
      outcome = try evaluate(pipeline, name: name, cell: cell, observer, work)
    case .explain(let pipeline):
      outcome.plan = try executor.plan(pipeline, settings: scope.settings, work: work)
    case .setting, .parameter, .definition, .use:
      scope.take(bound)
      executor.store.limitBytes = scope.settings.cache
    case .help(let topic):
      outcome.message =
        topic.flatMap { HelpPages.page($0, registry: registry, scope: scope) }
        ?? HelpPages.overview(registry: registry, scope: scope)
    }
    outcome.seconds = (ContinuousClock.now - started) / .seconds(1)
    observer.statementFinished(outcome)
    return outcome
  }

  private func evaluate(
    _ pipeline: BoundPipeline, name: String?, cell: Int?, _ observer: any RunObserver, _ work: Work
  ) throws -> StatementOutcome {
    let pipeline = writesNothing ? executor.withoutEffects(pipeline) : pipeline
    let settings = scope.settings
    if let seconds = executor.secondsAhead(pipeline, settings: settings, work: work), seconds > settings.ask {
      observer.noted(Self.warning(seconds))
    }
    let result: Evaluated
    do {
      result = try executor.evaluateKeepingPart(
        pipeline, input: nil, settings: settings, observer: observer, work: work)
    } catch let run as UnfinishedRun {
      keep(run, of: pipeline, name: name, cell: cell)
      throw run.interruption
    }
    let conclusion = try executor.conclude(pipeline, result, settings: settings, observer: observer, work: work)
    let shape = Shape(result.value.type, result.value.columns)
    func binding(_ name: String) -> Binding {
      Binding(name: name, shape: shape, pipeline: pipeline, settings: settings, key: result.key)
    }
    if let name { scope.bindings[name] = binding(name) }
    if let cell {
      scope.bindings["_\(cell)"] = binding("_\(cell)")
      scope.bindings["_"] = binding("_")
    }
    if let conclusion, !conclusion.blocks.isEmpty { observer.concluded(conclusion.blocks) }
    var record = conclusion?.record ?? JSONObject()
    if let ledger = result.ledger { record["ledger"] = ledger }
    var outcome = StatementOutcome(
      value: result.value, key: result.key, name: name, blocks: result.blocks + (conclusion?.blocks ?? []),
      record: record, bill: bill(result.bill, settings, work))
    outcome.lastStage = pipeline.calls.last?.stage
    outcome.isKept = isKept(pipeline)
    return outcome
  }

  /// Of a run that is expected to take longer than the setting `ask` says.
  private static func warning(_ seconds: Double) -> String {
    let minutes = Int((min(seconds, 1e9) / 60).rounded())
    let time =
      seconds < 90
      ? "\(max(1, Int(seconds.rounded())))s" : minutes < 120 ? "\(minutes) minutes" : "\((minutes + 30) / 60) hours"
    return "This will take about \(time): `explain` says where. Ctrl-C stops it; what is done is kept."
  }

  /// Whether a pipeline ends in a stage that puts its value somewhere else.
  private func isKept(_ pipeline: BoundPipeline) -> Bool {
    pipeline.calls.last.flatMap { registry[$0.stage] }?.signature.effect == .effectful
  }

  /// Binds what a stopped statement had done to its cell, and to its name where its last stage was stopped.
  private func keep(_ run: UnfinishedRun, of pipeline: BoundPipeline, name: String?, cell: Int?) {
    var recipe = pipeline
    recipe.calls = Array(pipeline.calls.prefix(run.stages))
    recipe.output = Shape(run.part.value.type, run.part.value.columns)
    recipe.text = text(of: recipe)
    let isWhole = run.stages == pipeline.calls.count
    let key = try? executor.key(of: recipe, inputKey: nil, settings: scope.settings)
    // `_` stays what it was: the same line, run again, goes on from there.
    let names = [isWhole ? name : nil].compactMap(\.self) + (cell.map { ["_\($0)"] } ?? [])
    for name in names {
      scope.bindings[name] = Binding(
        name: name, shape: recipe.output, pipeline: recipe, settings: scope.settings, key: run.part.key)
    }
    part = UnfinishedPart(
      value: run.part.value, key: run.part.key, name: isWhole ? name : nil,
      text: isWhole ? nil : recipe.text, recipe: key, ledger: run.part.ledger)
  }

  /// A pipeline as one could write it, every `def` in it spelled out.
  private func text(of pipeline: BoundPipeline) -> String {
    var parts: [String] = []
    if case .binding(let binding) = pipeline.head { parts.append(binding.name) }
    parts += pipeline.calls.map { call in registry[call.stage].map { call.text($0.signature) } ?? call.stage }
    return parts.joined(separator: " | ")
  }

  /// What the stages of a statement took, remembered ones as they took it then.
  private func bill(_ entries: [BillEntry], _ settings: Settings, _ work: Work) -> JSONObject {
    func total(_ entries: [BillEntry]) -> JSONObject { BillTotal(entries, settings, threads: work.jobThreads).json }
    var bill = JSONObject()
    bill["stages"] = .array(
      entries.map { entry in
        var stage = JSONObject([("stage", .string(entry.stage)), ("purpose", .string(entry.purpose.rawValue))])
        for (name, value) in total([entry]) { stage[name] = value }
        return .object(stage)
      })
    for (name, value) in total(entries) { bill[name] = value }
    return bill
  }

  // MARK: Sessions

  /// Takes up a statement of an earlier session without running it: names stand for what they stood for, under the key
  /// that its value had; the value itself comes from the store when it is asked for.
  /// - Parameter isPart: the value is what was done when the statement was stopped: `_` is not it.
  /// - Returns: false when it no longer binds.
  public func restore(
    _ statement: Statement, in source: SourceText, cell: Int?, key: ContentDigest?, shape: Shape?, isPart: Bool = false
  ) -> Bool {
    var binder = Binder(registry: registry, source: source, scope: scope)
    guard let bound = binder.bind(statement) else { return false }
    func bind(_ names: [String], _ pipeline: BoundPipeline) {
      guard let key else { return }
      for name in names {
        scope.bindings[name] = Binding(
          name: name, shape: shape ?? pipeline.output, pipeline: pipeline, settings: scope.settings, key: key)
      }
    }
    let cells = cell.map { isPart ? ["_\($0)"] : ["_\($0)", "_"] } ?? []
    switch bound {
    case .pipeline(let pipeline): bind(cells, pipeline)
    case .letBinding(let name, let pipeline): bind([name] + cells, pipeline)
    default: scope.take(bound)
    }
    return true
  }

  /// The pipeline of a statement that has one and binds, for a test.
  package func pipeline(of statement: Statement, in source: SourceText) -> BoundPipeline? {
    var binder = Binder(registry: registry, source: source, scope: scope)
    switch binder.bind(statement) {
    case .pipeline(let pipeline), .letBinding(_, let pipeline): return pipeline
    case .explain, .setting, .parameter, .definition, .use, .help, nil: return nil
    }
  }

  /// Key that a statement's value would have now: differs from the one it has when a file, a setting or a name it reads
  /// has changed. Nil when it does not bind or has no value.
  public func currentKey(of statement: Statement, in source: SourceText) -> ContentDigest? {
    var binder = Binder(registry: registry, source: source, scope: scope)
    switch binder.bind(statement) {
    case .pipeline(let pipeline), .letBinding(_, let pipeline):
      return try? executor.key(of: pipeline, inputKey: nil, settings: scope.settings)
    case .explain, .setting, .parameter, .definition, .use, .help, nil: return nil
    }
  }

  /// The value of a name or a cell that is shown, where it need not be computed: it is remembered, or only looks at what is.
  public func valueAtHand(named name: String) -> (any Value)? {
    guard let binding = scope.bindings[name], !isKept(binding.pipeline), executor.isAtHand(binding) else { return nil }
    return try? executor.value(of: binding, at: Span(0, 0), observer: SilentObserver(), work: .silent).value
  }

  /// The value of a name or a cell.
  public func value(named name: String, work: Work = .silent) throws -> (any Value)? {
    guard let binding = scope.bindings[name] else { return nil }
    return try executor.value(of: binding, at: Span(0, 0), observer: SilentObserver(), work: work).value
  }
}

/// What a statement had done when the user stopped it in a stage whose work can be looked at: the rows scored so far.
public struct UnfinishedPart: Sendable {
  /// What is there.
  public var value: any Value
  /// Under which it is remembered.
  public var key: ContentDigest
  /// The name that the statement gives it, where its last stage was stopped.
  public var name: String?
  /// The stages that made it, as one could write them; nil: all of the statement's.
  public var text: String?
  /// Key of these stages, as long as what they read does not change.
  public var recipe: ContentDigest?
  /// What became of its rows.
  public var ledger: JSONValue?
}

/// What keeps a statement or a script from running.
public struct Findings: Error, Sendable {
  /// In the order of their places; at least one is an error.
  public var diagnostics: [Diagnostic]
  /// What was found.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
