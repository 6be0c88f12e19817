/// What is believed of a file's own words.
enum ParquetLimits {
  /// Bytes that so many packed ones may be, for which room is made before they are there.
  static func unpacked(_ packed: Int) -> Int { 16 * min(packed, 1 << 48) }
}
