/// Snappy's block format, as Parquet's pages have it. A decoder is sixty lines, of which each line checks its bounds; the library
/// would be one more that every user has to install, in C++.
public enum Snappy {
  /// The content of a block.
  ///
  /// - Parameter size: bytes that it must have; more are never allocated.
  /// - Throws: `CodecError`, `damaged`.
  public static func unpacked(_ input: UnsafeRawBufferPointer, size: Int) throws(CodecError) -> [UInt8] {
    var block = Block(input: input)
    let stated = try block.size()
    // The best that three bytes can do is to repeat 64.
    guard stated == size, size / 22 <= input.count else {
      throw block.damaged("a snappy block of \(size) bytes says that it has \(stated)")
    }
    return try [UInt8](unsafeUninitializedCapacity: size) { output, filled throws(CodecError) in
      guard let source = input.baseAddress, let out = UnsafeMutableRawBufferPointer(output).baseAddress else { return }
      try block.unpack(from: source, to: out, size)
      filled = size
    }
  }

  /// A block, and how far it has been read.
  private struct Block {
    let input: UnsafeRawBufferPointer
    var at = 0

    func damaged(_ what: String) -> CodecError { CodecError(.damaged, at: at, what) }

    @inline(__always)
    mutating func number(_ count: Int) throws(CodecError) -> Int {
      guard input.count - at >= count else { throw damaged("a snappy block ends in the middle") }
      var value = 0
      for place in 0..<count { value |= Int(input[at + place]) << (8 * place) }
      at += count
      return value
    }

    /// What the block says that its content has.
    mutating func size() throws(CodecError) -> Int {
      var stated = 0
      var shift = 0
      while true {
        let byte = try number(1)
        stated |= (byte & 0x7F) << shift
        if byte < 0x80 { return stated }
        shift += 7
        guard shift < 35 else { throw damaged("a snappy block states no size") }
      }
    }

    /// - Parameter size: bytes that there is room for, and that must come out.
    mutating func unpack(from source: UnsafeRawPointer, to out: UnsafeMutableRawPointer, _ size: Int) throws(CodecError)
    {
      var filled = 0
      while at < input.count {
        let tag = Int(input[at])
        at += 1
        var length = tag >> 2 + 1
        if tag & 3 == 0 {
          if length > 60 { length = try number(length - 60) + 1 }
          guard length <= input.count - at, length <= size - filled else {
            throw damaged("a snappy block has more bytes than it says")
          }
          // Most are short: a few bytes too many cost less than their count.
          let whole = MemoryLayout<Piece>.size
          if length <= whole, input.count - at >= whole, size - filled >= whole {
            let piece = source.loadUnaligned(fromByteOffset: at, as: Piece.self)
            out.storeBytes(of: piece, toByteOffset: filled, as: Piece.self)
          } else {
            (out + filled).copyMemory(from: source + at, byteCount: length)
          }
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
          repeated(out + filled, offset: offset, length: length, room: size - filled)
        }
        filled += length
      }
      guard filled == size else { throw damaged("a snappy block has \(filled) of its \(size) bytes") }
    }
  }

  private typealias Piece = SIMD16<UInt8>

  /// Writes the `length` bytes that stand `offset` before `out` once more.
  ///
  /// - Parameter room: bytes that may be written from `out` on, `length` at least; those behind `length` hold anything.
  private static func repeated(_ out: UnsafeMutableRawPointer, offset: Int, length: Int, room: Int) {
    let from = UnsafeRawPointer(out - offset)
    let size = MemoryLayout<Piece>.size
    if offset >= size, room >= length + size - 1 {
      var done = 0
      repeat {
        out.storeBytes(of: from.loadUnaligned(fromByteOffset: done, as: Piece.self), toByteOffset: done, as: Piece.self)
        done += size
      } while done < length
    } else if offset >= length {
      out.copyMemory(from: from, byteCount: length)
    } else {
      // Byte by byte: what is repeated is also what was just written.
      for place in 0..<length {
        out.storeBytes(of: from.load(fromByteOffset: place, as: UInt8.self), toByteOffset: place, as: UInt8.self)
      }
    }
  }
}
