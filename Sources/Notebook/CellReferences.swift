import Diagnostics
import Syntax

/// Where a cell's source refers to other cells: `_`, `_3`, and the `_` that a leading `|` stands for.
struct CellReferences {
  struct Place {
    var reference: CellReference
    /// Empty for the `_` that is not written.
    var span: Span
  }

  let places: [Place]

  init(in program: Program) {
    places = Self.words(in: program).compactMap { word in
      CellReference(word: word.word).map { Place(reference: $0, span: word.span) }
    }.sorted { $0.span.lower < $1.span.lower }
  }

  /// A word that may name a value.
  struct Word {
    var word: String
    var span: Span
    /// Whether a pipeline begins with it, or a stage: no column stands there.
    var isHead: Bool
  }

  /// The words of a program that may name values, in no order.
  static func words(in program: Program) -> [Word] {
    program.statements.flatMap { statement -> [Word] in
      switch statement {
      case .pipeline(let pipeline): words(in: pipeline)
      case .letBinding(let syntax): words(in: syntax.pipeline)
      case .definition(let syntax): words(in: syntax.body)
      case .explain(let syntax): words(in: syntax.pipeline)
      case .parameter(let syntax): words(in: syntax.defaultValue)
      case .setting(let syntax): words(in: syntax.value)
      case .use, .help: []
      }
    }
  }

  private static func words(in pipeline: PipelineSyntax) -> [Word] {
    (pipeline.headBlock.map { words(in: $0.pipeline) } ?? [])
      + pipeline.stages.flatMap { stage in
        [Word(word: stage.name, span: stage.nameSpan, isHead: true)] + words(in: stage.arguments)
      }
  }

  private static func words(in arguments: [Argument]) -> [Word] {
    arguments.flatMap { argument -> [Word] in
      if case .block(let block) = argument.kind { return words(in: block.pipeline) }
      return argument.word.map { [Word(word: $0, span: argument.span, isHead: false)] } ?? []
    }
  }
}
