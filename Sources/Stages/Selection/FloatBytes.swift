/// Vectors as the store keeps them: little-endian float32.
enum FloatBytes {
  static func encode(_ vector: [Float]) -> [UInt8] {
    vector.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  /// nil unless they are `count` values.
  static func decode(_ bytes: [UInt8], count: Int) -> [Float]? {
    guard bytes.count == 4 * count else { return nil }
    return bytes.withUnsafeBytes { raw in
      (0..<count).map {
        Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }
}
