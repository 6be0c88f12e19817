/// Rows that share a fate in one stage: what `dropped` and `why` look up. Kept beside a stage's value.
public struct RowFate: Sendable, Codable, Equatable {
  /// Whether the stage set them aside on purpose, could not do its work on them, or kept them without something.
  public enum Outcome: String, Sendable, Codable { case dropped, failed, reduced }

  /// What became of them.
  public var outcome: Outcome
  /// In the user's words, as the stage's ledger has it: "ifd >= 1".
  public var reason: String
  /// By their 1-based numbers in their files.
  public var rows: RowNumbers
  /// By number, words that say of a row alone what `reason` says of all: "near twin of row 12"; nil: there are none.
  public var details: [Int: String]?

  /// Rows that share a fate.
  public init(_ outcome: Outcome, _ reason: String, rows: [Int], details: [Int: String] = [:]) {
    self.outcome = outcome
    self.reason = reason
    self.rows = RowNumbers(rows)
    self.details = details.isEmpty ? nil : details
  }
}

/// Numbers of rows in ascending order, as runs: stored as text, `3,17-20`, which is short where neighbours share a fate.
public struct RowNumbers: Sendable, Equatable {
  private var runs: [ClosedRange<Int>] = []

  /// In any order; a number that comes twice counts once.
  public init(_ numbers: [Int]) {
    for number in numbers.sorted() {
      guard let last = runs.last, number <= last.upperBound + 1 else {
        runs.append(number...number)
        continue
      }
      runs[runs.count - 1] = last.lowerBound...max(last.upperBound, number)
    }
  }

  /// How many there are.
  public var count: Int { runs.reduce(0) { $0 + $1.count } }
  /// All of them, ascending.
  public var all: [Int] { runs.flatMap { Array($0) } }

  /// Whether the number is one of them. O(log runs).
  public func contains(_ number: Int) -> Bool {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].upperBound < number { low = middle + 1 } else { high = middle }
    }
    return low < runs.count && runs[low].contains(number)
  }
}

extension RowNumbers: Codable {
  /// From the text that `encode` writes. Throws `DecodingError` for another.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    for part in try container.decode(String.self).split(separator: ",") {
      let bounds = part.split(separator: "-").map { Int($0) }
      guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2, first <= last else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no run of row numbers: \(part)")
      }
      runs.append(first...last)
    }
  }

  /// `3,17-20`
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ","))
  }
}
