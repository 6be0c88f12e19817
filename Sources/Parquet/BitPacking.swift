/// Numbers of a few bits each, packed into bytes.
enum BitPacking {
  /// The lowest bit first: runs and deltas. Bits that would stand behind the end of the bytes are 0.
  static func unpack(
    _ bytes: [UInt8], _ range: Range<Int>, width: Int, count: Int, _ put: (UInt64) -> Void
  ) {
    bytes.withUnsafeBufferPointer { bytes in
      var bit = range.lowerBound * 8
      let end = range.upperBound * 8
      for _ in 0..<count {
        var value: UInt64 = 0
        var have = 0
        while have < width, bit < end {
          let part = min(8 - bit & 7, width - have)
          let bits = UInt64(bytes[bit >> 3]) >> UInt64(bit & 7) & (1 << UInt64(part) - 1)
          value |= bits << UInt64(have)
          have += part
          bit += part
        }
        put(value)
      }
    }
  }

  /// The highest bit first: the levels of the oldest files.
  static func unpackOld(_ bytes: [UInt8], _ range: Range<Int>, width: Int, count: Int) -> [UInt8] {
    var bit = range.lowerBound * 8
    return (0..<count).map { _ in
      var value = 0
      for _ in 0..<width {
        value = value << 1 | Int(bytes[bit >> 3]) >> (7 - bit & 7) & 1
        bit += 1
      }
      return UInt8(truncatingIfNeeded: value)
    }
  }

  /// What `unpack` reads with a width of 1.
  static func packed(_ bits: [Bool]) -> [UInt8] { packed(bits.map { $0 ? 1 : 0 }, width: 1) }

  /// What `unpack` reads; bits that are left of the last byte are 0.
  static func packed(_ numbers: some Collection<UInt8>, width: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (numbers.count * width + 7) / 8)
    var bit = 0
    for number in numbers {
      for place in 0..<width {
        bytes[bit >> 3] |= (number >> UInt8(place) & 1) << UInt8(bit & 7)
        bit += 1
      }
    }
    return bytes
  }

  /// Bits that a number up to `highest` takes.
  static func width(of highest: Int) -> Int { Int.bitWidth - highest.leadingZeroBitCount }
}
