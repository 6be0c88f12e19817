public import Diagnostics
public import Quantities
public import Syntax

/// A stage with its arguments in place, defaults filled in.
///
/// An accessor that is asked for an argument that the signature does not declare, or declares with another kind, throws
/// `InternalError`: that is a mistake of the stage, never of the user.
public struct BoundCall: Sendable {
  /// The stage's name.
  public var stage: String
  /// Where the stage is written, in the statement's source; for a stage that a `def` brought, the place of the call.
  public var span: Span
  /// Where the name stands.
  public var nameSpan: Span
  /// By slot, option or flag name; one that is absent and has no default is not there.
  public var arguments: [String: BoundArgument]

  /// A call of a stage, with its arguments by name.
  public init(stage: String, span: Span, nameSpan: Span, arguments: [String: BoundArgument] = [:]) {
    self.stage = stage
    self.span = span
    self.nameSpan = nameSpan
    self.arguments = arguments
  }

  /// True when the user (or a default) gave it.
  public func has(_ name: String) -> Bool { arguments[name] != nil }

  /// True when the user wrote it.
  public func isWritten(_ name: String) -> Bool { arguments[name]?.span != nil }

  /// Where the argument is written; the stage's name for a default.
  public func span(of name: String) -> Span { arguments[name]?.span ?? nameSpan }

  /// The same call with another value, for stages that build controls of themselves.
  public func with(_ name: String, _ value: ArgumentValue?) -> BoundCall {
    var call = self
    call.arguments[name] = value.map { BoundArgument($0) }
    return call
  }

  /// As the user might write it: every argument that was written or set since, but no default.
  public func text(_ signature: Signature) -> String {
    var shown = self
    for argument in signature.slots.map({ ($0.name, $0.defaultValue) })
      + signature.options.map({ ($0.name, $0.defaultValue) })
    where arguments[argument.0]?.span == nil {
      guard let value = arguments[argument.0]?.value else { continue }
      let isDefault = argument.1.map { Canonicalizer.text($0) == Canonicalizer.text(value) } ?? false
      // What is shown is what has a place.
      shown.arguments[argument.0] = isDefault ? nil : BoundArgument(value, span: span)
    }
    return Canonicalizer.display(shown, signature)
  }

  // MARK: Arguments that are there, by the signature (required, or with a default)

  /// A number of any kind; a percentage as a fraction, a duration in seconds.
  public func number(_ name: String) throws -> Double { try required(name, optionalNumber) }
  /// A whole number.
  public func integer(_ name: String) throws -> Int { try required(name, optionalInteger) }
  /// A percentage as a fraction: 10% is 0.1.
  public func percentage(_ name: String) throws -> Double { try required(name, optionalPercentage) }
  /// A part of the rows or of their tokens.
  public func share(_ name: String) throws -> Share { try required(name, optionalShare) }
  /// A duration in seconds.
  public func duration(_ name: String) throws -> Double { try required(name, optionalDuration) }
  /// A size in bytes.
  public func size(_ name: String) throws -> Int { try required(name, optionalSize) }
  /// A learning rate.
  public func rate(_ name: String) throws -> Double { try required(name, optionalRate) }
  /// A string, a path or a new name.
  public func string(_ name: String) throws -> String { try required(name, optionalString) }
  /// A column's name.
  public func column(_ name: String) throws -> String { try required(name, optionalColumn) }
  /// The word that was chosen.
  public func choice(_ name: String) throws -> String { try required(name, optionalChoice) }
  /// An expression over a row's columns.
  public func expression(_ name: String) throws -> RowExpression { try required(name, optionalExpression) }
  /// The stages in braces.
  public func block(_ name: String) throws -> BoundPipeline { try required(name, optionalBlock) }

  /// False unless the flag was written.
  public func flag(_ name: String) -> Bool {
    if case .flag(let value)? = arguments[name]?.value { value } else { false }
  }

  // MARK: Arguments that may be absent

  /// A number of any kind; a percentage as a fraction, a duration in seconds.
  public func optionalNumber(_ name: String) throws -> Double? {
    try get(name) { value in
      switch value {
      case .number(let x), .percentage(let x), .duration(let x), .rate(let x): x
      case .integer(let n): Double(n)
      case .share, .size, .shard, .string, .path, .word, .column, .expression, .assignments, .sortKeys, .choice, .flag,
        .block,
        .pipeline, .list:
        nil
      }
    }
  }
  /// A whole number.
  public func optionalInteger(_ name: String) throws -> Int? {
    try get(name) { if case .integer(let n) = $0 { n } else { nil } }
  }
  /// A percentage as a fraction; nil where it is not written.
  public func optionalPercentage(_ name: String) throws -> Double? {
    try get(name) { if case .percentage(let x) = $0 { x } else { nil } }
  }
  /// A part of the rows or of their tokens.
  public func optionalShare(_ name: String) throws -> Share? {
    try get(name) { if case .share(let share) = $0 { share } else { nil } }
  }
  /// A duration in seconds; nil where it is not written.
  public func optionalDuration(_ name: String) throws -> Double? {
    try get(name) { if case .duration(let x) = $0 { x } else { nil } }
  }
  /// A size in bytes; nil where it is not written.
  public func optionalSize(_ name: String) throws -> Int? {
    try get(name) { if case .size(let n) = $0 { n } else { nil } }
  }
  /// One of several parts; nil where it is not written.
  public func optionalShard(_ name: String) throws -> ShardNumber? {
    try get(name) { if case .shard(let shard) = $0 { shard } else { nil } }
  }
  /// A learning rate.
  public func optionalRate(_ name: String) throws -> Double? {
    try get(name) { if case .rate(let x) = $0 { x } else { nil } }
  }
  /// A string, a path or a new name.
  public func optionalString(_ name: String) throws -> String? {
    try get(name, \.text)
  }
  /// A column's name.
  public func optionalColumn(_ name: String) throws -> String? {
    try get(name) { if case .column(let column) = $0 { column } else { nil } }
  }
  /// The word that was chosen.
  public func optionalChoice(_ name: String) throws -> String? {
    try get(name) { if case .choice(let word) = $0 { word } else { nil } }
  }
  /// An expression over a row's columns.
  public func optionalExpression(_ name: String) throws -> RowExpression? {
    try get(name) { if case .expression(let expression) = $0 { expression } else { nil } }
  }
  /// The stages in braces.
  public func optionalBlock(_ name: String) throws -> BoundPipeline? {
    try get(name) { if case .block(let block) = $0 { block } else { nil } }
  }
  /// Rows, packs or a model from elsewhere; `RunContext.value(of:)` evaluates it.
  public func optionalPipeline(_ name: String) throws -> BoundPipeline? {
    try get(name) { if case .pipeline(let pipeline) = $0 { pipeline } else { nil } }
  }

  /// A model that a pipeline makes, or one that lies on disk.
  public func optionalModel(_ name: String) throws -> ModelReference? {
    try get(name) { value in
      if case .path(let text) = value { return .stored(text) }
      guard case .pipeline(let pipeline) = value else { return nil }
      return .made(pipeline)
    }
  }

  // MARK: Repeating slots; empty when absent

  /// Names of columns.
  public func columns(_ name: String) throws -> [String] {
    try list(name) { if case .column(let column) = $0 { column } else { nil } }
  }
  /// Strings, paths or new names.
  public func strings(_ name: String) throws -> [String] {
    try list(name) { if case .column = $0 { nil } else { $0.text } }
  }
  /// Numbers, whole ones among them.
  public func numbers(_ name: String) throws -> [Double] {
    try list(name) { value in
      if case .integer(let n) = value { return Double(n) }
      return if case .number(let x) = value { x } else { nil }
    }
  }
  /// The percentages of a list as fractions; empty where it is not written.
  public func percentages(_ name: String) throws -> [Double] {
    try list(name) { if case .percentage(let x) = $0 { x } else { nil } }
  }
  /// The stages in each pair of braces.
  public func blocks(_ name: String) throws -> [BoundPipeline] {
    try list(name) { if case .block(let block) = $0 { block } else { nil } }
  }
  /// Rows, packs or models from elsewhere.
  public func pipelines(_ name: String) throws -> [BoundPipeline] {
    try list(name) { if case .pipeline(let pipeline) = $0 { pipeline } else { nil } }
  }
  /// What rows are sorted by, the first key first.
  public func sortKeys(_ name: String) throws -> [SortKey] {
    try get(name) { if case .sortKeys(let keys) = $0 { keys } else { nil } } ?? []
  }
  /// Columns to make, in order.
  public func assignments(_ name: String) throws -> [Assignment] {
    try get(name) { if case .assignments(let assignments) = $0 { assignments } else { nil } } ?? []
  }

  // MARK: -

  private func get<T>(_ name: String, _ read: (ArgumentValue) -> T?) throws -> T? {
    guard let argument = arguments[name] else { return nil }
    guard let value = read(argument.value) else {
      throw InternalError("stage `\(stage)` reads its argument `\(name)` with a kind it was not declared with")
    }
    return value
  }

  private func required<T>(_ name: String, _ read: (String) throws -> T?) throws -> T {
    guard let value = try read(name) else {
      throw InternalError("stage `\(stage)` reads `\(name)`, which its signature does not require")
    }
    return value
  }

  private func list<T>(_ name: String, _ read: (ArgumentValue) -> T?) throws -> [T] {
    guard let argument = arguments[name] else { return [] }
    guard case .list(let values) = argument.value else {
      throw InternalError("stage `\(stage)` reads its argument `\(name)` as repeating, which it is not declared")
    }
    return try values.map { value in
      guard let item = read(value) else {
        throw InternalError("stage `\(stage)` reads its argument `\(name)` with a kind it was not declared with")
      }
      return item
    }
  }
}

/// A mistake of the program itself, apart from every error that a user can make.
public struct InternalError: Error, CustomStringConvertible {
  /// What went wrong.
  public var description: String
  /// A mistake of the program.
  public init(_ description: String) { self.description = description }
}
