import Digests
import Documents
import Numerics

// The store's form of rows. Little-endian; every text and every array of numbers is preceded by its count.
//
//   "CACTROWS", version, rows, source path, source digest (hex), roles, row numbers, columns,
//   then each column: name, kind, mask, values.
//
// The fourth version (a third one had no tables among them) has the files that texts stand in before the columns, and of a column of texts before its values whether these are
// the texts (0) or where they stand (1): see `TextReferences`.
extension Rows {
  static let serialHeader = Array("CACTROWS".utf8)
  /// What may play a role; the last of them makes the second version, and belongs to the fourth.
  private static let serialRoles: [WritableKeyPath<Roles, String?> & Sendable] = [
    \.question, \.input, \.answer, \.plainText, \.conversation,
  ]

  /// The whole value as bytes; texts without the rest of the arena they stand in, and wherever they stand.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    serialize(into: &bytes, referring: false)
    return bytes
  }

  /// The form that the store keeps, behind what is there already: texts that are too large to be held twice stay in their files, of which
  /// it has the names and the digests.
  public func serialize(into bytes: inout [UInt8]) {
    serialize(into: &bytes, referring: textInFiles >= LargeText.least)
  }

  /// Bytes of texts that are not in memory.
  package var textInFiles: Int {
    columns.reduce(0) { sum, column in
      switch column {
      case .text(let texts) where !texts.arena.isMemory, .json(let texts) where !texts.arena.isMemory:
        sum + texts.places.reduce(0) { $0 + Swift.max($1.length, 0) }
      case .text, .json, .integer, .number, .bool, .vector: sum
      }
    }
  }

  private func serialize(into bytes: inout [UInt8], referring: Bool) {
    var files = TextReferences.Files()
    if referring { for case .text(let texts) in columns { files.add(texts) } }
    if referring { for case .json(let texts) in columns { files.add(texts) } }
    bytes.reserveCapacity(bytes.count + columns.reduce(4_096 + 8 * count) { $0 + $1.serializedSize(referring) })
    var out = ByteWriter()
    swap(&out.bytes, &bytes)
    defer { swap(&out.bytes, &bytes) }
    out.bytes += Self.serialHeader
    let version = referring ? 4 : roles.conversation == nil ? 1 : 2
    out.put(version)
    out.put(count)
    out.put(Array(source.path.utf8))
    out.put(Array(source.digest.description.utf8))
    for role in Self.serialRoles.prefix(3 + version).map({ roles[keyPath: $0] }) {
      out.put(role == nil ? 0 : 1)
      if let role { out.put(Array(role.utf8)) }
    }
    out.put(array: rowNumbers.map(Int64.init))
    if referring { out.put(files) }
    out.put(columns.count)
    for (name, column) in zip(names, columns) {
      out.put(Array(name.utf8))
      out.put(Array(column.kind.rawValue.utf8))
      out.put(column, files: referring ? files : nil)
    }
  }

  /// Throws `RowError` (`damagedValue`) unless the bytes are exactly what `serialized()` or `serialize(into:)` makes, and `FileChange`,
  /// `FileError` where a file that texts stand in is not as it was.
  public init(serialized bytes: [UInt8]) throws {
    var input = ByteReader(bytes: bytes)
    guard bytes.starts(with: Self.serialHeader) else { throw ByteReader.damage("it does not begin like one") }
    input.at = Self.serialHeader.count
    let version = try input.int()
    guard [1, 2, 4].contains(version) else { throw ByteReader.damage("it is of another version") }
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
    let files = version < 4 ? nil : try input.files()
    let width = try input.int()
    guard width >= 0 else { throw ByteReader.damage("a count is wrong") }
    for _ in 0..<width {
      names.append(try input.string())
      guard let kind = Column.Kind(rawValue: try input.string()) else {
        throw ByteReader.damage("unknown kind of column")
      }
      let column = try input.column(kind, files: files)
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
  fileprivate func serializedSize(_ referring: Bool) -> Int {
    switch self {
    case .text(let column), .json(let column):
      referring && !column.arena.isMemory ? TextReferences.size(column) : column.serializedSize
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
  /// - Parameter files: those that texts may stay in; nil: none may, and nothing is said of it.
  fileprivate mutating func put(_ column: Column, files: TextReferences.Files?) {
    switch column {
    case .text(let column), .json(let column):
      if let files {
        put(column.arena.isMemory ? 0 : 1)
        if !column.arena.isMemory { return TextReferences.put(column, files, into: &self) }
      }
      put(column)
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
    guard case .memory(let arena) = column.arena else {
      put(column.places.reduce(0) { $0 + Swift.max($1.length, 0) })
      for row in 0..<column.count { if let text = column[row] { bytes += text } }
      return
    }
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
      arena.withUnsafeBytes { arena in
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
  fileprivate mutating func column(_ kind: Column.Kind, files: [any TextFile]?) throws -> Column {
    switch kind {
    case .text: return .text(try text(files))
    case .json: return .json(try text(files))
    case .integer:
      let states = try block()
      let values = try array(of: Int64.self)
      return .integer(IntegerColumn(values: values, mask: try mask(states, values.count)))
    case .number:
      let states = try block()
      let values = try array(of: Double.self)
      let source = try int() == 0 ? nil : try text(nil)
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

  private mutating func text(_ files: [any TextFile]?) throws -> TextColumn {
    if let files, try int() != 0 { return try TextReferences.column(&self, files) }
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
