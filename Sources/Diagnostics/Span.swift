/// A half-open range of byte offsets into one `SourceText`.
public struct Span: Sendable, Hashable, Comparable, Codable {
  /// Offset of the first byte.
  public var lower: Int
  /// Offset behind the last byte.
  public var upper: Int

  /// An inverted range becomes the empty one at `lower`.
  public init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// The empty span at one offset: a place where something is missing.
  public static func empty(at offset: Int) -> Span { Span(offset, offset) }

  /// Whether it is a place between two bytes.
  public var isEmpty: Bool { lower == upper }
  /// Bytes of the source that it covers; 0 for a place between two.
  public var length: Int { upper - lower }

  /// The smallest span that holds both.
  public func union(_ other: Span) -> Span { Span(min(lower, other.lower), max(upper, other.upper)) }

  /// Whether the byte at `offset` is inside.
  public func contains(_ offset: Int) -> Bool { offset >= lower && offset < upper }

  /// By where they begin, then by where they end.
  public static func < (a: Span, b: Span) -> Bool { (a.lower, a.upper) < (b.lower, b.upper) }
}
