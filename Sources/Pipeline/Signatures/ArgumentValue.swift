import Diagnostics
import Syntax

/// How much of something: what a slot of kind *share* holds.
public enum Share: Sendable, Hashable, CustomStringConvertible {
  /// A fraction of the rows that enter the stage, in (0, 1].
  case fraction(Double)
  case rows(Int)
  case tokens(Int)

  public var description: String {
    switch self {
    case .fraction(let f): "\(Literals.text(f * 100))%"
    case .rows(let n): "\(n)"
    case .tokens(let n): "\(n) tokens"
    }
  }

  /// Rows out of `count`: at least 1, a half rounds up; nil for a number of tokens. Never more than `count`.
  public func rows(of count: Int) -> Int? {
    switch self {
    case .fraction(let f): min(count, max(1, Int((f * Double(count) + 0.5 + 1e-9).rounded(.down))))
    case .rows(let n): min(count, n)
    case .tokens: nil
    }
  }
}

/// One key of `sort`.
public struct SortKey: Sendable {
  public var expression: RowExpression
  public var descending: Bool
  public init(_ expression: RowExpression, descending: Bool) {
    self.expression = expression
    self.descending = descending
  }
}

/// `name = expression` of `derive`.
public struct Assignment: Sendable {
  public var name: String
  public var expression: RowExpression
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
  /// Seconds.
  case duration(Double)
  /// Bytes.
  case size(Int)
  /// Per hour.
  case rate(Double)
  case string(String)
  case path(String)
  case word(String)
  /// Name of a column as the user wrote it: an alias is not resolved.
  case column(String)
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

/// One argument with the place that it was written at; nil for a default.
public struct BoundArgument: Sendable {
  public var value: ArgumentValue
  public var span: Span?
  public init(_ value: ArgumentValue, span: Span? = nil) {
    self.value = value
    self.span = span
  }
}
