import Codecs
import Testing

@Suite("Codecs")
struct CodecTests {
  private func packed(_ bytes: [UInt8], _ codec: Codec) throws -> [UInt8] {
    var packed: [UInt8] = []
    let compressor = try Compressor(codec)
    for start in stride(from: 0, to: bytes.count, by: 1_000) {
      compressor.compress(Array(bytes[start..<min(bytes.count, start + 1_000)])) { packed += $0 }
    }
    compressor.finish { packed += $0 }
    return packed
  }

  private func unpacked(
    _ bytes: [UInt8], _ codec: Codec, atMost limit: Int = .max, enough: Int = .max, step: Int = 777
  ) throws -> Unpacked {
    var rest = bytes[...]
    return try Unpacked(codec, atMost: limit, enough: enough) { buffer in
      let next = rest.prefix(min(step, buffer.count))
      next.withUnsafeBytes { buffer.copyMemory(from: $0) }
      rest = rest.dropFirst(next.count)
      return next.count
    }
  }

  /// Text that compresses somewhat.
  private let sample: [UInt8] = (0..<20_000).flatMap { Array("\($0 % 97) lines \($0 * 7_919 % 1_009)\n".utf8) }

  @Test("what is packed unpacks the same, whatever the steps", arguments: Codec.allCases)
  func roundTrip(codec: Codec) throws {
    for bytes in [[], [1], sample, [UInt8](repeating: 0, count: 3 << 20)] {
      let packed = try packed(bytes, codec)
      #expect(Codec.of(packed) == codec && Codec.of(ending: codec.ending) == codec)
      for step in [1, 777, 1 << 20] where step > 1 || packed.count < 10_000 {
        let found = try unpacked(packed, codec, step: step)
        #expect(found.bytes == bytes && found.end == .whole && found.taken == packed.count)
      }
      #expect(try packed == self.packed(bytes, codec))
      // Members behind one another are one content.
      #expect(try unpacked(packed + packed, codec).bytes == bytes + bytes)
    }
    #expect(try unpacked([], codec).end == .whole)
  }

  @Test("a beginning, and a content cut at any byte", arguments: Codec.allCases)
  func cut(codec: Codec) throws {
    let packed = try packed(Array(sample.prefix(30_000)), codec)
    let beginning = try unpacked(packed, codec, enough: 10_000)
    #expect(beginning.end == .stopped && beginning.bytes == Array(sample.prefix(10_000)))
    for length in stride(from: 1, to: packed.count, by: 13) {
      let found = try unpacked(Array(packed[..<length]), codec)
      #expect(found.end == .cut && found.taken == length && sample.starts(with: found.bytes))
    }
    for length in [1, packed.count / 2] {
      #expect(try unpacked(packed + packed[..<length], codec).end == .cut)
    }
  }

  @Test("damage is seen", arguments: Codec.allCases)
  func damaged(codec: Codec) throws {
    let packed = try packed(Array(sample.prefix(30_000)), codec)
    for at in stride(from: 10, to: packed.count, by: 11) {
      var bytes = packed
      bytes[at] ^= 0x55
      do {
        let found = try unpacked(bytes, codec)
        #expect(found.end == .cut || found.bytes == Array(sample.prefix(30_000)), "byte \(at)")
      } catch let error as CodecError { #expect([.damaged, .memory].contains(error.kind)) }
    }
    let error = #expect(throws: CodecError.self) { try unpacked(packed + Array("text".utf8), codec) }
    #expect(error?.kind == .damaged && (error?.offset ?? 0) >= packed.count)
    // Archives fill up with zeros behind a member of gzip.
    if codec == .gzip { #expect(try unpacked(packed + [0, 0, 0], codec).end == .whole) }
  }

  @Test(
    "a small file that would fill the memory is stopped, and so is a wish to stop heeded", arguments: Codec.allCases)
  func bomb(codec: Codec) throws {
    let packed = try packed([UInt8](repeating: 0, count: 32 << 20), codec)
    #expect(packed.count < 64 << 10)
    let error = #expect(throws: CodecError.self) { try unpacked(packed, codec, atMost: 1 << 20) }
    #expect(error?.kind == .tooLarge)
    let stopped = #expect(throws: CodecError.self) {
      try Unpacked(codec, atMost: .max, isCancelled: { true }) { _ in 0 }
    }
    #expect(stopped?.kind == .cancelled)
  }

  @Test("snappy's blocks: literals, copies of both kinds, and what is wrong with others")
  func snappy() throws {
    func unpack(_ bytes: [UInt8], _ size: Int) throws -> [UInt8] {
      try bytes.withUnsafeBytes { try Snappy.unpacked($0, size: size) }
    }
    #expect(try unpack([0], 0) == [])
    #expect(try unpack([3, 2 << 2] + Array("abc".utf8), 3) == Array("abc".utf8))
    // Four more bytes from three back, then five from two back, by the longer form.
    #expect(
      try unpack([12, 2 << 2] + Array("abc".utf8) + [0b1, 3, 4 << 2 | 2, 2, 0], 12) == Array("abcabcacacac".utf8))
    let long = [UInt8](repeating: 7, count: 300)
    #expect(try unpack([0xAC, 2, 61 << 2, 43, 1] + long, 300) == long)
    for (bytes, size) in [
      ([], 0), ([5], 5), ([3, 2 << 2, 97], 3), ([4, 2 << 2, 97, 98, 99], 4), ([4, 0b1, 1], 4), ([5, 0, 97, 0b1, 2], 5),
      ([5, 0, 97, 0b1, 0], 5), ([3, 0, 97, 0b1, 1], 3), ([0xFF, 0xFF, 0xFF, 0xFF, 0x7F], Int.max),
      ([0xFF, 0xFF, 0x7F], 2_097_151),
    ] as [([UInt8], Int)] {
      let error = #expect(throws: CodecError.self) { try unpack(bytes, size) }
      #expect(error?.kind == .damaged)
    }
  }
}
