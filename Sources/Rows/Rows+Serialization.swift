import Digests
import Documents
import Numerics

// The store's form of rows. Little-endian; every text and every array of numbers is preceded by its count.
//
//   "CACTROWS", version, rows, source path, source digest (hex), roles, row numbers, columns,
//   then each column: name, kind, mask, values.
extension Rows {
  static let serialHeader = Array("CACTROWS".utf8)
  /// What may play a role; the last of them makes the second version.
  private static let serialRoles: [WritableKeyPath<Roles, String?> & Sendable] = [
    \.question, \.input, \.answer, \.plainText, \.conversation,
  ]

  /// The whole value as bytes; texts without the rest of the arena they stand in.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    serialize(into: &bytes)
    return bytes
  }

  /// The same behind what is there already.
  public func serialize(into bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + columns.reduce(4_096 + 8 * count) { $0 + $1.serializedSize })
    var out = ByteWriter()
    swap(&out.bytes, &bytes)
    defer { swap(&out.bytes, &bytes) }
    out.bytes += Self.serialHeader
    let version = roles.conversation == nil ? 1 : 2
    out.put(version)
    out.put(count)
    out.put(Array(source.path.utf8))
    out.put(Array(source.digest.description.utf8))
    for role in Self.serialRoles.prefix(3 + version).map({ roles[keyPath: $0] }) {
      out.put(role == nil ? 0 : 1)
      if let role { out.put(Array(role.utf8)) }
    }
    out.put(array: rowNumbers.map(Int64.init))
    out.put(columns.count)
    for (name, column) in zip(names, columns) {
      out.put(Array(name.utf8))
      out.put(Array(column.kind.rawValue.utf8))
      out.put(column)
    }
  }

  /// Throws `RowError` (`damagedValue`) unless the bytes are exactly what `serialized()` makes.
  public init(serialized bytes: [UInt8]) throws {
    var input = ByteReader(bytes: bytes)
    guard bytes.starts(with: Self.serialHeader) else { throw ByteReader.damage("it does not begin like one") }
    input.at = Self.serialHeader.count
    let version = try input.int()
    guard version == 1 || version == 2 else { throw ByteReader.damage("it is of another version") }
    let count = try input.int()
    let path = try input.string()
    guard let digest = ContentDigest(try input.string()) else { throw ByteReader.damage("no digest") }
    var roles = Roles()
    for role in Self.serialRoles.prefix(3 + version) {
      roles[keyPath: role] = try input.int() == 0 ? nil : try input.string()
    }
    let rowNumbers = try input.array(of: Int64.self).map(Int.init)
    guard rowNumbers.count == count else { throw ByteReader.damage("row numbers are missing") }
    var names: [String] = []
    var columns: [Column] = []
    let width = try input.int()
    guard width >= 0 else { throw ByteReader.damage("a count is wrong") }
    for _ in 0..<width {
      names.append(try input.string())
      guard let kind = Column.Kind(rawValue: try input.string()) else {
        throw ByteReader.damage("unknown kind of column")
      }
      let column = try input.column(kind)
      guard column.count == count else { throw ByteReader.damage("a column is too short") }
      columns.append(column)
    }
    guard input.at == bytes.count else { throw ByteReader.damage("it is too long") }
    self.init(
      names: names, columns: columns, rowNumbers: rowNumbers,
      roles: roles, source: RowSource(path: path, digest: digest))
  }
}

extension Column {
  /// Bytes that the column takes when it is stored, without its name; more or less.
  fileprivate var serializedSize: Int {
    switch self {
    case .text(let column), .json(let column): column.serializedSize
    case .number(let column): 10 * count + 32 + (column.source?.serializedSize ?? 0)
    case .vector(let column): 4 * column.values.count + 16
    case .integer, .bool: 9 * count + 16
    }
  }
}

extension TextColumn {
  fileprivate var serializedSize: Int { places.reduce(32 + 8 * count) { $0 + Swift.max($1.length, 0) } }
}

extension ByteWriter {
  fileprivate mutating func put(_ column: Column) {
    switch column {
    case .text(let column), .json(let column): put(column)
    case .integer(let column):
      put(column.mask.raw ?? [])
      put(array: column.values)
    case .number(let column):
      put(column.mask.raw ?? [])
      put(array: column.values)
      put(column.source == nil ? 0 : 1)
      if let source = column.source { put(source) }
    case .bool(let column):
      put(column.mask.raw ?? [])
      put(column.values.map { $0 ? 1 : 0 })
    case .vector(let column):
      put(column.dimension)
      put(array: column.values)
    }
  }

  fileprivate mutating func put(_ column: TextColumn) {
    put(array: column.places.map { Int64($0.length) })
    // Sorted rows lie all over the arena: reading them waits for memory, on every thread at once.
    let parts = stride(from: 0, to: column.count, by: Self.rowsOfPart).map {
      column.places[$0..<Swift.min($0 + Self.rowsOfPart, column.count)]
    }
    var starts = [0]
    for part in parts { starts.append(starts[starts.count - 1] + part.reduce(0) { $0 + Swift.max($1.length, 0) }) }
    put(starts[parts.count])
    let from = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: starts[parts.count]))
    bytes.withUnsafeMutableBytes { bytes in
      column.arena.withUnsafeBytes { arena in
        guard let out = bytes.baseAddress, let base = arena.baseAddress else { return }
        Parallel.forEach(parts.count) { index in
          var at = out + from + starts[index]
          for place in parts[index] where place.length > 0 {
            at.copyMemory(from: base + place.start, byteCount: place.length)
            at += place.length
          }
        }
      }
    }
  }

  private static let rowsOfPart = 1 << 14
}

extension ByteReader {
  fileprivate mutating func column(_ kind: Column.Kind) throws -> Column {
    switch kind {
    case .text: return .text(try text())
    case .json: return .json(try text())
    case .integer:
      let states = try block()
      let values = try array(of: Int64.self)
      return .integer(IntegerColumn(values: values, mask: try mask(states, values.count)))
    case .number:
      let states = try block()
      let values = try array(of: Double.self)
      let source = try int() == 0 ? nil : try text()
      guard source == nil || source?.count == values.count else { throw Self.damage("a column is too short") }
      return .number(NumberColumn(values: values, mask: try mask(states, values.count), source: source))
    case .bool:
      let states = try block()
      let values = try block()
      return .bool(BoolColumn(values: values.map { $0 != 0 }, mask: try mask(states, values.count)))
    case .vector:
      let dimension = try int()
      let values = try array(of: Float.self)
      guard dimension > 0, values.count % dimension == 0 else { throw Self.damage("a vector is too short") }
      return .vector(VectorColumn(dimension: dimension, values: values))
    }
  }

  private func mask(_ states: ArraySlice<UInt8>, _ count: Int) throws -> Mask {
    guard states.isEmpty || states.count == count, states.allSatisfy({ $0 <= 2 }) else {
      throw Self.damage("a mask is wrong")
    }
    return states.isEmpty ? Mask() : Mask(Array(states))
  }

  private mutating func text() throws -> TextColumn {
    let lengths = try array(of: Int64.self)
    let arena = try block()
    var start = 0
    var places: [TextColumn.Place] = []
    places.reserveCapacity(lengths.count)
    for length in lengths {
      guard length >= -2, length <= arena.count - start else { throw Self.damage("a text lies outside the value") }
      places.append(TextColumn.Place(start: length < 0 ? 0 : start, length: Int(length)))
      start += Swift.max(Int(length), 0)
    }
    return TextColumn(arena: Array(arena), places: places)
  }
}
