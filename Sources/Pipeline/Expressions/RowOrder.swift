/// The order of rows by sort keys.
public enum RowOrder {
  /// Places 0..<`rows` in the order of the keys: values of different kinds keep a fixed order among themselves, missing ones
  /// stand last whichever the direction, and rows that are equal in all keys stay as they were. `value` gives the value of
  /// a row for the key at an index of `descending`; `loop` runs a body for each index below a count, in any order.
  ///
  /// Rows are sorted by one word of their first key; those that share it by the next word, the next key in the end
  /// (multikey quicksort with cached words: Ng and Kakehi 2007), so that a long common beginning is looked at once a row and
  /// not once a comparison.
  public static func sorted(
    rows: Int, descending: [Bool], loop: @escaping (_ count: Int, _ body: (Int) -> Void) -> Void = inTurn,
    value: (_ row: Int, _ key: Int) -> ExpressionValue
  ) -> [Int] {
    guard !descending.isEmpty, rows > 1 else { return Array(0..<rows) }
    let keys = descending.count
    var values: [ExpressionValue] = []
    values.reserveCapacity(rows * keys)
    for row in 0..<rows {
      for key in 0..<keys { values.append(value(row, key)) }
    }
    var entries = (0..<rows).map { WordOrder.Entry(word: 0, row: $0) }
    values.withUnsafeBufferPointer { values in
      entries.withUnsafeMutableBufferPointer { entries in
        WordOrder(values: values, descending: descending, loop: loop).sort(entries)
      }
    }
    return entries.map(\.row)
  }

  /// The loop of one thread.
  public static func inTurn(_ count: Int, _ body: (Int) -> Void) { for index in 0..<count { body(index) } }
}

/// Sorts places of rows by words of their values, deeper and deeper.
private struct WordOrder {
  /// A row and the word of its value that is being compared.
  struct Entry {
    var word: UInt64
    var row: Int

    static func precedes(_ a: Entry, _ b: Entry) -> Bool { a.word != b.word ? a.word < b.word : a.row < b.row }
  }

  /// Rows that are equal in the keys before `key`, and in the first `depth` bytes of a text there; in ascending order.
  struct Run {
    var range: Range<Int>
    var key: Int
    var depth: Int
  }

  /// `keys` a row.
  let values: UnsafeBufferPointer<ExpressionValue>
  let descending: [Bool]
  let loop: (_ count: Int, _ body: (Int) -> Void) -> Void
  /// So few rows are compared with each other at once.
  private static let few = 16
  /// From so many on, two halves are sorted side by side.
  private static let many = 1 << 15

  func sort(_ entries: UnsafeMutableBufferPointer<Entry>) {
    // One run until its rows differ, then the runs side by side.
    var open = [Run(range: entries.indices, key: 0, depth: 0)]
    while open.count == 1, let run = open.popLast() { open = split(entries, run, sideBySide: true) }
    loop(open.count) { index in
      var rest = [open[index]]
      while let run = rest.popLast() { rest += split(entries, run, sideBySide: false) }
    }
  }

  /// Sorts a run by its word; returns the runs of rows that share one and are not known to be equal.
  private func split(_ entries: UnsafeMutableBufferPointer<Entry>, _ run: Run, sideBySide: Bool) -> [Run] {
    var part = UnsafeMutableBufferPointer(rebasing: entries[run.range])
    if part.count <= Self.few {
      part.sort { precedes($0.row, $1.row, from: run.key) }
      return []
    }
    for place in part.indices { part[place].word = word(part[place].row, run.key, run.depth) }
    if !part.allSatisfy({ $0.word == part[0].word }) { sort(part, sideBySide: sideBySide) }
    var runs: [Run] = []
    var start = 0
    while start < part.count {
      var end = start + 1
      while end < part.count, part[end].word == part[start].word { end += 1 }
      if end - start > 1 {
        let same = UnsafeMutableBufferPointer(rebasing: part[start..<end])
        if let next = next(same, run) {
          let range = run.range.lowerBound + start..<run.range.lowerBound + end
          runs.append(Run(range: range, key: next.key, depth: next.depth))
        }
      }
      start = end
    }
    return runs
  }

  /// Where to go on comparing rows that share a word; nil when they are in order.
  private func next(_ same: UnsafeMutableBufferPointer<Entry>, _ run: Run) -> (key: Int, depth: Int)? {
    let first = value(same[0].row, run.key)
    switch first {
    case .text(let bytes), .json(let bytes):
      if bytes.count - run.depth > ExpressionValue.wordBytes { return (run.key, run.depth + ExpressionValue.wordBytes) }
    case .integer, .number:
      // The word leaves out the last bits of a number.
      let equal = first.isMissingOrNaN || same.allSatisfy { ExpressionValue.order(value($0.row, run.key), first) == 0 }
      if !equal {
        var same = same
        same.sort { precedes($0.row, $1.row, from: run.key) }
        return nil
      }
    case .bool, .missing: break
    }
    return run.key + 1 < descending.count ? (run.key + 1, 0) : nil
  }

  private func sort(_ part: UnsafeMutableBufferPointer<Entry>, sideBySide: Bool) {
    var part = part
    guard sideBySide, part.count >= Self.many else { return part.sort(by: Entry.precedes) }
    let middle = part.count / 2
    let halves = [part[..<middle], part[middle...]]
    loop(2) { index in
      var half = UnsafeMutableBufferPointer(rebasing: halves[index])
      half.sort(by: Entry.precedes)
    }
    let low = Array(part[..<middle])
    var (a, b, out) = (0, middle, 0)
    while a < low.count {
      // What is written has been read: `out` = `a` + what was taken of the upper half.
      if b < part.count, Entry.precedes(part[b], low[a]) {
        part[out] = part[b]
        b += 1
      } else {
        part[out] = low[a]
        a += 1
      }
      out += 1
    }
  }

  private func value(_ row: Int, _ key: Int) -> ExpressionValue { values[row * descending.count + key] }

  private func word(_ row: Int, _ key: Int, _ depth: Int) -> UInt64 {
    let value = value(row, key)
    if value.isMissingOrNaN { return .max }
    // Below 2^63 in both directions: missing values come last.
    let word = value.orderWord(depth)
    return descending[key] ? (1 << 63) - 1 - word : word
  }

  /// The order of two rows by whole values; rows that are equal stay as they were.
  private func precedes(_ a: Int, _ b: Int, from first: Int) -> Bool {
    for key in first..<descending.count {
      let order = order(value(a, key), value(b, key), descending: descending[key])
      if order != 0 { return order < 0 }
    }
    return a < b
  }

  private func order(_ a: ExpressionValue, _ b: ExpressionValue, descending: Bool) -> Int {
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
  /// Bytes of a text that one word holds.
  fileprivate static let wordBytes = 7

  /// Sixty-three bits that are equal for equal values and never out of order: the kind, then the beginning of the value; of
  /// a text its bytes from `depth` on, and how many of them there are, up to one more than a word holds.
  fileprivate func orderWord(_ depth: Int) -> UInt64 {
    let kind = UInt64(rank) << 61
    switch self {
    case .bool(let value): return kind | (value ? 1 : 0)
    case .integer, .number:
      // Zero of either sign is one value. A negative number's bits grow as it falls.
      let bits = ((double ?? 0) + 0).bitPattern
      return kind | (bits >> 63 == 0 ? bits | 1 << 63 : ~bits) >> 3
    case .text(let bytes), .json(let bytes):
      let left = Swift.max(0, bytes.count - depth)
      var prefix: UInt64 = 0
      bytes.withUnsafeBufferPointer { bytes in
        if left > Self.wordBytes {
          let raw = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: depth, as: UInt64.self)
          prefix = UInt64(bigEndian: raw) >> 8
        } else {
          for place in 0..<Self.wordBytes { prefix = prefix << 8 | (place < left ? UInt64(bytes[depth + place]) : 0) }
        }
      }
      return kind | prefix << 4 | UInt64(Swift.min(left, Self.wordBytes + 1))
    case .missing: return kind
    }
  }
}
