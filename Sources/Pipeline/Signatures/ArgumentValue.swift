public import Diagnostics
public import Quantities
public import Syntax

/// One key of `sort`.
public struct SortKey: Sendable {
  /// What rows are sorted by.
  public var expression: RowExpression
  /// Whether the largest comes first; else the smallest does.
  public var descending: Bool
  /// A key of `sort`.
  public init(_ expression: RowExpression, descending: Bool) {
    self.expression = expression
    self.descending = descending
  }
}

/// `name = expression` of `derive`.
public struct Assignment: Sendable {
  /// The column that is made or replaced.
  public var name: String
  /// What its cells are.
  public var expression: RowExpression
  /// `name = expression`
  public init(name: String, expression: RowExpression) {
    self.name = name
    self.expression = expression
  }
}

/// What stands in a slot of kind model.
public enum ModelReference: Sendable {
  /// `RunContext.value(of:)` makes it.
  case made(BoundPipeline)
  /// A directory, or org/name in the hub's cache.
  case stored(String)
}

/// What the binder put into a slot, an option or a setting.
public indirect enum ArgumentValue: Sendable {
  case number(Double)
  case integer(Int)
  /// As a fraction: 10% is 0.1.
  case percentage(Double)
  case share(Share)
  /// A duration in seconds: 30m is 1,800.
  case duration(Double)
  /// A size in bytes: 20GB is 20,000,000,000.
  case size(Int)
  /// A price per hour: 2.10/h is 2.1.
  case rate(Double)
  case shard(ShardNumber)
  case string(String)
  case path(String)
  case word(String)
  /// Name of a column as the user wrote it: an alias is not resolved.
  case column(String)
  /// Of kind expression or formula.
  case expression(RowExpression)
  case assignments([Assignment])
  case sortKeys([SortKey])
  case choice(String)
  case flag(Bool)
  case block(BoundPipeline)
  /// Rows, packs or a model from elsewhere: evaluated by `RunContext.value(of:)`.
  case pipeline(BoundPipeline)
  /// What a repeating slot holds.
  case list([ArgumentValue])
}

extension ArgumentValue {
  /// The blocks and pipelines that stand in it, in their order.
  public var pipelines: [BoundPipeline] {
    switch self {
    case .block(let pipeline), .pipeline(let pipeline): [pipeline]
    case .list(let values): values.flatMap(\.pipelines)
    case .number, .integer, .percentage, .share, .duration, .size, .rate, .shard, .string, .path, .word, .column,
      .expression, .assignments, .sortKeys, .choice, .flag:
      []
    }
  }

  /// As it is written in a line.
  package var written: String { Canonicalizer.text(self) }

  /// What a string, a path, a word, a choice or a column says.
  public var text: String? {
    switch self {
    case .string(let text), .path(let text), .word(let text), .choice(let text), .column(let text): text
    case .number, .integer, .percentage, .share, .duration, .size, .rate, .shard, .expression, .assignments, .sortKeys,
      .flag, .block, .pipeline, .list:
      nil
    }
  }
}

/// One argument with the place that it was written at; nil for a default.
public struct BoundArgument: Sendable {
  /// What it comes to.
  public var value: ArgumentValue
  /// Where it is written; nil for a default.
  public var span: Span?
  /// A value, and where it is written.
  public init(_ value: ArgumentValue, span: Span? = nil) {
    self.value = value
    self.span = span
  }
}
