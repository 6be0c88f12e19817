import Pipeline
import Quantities

/// Arithmetic that several stages' estimates share.
enum Estimates {
  /// The rows and tokens that a share leaves.
  static func share(_ share: Share, of input: Estimate, seconds: Double) -> Estimate {
    guard let rows = input.rows else { return Estimate(seconds: seconds) }
    if case .tokens(let tokens) = share, let all = input.tokens, all > 0 {
      let part = min(1, Double(tokens) / all)
      return Estimate(rows: rows * part, tokens: all * part, seconds: seconds)
    }
    let kept = share.rows(of: Int(rows.rounded())).map(Double.init) ?? rows
    return Estimate(rows: kept, tokens: input.tokens.map { $0 * kept / max(1, rows) }, seconds: seconds)
  }
}
