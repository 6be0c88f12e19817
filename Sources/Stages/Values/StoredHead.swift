import Foundation

/// A stored value does not read back: it is computed again.
struct DamagedValue: Error {}

/// The first line of a stored value: JSON, then whatever follows in binary.
enum StoredHead {
  static func encode(_ head: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var bytes = [UInt8](try encoder.encode(head))
    bytes.append(0x0A)
    return bytes
  }

  /// - Returns: the head and the offset of what follows it.
  static func decode<Head: Decodable>(_ type: Head.Type, from bytes: [UInt8]) throws -> (Head, Int) {
    guard let end = bytes.firstIndex(of: 0x0A) else { throw DamagedValue() }
    return (try JSONDecoder().decode(type, from: Data(bytes[..<end])), end + 1)
  }
}
