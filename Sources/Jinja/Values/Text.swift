/// A text as UTF-8. Python counts and cuts texts by code points; so does what is here.
final class Text: @unchecked Sendable {
  let bytes: [UInt8]
  /// Marked as HTML that is safe already: what is added to it is escaped.
  let isMarkup: Bool
  // The account outlives what is charged to it; nil: nobody pays.
  private unowned(unsafe) let account: Account?

  init(fixed bytes: [UInt8]) {
    self.bytes = bytes
    isMarkup = false
    account = nil
  }

  /// Throws where the account has no room for it.
  init(_ bytes: [UInt8], isMarkup: Bool = false, for account: Account) throws(Failure) {
    try account.hold(bytes.count + Self.overhead)
    self.bytes = bytes
    self.isMarkup = isMarkup
    self.account = account
  }

  deinit { account?.release(bytes.count + Self.overhead) }

  private static let overhead = 96

  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// How many code points. O(n).
  var count: Int { CodePoints.count(bytes[...]) }
}

/// Code points in UTF-8, found by their bytes.
enum CodePoints {
  @inline(__always)
  static func starts(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  static func count(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for byte in bytes { count &+= starts(byte) ? 1 : 0 }
      return count
    }
  }

  /// Where each code point begins, and the end.
  static func offsets(_ bytes: [UInt8]) -> [Int] {
    bytes.indices.filter { starts(bytes[$0]) } + [bytes.count]
  }

  /// Where the code point of this index begins, counted from the end where it is negative; nil: there is none.
  static func offset(of index: Int, in bytes: [UInt8]) -> Int? {
    var left = index
    if index >= 0 {
      for (offset, byte) in bytes.enumerated() where starts(byte) {
        if left == 0 { return offset }
        left -= 1
      }
    } else {
      for offset in bytes.indices.reversed() where starts(bytes[offset]) {
        left += 1
        if left == 0 { return offset }
      }
    }
    return nil
  }

  /// The byte behind the code point that begins here.
  static func end(of offset: Int, in bytes: [UInt8]) -> Int {
    var end = offset + 1
    while end < bytes.count, !starts(bytes[end]) { end += 1 }
    return end
  }

  static func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 < 0x80 } }
}
