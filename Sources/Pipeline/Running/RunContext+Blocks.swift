import Diagnostics
import Syntax

extension RunContext {
  /// Binds stages that are written in the language and that the library's names may stand in, as blocks that begin with
  /// rows of whatever columns. What is said of their stages is said of this stage.
  ///
  /// - Throws: `Diagnostic` at this stage where a text does not bind.
  public func blocks(_ texts: [String]) throws -> [BoundPipeline] {
    let interpreter = Interpreter(executor: executor, settings: settings.unheard)
    try interpreter.load(library: StandardLibrary.files)
    return try texts.map { try block($0, scope: interpreter.scope) }
  }

  private func block(_ text: String, scope: Scope) throws -> BoundPipeline {
    let source = SourceText(name: call.stage, text: text)
    let (program, found) = Parser.parse(source)
    guard !found.hasErrors, program.statements.count == 1, case .pipeline(let syntax)? = program.statements.first else {
      throw found.first ?? InternalError("`\(text)` is no pipeline")
    }
    var binder = Binder(registry: executor.registry, source: source, scope: scope)
    let bound = binder.bind(syntax, input: Binder.Point(shape: Shape(.rows, .open)))
    guard var block = bound, !binder.diagnostics.hasErrors else {
      let reason = binder.diagnostics.first { $0.isError }?.message ?? "it does not bind"
      throw Diagnostic(Codes.stageFailed, "`\(text)`: \(reason)", at: call.span, label: "failed here")
    }
    block.calls = block.calls.map { $0.placed(at: call.span) }
    block.text = text
    return block
  }
}

extension BoundCall {
  /// As if all of it were written there.
  func placed(at span: Span) -> BoundCall {
    var result = self
    result.span = span
    result.nameSpan = span
    for (name, argument) in arguments where argument.span != nil {
      result.arguments[name] = BoundArgument(argument.value, span: span)
    }
    return result
  }
}
