/// The order of rows by sort keys.
public enum RowOrder {
  /// A row and the beginning of its first key: most comparisons need no more.
  private struct Entry {
    var prefix: UInt64
    var row: Int
  }

  /// Places 0..<`rows` in the order of the keys: values of different kinds keep a fixed order among themselves, missing ones
  /// stand last whichever the direction, and rows that are equal in all keys stay as they were. `value` gives the value of
  /// a row for the key at an index of `descending`.
  public static func sorted(
    rows: Int, descending: [Bool], value: (_ row: Int, _ key: Int) -> ExpressionValue
  ) -> [Int] {
    guard !descending.isEmpty else { return Array(0..<rows) }
    let keys = descending.count
    var values: [ExpressionValue] = []
    values.reserveCapacity(rows * keys)
    var entries: [Entry] = []
    entries.reserveCapacity(rows)
    for row in 0..<rows {
      for key in 0..<keys { values.append(value(row, key)) }
      let first = values[row * keys]
      let prefix = first.isMissingOrNaN ? .max : descending[0] ? ~first.orderPrefix : first.orderPrefix
      entries.append(Entry(prefix: prefix, row: row))
    }
    entries.sort { a, b in
      if a.prefix != b.prefix { return a.prefix < b.prefix }
      for key in 0..<keys {
        let order = order(values[a.row * keys + key], values[b.row * keys + key], descending: descending[key])
        if order != 0 { return order < 0 }
      }
      return a.row < b.row
    }
    return entries.map(\.row)
  }

  private static func order(_ a: ExpressionValue, _ b: ExpressionValue, descending: Bool) -> Int {
    switch (a.isMissingOrNaN, b.isMissingOrNaN) {
    case (true, true): return 0
    case (true, false): return 1
    case (false, true): return -1
    case (false, false): break
    }
    let order = ExpressionValue.order(a, b) ?? (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0)
    return descending ? -order : order
  }
}

extension ExpressionValue {
  /// Sixty-four bits that are equal for equal values and never out of order: the kind, then the beginning of the value.
  fileprivate var orderPrefix: UInt64 {
    let kind = UInt64(rank) << 61
    switch self {
    case .bool(let value): return kind | (value ? 1 : 0)
    case .integer, .number:
      // Zero of either sign is one value. A negative number's bits grow as it falls.
      let bits = ((double ?? 0) + 0).bitPattern
      return kind | (bits >> 63 == 0 ? bits | 1 << 63 : ~bits) >> 3
    case .text(let bytes), .json(let bytes):
      var prefix: UInt64 = 0
      for place in 0..<7 { prefix = prefix << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0) }
      return kind | prefix
    case .missing: return kind
    }
  }
}
