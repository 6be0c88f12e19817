import Numerics

/// What `describe` says of a column.
public struct ColumnSummary: Sendable, Codable, Equatable {
  public var name: String
  public var kind: Column.Kind
  public var count: Int
  public var missing: Int
  /// Of numbers their values, of texts and JSON their lengths in bytes, of truth values 0 and 1; nil without any.
  public var spread: Spread?
  /// Different values, of texts, integers and truth values.
  public var distinct: Int?

  /// Order statistics (quantiles by linear interpolation) and a histogram of equal bins from `low` to `high`.
  public struct Spread: Sendable, Codable, Equatable {
    public var low: Double
    public var quarter: Double
    public var median: Double
    public var threeQuarters: Double
    public var high: Double
    public var mean: Double
    public var bins: [Int]
  }
}

extension Rows {
  /// Of every column, in order.
  public func summaries(bins: Int = 12) -> [ColumnSummary] {
    names.compactMap { summary(of: $0, bins: bins) }
  }

  /// Of one column, by name or role; nil when there is none.
  public func summary(of name: String, bins: Int = 12) -> ColumnSummary? {
    guard let column = column(name) else { return nil }
    let present = (0..<count).filter { !column.isMissing($0) }
    return ColumnSummary(
      name: resolved(name), kind: column.kind, count: count, missing: count - present.count,
      spread: ColumnSummary.Spread(column.magnitudes(of: present), bins: bins), distinct: column.distinct(present))
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
  fileprivate func magnitudes(of rows: [Int]) -> [Double] {
    switch self {
    case .text(let column), .json(let column): rows.map { Double(column.length($0)) }
    case .integer(let column): rows.map { Double(column.values[$0]) }
    case .number(let column): rows.map { column.values[$0] }
    case .bool(let column): rows.map { column.values[$0] ? 1 : 0 }
    case .vector: []
    }
  }

  fileprivate func distinct(_ rows: [Int]) -> Int? {
    switch self {
    case .text(let column): Set(rows.map { column[$0] }).count
    case .integer(let column): Set(rows.map { column.values[$0] }).count
    case .bool(let column): Set(rows.map { column.values[$0] }).count
    case .json, .number, .vector: nil
    }
  }
}
