import Foundation

/// A file of scalars that TensorBoard reads: records of TensorFlow's TFRecord (its documentation, "TFRecord and tf.train.Example": a
/// length, data, and a masked CRC-32C behind each), whose data are messages `Event` of tensorflow/core/util/event.proto and `Summary` of
/// tensorflow/core/framework/summary.proto in Protocol Buffers' encoding.
package struct TensorBoardFile {
  private let path: String

  /// - Parameter wallTime: seconds since 1970, of the record that says which version of the format this is.
  package init(_ path: String, wallTime: Double) throws {
    self.path = path
    try append(Self.record(Self.event(wallTime, [Self.field(3, text: "brain.Event:2")])))
  }

  /// One event for each scalar, appended in one write.
  package func add(_ scalars: [(tag: String, value: Double)], step: Int, wallTime: Double) throws {
    try append(scalars.flatMap { Self.record(Self.scalar($0.tag, $0.value, step: step, wallTime: wallTime)) })
  }

  private func append(_ bytes: [UInt8]) throws {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw LogFile.Failure(path, String(cString: strerror(errno))) }
    defer { close(file) }
    guard write(file, bytes, bytes.count) == bytes.count else {
      throw LogFile.Failure(path, "no space left, or it cannot be written")
    }
  }

  /// Event: wall_time = 1 (double), step = 2 (int64), file_version = 3 (string), summary = 5 (Summary).
  private static func event(_ wallTime: Double, _ fields: [[UInt8]]) -> [UInt8] {
    [1 << 3 | 1] + bytes(wallTime.bitPattern) + fields.joined()
  }

  /// Summary: value = 1 (Value). Value: tag = 1 (string), simple_value = 2 (float).
  static func scalar(_ tag: String, _ value: Double, step: Int, wallTime: Double) -> [UInt8] {
    let value = field(1, text: tag) + [2 << 3 | 5] + bytes(Float(value).bitPattern)
    // Protocol Buffers leaves out what is 0.
    let number = step == 0 ? [] : [2 << 3] + varint(UInt64(bitPattern: Int64(step)))
    return event(wallTime, [number, field(5, field(1, value))])
  }

  private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(UInt64(content.count)) + content
  }

  private static func field(_ number: UInt8, text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var (value, bytes) = (value, [UInt8]())
    while value >= 0x80 {
      bytes.append(UInt8(value & 0x7F) | 0x80)
      value >>= 7
    }
    return bytes + [UInt8(value)]
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// Length, its checksum, data, their checksum.
  static func record(_ data: [UInt8]) -> [UInt8] {
    let length = bytes(UInt64(data.count))
    return length + bytes(masked(length)) + data + bytes(masked(data))
  }

  private static func masked(_ bytes: [UInt8]) -> UInt32 {
    let sum = crc32c(bytes)
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }

  /// CRC-32C (Castagnoli), reflected.
  package static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
  }
}
