public import Work

/// What a column holds whose values are still to be made.
protocol DeferredValues: Sendable {
  /// Whether reading costs nothing any more.
  var isKnown: Bool { get }
  /// Makes the values. Throws `Interrupted` when `work` is cancelled, and what making them throws.
  func settle(_ work: Work) throws
}

extension Column {
  var deferred: (any DeferredValues)? {
    switch self {
    case .integer(let column): column.deferred
    case .text(let column): column.deferred
    case .json, .number, .bool, .vector: nil
    }
  }
}

extension Rows {
  /// Names of the columns whose values are still to be made.
  public var deferredColumns: [String] { names.filter(isDeferred) }

  /// Whether the values of this column are still to be made.
  public func isDeferred(_ name: String) -> Bool { column(name)?.deferred.map { !$0.isKnown } ?? false }

  /// The counts behind a column that is still to be made, and which of their rows these are; nil for any other.
  public func deferredCounts(_ name: String) -> (counts: DeferredCounts, rows: [Int])? {
    guard case .integer(let column)? = column(name), let deferred = column.deferred, !deferred.isKnown else {
      return nil
    }
    return (deferred.counts, deferred.rows)
  }

  /// Makes the values of these columns now, if they are still to be made: whoever reads a whole column asks for it first,
  /// because reading can neither report nor be interrupted. Throws `Interrupted` when `work` is cancelled, and what making them throws.
  public func settle(_ names: [String], work: Work) throws {
    for name in names { try column(name)?.deferred?.settle(work) }
  }
}
