/// Writes a Parquet file, row by row: plain values in pages of zstd with checksums, which every reader of the format knows.
///
/// It holds one row group at a time: 64 MiB, or one row that has more. The same rows give the same bytes.
public final class ParquetWriter {
  private let fields: [WrittenNode]
  private let leaves: [WrittenColumn]
  private var groups: [(chunks: [WrittenChunk], rowCount: Int, offset: Int)] = []
  private var rowCount = 0
  private var offset = 0

  private static let magic = Array("PAR1".utf8)
  private static let groupSize = 64 << 20
  /// Rows after which a group ends, however short they are: readers share out a file's groups.
  private static let groupRows = 1 << 17

  /// - Parameter fields: those of each row: at least one, each of another name.
  public init(_ fields: [ParquetField]) {
    self.fields = fields.map { WrittenNode($0) }
    leaves = self.fields.flatMap(\.leaves)
  }

  /// Adds a row: a value for each field, in their order. Throws what `put` throws, which gets what is finished.
  public func append<Failure: Error>(
    _ row: [ParquetValue], put: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    for (field, value) in zip(fields, row) { field.append(value) }
    for leaf in leaves { leaf.endRow() }
    rowCount += 1
    if rowCount == Self.groupRows || leaves.reduce(0, { $0 + $1.size }) >= Self.groupSize { try endGroup(put) }
  }

  /// Hands over the rest; no row can be added any more. Throws what `put` throws.
  public func finish<Failure: Error>(put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    if rowCount > 0 { try endGroup(put) }
    try begin(put)
    var writer = ThriftWriter()
    writer.structure(metadata)
    var length: [UInt8] = []
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: writer.bytes.count).littleEndian) { length.append(contentsOf: $0) }
    try put(writer.bytes + length + Self.magic)
  }

  private func begin<Failure: Error>(_ put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    guard offset == 0 else { return }
    try put(Self.magic)
    offset = Self.magic.count
  }

  private func endGroup<Failure: Error>(_ put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try begin(put)
    let start = offset
    var chunks: [WrittenChunk] = []
    for leaf in leaves {
      let (bytes, chunk) = leaf.endGroup(at: offset)
      try put(bytes)
      offset += bytes.count
      chunks.append(chunk)
    }
    groups.append((chunks, rowCount, start))
    rowCount = 0
  }

  /// parquet.thrift, FileMetaData.
  private func metadata(_ writer: inout ThriftWriter) {
    var elements: [(inout ThriftWriter) -> Void] = []
    let count = fields.count
    elements.append { root in
      root.text(4, "schema")
      root.int32(5, count)
    }
    for field in fields { field.describe(&elements) }
    writer.int32(1, 2)
    writer.structures(2, elements) { $1(&$0) }
    writer.int64(3, groups.reduce(0) { $0 + $1.rowCount })
    writer.structures(4, groups) { writer, group in
      writer.structures(1, group.chunks) { $1.describe(&$0) }
      writer.int64(2, group.chunks.reduce(0) { $0 + $1.unpackedSize })
      writer.int64(3, group.rowCount)
      writer.int64(5, group.offset)
      writer.int64(6, group.chunks.reduce(0) { $0 + $1.packedSize })
    }
    writer.text(6, "cact")
  }
}
