/// A value that several rows have.
public struct CommonValue: Sendable, Codable, Equatable {
  /// Of a text its UTF-8; of a truth value `true` or `false`.
  public var value: [UInt8]
  /// Rows that have it: exactly so many.
  public var count: Int

  /// A value of so many rows.
  public init(value: [UInt8], count: Int) { (self.value, self.count) = (value, count) }
}

extension Column {
  /// The values of a column of texts or truth values that most rows have, those of one count by their bytes; values that a
  /// single row has, and of other kinds of columns all, are left out. O(bytes) time.
  ///
  /// Memory is bounded: `counters` values are followed at once (Misra and Gries, 1982). With more different ones than that, only values are
  /// found that more than one in `counters` + 1 of the rows with a value has, and of these none is missed.
  public func commonValues(most: Int, counters: Int = 4096) -> [CommonValue] {
    switch self {
    case .text(let column): column.commonValues(most: most, counters: counters)
    case .bool(let column):
      [true, false].map { wanted in
        CommonValue(
          value: Array(String(wanted).utf8),
          count: column.values.indices.count { column.mask[$0] == nil && column.values[$0] == wanted })
      }.filter { $0.count > 1 }.sorted { $0.count > $1.count }
    case .json, .integer, .number, .vector: []
    }
  }
}

extension TextColumn {
  fileprivate func commonValues(most: Int, counters: Int) -> [CommonValue] {
    var followed: [ArraySlice<UInt8>: Int] = [:]
    var present = 0
    var gaveUp = false
    for row in 0..<count {
      guard let value = self[row] else { continue }
      present += 1
      if followed[value] != nil || followed.count < counters {
        followed[value, default: 0] += 1
      } else {
        // Every value gives one row up, and so does this one: what is left at the end is all that could have that many rows.
        gaveUp = true
        followed = followed.compactMapValues { $0 > 1 ? $0 - 1 : nil }
      }
    }
    if gaveUp {
      followed = followed.mapValues { _ in 0 }
      for row in 0..<count { if let value = self[row], let seen = followed[value] { followed[value] = seen + 1 } }
    }
    let least = gaveUp ? present / (counters + 1) : 1
    var found = followed.filter { $0.value > max(1, least) }.map { CommonValue(value: Array($0.key), count: $0.value) }
    // Which of equal counts come first must not depend on a table's order.
    found.sort { $0.count != $1.count ? $0.count > $1.count : $0.value.lexicographicallyPrecedes($1.value) }
    return Array(found.prefix(most))
  }
}
