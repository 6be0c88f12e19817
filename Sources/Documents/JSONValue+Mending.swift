extension JSONValue {
  /// As `parse`, of what editors and browsers send of damaged documents, too: bytes that are no UTF-8, and escapes of half a surrogate
  /// pair, become U+FFFD.
  ///
  /// - Parameter file: the name that errors show.
  /// - Throws: `JSONError` with the first fault of the text as it was given, where it is not JSON even then.
  public static func parse(mending bytes: [UInt8], file: String) throws(JSONError) -> JSONValue {
    do {
      return try parse(bytes, file: file)
    } catch {
      guard let value = try? parse(mended(bytes), file: file) else { throw error }
      return value
    }
  }

  private static func mended(_ content: [UInt8]) -> [UInt8] {
    let bytes = Array(String(decoding: content, as: UTF8.self).utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    /// The code unit of the escape at a place.
    func unit(_ place: Int) -> Int? {
      guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
        return nil
      }
      return Int(String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16)
    }
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      var length = min(2, bytes.count - index)
      if let first = unit(index) {
        length = 6
        if (0xD800..<0xDC00).contains(first), let second = unit(index + 6), (0xDC00..<0xE000).contains(second) {
          length = 12
        } else if (0xD800..<0xE000).contains(first) {
          result += Array("\\ufffd".utf8)
          index += 6
          continue
        }
      }
      result += bytes[index..<(index + length)]
      index += length
    }
    return result
  }
}
