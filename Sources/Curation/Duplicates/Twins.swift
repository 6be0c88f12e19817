/// Rows that say what another one says, and which row stays in their stead.
public struct Twins: Sendable, Equatable {
  /// Of each row the place of the earlier row that stays in its stead; nil: the row stays.
  public var standIns: [Int?]
  /// How many shingles were taken for a template and not compared; 0 where none were.
  public var templateShingles: Int

  /// Of each row its stand-in, if it has one.
  public init(standIns: [Int?], templateShingles: Int = 0) {
    self.standIns = standIns
    self.templateShingles = templateShingles
  }

  /// Places of the rows that stay, ascending.
  public var kept: [Int] { standIns.indices.filter { standIns[$0] == nil } }

  /// The part of the groups of equal value of which no row stays, in the order of their first rows. A row without a value is
  /// in none.
  public func emptied<Value: Hashable>(_ groups: [Value?]) -> [(value: Value, rows: Int)] {
    var counts: [Value: (all: Int, kept: Int)] = [:]
    var order: [Value] = []
    for (row, value) in groups.enumerated() {
      guard let value else { continue }
      if counts[value] == nil { order.append(value) }
      counts[value, default: (0, 0)].all += 1
      if standIns[row] == nil { counts[value, default: (0, 0)].kept += 1 }
    }
    return order.compactMap { value in counts[value].flatMap { $0.kept == 0 ? (value, $0.all) : nil } }
  }
}
