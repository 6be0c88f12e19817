import Codecs

/// What a message of Arrow says of the rows behind it, and their bytes: values are taken from it field by field.
struct ArrowBatch {
  let rowCount: Int
  /// The buffers of all fields, unpacked where they were packed.
  let body: [UInt8]
  private var nodes: ArraySlice<(Int, Int)>
  private var buffers: ArraySlice<(Int, Int)>
  private let isPacked: Bool
  /// Bytes that a buffer may take, unpacked.
  private let limit: Int

  /// - Parameter table: a RecordBatch of Message.fbs.
  init(_ table: FlatTable, body: [UInt8], limit: Int) throws(ParquetError) {
    self.body = body
    self.limit = limit
    rowCount = Int(try table.integer(0, Int64.self))
    guard rowCount >= 0 else { throw .damaged("a batch of \(rowCount) rows") }
    nodes = try table.pairs(1)[...]
    buffers = try table.pairs(2)[...]
    if let packing = try table.table(3) {
      guard try packing.integer(0, Int8.self) == 1 else {
        throw ParquetError(.unsupported, "compressed with LZ4: only zstd is read")
      }
      isPacked = true
    } else {
      isPacked = false
    }
  }

  /// The rows of the next field.
  mutating func node() throws(ParquetError) -> Int {
    guard let (count, _) = nodes.popFirst(), count >= 0 else {
      throw .damaged("a batch has fewer columns than the schema")
    }
    return count
  }

  /// The bytes of the next buffer: at least `least`, where the field has any rows.
  mutating func buffer(least: Int) throws(ParquetError) -> ArraySlice<UInt8> {
    guard let (start, count) = buffers.popFirst() else {
      throw .damaged("a batch has fewer buffers than its columns need")
    }
    guard start >= 0, count >= 0, start <= body.count, count <= body.count - start else {
      throw .damaged("a buffer lies outside of its batch")
    }
    let bytes = body[start..<start + count]
    let whole = isPacked && count > 0 ? try unpacked(bytes) : bytes
    guard whole.count >= least else { throw .damaged("a buffer of \(whole.count) bytes where \(least) are due") }
    return whole
  }

  /// The size unpacked stands before the bytes; -1: they are not packed.
  private func unpacked(_ bytes: ArraySlice<UInt8>) throws(ParquetError) -> ArraySlice<UInt8> {
    guard bytes.count >= 8 else { throw .damaged("a packed buffer without its size") }
    let size = bytes.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
    let rest = bytes.dropFirst(8)
    if size == -1 { return rest }
    guard 0...Int64(limit) ~= size else {
      throw ParquetError(.tooLarge, "a buffer of \(size) bytes takes more memory than there is")
    }
    do throws(CodecError) {
      return try rest.withUnsafeBufferPointer { bytes throws(CodecError) in
        try Unpacked.block(.zstd, UnsafeRawBufferPointer(bytes), size: Int(size))
      }[...]
    } catch { throw ParquetError(.damaged, "a buffer cannot be unpacked: \(error.message)") }
  }
}
