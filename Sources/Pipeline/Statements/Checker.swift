public import Diagnostics
public import Syntax

/// What can be said of a program without running any of it: its mistakes, what its names stand for, which advice holds. Needs no store.
/// Used from one thread.
public class Checker {
  /// The stages that there are.
  public let registry: Registry
  /// What names stand for at this point of the script.
  public var scope: Scope

  /// Warnings that were given.
  var warned: Set<String> = []

  /// - Parameters:
  ///   - settings: the registry's as they are at first, where none are given.
  ///   - cells: true at the prompt, where `_` and `_3` mean something.
  public init(registry: Registry, settings: Settings? = nil, cells: Bool = false) {
    self.registry = registry
    scope = Scope(settings: settings ?? Settings(definitions: registry.settings), allowsCells: cells)
  }

  /// Loads the language's own library. A mistake in it is a mistake of the program.
  /// - Throws: `InternalError` with the findings.
  public func load(library files: [SourceText]) throws {
    for source in files {
      let (program, found) = Parser.parse(source)
      let problems = found + check(program, source)
      guard !problems.hasErrors else { throw InternalError(Renderer.plain.render(problems, in: source)) }
      for statement in program.statements {
        guard case .definition = statement else { throw InternalError("\(source.name) holds more than `def`s") }
        _ = Self.take(statement, source, registry, in: &scope)
      }
    }
  }

  /// Gives `$1`, `$2` … and `--arg name=value` their values.
  /// - Throws: `Diagnostic` when a value is more than one literal.
  public func give(parameter name: String, text: String) throws {
    scope.parameters[name] = try Self.scalar(text, name: name)
    scope.given.insert(name)
  }

  /// Sets a setting for good, as a command-line option does.
  /// - Throws: `Diagnostic` in a source of its own, which holds `text`.
  public func fix(setting name: String, text: String) throws {
    guard let definition = scope.settings.definition(name) else { throw InternalError("no setting `\(name)`") }
    let source = SourceText(name: "--" + name, text: text)
    // The shell has taken the quotes that a path would have in a statement.
    let isText = definition.kind == .path || definition.kind == .string
    let scalar = isText ? Self.string(text) : try Self.scalar(text, name: name)
    var binder = Binder(registry: registry, source: source, scope: scope)
    guard
      let value = binder.value(
        of: definition, scalar.arguments.map { $0.at(Span(0, text.utf8.count)) }, end: text.utf8.count)
    else { throw binder.diagnostics.first ?? InternalError("`\(name)` was not read") }
    scope.settings.fix(name, to: value)
  }

  /// A command-line value: what parses as one scalar is that, anything else is text.
  private static func scalar(_ text: String, name: String) throws -> Scalar {
    let source = SourceText(name: "--arg " + name, text: "param value = " + text)
    let (program, diagnostics) = Parser.parse(source)
    if !diagnostics.hasErrors, program.statements.count == 1, case .parameter(let syntax)? = program.statements.first {
      let kinds = syntax.defaultValue.map(\.kind)
      switch kinds.first {
      case .number: return Scalar(syntax.defaultValue)
      case .string where kinds.count == 1: return Scalar(syntax.defaultValue)
      case .op(.minus) where kinds.count == 2: return Scalar(syntax.defaultValue)
      case .word(let word) where kinds.count == 1 && Words.isWord(word): return Scalar(syntax.defaultValue)
      default: break
      }
    }
    return string(text)
  }

  private static func string(_ text: String) -> Scalar {
    Scalar([Argument(.string(StringLiteral(text)), span: Span(0, text.utf8.count))])
  }

  /// Absolute path of the file that a `use` names.
  public static func path(of syntax: UseSyntax, in source: SourceText) -> String {
    UseReader.resolve(syntax.path, from: source.name)
  }

  // MARK: Checking

  /// Binds and checks a program whole, on a copy of the scope; runs nothing. Findings come in source order.
  public func check(_ program: Program, _ source: SourceText) -> [Diagnostic] {
    var scope = scope
    let found = program.statements.flatMap { Self.take($0, source, registry, in: &scope) }
    return found.filter { $0.isError || isNews($0, source) }.sorted { $0.span.lower < $1.span.lower }
  }

  /// What names stand for behind these statements, nothing of them run; of a statement with mistakes its name alone.
  public func scope(after statements: some Sequence<Statement>, in source: SourceText) -> Scope {
    var scope = scope
    for statement in statements { _ = Self.take(statement, source, registry, in: &scope) }
    return scope
  }

  /// Binds a statement and takes up what it names, as far as that can be said before it runs.
  private static func take(
    _ statement: Statement, _ source: SourceText, _ registry: Registry, in scope: inout Scope
  ) -> [Diagnostic] {
    var binder = Binder(registry: registry, source: source, scope: scope)
    switch binder.bind(statement) {
    case .pipeline(let pipeline): note(pipeline, cell: "_", in: &scope)
    case .letBinding(let name, let pipeline): note(pipeline, cell: name, in: &scope)
    case let bound?: scope.take(bound)
    case nil:
      // What the statement would have named is taken as known, so that one mistake is reported once.
      switch statement {
      case .letBinding(let syntax):
        let unknown = BoundPipeline(
          head: .source, calls: [], span: syntax.span,
          output: Shape(likelyType(of: syntax.pipeline, registry), .open), text: "")
        if scope.bindings[syntax.name.text] == nil { note(unknown, cell: syntax.name.text, in: &scope) }
      case .parameter(let syntax): scope.parameters[syntax.name.text] = Scalars.scalar(.integer(1))
      case .pipeline, .definition, .setting, .use, .explain, .help: break
      }
    }
    return binder.diagnostics
  }

  /// The type that a pipeline with a mistake in it would make, as far as the stages' names tell.
  private static func likelyType(of syntax: PipelineSyntax, _ registry: Registry) -> ValueType {
    for stage in syntax.stages.reversed() {
      if case .type(let type)? = registry[stage.name]?.signature.output { return type }
    }
    return .rows
  }

  /// A warning is given once, when a script is checked, and not again when it runs.
  func isNews(_ warning: Diagnostic, _ source: SourceText) -> Bool {
    let place = warning.code == Codes.settingStands ? "" : "\(source.name):\(warning.span)"
    return warned.insert(place + warning.message).inserted
  }

  private static func note(_ pipeline: BoundPipeline, cell name: String, in scope: inout Scope) {
    scope.bindings[name] = Binding(
      name: name, shape: pipeline.output, pipeline: pipeline, settings: scope.settings)
  }

  /// Type and columns after `pipeline`, for completion and staleness; nil when it does not bind.
  public func shape(of pipeline: PipelineSyntax, _ source: SourceText) -> Shape? {
    var binder = Binder(registry: registry, source: source, scope: scope)
    return binder.bind(pipeline)?.output
  }
}
