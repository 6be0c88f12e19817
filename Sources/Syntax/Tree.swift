public import Diagnostics

/// A script or a cell after parsing. Statements that did not parse are left out, or hold what could be read of them:
/// a program with errors is for reports and completion, never for running.
public struct Program: Sendable, Hashable {
  /// In the order of the source.
  public var statements: [Statement]
  /// Comments and blank lines, for the formatter.
  public var layout: Layout

  /// A program of these statements.
  public init(statements: [Statement] = [], layout: Layout = Layout()) {
    self.statements = statements
    self.layout = layout
  }
}

/// What stands between two line ends or semicolons.
public enum Statement: Sendable, Hashable {
  case pipeline(PipelineSyntax)
  case letBinding(LetSyntax)
  case parameter(ParameterSyntax)
  case definition(DefinitionSyntax)
  case setting(SettingSyntax)
  case use(UseSyntax)
  case explain(ExplainSyntax)
  case help(HelpSyntax)

  /// Where it stands.
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

/// A name and where it stands.
public struct NameSyntax: Sendable, Hashable {
  /// The name as it is written; nothing says that it stands for anything.
  public var text: String
  /// Where it stands.
  public var span: Span
  /// A name at a place.
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

  /// What it begins with.
  public var head: Head
  /// In order; never empty unless a cell or block begins it.
  public var stages: [StageSyntax]
  /// Where it stands.
  public var span: Span

  /// A pipeline of these stages.
  public init(head: Head = .stage, stages: [StageSyntax], span: Span) {
    self.head = head
    self.stages = stages
    self.span = span
  }

  /// The block that it begins with, if it does.
  public var headBlock: BlockSyntax? {
    if case .block(let block) = head { block } else { nil }
  }
}

/// `{ pipeline }`.
public struct BlockSyntax: Sendable, Hashable {
  /// What stands in the braces.
  public var pipeline: PipelineSyntax
  /// Where it stands, braces included.
  public var span: Span
  /// A block around a pipeline.
  public init(pipeline: PipelineSyntax, span: Span) {
    self.pipeline = pipeline
    self.span = span
  }
}

/// A name and what follows it up to the next `|`. At the head of a pipeline it may turn out to be a bound name or a
/// cell (`_` is filled in, with an empty span, when a cell at the prompt begins with `|`).
public struct StageSyntax: Sendable, Hashable {
  /// The first word.
  public var name: String
  /// Where that word stands.
  public var nameSpan: Span
  /// What follows it, in order.
  public var arguments: [Argument]
  /// Where it stands, from the name to the last argument.
  public var span: Span

  /// A stage with its arguments.
  public init(name: String, nameSpan: Span, arguments: [Argument], span: Span) {
    self.name = name
    self.nameSpan = nameSpan
    self.arguments = arguments
    self.span = span
  }

  /// The cell that it stands for, if it does.
  public var cell: CellReference? { CellReference(word: name) }
}

/// `let name = pipeline`
public struct LetSyntax: Sendable, Hashable {
  /// The name that is bound.
  public var name: NameSyntax
  /// What it is bound to.
  public var pipeline: PipelineSyntax
  /// Where it stands.
  public var span: Span
}

/// `param name = default`
public struct ParameterSyntax: Sendable, Hashable {
  /// What `$name` refers to, without the sign.
  public var name: NameSyntax
  /// What it is unless the command line gives it; never empty.
  public var defaultValue: [Argument]
  /// Where it stands.
  public var span: Span
}

/// `def name(parameter, …) = pipeline`
public struct DefinitionSyntax: Sendable, Hashable {
  /// `name`, `name = default`, `name: type`, `name: type = default`
  public struct Parameter: Sendable, Hashable {
    /// What `$name` refers to in the body, without the sign.
    public var name: NameSyntax
    /// The kind of value that it takes; nil where it takes any.
    public var type: NameSyntax?
    /// Empty: no default.
    public var defaultValue: [Argument]
    /// Where it stands.
    public var span: Span
  }

  /// The name that is defined.
  public var name: NameSyntax
  /// In the order in which calls fill them.
  public var parameters: [Parameter]
  /// What a call stands for.
  public var body: PipelineSyntax
  /// Where it stands.
  public var span: Span
}

/// `set name value`
public struct SettingSyntax: Sendable, Hashable {
  /// The word after `set`; the binder knows which there are.
  public var name: NameSyntax
  /// What it is set to; empty where it is only shown.
  public var value: [Argument]
  /// Where it stands.
  public var span: Span
}

/// `use "file.cact"`: takes over the definitions of another file.
public struct UseSyntax: Sendable, Hashable {
  /// The file, as written.
  public var path: String
  /// Where the path stands.
  public var pathSpan: Span
  /// Where it stands.
  public var span: Span
}

/// `explain pipeline`: shows the plan and runs nothing.
public struct ExplainSyntax: Sendable, Hashable {
  /// What is planned and not run.
  public var pipeline: PipelineSyntax
  /// Where it stands.
  public var span: Span
}

/// `help` or `help name`
public struct HelpSyntax: Sendable, Hashable {
  /// What is asked about; nil for the overview.
  public var topic: NameSyntax?
  /// Where it stands.
  public var span: Span
}

/// What the tree itself does not hold but the formatter keeps.
public struct Layout: Sendable, Hashable {
  /// A comment, which is kept through formatting.
  public struct Comment: Sendable, Hashable {
    /// From `#` to the end of the line, trailing blanks removed.
    public var text: String
    /// Where it stands.
    public var span: Span
    /// Code stands before it on its line.
    public var isTrailing: Bool
  }

  /// In source order.
  public var comments: [Comment]
  /// Offsets of the tokens and own-line comments that have at least one blank line before them, ascending.
  public var blankLinesBefore: [Int]

  /// A layout; by default nothing to keep.
  public init(comments: [Comment] = [], blankLinesBefore: [Int] = []) {
    self.comments = comments
    self.blankLinesBefore = blankLinesBefore
  }
}
