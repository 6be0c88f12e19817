/// What stands before each page of a column (parquet.thrift, PageHeader).
struct PageHeader {
  enum Kind: Int { case data, index, dictionary, secondData }

  var kind = -1
  var unpackedSize = -1
  var packedSize = -1
  var checksum: UInt32?
  var valueCount = 0
  var encoding = 0
  var definitionEncoding = ValueDecoder.Encoding.runs.rawValue
  var repetitionEncoding = ValueDecoder.Encoding.runs.rawValue
  /// Of a page of the second version: bytes of its levels, which are never compressed.
  var definitionSize = 0
  var repetitionSize = 0
  var isPacked = true

  init(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = PageHeader()
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch (number, kind) {
      case (1, _): found.kind = try reader.int(kind)
      case (2, _): found.unpackedSize = try reader.int(kind)
      case (3, _): found.packedSize = try reader.int(kind)
      case (4, _): found.checksum = UInt32(truncatingIfNeeded: try reader.int(kind))
      case (5, .structure), (7, .structure): try found.readFirst(&reader)
      case (8, .structure): try found.readSecond(&reader)
      default: return false
      }
      return true
    }
    self = found
  }

  private init() {}

  private mutating func readFirst(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = self
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch (number, kind) {
      case (1, _): found.valueCount = try reader.int(kind)
      case (2, _): found.encoding = try reader.int(kind)
      // Of a dictionary's page the third says whether it is sorted.
      case (3, .int32): found.definitionEncoding = try reader.int(kind)
      case (4, _): found.repetitionEncoding = try reader.int(kind)
      default: return false
      }
      return true
    }
    self = found
  }

  private mutating func readSecond(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = self
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 1: found.valueCount = try reader.int(kind)
      case 4: found.encoding = try reader.int(kind)
      case 5: found.definitionSize = try reader.int(kind)
      case 6: found.repetitionSize = try reader.int(kind)
      case 7: found.isPacked = try reader.bool(kind)
      default: return false
      }
      return true
    }
    self = found
  }
}

/// How pages are compressed (parquet.thrift, CompressionCodec).
enum PageCodec {
  case none, snappy, gzip, zstd

  init(_ code: Int) throws(ParquetError) {
    switch code {
    case 0: self = .none
    case 1: self = .snappy
    case 2: self = .gzip
    case 6: self = .zstd
    default:
      let names = [3: "LZO", 4: "Brotli", 5: "LZ4", 7: "LZ4"]
      throw ParquetError(
        .unsupported,
        "compressed with \(names[code] ?? "the codec of number \(code)"): only snappy, gzip and zstd are read")
    }
  }

  /// The number that the metadata has for it.
  var code: Int {
    switch self {
    case .none: 0
    case .snappy: 1
    case .gzip: 2
    case .zstd: 6
    }
  }
}
