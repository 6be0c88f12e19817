import Pipeline
import Rows

/// Rows for which an expression has no value, by reason.
struct Gaps {
  private var ledger = Ledger()

  mutating func add(_ gap: ExpressionGap, row: Int) { ledger.drop(gap.reason, row: row) }

  /// `3 division by zero: rows 1, 2, 3`, one for each reason.
  var lines: [String] { ledger.dropped.map(\.line) }
}
