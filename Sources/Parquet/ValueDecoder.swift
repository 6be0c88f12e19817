/// Adds the values of a page to those of its column.
struct ValueDecoder {
  /// Bytes that the values of a column may take together.
  let limit: Int

  /// How values are encoded (parquet.thrift, Encoding).
  enum Encoding: Int {
    case plain = 0
    case oldDictionary = 2
    case runs = 3
    case oldBits = 4
    case deltas = 5
    case deltaLengths = 6
    case deltaBytes = 7
    case dictionary = 8
    case split = 9

    init(code: Int) throws(ParquetError) {
      guard let encoding = Encoding(rawValue: code) else {
        throw ParquetError(.unsupported, "the encoding of number \(code), which is not known here")
      }
      self = encoding
    }
  }

  /// - Parameters:
  ///   - count: of the values that are there.
  ///   - dictionary: that of the column, where it has one.
  func decode(
    _ cursor: inout Cursor, _ encoding: Encoding, count: Int, dictionary: ColumnValues?, into values: inout ColumnValues
  ) throws(ParquetError) {
    switch (encoding, values.type) {
    case (.plain, _): try plain(&cursor, count, &values)
    case (.dictionary, _), (.oldDictionary, _):
      guard let dictionary else { throw .damaged("values of a dictionary, which is not there") }
      guard count > 0 else { return }
      let width = Int(try cursor.byte())
      try values.append(try RunLengths.decode(&cursor, width: width, count: count), of: dictionary)
    case (.runs, .boolean):
      let size = Int(try cursor.integer(UInt32.self))
      var runs = try cursor.section(size)
      values.booleans += try RunLengths.decode(&runs, width: 1, count: count).map { $0 == 1 }
    case (.deltas, .int32):
      values.integers += try deltas(&cursor, count).map { Int64(Int32(truncatingIfNeeded: $0)) }
    case (.deltas, .int64): values.integers += try deltas(&cursor, count)
    case (.deltaLengths, .bytes): try deltaLengths(&cursor, count, &values)
    case (.deltaBytes, .bytes), (.deltaBytes, .fixed): try deltaBytes(&cursor, count, &values)
    case (.split, .int32), (.split, .int64), (.split, .float), (.split, .double), (.split, .fixed):
      try split(&cursor, count, &values)
    default: throw .damaged("the encoding \(encoding) does not fit the type \(values.type)")
    }
  }

  /// The values of a dictionary's page. Bytes go to the arena of `values`, which then shows them without a copy.
  func dictionary(
    _ cursor: inout Cursor, count: Int, beside values: inout ColumnValues
  ) throws(ParquetError) -> ColumnValues {
    var dictionary = ColumnValues(values.type)
    dictionary.pages = values.pages
    swap(&dictionary.arena, &values.arena)
    defer { swap(&dictionary.arena, &values.arena) }
    try plain(&cursor, count, &dictionary)
    return dictionary
  }

  private func plain(_ cursor: inout Cursor, _ count: Int, _ values: inout ColumnValues) throws(ParquetError) {
    if let width = values.type.width {
      let (size, overflows) = count.multipliedReportingOverflow(by: width)
      guard !overflows else { throw .damaged("\(count) values of \(width) bytes") }
      let range = try cursor.take(size)
      cursor.bytes.withUnsafeBytes { bytes in
        for place in 0..<count { values.append(bytes, at: range.lowerBound + place * width) }
      }
    } else if values.type == .boolean {
      let range = try cursor.take((count + 7) / 8)
      BitPacking.unpack(cursor.bytes, range, width: 1, count: count) { values.booleans.append($0 == 1) }
    } else {
      for _ in 0..<count {
        let size = Int(try cursor.integer(UInt32.self))
        values.append(try cursor.take(size), of: cursor.bytes)
      }
    }
  }

  private func deltas(_ cursor: inout Cursor, _ count: Int) throws(ParquetError) -> [Int64] {
    let numbers = try Deltas.decode(&cursor, most: count)
    guard numbers.count == count else { throw .damaged("\(numbers.count) values where \(count) are due") }
    return numbers
  }

  private func deltaLengths(
    _ cursor: inout Cursor, _ count: Int, _ values: inout ColumnValues
  ) throws(ParquetError) {
    for length in try deltas(&cursor, count) {
      values.append(try cursor.take(Int(length)), of: cursor.bytes)
    }
  }

  /// Each value begins as the one before does.
  private func deltaBytes(
    _ cursor: inout Cursor, _ count: Int, _ values: inout ColumnValues
  ) throws(ParquetError) {
    // Such a text stands nowhere as it is.
    guard values.pages == nil else {
      values.pages?.isUnfit = true
      return
    }
    let shared = try deltas(&cursor, count)
    let lengths = try deltas(&cursor, count)
    var last = values.arena.count..<values.arena.count
    for (shared, length) in zip(shared, lengths) {
      guard 0...Int64(last.count) ~= shared else {
        throw .damaged("a value shares \(shared) bytes with one of \(last.count)")
      }
      let rest = try cursor.take(Int(length))
      let start = values.arena.count
      // Pages of a few bytes can repeat a long value without end.
      guard start <= limit else {
        throw ParquetError(.tooLarge, "the values of a column take more than \(limit) bytes")
      }
      values.arena += Array(values.arena[last.lowerBound..<last.lowerBound + Int(shared)])
      values.arena += cursor.bytes[rest]
      last = start..<values.arena.count
      if let width = values.type.width, last.count != width {
        throw .damaged("a value of \(last.count) bytes where each has \(width)")
      }
      values.places.append(ColumnValues.Place(start: start, count: last.count))
    }
  }

  /// The first bytes of all values, then their second ones, ….
  private func split(_ cursor: inout Cursor, _ count: Int, _ values: inout ColumnValues) throws(ParquetError) {
    let width = values.type.width ?? 0
    let (size, overflows) = count.multipliedReportingOverflow(by: width)
    guard !overflows else { throw .damaged("\(count) values of \(width) bytes") }
    let range = try cursor.take(size)
    var joined = [UInt8](repeating: 0, count: size)
    for place in 0..<width {
      for value in 0..<count { joined[value * width + place] = cursor.bytes[range.lowerBound + place * count + value] }
    }
    joined.withUnsafeBytes { bytes in
      for value in 0..<count { values.append(bytes, at: value * width) }
    }
  }
}
