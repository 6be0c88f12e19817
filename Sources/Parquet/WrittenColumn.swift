import Codecs

/// A column of a file that is written: its entries become pages, and these its part of a row group.
final class WrittenColumn {
  let path: [String]
  private let form: ParquetForm
  private let definition: Int
  private let depth: Int

  // The page in the making.
  private var definitions: [UInt8] = []
  private var repetitions: [UInt8] = []
  private var booleans: [Bool] = []
  private var values: [UInt8] = []

  /// The pages of the row group in the making.
  private var pages: [UInt8] = []
  private var unpackedSize = 0
  private var valueCount = 0
  /// Decided for each row group, all of whose pages have one.
  private var isPacked = true

  /// Bytes after which a page ends; large ones pack better, and a reader unpacks one at a time.
  private static let pageSize = 1 << 20

  init(_ form: ParquetForm, path: [String], definition: Int, depth: Int) {
    self.form = form
    self.path = path
    self.definition = definition
    self.depth = depth
  }

  /// Bytes that wait for the end of the row group.
  var size: Int { pages.count + values.count + definitions.count + repetitions.count }

  private var type: PhysicalType {
    switch form {
    case .boolean: .boolean
    case .integer: .int64
    case .number: .double
    case .float: .float
    case .text, .list, .group: .bytes
    }
  }

  func skip(repetition: Int, definition: Int) {
    definitions.append(UInt8(truncatingIfNeeded: definition))
    if depth > 0 { repetitions.append(UInt8(truncatingIfNeeded: repetition)) }
  }

  /// A value of another form than the column's counts as missing.
  func append(_ value: ParquetValue, repetition: Int) {
    switch (form, value) {
    case (.boolean, .boolean(let value)): booleans.append(value)
    case (.integer, .integer(let value)): put(value)
    case (.number, .number(let value)): put(value.bitPattern)
    case (.float, .number(let value)): put(Float(value).bitPattern)
    case (.text, .text(let bytes)):
      put(UInt32(truncatingIfNeeded: bytes.count))
      values += bytes
    default: return skip(repetition: repetition, definition: definition - 1)
    }
    skip(repetition: repetition, definition: definition)
  }

  private func put(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { values.append(contentsOf: $0) }
  }

  /// Is told after each row: no page ends within one.
  func endRow() { if values.count + definitions.count >= Self.pageSize { endPage() } }

  /// Packs the entries so far as a page of the first version.
  private func endPage() {
    guard !definitions.isEmpty else { return }
    var body: [UInt8] = []
    for (levels, highest) in [(repetitions, depth), (definitions, definition)] where highest > 0 {
      let runs = RunLengths.encode(levels, width: BitPacking.width(of: highest))
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: runs.count).littleEndian) { body.append(contentsOf: $0) }
      body += runs
    }
    body += form == .boolean ? BitPacking.packed(booleans) : values
    // Whether there is memory to pack it the first page of a row group shows.
    let packed = isPacked || pages.isEmpty ? Self.packed(body) : nil
    if pages.isEmpty { isPacked = packed != nil }
    let bytes = isPacked ? packed ?? body : body
    let entries = definitions.count
    var header = ThriftWriter()
    header.structure { header in
      header.int32(1, PageHeader.Kind.data.rawValue)
      header.int32(2, body.count)
      header.int32(3, bytes.count)
      header.int32(4, Int(Int32(bitPattern: bytes.withUnsafeBytes { Checksum.crc32($0) })))
      header.structure(5) { header in
        header.int32(1, entries)
        header.int32(2, ValueDecoder.Encoding.plain.rawValue)
        header.int32(3, ValueDecoder.Encoding.runs.rawValue)
        header.int32(4, ValueDecoder.Encoding.runs.rawValue)
      }
    }
    pages += header.bytes + bytes
    unpackedSize += header.bytes.count + body.count
    valueCount += entries
    definitions.removeAll(keepingCapacity: true)
    repetitions.removeAll(keepingCapacity: true)
    booleans.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// nil where there is no memory to pack it.
  private static func packed(_ bytes: [UInt8]) -> [UInt8]? {
    guard let compressor = try? Compressor(.zstd) else { return nil }
    var packed: [UInt8] = []
    compressor.compress(bytes) { packed += $0 }
    compressor.finish { packed += $0 }
    return packed
  }

  /// The column's part of a row group and what the metadata says of it (parquet.thrift, ColumnChunk); the next one begins.
  /// - Parameter offset: the byte of the file at which it will stand.
  func endGroup(at offset: Int) -> (bytes: [UInt8], chunk: WrittenChunk) {
    endPage()
    let chunk = WrittenChunk(
      type: type.code, path: path, isPacked: isPacked, valueCount: valueCount, unpackedSize: unpackedSize,
      packedSize: pages.count, offset: offset)
    defer { (pages, unpackedSize, valueCount, isPacked) = ([], 0, 0, true) }
    return (pages, chunk)
  }

  /// The fields of its node in the schema.
  func describe(_ name: String, _ writer: inout ThriftWriter) {
    writer.int32(1, type.code)
    writer.int32(3, Node.Repetition.optional.rawValue)
    writer.text(4, name)
    guard form == .text else { return }
    // UTF8, as readers know it that came before the logical types.
    writer.int32(6, 0)
    writer.structure(10) { $0.structure(1) { _ in } }
  }
}

/// What the metadata says of a column's part of a row group.
struct WrittenChunk {
  var type: Int
  var path: [String]
  var isPacked: Bool
  var valueCount: Int
  var unpackedSize: Int
  var packedSize: Int
  var offset: Int

  func describe(_ writer: inout ThriftWriter) {
    writer.int64(2, offset)
    writer.structure(3) { writer in
      writer.int32(1, type)
      writer.numbers(2, [ValueDecoder.Encoding.plain.rawValue, ValueDecoder.Encoding.runs.rawValue])
      writer.texts(3, path)
      writer.int32(4, (isPacked ? PageCodec.zstd : .none).code)
      writer.int64(5, valueCount)
      writer.int64(6, unpackedSize)
      writer.int64(7, packedSize)
      writer.int64(9, offset)
    }
  }
}
