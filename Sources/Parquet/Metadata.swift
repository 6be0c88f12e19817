/// What the end of a Parquet file says of it: its columns, and where their parts stand (parquet.thrift, FileMetaData).
struct Metadata {
  var schema: [SchemaElement] = []
  var rowCount = 0
  var groups: [RowGroup] = []
  var isEncrypted = false

  /// The rows that stand together, column by column.
  struct RowGroup {
    var columns: [ColumnChunk] = []
    var rowCount = 0
  }

  /// A column's part of a row group.
  struct ColumnChunk {
    var isElsewhere = false
    var isEncrypted = false
    var hasFacts = false
    var type = -1
    var codec = 0
    var valueCount = 0
    var unpackedSize = 0
    var packedSize = 0
    var dataOffset = 0
    var dictionaryOffset: Int?
  }
}

/// A node of the schema, as it stands in the file: the tree's nodes in the order in which they are met.
struct SchemaElement {
  var type: Int?
  var typeLength = 0
  var repetition = 0
  var name: [UInt8] = []
  var childCount = 0
  var converted: Int?
  var scale = 0
  var logical = LogicalType.none
}

/// What the bytes of a column stand for (parquet.thrift, LogicalType).
enum LogicalType: Equatable {
  case none, string, map, list, enumeration, date, unknown, json, bson, uuid, half
  case decimal(scale: Int)
  case time(TimeUnit)
  case timestamp(TimeUnit, isUTC: Bool)
  case integer(bits: Int, isSigned: Bool)
  /// One that came later: its bytes are shown as they are.
  case other
}

/// How finely a time is counted: so many in a second.
enum TimeUnit: Int {
  case milliseconds = 1_000
  case microseconds = 1_000_000
  case nanoseconds = 1_000_000_000
}
