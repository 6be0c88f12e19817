/// As what a column's values appear in JSON.
enum ValueForm: Equatable {
  /// Every value is missing.
  case nothing
  case boolean
  case integer
  /// Stored in the lower bits of a signed number.
  case unsigned(bits: Int)
  case number
  /// IEEE half precision in two bytes.
  case half
  /// Text in UTF-8, as it is.
  case text
  /// Bytes that nothing is said of: text where they are UTF-8, otherwise base64.
  case bytes
  /// An integer, or the bytes of one, with so many digits behind the point.
  case decimal(scale: Int)
  case date
  case time(TimeUnit)
  case timestamp(TimeUnit, isUTC: Bool)
  /// Nanoseconds of the day and the Julian day, as Impala and Spark wrote timestamps.
  case oldTimestamp
  case uuid

  /// A mark that does not fit how the values are stored is passed over, as other readers do.
  init(_ type: PhysicalType, _ logical: LogicalType, path: String) throws(ParquetError) {
    switch (type, logical) {
    case (_, .unknown): self = .nothing
    case (.boolean, _): self = .boolean
    case (.float, _), (.double, _): self = .number
    case (.int96, _): self = .oldTimestamp
    case (.int32, .date): self = .date
    case (.int32, .time(let unit)), (.int64, .time(let unit)): self = .time(unit)
    case (.int64, .timestamp(let unit, let isUTC)): self = .timestamp(unit, isUTC: isUTC)
    case (.int32, .integer(let bits, isSigned: false)) where [8, 16, 32].contains(bits): self = .unsigned(bits: bits)
    case (.int64, .integer(_, isSigned: false)): self = .unsigned(bits: 64)
    case (.int32, .decimal(let scale)), (.int64, .decimal(let scale)), (.bytes, .decimal(let scale)),
      (.fixed, .decimal(let scale)):
      guard 0...1_000 ~= scale else { throw ParquetError(.damaged, "a decimal of scale \(scale)", column: path) }
      self = .decimal(scale: scale)
    case (.int32, _), (.int64, _): self = .integer
    case (.fixed(16), .uuid): self = .uuid
    case (.fixed(2), .half): self = .half
    case (.bytes, .string), (.bytes, .enumeration), (.bytes, .json), (.fixed, .string): self = .text
    case (.bytes, _), (.fixed, _): self = .bytes
    }
  }
}
