import Foundation

/// How much of something is taken: a part of what there is, so many rows, or so many tokens.
public enum Share: Sendable, Hashable, CustomStringConvertible {
  /// A fraction of the rows that enter, in (0, 1].
  case fraction(Double)
  case rows(Int)
  /// At most so many tokens, and no row left out would still fit.
  case tokens(Int)

  /// The rows asked for out of `count`; never more than these, nil for a share of tokens.
  ///
  /// A fraction rounds half up and is at least 1 where there is a row at all, so that a plan, every kind of selection and
  /// its control count the same rows. The arithmetic is decimal, as the fraction was written: 29% of 50 are 14.5 rows and
  /// so 15, where the nearest double to 0.29 gives a little less than 14.5.
  public func rows(of count: Int) -> Int? {
    switch self {
    case .fraction(let fraction):
      var exact = Self.decimal(fraction) * Decimal(count)
      var rounded = Decimal()
      NSDecimalRound(&rounded, &exact, 0, .plain)
      return min(count, max(min(1, count), NSDecimalNumber(decimal: rounded).intValue))
    case .rows(let rows): return min(count, rows)
    case .tokens: return nil
    }
  }

  /// As the language writes it: `10%`, `200`, `50000 tokens`.
  public var description: String {
    switch self {
    case .fraction(let fraction): "\(Self.decimal(fraction) * 100)%"
    case .rows(let rows): "\(rows)"
    case .tokens(let tokens): "\(tokens) tokens"
    }
  }

  /// The shortest decimal that reads back as this double: what was written.
  private static func decimal(_ x: Double) -> Decimal { Decimal(string: "\(x)") ?? Decimal(x) }
}
