import Numerics
import Quantities

/// What `describe` says of a column.
public struct ColumnSummary: Sendable, Codable, Equatable {
  /// The column's own name.
  public var name: String
  /// What its values are.
  public var kind: Column.Kind
  /// Rows, those without a value among them.
  public var count: Int
  /// Rows without a value.
  public var missing: Int
  /// Numbers that are infinite, and so in no figure of `spread`.
  public var infinite: Int
  /// Of numbers their values, of texts and JSON their lengths in bytes, of truth values 0 and 1; nil without any.
  public var spread: Spread?
  /// Of texts and truth values those that most rows have, the most common first; empty where every row has another.
  public var common: [CommonValue]

  /// Order statistics (quantiles by linear interpolation) and a histogram of equal bins from `low` to `high`.
  public struct Spread: Sendable, Codable, Equatable {
    /// The smallest.
    public var low: Double
    /// A quarter of the values lie below.
    public var quarter: Double
    /// Half of the values lie below.
    public var median: Double
    /// Three quarters of the values lie below.
    public var threeQuarters: Double
    /// The largest.
    public var high: Double
    /// Their mean.
    public var mean: Double
    /// How many values fall into each bin.
    public var bins: [Int]
  }
}

extension Rows {
  /// Of every column, in order; on all threads.
  public func summaries(bins: Int = 12) -> [ColumnSummary] {
    Parallel.map(names.count) { Self.summary(of: columns[$0], named: names[$0], bins: bins) }
  }

  /// Of one column, by name or role; nil when there is none.
  public func summary(of name: String, bins: Int = 12) -> ColumnSummary? {
    column(name).map { Self.summary(of: $0, named: resolved(name), bins: bins) }
  }

  private static let mostCommon = 3

  private static func summary(of column: Column, named name: String, bins: Int) -> ColumnSummary {
    let present = column.presentMagnitudes
    return ColumnSummary(
      name: name, kind: column.kind, count: column.count, missing: column.count - present.count,
      infinite: present.values.count { $0.isInfinite },
      spread: ColumnSummary.Spread(present.values, bins: bins), common: column.commonValues(most: mostCommon))
  }
}

extension ColumnSummary.Spread {
  init?(_ values: [Double], bins: Int) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let low = sorted.first, let high = sorted.last else { return nil }
    self.init(
      low: low, quarter: Statistics.quantile(sorted, 0.25), median: Statistics.quantile(sorted, 0.5),
      threeQuarters: Statistics.quantile(sorted, 0.75), high: high, mean: Statistics.mean(sorted),
      bins: Statistics.histogram(sorted, bins: bins))
  }
}

extension Column {
  /// How many cells have a value, and what each of these counts as: a number its value, a text its length in bytes, a
  /// truth value 0 or 1, a vector nothing.
  fileprivate var presentMagnitudes: (count: Int, values: [Double]) {
    var values: [Double] = []
    if case .vector = self { return ((0..<count).count { !isMissing($0) }, values) }
    values.reserveCapacity(count)
    switch self {
    case .text(let column), .json(let column):
      for place in column.places where place.length >= 0 { values.append(Double(place.length)) }
    case .integer(let column):
      for (row, value) in column.values.enumerated() where column.mask[row] == nil { values.append(Double(value)) }
    case .number(let column):
      for (row, value) in column.values.enumerated() where column.mask[row] == nil && !value.isNaN {
        values.append(value)
      }
    case .bool(let column):
      for (row, value) in column.values.enumerated() where column.mask[row] == nil { values.append(value ? 1 : 0) }
    case .vector: break
    }
    return (values.count, values)
  }
}
