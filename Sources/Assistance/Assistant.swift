public import Diagnostics
public import Pipeline
import Syntax

/// What may stand at a place of a text, and what the word there means: for the prompt, for editors and for notebooks. Runs nothing.
///
/// What statements before the place name is known as far as checking tells; what ran before the text is in the checker's scope.
public struct Assistant {
  /// Its scope is that of the place.
  let checker: Checker
  /// What is said of a name beside its type.
  let describe: (Binding) -> String?

  var registry: Registry { checker.registry }
  var scope: Scope { checker.scope }

  /// - Parameters:
  ///   - checker: its scope is what stands before the text: of an interpreter, what ran.
  ///   - describing: a few words on the value of a name; nil: its type.
  public init(_ checker: Checker, describing: @escaping (Binding) -> String? = { _ in nil }) {
    self.checker = checker
    describe = describing
  }

  /// What may stand at a place of a text. O(n), and the checking of what stands before it.
  /// - Parameter offset: bytes before the cursor; what stands behind it does not matter.
  public func complete(in source: SourceText, at offset: Int) -> Completion {
    let (inner, start) = standing(in: source, at: offset)
    return inner.complete(source.text(Span(start, offset)))
  }

  /// Every stage whose name begins with the word.
  public func stages(beginningWith word: String) -> Completion {
    .matching(word, stageNames(after: nil, isHead: nil))
  }

  /// An assistant that knows what the statements before the one at a place name, and where that one begins.
  func standing(in source: SourceText, at offset: Int) -> (Assistant, start: Int) {
    let offset = min(max(0, offset), source.bytes.count)
    let start = Parser.lastStatement(in: SourceText(name: source.name, bytes: Array(source.bytes[..<offset])))
    guard start > 0 else { return (self, 0) }
    let before = SourceText(name: source.name, bytes: Array(source.bytes[..<start]))
    let inner = Checker(registry: registry)
    inner.scope = checker.scope(after: Parser.parse(before).program.statements, in: before)
    return (Assistant(inner, describing: describe), start)
  }

  /// Type and columns of what comes into the stage; nil when that is not known.
  func shape(before place: Place) -> Shape? {
    guard let pipe = place.pipe else { return nil }
    let text = pipe.trimmingBlanks()
    let source = SourceText(name: "completion", text: text.isEmpty ? "_" : text)
    let (program, diagnostics) = Parser.parse(source, mode: .prompt)
    guard !diagnostics.hasErrors, program.statements.count == 1 else { return nil }
    switch program.statements.first {
    case .pipeline(let syntax): return checker.shape(of: syntax, source)
    case .explain(let syntax): return checker.shape(of: syntax.pipeline, source)
    case .letBinding(let syntax): return checker.shape(of: syntax.pipeline, source)
    case .parameter, .definition, .setting, .use, .help, nil: return nil
    }
  }
}
