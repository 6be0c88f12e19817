import Documents

/// What one pass over a JSON file finds: of each row and key, where the value stands. Nothing is decoded yet.
struct RawRows {
  private(set) var names: [String] = []
  /// As long as `rowNumbers`, each.
  private(set) var columns: [[RawValue]] = []
  /// 1-based places in the file of the rows that are whole.
  private(set) var rowNumbers: [Int] = []
  /// Of each key that some row repeats, how many rows do; the last value counts, as in Python and JavaScript.
  var repeated: [String: Int] = [:]

  private var keys: [[UInt8]] = []
  private var places: [[UInt8]: Int] = [:]
  private var row: [RawValue] = []

  /// Where what is scanned is not held: bytes of truth values and numbers, which then stand in the arena behind the file.
  private(set) var scalars: [UInt8] = []
  /// Bytes of the file that is not held; nil where it is.
  private let fileSize: Int?
  /// Where in the file the scanner's bytes begin.
  var origin = 0

  init() { fileSize = nil }

  /// For rows of a file of which parts are scanned, one behind another, that are not kept.
  init(ofFileWith size: Int) { fileSize = size }

  /// Columns that were found as such, all of one length.
  /// - Parameter rowNumbers: from 1 on where they are nil.
  init(names: [String], columns: [[RawValue]], rowNumbers: [Int]? = nil) {
    fileSize = nil
    self.names = names
    self.columns = columns
    self.rowNumbers = rowNumbers ?? (columns.first ?? []).indices.map { $0 + 1 }
    row = names.map { _ in RawValue() }
  }

  func first(_ count: Int) -> RawRows { RawRows(names: names, columns: columns.map { Array($0.prefix(count)) }) }

  /// One more column, of a new name and as long as the others, where no row is scanned any more.
  mutating func add(_ values: [RawValue], named name: String) {
    names.append(name)
    columns.append(values)
  }

  /// What is wrong with the content of a row that can be scanned.
  struct Fault: Error {
    var reason: String
    var field: String
  }

  /// Scans the object at the scanner's place and keeps it as row `number`, unless it has a fault, which is returned.
  mutating func scanRow(_ scanner: inout JSONScanner, number: Int) throws(JSONScanner.Failure) -> Fault? {
    for place in row.indices { row[place] = RawValue() }
    var fault: Fault?
    var expected = 0
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let place = column(of: key, in: scanner, expected: expected)
      expected = place + 1
      let value = try scanner.value()
      if row[place].kind != .absent { repeated[names[place], default: 0] += 1 }
      row[place] = value
      if fault == nil, !Self.isWellFormed(value, scanner) || !Self.isWellFormed(key, scanner) {
        fault = Fault(reason: "not valid UTF-8", field: names[place])
      }
    }
    if let fault { return fault }
    for place in row.indices { columns[place].append(fileSize == nil ? row[place] : settled(row[place], scanner)) }
    rowNumbers.append(number)
    return nil
  }

  /// Where a value stands once the scanner's bytes are gone.
  private mutating func settled(_ value: RawValue, _ scanner: JSONScanner) -> RawValue {
    var value = value
    let source = UnsafeBufferPointer(start: scanner.base + value.start, count: value.length)
    switch value.kind {
    case .absent, .null: break
    case .bool, .integer, .number:
      value.start = (fileSize ?? 0) + scalars.count
      scalars.append(contentsOf: source)
    case .escapedString:
      value.countEscapes(scanner)
      value.start += origin
    case .nested, .plainString, .wideString, .bareString: value.start += origin
    }
    return value
  }

  /// Adds the rows of the next part, whose numbers go on behind `count` others.
  mutating func append(_ other: RawRows, behind count: Int) {
    let moved = scalars.count
    let places = other.keys.map { column(of: $0) }
    for (place, values) in zip(places, other.columns) {
      for var value in values {
        if [.bool, .integer, .number].contains(value.kind) { value.start += moved }
        columns[place].append(value)
      }
    }
    scalars += other.scalars
    rowNumbers += other.rowNumbers.map { $0 + count }
    for place in columns.indices where columns[place].count < rowNumbers.count {
      columns[place] += repeatElement(RawValue(), count: rowNumbers.count - columns[place].count)
    }
    repeated.merge(other.repeated) { $0 + $1 }
  }

  static func isWellFormed(_ value: RawValue, _ scanner: JSONScanner) -> Bool {
    switch value.kind {
    case .wideString, .escapedString, .bareString, .nested:
      UTF8Bytes.firstIllFormed(UnsafeBufferPointer(start: scanner.base + value.start, count: value.length)) == nil
    case .absent, .null, .bool, .integer, .number, .plainString: true
    }
  }

  /// The column of a key; most rows have their keys in the order of the row before.
  private mutating func column(of key: RawValue, in scanner: JSONScanner, expected: Int) -> Int {
    let source = UnsafeBufferPointer(start: scanner.base + key.inside.lowerBound, count: key.inside.count)
    if key.kind != .escapedString, expected < keys.count, keys[expected].count == source.count,
      keys[expected].elementsEqual(source)
    {
      return expected
    }
    var bytes: [UInt8] = []
    JSONStrings.decode(source, into: &bytes)
    return column(of: bytes)
  }

  /// The column of a key, a new one where there was none.
  private mutating func column(of key: [UInt8]) -> Int {
    if let place = places[key] { return place }
    let place = keys.count
    places[key] = place
    keys.append(key)
    names.append(TextBytes.shown(key))
    row.append(RawValue())
    columns.append(Array(repeating: RawValue(), count: rowNumbers.count))
    return place
  }
}

extension RawValue {
  /// Says by how much a string, which stands before the scanner, is longer than its text.
  mutating func countEscapes(_ scanner: JSONScanner) {
    let inside = UnsafeBufferPointer(start: scanner.base + inside.lowerBound, count: inside.count)
    escapes = UInt32(clamping: inside.count - JSONStrings.decodedCount(inside))
  }
}
