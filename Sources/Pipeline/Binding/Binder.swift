import Diagnostics
import Syntax

/// Binds and checks one statement of one source: names, arguments by signature, types and columns along the pipe. All
/// independent errors are collected; a stage that does not bind leaves an unknown shape behind, which nothing complains of.
struct Binder {
  let registry: Registry
  let source: SourceText
  /// What names stand for.
  let scope: Scope
  private(set) var diagnostics: [Diagnostic] = []
  /// The same, of which each is known at once: a program can have thousands of mistakes.
  private var known: Set<Diagnostic> = []

  init(registry: Registry, source: SourceText, scope: Scope) {
    self.registry = registry
    self.source = source
    self.scope = scope
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if known.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  /// Begins without findings: those of a part are told apart from what was found before.
  /// Puts one finding in place of all from the `count`-th on.
  mutating func replaceDiagnostics(after count: Int, with diagnostic: Diagnostic) {
    for found in diagnostics[count...] { known.remove(found) }
    diagnostics.removeSubrange(count...)
    report(diagnostic)
  }

  mutating func forgetDiagnostics() { (diagnostics, known) = ([], []) }

  // MARK: Pipelines

  /// The place in a pipe between two stages.
  struct Point {
    /// Nil after an error: anything may follow.
    var shape: Shape?
    /// The stage, name or block that produced it.
    var producer: NameSyntax?
    /// The stages before it, from the source on; nil where they are not all known.
    var before: [BoundCall]?
  }

  /// Binds a pipeline as the user wrote it: `$` filled in, `def`s expanded.
  /// - Parameter input: what a block's stages are given; nil for a pipeline that must begin by itself.
  mutating func bind(_ syntax: PipelineSyntax, input: Point? = nil) -> BoundPipeline? {
    bound(substituted(syntax), input: input)
  }

  /// Fills in `$` from the scope. Reports names that nothing is known of.
  mutating func substituted(_ syntax: PipelineSyntax) -> PipelineSyntax {
    var substitution = Substitution { [scope] in scope.scalar($0) }
    let result = substitution.pipeline(syntax)
    for name in substitution.unknown { report(unknownScalar(name)) }
    return result
  }

  mutating func substituted(_ arguments: [Argument]) -> [Argument] {
    var substitution = Substitution { [scope] in scope.scalar($0) }
    let result = substitution.arguments(arguments)
    for name in substitution.unknown { report(unknownScalar(name)) }
    return result
  }

  private func unknownScalar(_ name: NameSyntax) -> Diagnostic {
    let known = Array(scope.parameters.keys) + scope.settings.definitions.map(\.name)
    let near = Spelling.candidates(for: name.text, among: known)
    var diagnostic = Diagnostic(
      Codes.unknownScalar, "no parameter or setting is named `$\(name.text)`", at: name.span, label: "unknown",
      notes: near.isEmpty ? [] : ["similar names: " + Words.list(Words.quoted(near.map { "$" + $0 }), "or")])
    if scope.bindings[name.text] != nil {
      diagnostic.notes = ["`\(name.text)` is a pipeline's value: it is named without `$`"]
    } else if Int(name.text) != nil {
      diagnostic.notes = ["`$1`, `$2` … are the arguments after the script's name"]
    }
    return diagnostic
  }

  /// Binds a pipeline without `$`.
  mutating func bound(_ syntax: PipelineSyntax, input: Point?) -> BoundPipeline? {
    var head = Head.source
    var calls: [BoundCall] = []
    var point = input ?? Point(shape: Shape(.nothing), before: [])
    var stages = syntax.stages[...]
    var isWhole = true

    if let block = syntax.headBlock {
      guard let inner = bound(block.pipeline, input: input) else { return nil }
      head = inner.head
      calls = inner.calls
      point = Point(
        shape: inner.output, producer: NameSyntax("the block", span: block.span),
        before: history(of: inner, input: input))
    } else if let first = stages.first, let binding = self.binding(named: first.name) {
      stages = stages.dropFirst()
      head = .binding(binding)
      point = Point(
        shape: binding.shape, producer: NameSyntax(first.name, span: first.nameSpan),
        before: history(of: binding.pipeline, input: nil))
      if let argument = first.arguments.first {
        report(nameTakesNothing(first, argument))
        isWhole = false
      }
    } else if let first = stages.first, first.cell != nil {
      report(noCell(first.name, first.nameSpan))
      stages = stages.dropFirst()
      point = Point(shape: nil)
      isWhole = false
    } else if input != nil {
      head = .input
    }
    let headShape = point.shape
    for (offset, stage) in stages.enumerated() {
      let isFirst = offset == 0 && calls.isEmpty && syntax.headBlock == nil
      // A block may stand by itself: its first stage is a source.
      if isFirst, case .input = head, registry[stage.name]?.signature.input == [.nothing] {
        head = .source
        point = Point(shape: Shape(.nothing), before: [])
      }
      let previous = offset == 0 ? syntax.stages.first : stages[stages.startIndex + offset - 1]
      if let bound = bind(stage, at: &point, isFirst: isFirst, before: previous) {
        calls += bound
      } else {
        isWhole = false
      }
    }
    // A definition that begins with a source makes its block stand by itself.
    if case .input = head, let first = calls.first, registry[first.stage]?.signature.input == [.nothing] {
      head = .source
    }
    guard isWhole, let output = point.shape ?? headShape else { return nil }
    return BoundPipeline(head: head, calls: calls, span: syntax.span, output: output, text: source.text(syntax.span))
  }

  /// The stages that a pipeline's value has gone through, those behind names included; nil where they are not all known.
  private func history(of pipeline: BoundPipeline, input: Point?) -> [BoundCall]? {
    switch pipeline.head {
    // One with a mistake stands for something that nobody knows.
    case .source: pipeline.calls.isEmpty ? nil : pipeline.calls
    case .input: input?.before.map { $0 + pipeline.calls }
    case .binding(let binding): history(of: binding.pipeline, input: nil).map { $0 + pipeline.calls }
    }
  }

  // MARK: Stages

  /// Binds one stage and moves `point` behind it. A `def` gives several calls.
  private mutating func bind(
    _ stage: StageSyntax, at point: inout Point, isFirst: Bool, before: StageSyntax?
  ) -> [BoundCall]? {
    if let definition = scope.definitions[stage.name] { return expand(definition, stage, at: &point, isFirst: isFirst) }
    guard let known = registry[stage.name] else {
      report(unknownStage(stage, isFirst: isFirst))
      point = Point(shape: nil)
      return nil
    }
    let signature = known.signature
    var failed = false
    if let shape = point.shape, !signature.input.contains(shape.type) {
      report(wrongInput(stage, signature, shape, point.producer))
      failed = true
    }
    let columns = failed ? .open : (point.shape?.columns ?? .open)
    let call = arguments(of: stage, signature, columns: columns, input: failed ? nil : point.shape)
    let inputType = failed || point.shape == nil ? signature.input.first ?? .rows : point.shape?.type ?? .rows
    var output: ValueType? = inputType
    if case .type(let type) = signature.output { output = type }
    if case .same = signature.output, failed || point.shape == nil { output = nil }
    var result = ColumnSet.open
    if let call {
      if point.shape?.type.hasColumns == true, !failed { failed = !checkNeeds(known, call, columns) || failed }
      result = columnsAfter(known, call, point, columns, failed: &failed)
    } else {
      failed = true
    }
    let producer = signature.output == .same ? point.producer : NameSyntax(stage.name, span: stage.nameSpan)
    let before = failed ? nil : call.flatMap { call in point.before.map { $0 + [call] } }
    point = Point(
      shape: output.map { Shape($0, $0.hasColumns ? result : ColumnSet()) }, producer: producer, before: before)
    return failed ? nil : call.map { [$0] }
  }

  private mutating func columnsAfter(
    _ stage: any StageDefinition, _ call: BoundCall, _ point: Point, _ columns: ColumnSet, failed: inout Bool
  ) -> ColumnSet {
    let sink = DiagnosticSink()
    let context = CheckContext(settings: scope.settings, input: point.shape?.type, before: point.before) {
      sink.add($0)
    }
    defer {
      for diagnostic in sink.all {
        report(diagnostic)
        if diagnostic.isError { failed = true }
      }
    }
    do {
      let after = try stage.columns(after: call, input: columns, context: context)
      // What a report's table has is known when it is made, unless the stage says it.
      return stage.signature.output == .type(.report) && after.columns.isEmpty ? .open : after
    } catch let diagnostic as Diagnostic {
      report(diagnostic)
    } catch {
      report(StageFailure.diagnostic(error, call: call, kept: []))
    }
    failed = true
    return .open
  }

  // MARK: Definitions

  /// The body of a `def` in place of its call. The body's own scope is the one that stood before it.
  private mutating func expand(
    _ definition: Definition, _ stage: StageSyntax, at point: inout Point, isFirst: Bool
  ) -> [BoundCall]? {
    guard let scalars = definitionArguments(definition, stage) else {
      point = Point(shape: nil)
      return nil
    }
    let place = stage.span
    let outer = scope
    var substitution = Substitution(place: place) { name in
      if let scalar = scalars[name] { return scalar }
      return outer.scalar(name).map { Scalar($0.arguments.map { $0.at(place) }) }
    }
    let body = substitution.pipeline(definition.body)
    var inner = Binder(registry: registry, source: source, scope: definition.scope.seen(from: scope))
    for name in substitution.unknown { inner.report(unknownScalar(name)) }
    let result = inner.bound(body, input: point)
    for diagnostic in inner.diagnostics {
      // Edits would patch the definition's text into the call's line.
      var outside = diagnostic
      outside.helps = diagnostic.helps.map { Diagnostic.Help($0.message) }
      let position = definition.source.position(of: definition.body.span.lower)
      report(outside.adding(note: "inside `\(definition.name)`, \(definition.source.name):\(position.line)"))
    }
    guard let result, !inner.diagnostics.hasErrors else {
      point = Point(shape: nil)
      return nil
    }
    if case .binding = result.head {
      report(
        Diagnostic(
          Codes.wrongInput, "`\(definition.name)` begins with a value, so it cannot follow a `|`", at: stage.nameSpan,
          label: "has its own input"))
      return nil
    }
    point = Point(
      shape: result.output, producer: NameSyntax(stage.name, span: stage.nameSpan),
      before: point.before.map { $0 + result.calls })
    return result.calls
  }

  /// The values of a call's parameters: by position, or `name value`.
  private mutating func definitionArguments(_ definition: Definition, _ stage: StageSyntax) -> [String: Scalar]? {
    var scalars: [String: Scalar] = [:]
    var reader = ArgumentReader(arguments: stage.arguments, end: stage.span.upper) { _, _ in
      throw InternalError("a scalar is no pipeline")
    }
    var failed = false
    func parameter(_ word: String?) -> Definition.Parameter? {
      word.flatMap { word in definition.parameters.first { $0.name == word } }
    }
    while let argument = reader.current {
      var target: Definition.Parameter?
      if let named = parameter(argument.word), reader.index + 1 < stage.arguments.count {
        reader.index += 1
        target = named
      } else {
        target = definition.parameters.first { scalars[$0.name] == nil }
      }
      guard let target, scalars[target.name] == nil else {
        report(
          Diagnostic(
            target == nil ? Codes.unexpectedArgument : Codes.givenTwice,
            target == nil
              ? "`\(stage.name)` takes no more arguments" : "`\(target?.name ?? "")` is given twice",
            at: argument.span, label: "one too many", notes: [definition.text]))
        return nil
      }
      let start = reader.index
      do {
        let role = "`\(target.name)` of `\(stage.name)`"
        if let kind = target.kind {
          _ = try reader.value(kind, role: role)
        } else {
          try reader.skipScalar(role: role)
        }
        scalars[target.name] = Scalar(Array(stage.arguments[start..<reader.index]))
      } catch let diagnostic as Diagnostic {
        report(diagnostic)
        scalars[target.name] = Scalar([])
        reader.index = max(reader.index, start + 1)
        failed = true
      } catch {
        failed = true
        break
      }
    }
    for parameter in definition.parameters where scalars[parameter.name] == nil {
      guard !parameter.defaultValue.isEmpty else {
        report(
          Diagnostic(
            Codes.missingArgument, "`\(stage.name)` needs `\(parameter.name)`", at: .empty(at: stage.span.upper),
            label: parameter.kind.map { "expected \($0.words)" } ?? "expected a value", notes: [definition.text]))
        failed = true
        continue
      }
      scalars[parameter.name] = Scalar(parameter.defaultValue.map { $0.at(stage.span) })
    }
    return failed ? nil : scalars
  }
}

/// Collects from a `@Sendable` closure that is only called while a stage is being checked, on that thread.
private final class DiagnosticSink: @unchecked Sendable {
  // Unchecked: made, filled and read by one call of `columns(after:)`, which does not outlive it.
  private(set) var all: [Diagnostic] = []
  func add(_ diagnostic: Diagnostic) { all.append(diagnostic) }
}
