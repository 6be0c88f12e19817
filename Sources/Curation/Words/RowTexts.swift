public import Rows

/// What measures over words read of each row: its parts in order. They are read one after the other as if white space
/// stood between them, so that a pair of words may cross from the question to the answer.
public struct RowTexts: Sendable {
  /// How many rows there are.
  public let count: Int
  let parts: @Sendable (Int) -> [ArraySlice<UInt8>]

  /// Question, input and answer, or the turns of a conversation, without a template: its words would be the same in every row.
  public init(_ rows: Rows) {
    count = rows.count
    parts = { rows.texts($0) }
  }

  /// Texts of one part each, as UTF-8.
  public init(_ texts: [[UInt8]]) {
    count = texts.count
    parts = { [texts[$0][...]] }
  }

  /// The rows at these places, in this order.
  public func taking(_ places: [Int]) -> RowTexts {
    let parts = parts
    return RowTexts(count: places.count) { parts(places[$0]) }
  }

  private init(count: Int, parts: @escaping @Sendable (Int) -> [ArraySlice<UInt8>]) {
    self.count = count
    self.parts = parts
  }
}
