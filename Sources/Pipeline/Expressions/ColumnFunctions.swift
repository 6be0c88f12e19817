import Quantities

/// `z`, `rank` and `bin`: functions whose value for a row depends on all rows that enter the stage. They are computed for the
/// whole column when the expression is made ready, so that each may stand anywhere inside a larger one, another of its
/// kind included.
extension ExpressionNode {
  /// Bins of `bin` where no number is given: as many as `select … within` makes.
  static let defaultBins = 10

  /// The value for every row; a row whose argument has none, or no finite one for `z`, has none.
  static func columnwise(
    _ function: ExpressionFunction, _ arguments: [ExpressionNode], _ rows: some RowAccess
  ) throws -> [ExpressionValue] {
    guard let argument = arguments.first else { throw InternalError("`\(function.rawValue)` of nothing") }
    let numbers = (0..<rows.count).map { argument.value($0, rows).double ?? .nan }
    switch function {
    case .z: return Standardization.zScores(numbers).map { $0.isNaN ? .missing : .number($0) }
    case .rank: return Standardization.ranks(numbers).map { $0.isNaN ? .missing : .number($0) }
    case .bin:
      var bins = defaultBins
      if arguments.count > 1 {
        guard case .constant(.integer(let count)) = arguments[1], count > 0 else {
          throw InternalError("`bin` of no number of bins")
        }
        bins = Int(count)
      }
      return Standardization.bins(numbers, count: bins).map { $0.map { .integer(Int64($0)) } ?? .missing }
    case .len, .lower, .contains, .matches, .starts, .ends, .abs, .min, .max, .log, .exp, .isMissing:
      throw InternalError("`\(function.rawValue)` is computed row by row")
    }
  }
}
