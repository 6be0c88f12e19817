import Diagnostics

/// A script or a cell after parsing. Statements that did not parse are left out, or hold what could be read of them:
/// a program with errors is for reports and completion, never for running.
public struct Program: Sendable, Hashable {
  public var statements: [Statement]
  /// Comments and blank lines, for the formatter.
  public var layout: Layout

  public init(statements: [Statement] = [], layout: Layout = Layout()) {
    self.statements = statements
    self.layout = layout
  }
}

public enum Statement: Sendable, Hashable {
  case pipeline(PipelineSyntax)
  case letBinding(LetSyntax)
  case parameter(ParameterSyntax)
  case definition(DefinitionSyntax)
  case setting(SettingSyntax)
  case use(UseSyntax)
  case explain(ExplainSyntax)
  case help(HelpSyntax)

  public var span: Span {
    switch self {
    case .pipeline(let syntax): syntax.span
    case .letBinding(let syntax): syntax.span
    case .parameter(let syntax): syntax.span
    case .definition(let syntax): syntax.span
    case .setting(let syntax): syntax.span
    case .use(let syntax): syntax.span
    case .explain(let syntax): syntax.span
    case .help(let syntax): syntax.span
    }
  }
}

public struct NameSyntax: Sendable, Hashable {
  public var text: String
  public var span: Span
  public init(_ text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// `stage | stage …`, or `{ … } | stage …`.
public struct PipelineSyntax: Sendable, Hashable {
  /// What the pipeline begins with, when that is not a stage or a name.
  public enum Head: Sendable, Hashable {
    /// The first of `stages` begins it: a stage, a bound name, or a cell.
    case stage
    indirect case block(BlockSyntax)
  }

  public var head: Head
  public var stages: [StageSyntax]
  public var span: Span

  public init(head: Head = .stage, stages: [StageSyntax], span: Span) {
    self.head = head
    self.stages = stages
    self.span = span
  }

  public var headBlock: BlockSyntax? {
    if case .block(let block) = head { block } else { nil }
  }
}

/// `{ pipeline }`.
public struct BlockSyntax: Sendable, Hashable {
  public var pipeline: PipelineSyntax
  public var span: Span
  public init(pipeline: PipelineSyntax, span: Span) {
    self.pipeline = pipeline
    self.span = span
  }
}

/// A name and what follows it up to the next `|`. At the head of a pipeline it may turn out to be a bound name or a
/// cell (`_` is filled in, with an empty span, when a cell at the prompt begins with `|`).
public struct StageSyntax: Sendable, Hashable {
  public var name: String
  public var nameSpan: Span
  public var arguments: [Argument]
  public var span: Span

  public init(name: String, nameSpan: Span, arguments: [Argument], span: Span) {
    self.name = name
    self.nameSpan = nameSpan
    self.arguments = arguments
    self.span = span
  }

  public var cell: CellReference? { CellReference(word: name) }
}

/// `let name = pipeline`
public struct LetSyntax: Sendable, Hashable {
  public var name: NameSyntax
  public var pipeline: PipelineSyntax
  public var span: Span
}

/// `param name = default`
public struct ParameterSyntax: Sendable, Hashable {
  public var name: NameSyntax
  /// Never empty.
  public var defaultValue: [Argument]
  public var span: Span
}

/// `def name(parameter, …) = pipeline`
public struct DefinitionSyntax: Sendable, Hashable {
  /// `name`, `name = default`, `name: type`, `name: type = default`
  public struct Parameter: Sendable, Hashable {
    public var name: NameSyntax
    public var type: NameSyntax?
    /// Empty: no default.
    public var defaultValue: [Argument]
    public var span: Span
  }

  public var name: NameSyntax
  public var parameters: [Parameter]
  public var body: PipelineSyntax
  public var span: Span
}

/// `set name value`
public struct SettingSyntax: Sendable, Hashable {
  public var name: NameSyntax
  public var value: [Argument]
  public var span: Span
}

/// `use "file.cact"`
public struct UseSyntax: Sendable, Hashable {
  public var path: String
  public var pathSpan: Span
  public var span: Span
}

/// `explain pipeline`
public struct ExplainSyntax: Sendable, Hashable {
  public var pipeline: PipelineSyntax
  public var span: Span
}

/// `help` or `help name`
public struct HelpSyntax: Sendable, Hashable {
  public var topic: NameSyntax?
  public var span: Span
}

/// What the tree itself does not hold but the formatter keeps.
public struct Layout: Sendable, Hashable {
  public struct Comment: Sendable, Hashable {
    /// From `#` to the end of the line, trailing blanks removed.
    public var text: String
    public var span: Span
    /// Code stands before it on its line.
    public var isTrailing: Bool
  }

  /// In source order.
  public var comments: [Comment]
  /// Offsets of the tokens and own-line comments that have at least one blank line before them, ascending.
  public var blankLinesBefore: [Int]

  public init(comments: [Comment] = [], blankLinesBefore: [Int] = []) {
    self.comments = comments
    self.blankLinesBefore = blankLinesBefore
  }
}
