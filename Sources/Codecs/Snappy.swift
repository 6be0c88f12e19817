/// Snappy's block format, as Parquet's pages have it. A decoder is sixty lines, of which each line checks its bounds; the library
/// would be one more that every user has to install, in C++.
public enum Snappy {
  /// The content of a block.
  ///
  /// - Parameter size: bytes that it must have; more are never allocated.
  /// - Throws: `CodecError`, `damaged`.
  public static func unpacked(_ input: UnsafeRawBufferPointer, size: Int) throws(CodecError) -> [UInt8] {
    var at = 0
    func damaged(_ what: String) -> CodecError { CodecError(.damaged, at: at, what) }
    func number(_ count: Int) throws(CodecError) -> Int {
      guard input.count - at >= count else { throw damaged("a snappy block ends in the middle") }
      var value = 0
      for place in 0..<count { value |= Int(input[at + place]) << (8 * place) }
      at += count
      return value
    }
    var stated = 0
    var shift = 0
    while true {
      let byte = try number(1)
      stated |= (byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
      guard shift < 35 else { throw damaged("a snappy block states no size") }
    }
    // The best that three bytes can do is to repeat 64.
    guard stated == size, size / 22 <= input.count else {
      throw damaged("a snappy block of \(size) bytes says that it has \(stated)")
    }
    var output = [UInt8](repeating: 0, count: size)
    var filled = 0
    while at < input.count {
      let tag = try number(1)
      var length = tag >> 2 + 1
      if tag & 3 == 0 {
        if length > 60 { length = try number(length - 60) + 1 }
        guard length <= input.count - at, length <= size - filled else {
          throw damaged("a snappy block has more bytes than it says")
        }
        for place in 0..<length { output[filled + place] = input[at + place] }
        at += length
      } else {
        let offset: Int
        switch tag & 3 {
        case 1:
          length = tag >> 2 & 7 + 4
          offset = (tag >> 5) << 8 | (try number(1))
        case 2: offset = try number(2)
        default: offset = try number(4)
        }
        guard offset > 0, offset <= filled, length <= size - filled else {
          throw damaged("a snappy block repeats what it has not")
        }
        // Byte by byte: what is repeated may be what was just written.
        for place in filled..<filled + length { output[place] = output[place - offset] }
      }
      filled += length
    }
    guard filled == size else { throw damaged("a snappy block has \(filled) of its \(size) bytes") }
    return output
  }
}
