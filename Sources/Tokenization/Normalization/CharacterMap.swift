import Documents
import Foundation

/// SentencePiece's rules of normalization (`precompiled_charsmap`): byte strings and what stands in their place.
///
/// The number of bytes of a trie (four bytes, the lowest first), the trie, a double array of 32-bit units as Darts-clone has it, and
/// the replacements, each ended by a NUL, whose places are the trie's values.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  /// Well-formed UTF-8.
  private let replacements: [UInt8]

  /// From base64. Throws `TokenizerError` where it is damaged.
  init(_ json: JSONValue?, file: String) throws {
    func broken(_ what: String) -> TokenizerError {
      TokenizerError(.malformed, file: file, "the `precompiled_charsmap` of its normalizer \(what)")
    }
    guard let text = json?.string, let data = Data(base64Encoded: text) else { throw broken("is no base64") }
    let bytes = [UInt8](data)
    func number(_ at: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }
    guard bytes.count >= 4, Int(number(0)) >= 4, Int(number(0)) / 4 * 4 <= bytes.count - 4 else {
      throw broken("has not the length that it states")
    }
    let count = Int(number(0)) / 4
    units = (1...count).map { number(4 * $0) }
    replacements = Array(bytes[(4 + 4 * count)...])
    guard replacements.withUnsafeBufferPointer(UTF8Validation.isWellFormed) else {
      throw broken("has replacements that are no UTF-8")
    }
  }

  /// Where the children of a node stand, relative to it.
  @inline(__always)
  private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }

  /// What stands in the place of the shortest rule that begins the bytes; nil where none does. Throws `TokenizerError` where the
  /// trie leads out of the map.
  func replacement(of key: Bytes, _ watch: EncodingWatch) throws -> ArraySlice<UInt8>? {
    func unitAt(_ node: Int) throws -> UInt32 {
      guard node < units.count else { throw damage(watch) }
      return units[node]
    }
    var node = Self.offset(units[0])
    for byte in key {
      if byte == 0 { break }
      node ^= Int(byte)
      let unit = try unitAt(node)
      guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
      node ^= Self.offset(unit)
      if unit >> 8 & 1 == 1 { return try text(from: Int(try unitAt(node) & 0x7FFF_FFFF), watch) }
    }
    return nil
  }

  private func text(from start: Int, _ watch: EncodingWatch) throws -> ArraySlice<UInt8> {
    guard start <= replacements.count, start == replacements.count || replacements[start] & 0xC0 != 0x80 else {
      throw damage(watch)
    }
    let rest = replacements[start...]
    return rest[..<(rest.firstIndex(of: 0) ?? rest.endIndex)]
  }

  private func damage(_ watch: EncodingWatch) -> TokenizerError {
    watch.error(.malformed, "the `precompiled_charsmap` of its normalizer leads out of itself")
  }
}
