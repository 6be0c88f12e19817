/// The values of one field, one a row.
public enum Column: Sendable {
  case text(TextColumn)
  case integer(IntegerColumn)
  case number(NumberColumn)
  case bool(BoolColumn)
  /// Values of mixed or nested shape: the bytes of their source.
  case json(TextColumn)
  case vector(VectorColumn)
}

extension Column {
  /// The word for a column's kind in a message or a table's head.
  public enum Kind: String, Sendable, Codable, CaseIterable { case text, integer, number, bool, json, vector }

  /// What its values are.
  public var kind: Kind {
    switch self {
    case .text: .text
    case .integer: .integer
    case .number: .number
    case .bool: .bool
    case .json: .json
    case .vector: .vector
    }
  }

  /// How many rows it has, missing values among them.
  public var count: Int {
    switch self {
    case .text(let column), .json(let column): column.count
    case .integer(let column): column.count
    case .number(let column): column.values.count
    case .bool(let column): column.values.count
    case .vector(let column): column.count
    }
  }

  /// The value of a row, counted from 0; it must be in range. O(1).
  public func cell(_ row: Int) -> Cell {
    switch self {
    case .text(let column): column[row].map(Cell.text) ?? .missing
    case .json(let column): column[row].map(Cell.json) ?? .missing
    case .integer(let column): column[row].map(Cell.integer) ?? .missing
    case .number(let column): column[row].map(Cell.number) ?? .missing
    case .bool(let column): column[row].map(Cell.bool) ?? .missing
    case .vector(let column): column[row].map(Cell.vector) ?? .missing
    }
  }

  /// Whether a row, counted from 0, has no value. O(1).
  public func isMissing(_ row: Int) -> Bool { absence(row) != nil }

  func absence(_ row: Int) -> Absence? {
    switch self {
    case .text(let column), .json(let column): column.absence(row)
    case .integer(let column): column.mask[row]
    case .number(let column): column.mask[row] ?? (column.values[row].isNaN ? .absent : nil)
    case .bool(let column): column.mask[row]
    case .vector(let column): column[row] == nil ? .absent : nil
    }
  }

  /// The source bytes of a number that does not print as it was written.
  func source(_ row: Int) -> ArraySlice<UInt8>? {
    if case .number(let column) = self { column.source?[row] } else { nil }
  }

  /// The rows at `indices` (from 0, in range, in any order, repeated where they repeat). O(indices); texts are not
  /// copied.
  public func taking(_ indices: [Int]) -> Column {
    switch self {
    case .text(let column): .text(column.taking(indices))
    case .json(let column): .json(column.taking(indices))
    case .integer(let column): .integer(column.taking(indices))
    case .number(let column): .number(column.taking(indices))
    case .bool(let column): .bool(column.taking(indices))
    case .vector(let column): .vector(column.taking(indices))
    }
  }

  /// The values as floating-point numbers, NaN where missing; nil when the column holds no numbers.
  public var doubles: [Double]? {
    switch self {
    case .number(let column): column.values
    case .integer(let column): zip(column.values, 0...).map { column.mask[$1] == nil ? Double($0) : .nan }
    case .text, .bool, .json, .vector: nil
    }
  }

  /// A column of whole numbers; nil is a missing value.
  public static func integers(_ values: [Int?]) -> Column {
    .integer(IntegerColumn(values.map { $0.map(Int64.init) }))
  }

  /// NaN stands for a missing value.
  public static func numbers(_ values: [Double]) -> Column { .number(NumberColumn(values)) }

  /// A column of texts; nil is a missing value.
  public static func texts(_ values: [String?]) -> Column { .text(TextColumn(values)) }

  /// `values`: row-major, `dimension` a row; a row that begins with NaN is missing.
  public static func vectors(_ values: [Float], dimension: Int) -> Column {
    .vector(VectorColumn(dimension: dimension, values: values))
  }
}

/// Whole numbers that fit 64 bits.
public struct IntegerColumn: Sendable {
  private enum Storage: Sendable {
    case known([Int64])
    case deferred(DeferredColumn)
  }
  private var storage: Storage
  var mask: Mask

  init(values: [Int64], mask: Mask) {
    storage = .known(values)
    self.mask = mask
  }

  /// nil is a missing value.
  public init(_ values: [Int64?]) {
    self.init(values: values.map { $0 ?? 0 }, mask: Mask(values.map { $0 == nil ? Absence.absent.rawValue : 0 }))
  }

  /// A list of counts, made when a value is first read.
  public init(_ counts: DeferredCounts, list: Int, rows: [Int]) {
    storage = .deferred(DeferredColumn(counts, list: list, rows: rows))
    mask = Mask()
  }

  /// One a row, 0 where the mask says that there is none.
  var values: [Int64] {
    switch storage {
    case .known(let values): values
    case .deferred(let column): column.values
    }
  }

  var count: Int {
    switch storage {
    case .known(let values): values.count
    case .deferred(let column): column.rows.count
    }
  }

  var deferred: DeferredColumn? { if case .deferred(let column) = storage { column } else { nil } }

  /// The value of a row, counted from 0; nil where it is missing.
  public subscript(row: Int) -> Int64? { mask[row] == nil ? values[row] : nil }

  func taking(_ indices: [Int]) -> IntegerColumn {
    if let deferred, !deferred.isKnown {
      return IntegerColumn(deferred.counts, list: deferred.list, rows: indices.map { deferred.rows[$0] })
    }
    let values = values
    return IntegerColumn(values: indices.map { values[$0] }, mask: mask.taking(indices))
  }
}

/// Numbers as doubles; NaN is a missing value.
public struct NumberColumn: Sendable {
  /// One value a row; NaN where it is missing.
  public var values: [Double]
  var mask = Mask()
  /// The source bytes, where a double does not print as they were written: a long integer, `1e5`, `0.10`.
  var source: TextColumn?

  /// NaN is a missing value.
  public init(_ values: [Double]) { self.values = values }

  init(values: [Double], mask: Mask, source: TextColumn?) {
    self.values = values
    self.mask = mask
    self.source = source
  }

  /// The value of a row, counted from 0; nil where it is missing.
  public subscript(row: Int) -> Double? { values[row].isNaN ? nil : values[row] }

  func taking(_ indices: [Int]) -> NumberColumn {
    NumberColumn(values: indices.map { values[$0] }, mask: mask.taking(indices), source: source?.taking(indices))
  }
}

/// Truth values.
public struct BoolColumn: Sendable {
  var values: [Bool]
  var mask: Mask

  init(values: [Bool], mask: Mask) {
    self.values = values
    self.mask = mask
  }

  /// nil is a missing value.
  public init(_ values: [Bool?]) {
    self.init(values: values.map { $0 ?? false }, mask: Mask(values.map { $0 == nil ? Absence.absent.rawValue : 0 }))
  }

  /// The value of a row, counted from 0; nil where it is missing.
  public subscript(row: Int) -> Bool? { mask[row] == nil ? values[row] : nil }

  func taking(_ indices: [Int]) -> BoolColumn {
    BoolColumn(values: indices.map { values[$0] }, mask: mask.taking(indices))
  }
}

/// Vectors of one dimension, row-major; a vector that begins with NaN is missing.
public struct VectorColumn: Sendable {
  /// Values a row; at least 1.
  public let dimension: Int
  /// `count` x `dimension`.
  public let values: [Float]

  /// Vectors row by row; `values.count` is a multiple of `dimension`, and a row that begins with NaN is missing.
  public init(dimension: Int, values: [Float]) {
    precondition(dimension > 0 && values.count % dimension == 0, "values must be rows of `dimension`")
    self.dimension = dimension
    self.values = values
  }

  /// How many rows it has.
  public var count: Int { values.count / dimension }

  /// A copy of the vector of a row, counted from 0; nil where it is missing. O(dimension).
  public subscript(row: Int) -> [Float]? {
    let start = row * dimension
    return values[start].isNaN ? nil : Array(values[start..<start + dimension])
  }

  func taking(_ indices: [Int]) -> VectorColumn {
    var taken: [Float] = []
    taken.reserveCapacity(indices.count * dimension)
    for row in indices { taken.append(contentsOf: values[row * dimension..<(row + 1) * dimension]) }
    return VectorColumn(dimension: dimension, values: taken)
  }
}
