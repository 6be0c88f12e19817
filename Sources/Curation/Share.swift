/// How much of its input a selection keeps.
public enum Share: Sendable, Hashable {
  /// A fraction of all rows that enter, in (0, 1].
  case fraction(Double)
  case rows(Int)
  /// At most so many tokens, and no row left out would still fit.
  case tokens(Int)

  /// The rows asked for out of `count` that enter; nil for a share of tokens.
  ///
  /// A fraction rounds half up and is at least 1 where there is a row at all, so that every kind of selection, and
  /// its control, takes the same number.
  public func rows(of count: Int) -> Int? {
    switch self {
    case .fraction(let fraction):
      return min(count, max(min(1, count), Int((Double(count) * fraction + 0.5).rounded(.down))))
    case .rows(let rows):
      return min(count, rows)
    case .tokens:
      return nil
    }
  }
}
