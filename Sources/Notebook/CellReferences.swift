import Diagnostics
import Syntax

/// Where a cell's source refers to other cells: `_`, `_3`, and the `_` that a leading `|` stands for.
struct CellReferences {
  struct Place {
    var reference: CellReference
    /// Empty for the `_` that is not written.
    var span: Span
  }

  private(set) var places: [Place] = []

  init(in program: Program) {
    for statement in program.statements {
      switch statement {
      case .pipeline(let pipeline): add(pipeline)
      case .letBinding(let syntax): add(syntax.pipeline)
      case .definition(let syntax): add(syntax.body)
      case .explain(let syntax): add(syntax.pipeline)
      case .parameter(let syntax): add(syntax.defaultValue)
      case .setting(let syntax): add(syntax.value)
      case .use, .help: break
      }
    }
    places.sort { $0.span.lower < $1.span.lower }
  }

  private mutating func add(_ pipeline: PipelineSyntax) {
    if let block = pipeline.headBlock { add(block.pipeline) }
    for stage in pipeline.stages {
      if let cell = stage.cell { places.append(Place(reference: cell, span: stage.nameSpan)) }
      add(stage.arguments)
    }
  }

  private mutating func add(_ arguments: [Argument]) {
    for argument in arguments {
      if let cell = argument.cell { places.append(Place(reference: cell, span: argument.span)) }
      if case .block(let block) = argument.kind { add(block.pipeline) }
    }
  }
}
