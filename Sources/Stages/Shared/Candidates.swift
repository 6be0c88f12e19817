import Curation
import Pipeline
import Quantities
import Rows

/// Rows as a selection sees them.
enum Candidates {
  /// Unscored, with the tokens of each row where the share counts them.
  static func tokens(
    of value: RowsValue, for share: Share, column: String = "tokens", _ context: RunContext
  ) throws -> [Candidate] {
    let rows = value.rows
    var tokens: [Double]?
    if case .tokens = share {
      try TokenCounts.settle(value, context)
      tokens = rows.column(column)?.doubles
    }
    return (0..<rows.count).map { row in
      let count = tokens.map { $0[row].isNaN ? 0 : Int($0[row]) } ?? 0
      return Candidate(score: nil, tokens: count)
    }
  }
}
