import Diagnostics
import Foundation
import Syntax

extension Binder {
  /// Binds one statement; nil when it has errors.
  mutating func bind(_ statement: Statement) -> BoundStatement? {
    let earlier = diagnostics.count
    let result = statementWithoutCheck(statement)
    return diagnostics[earlier...].hasErrors ? nil : result
  }

  private mutating func statementWithoutCheck(_ statement: Statement) -> BoundStatement? {
    switch statement {
    case .pipeline(let syntax): return bind(syntax).map { .pipeline($0) }
    case .explain(let syntax): return bind(syntax.pipeline).map { .explain($0) }
    case .letBinding(let syntax):
      refuseReserved(syntax.name, "let")
      return bind(syntax.pipeline).map { .letBinding(syntax.name.text, $0) }
    case .parameter(let syntax): return parameter(syntax)
    case .definition(let syntax): return definition(syntax).map { .definition($0) }
    case .setting(let syntax): return setting(syntax)
    case .use(let syntax): return use(syntax)
    case .help(let syntax):
      guard let topic = syntax.topic else { return .help(nil) }
      if HelpPages.exists(topic.text, registry, scope) { return .help(topic.text) }
      var diagnostic = Diagnostic(
        Codes.unknownTopic, "there is no help on `\(topic.text)`", at: topic.span, label: "unknown",
        notes: ["`help` alone lists the stages"])
      if let near = Spelling.candidate(for: topic.text, among: HelpPages.topics(registry, scope)) {
        diagnostic = diagnostic.adding(help: "a stage with a similar name exists", edits: [.init(topic.span, near)])
      }
      report(diagnostic)
      return nil
    }
  }

  // MARK: Names

  /// `let` and `def` may not take the name of a stage, statement, setting or operator.
  private mutating func refuseReserved(_ name: NameSyntax, _ statement: String) {
    let what: String
    if registry[name.text] != nil {
      what = "a stage"
    } else if statement == "let", scope.definitions[name.text] != nil {
      what = "a stage that a `def` made"
    } else if ReservedWords.statements.contains(name.text) {
      what = "a statement"
    } else if ReservedWords.operators.contains(name.text) || ReservedWords.literals.contains(name.text) {
      what = "a word of expressions"
    } else if scope.settings.definition(name.text) != nil {
      what = "a setting"
    } else if CellReference(word: name.text) != nil {
      what = "a cell"
    } else {
      return
    }
    report(
      Diagnostic(
        Codes.reservedName, "`\(name.text)` is the name of \(what)", at: name.span, label: "taken",
        helps: [.init("another name", edits: [.init(name.span, "my_\(name.text)")])]))
  }

  // MARK: param

  private mutating func parameter(_ syntax: ParameterSyntax) -> BoundStatement? {
    let name = syntax.name
    if scope.settings.definition(name.text) != nil {
      report(
        Diagnostic(
          Codes.reservedName, "`\(name.text)` is the name of a setting", at: name.span, label: "taken",
          helps: [.init("another name", edits: [.init(name.span, "my_\(name.text)")])]))
      return nil
    }
    if let given = scope.parameters[name.text], scope.given.contains(name.text) {
      return .parameter(name.text, given)
    }
    return .parameter(name.text, Scalar(substituted(syntax.defaultValue)))
  }

  // MARK: set

  /// What the value of a setting names that is not there: a warning while a script is checked, which may make it, and an error where the
  /// statement is run.
  static func absent(
    _ definition: SettingDefinition, _ value: ArgumentValue, at span: Span, _ severity: Diagnostic.Severity
  ) -> Diagnostic? {
    guard let absence = definition.absence(value) else { return nil }
    var diagnostic = Diagnostic(absence.code, absence.message, at: span, label: "not found", severity: severity)
    for near in absence.near {
      diagnostic = diagnostic.adding(
        help: "one with a similar name is there", edits: [.init(span, ArgumentValue.path(near).written)])
    }
    return diagnostic
  }

  private mutating func setting(_ syntax: SettingSyntax) -> BoundStatement? {
    let name = syntax.name
    guard let definition = scope.settings.definition(name.text) else {
      let names = scope.settings.definitions.map(\.name)
      var diagnostic = Diagnostic(
        Codes.unknownSetting, "no setting is named `\(name.text)`", at: name.span, label: "unknown setting",
        notes: ["settings: " + Words.list(names, "and")])
      if let near = Spelling.candidate(for: name.text, among: names) {
        diagnostic = diagnostic.adding(help: "a setting with a similar name exists", edits: [.init(name.span, near)])
      }
      report(diagnostic)
      return nil
    }
    var values = substituted(syntax.value)
    if values.first?.isOperator(.assign) == true {
      report(
        Diagnostic(
          Codes.unexpectedArgument, "`set` is written without `=`", at: values[0].span, label: "not here",
          helps: [.init("the value follows the name", edits: [.init(values[0].span, "")])]))
      values.removeFirst()
    }
    guard let value = value(of: definition, values, end: syntax.span.upper) else { return nil }
    if let obstacle = definition.obstacle(value) {
      report(
        Diagnostic(
          Codes.unknownChoice, "`\(name.text)` cannot be \(Canonicalizer.text(value)) on this machine",
          at: syntax.span, label: "not here", notes: [obstacle]))
      return nil
    }
    if let absent = Self.absent(definition, value, at: values.first?.span ?? syntax.span, .warning) { report(absent) }
    if scope.settings.fixed.contains(name.text) {
      report(
        Diagnostic(
          Codes.settingStands, "`\(name.text)` was set on the command line, which takes precedence", at: syntax.span,
          label: "has no effect", severity: .warning))
    }
    return .setting(name.text, value)
  }

  /// Reads a setting's value, whole.
  mutating func value(of definition: SettingDefinition, _ values: [Argument], end: Int) -> ArgumentValue? {
    var reader = ArgumentReader(arguments: values, end: end) { _, _ in throw AlreadyReported() }
    do {
      let result = try reader.value(definition.kind, in: definition.range, role: "the setting `\(definition.name)`")
      if let rest = reader.current {
        throw Diagnostic(
          Codes.unexpectedArgument, "`\(definition.name)` takes one value", at: rest.span, label: "one too many")
      }
      return result.value
    } catch {
      if let diagnostic = error as? Diagnostic { report(diagnostic) }
      return nil
    }
  }

  // MARK: def

  private mutating func definition(_ syntax: DefinitionSyntax) -> Definition? {
    refuseReserved(syntax.name, "def")
    var parameters: [Definition.Parameter] = []
    for parameter in syntax.parameters {
      var kind: ArgumentKind?
      if let type = parameter.type {
        kind = Scalars.types[type.text]
        if kind == nil {
          var diagnostic = Diagnostic(
            Codes.parameter, "no type is named `\(type.text)`", at: type.span, label: "unknown type",
            notes: ["types of parameters: " + Words.list(Scalars.types.keys.sorted(), "and")])
          if let near = Spelling.candidate(for: type.text, among: Scalars.types.keys) {
            diagnostic = diagnostic.adding(help: "a type with a similar name exists", edits: [.init(type.span, near)])
          }
          report(diagnostic)
        }
      }
      let value = substituted(parameter.defaultValue)
      if let kind, !value.isEmpty {
        var reader = ArgumentReader(arguments: value, end: parameter.span.upper) { _, _ in throw AlreadyReported() }
        do {
          _ = try reader.value(kind, role: "the default of `\(parameter.name.text)`")
        } catch {
          if let diagnostic = error as? Diagnostic { report(diagnostic) }
        }
      }
      parameters.append(
        Definition.Parameter(
          name: parameter.name.text, kind: kind, defaultValue: value, text: source.text(parameter.span)))
    }
    let definition = Definition(
      name: syntax.name.text, parameters: parameters, body: syntax.body, source: source, scope: scope)
    checkBody(definition, syntax)
    return definition
  }

  /// Binds the body once where it stands, with defaults or plausible values, so that its own mistakes are reported here
  /// and not at each call. What comes in is not known: any columns.
  private mutating func checkBody(_ definition: Definition, _ syntax: DefinitionSyntax) {
    var known: [String: Scalar] = [:]
    for parameter in definition.parameters {
      let value = parameter.defaultValue.isEmpty ? Self.sample(parameter.kind) : parameter.defaultValue
      guard let value else { return }  // Without type or default nothing can stand in its place.
      known[parameter.name] = Scalar(value)
    }
    let scope = scope
    var substitution = Substitution { known[$0] ?? scope.scalar($0) }
    let body = substitution.pipeline(syntax.body)
    for name in substitution.unknown {
      report(
        Diagnostic(
          Codes.unknownScalar, "no parameter or setting is named `$\(name.text)`", at: name.span, label: "unknown",
          notes: known.isEmpty ? [] : ["parameters here: " + Words.list(known.keys.sorted().map { "`$\($0)`" }, "and")]
        ))
    }
    if let first = body.stages.first, first.name == definition.name, scope.definitions[first.name] == nil {
      report(
        Diagnostic(
          Codes.unknownStage, "`\(definition.name)` cannot call itself", at: first.nameSpan,
          label: "sees only what is defined before it"))
      return
    }
    // What takes several types may get any of them.
    let inputs = body.stages.first.flatMap { registry[$0.name]?.signature.input } ?? []
    let only = inputs.count == 1 ? inputs.first : nil
    let input = only == .nothing ? nil : Point(shape: only.map { Shape($0, .open) })
    var inner = self
    inner.forgetDiagnostics()
    _ = inner.bound(body, input: input)
    for diagnostic in inner.diagnostics { report(diagnostic) }
  }

  /// A value that a parameter of this kind may have.
  private static func sample(_ kind: ArgumentKind?) -> [Argument]? {
    switch kind {
    case .number, .integer: Scalars.scalar(.integer(1))?.arguments
    case .percentage, .share: Scalars.scalar(.percentage(0.1))?.arguments
    case .duration: Scalars.scalar(.duration(60))?.arguments
    case .size: Scalars.scalar(.size(1_000_000))?.arguments
    case .rate: Scalars.scalar(.rate(1))?.arguments
    case .shard, .string, .path, .word, .column, .expression, .formula, .assignments, .sortKeys, .choice, .block, .rows,
      .packs, .model, .value, nil:
      nil
    }
  }

  // MARK: use

  private mutating func use(_ syntax: UseSyntax) -> BoundStatement? {
    var reader = UseReader(registry: registry)
    let result = reader.read(syntax, from: source, scope: scope)
    for diagnostic in reader.diagnostics { report(diagnostic) }
    return result.map { .use($0.definitions, files: $0.files) }
  }
}
