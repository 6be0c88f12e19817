extension Metadata {
  /// From the bytes of the footer.
  init(_ bytes: [UInt8]) throws(ParquetError) {
    var reader = ThriftReader(Cursor(bytes))
    var found = Metadata()
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 2: found.schema = try reader.list(kind) { _, reader throws(ParquetError) in try SchemaElement(&reader) }
      case 3: found.rowCount = try reader.int(kind)
      case 4: found.groups = try reader.list(kind) { _, reader throws(ParquetError) in try RowGroup(&reader) }
      case 8:
        found.isEncrypted = true
        return false
      default: return false
      }
      return true
    }
    self = found
  }
}

extension Metadata.RowGroup {
  init(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = Metadata.RowGroup()
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 1:
        found.columns = try reader.list(kind) { _, reader throws(ParquetError) in
          try Metadata.ColumnChunk(&reader)
        }
      case 3: found.rowCount = try reader.int(kind)
      default: return false
      }
      return true
    }
    self = found
  }
}

extension Metadata.ColumnChunk {
  init(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = Metadata.ColumnChunk()
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 1: found.isElsewhere = try !reader.binary(kind).isEmpty
      case 3:
        guard kind == .structure else { throw .damaged("a column has no metadata") }
        found.hasFacts = true
        try found.readFacts(&reader)
      case 8, 9:
        found.isEncrypted = true
        return false
      default: return false
      }
      return true
    }
    self = found
  }

  private mutating func readFacts(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = self
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 1: found.type = try reader.int(kind)
      case 4: found.codec = try reader.int(kind)
      case 5: found.valueCount = try reader.int(kind)
      case 6: found.unpackedSize = try reader.int(kind)
      case 7: found.packedSize = try reader.int(kind)
      case 9: found.dataOffset = try reader.int(kind)
      case 11: found.dictionaryOffset = try reader.int(kind)
      default: return false
      }
      return true
    }
    self = found
  }
}

extension SchemaElement {
  init(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = SchemaElement()
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 1: found.type = try reader.int(kind)
      case 2: found.typeLength = try reader.int(kind)
      case 3: found.repetition = try reader.int(kind)
      case 4: found.name = try reader.binary(kind)
      case 5: found.childCount = try reader.int(kind)
      case 6: found.converted = try reader.int(kind)
      case 7: found.scale = try reader.int(kind)
      case 10:
        guard kind == .structure else { return false }
        found.logical = try LogicalType(&reader)
      default: return false
      }
      return true
    }
    self = found
  }
}

extension LogicalType {
  /// A union: a struct of which one field is there.
  init(_ reader: inout ThriftReader) throws(ParquetError) {
    var found = LogicalType.none
    try reader.structure { number, kind, reader throws(ParquetError) in
      guard kind == .structure else { return false }
      switch number {
      case 1: found = .string
      case 2: found = .map
      case 3: found = .list
      case 4: found = .enumeration
      case 6: found = .date
      case 11: found = .unknown
      case 12: found = .json
      case 13: found = .bson
      case 14: found = .uuid
      case 15: found = .half
      case 5:
        var scale = 0
        try reader.structure { number, kind, reader throws(ParquetError) in
          guard number == 1 else { return false }
          scale = try reader.int(kind)
          return true
        }
        found = .decimal(scale: scale)
        return true
      case 7:
        found = .time(try Self.time(&reader).unit)
        return true
      case 8:
        let (unit, isUTC) = try Self.time(&reader)
        found = .timestamp(unit, isUTC: isUTC)
        return true
      case 10:
        var (bits, isSigned) = (64, true)
        try reader.structure { number, kind, reader throws(ParquetError) in
          switch number {
          case 1: bits = try reader.int(kind)
          case 2: isSigned = try reader.bool(kind)
          default: return false
          }
          return true
        }
        found = .integer(bits: bits, isSigned: isSigned)
        return true
      default: found = .other
      }
      return false
    }
    self = found
  }

  private static func time(_ reader: inout ThriftReader) throws(ParquetError) -> (unit: TimeUnit, isUTC: Bool) {
    var unit = TimeUnit.milliseconds
    var isUTC = false
    try reader.structure { number, kind, reader throws(ParquetError) in
      switch number {
      case 1: isUTC = try reader.bool(kind)
      case 2:
        guard kind == .structure else { return false }
        try reader.structure { number, _, _ in
          switch number {
          case 2: unit = .microseconds
          case 3: unit = .nanoseconds
          default: unit = .milliseconds
          }
          return false
        }
      default: return false
      }
      return true
    }
    return (unit, isUTC)
  }

  /// What files had before there were logical types (parquet.thrift, ConvertedType).
  init(converted: Int, scale: Int) {
    switch converted {
    case 0: self = .string
    case 1, 2: self = .map
    case 3: self = .list
    case 4: self = .enumeration
    case 5: self = .decimal(scale: scale)
    case 6: self = .date
    case 7: self = .time(.milliseconds)
    case 8: self = .time(.microseconds)
    // Whether such a time is one of UTC was never said.
    case 9: self = .timestamp(.milliseconds, isUTC: false)
    case 10: self = .timestamp(.microseconds, isUTC: false)
    case 11...14: self = .integer(bits: 8 << (converted - 11), isSigned: false)
    case 15...18: self = .integer(bits: 8 << (converted - 15), isSigned: true)
    case 19: self = .json
    case 20: self = .bson
    default: self = .none
    }
  }
}
