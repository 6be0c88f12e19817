/// Runs of one number, and groups of eight packed ones (the format's Encodings.md, "Run Length Encoding / Bit-Packing Hybrid").
enum RunLengths {
  /// The next `count` numbers of `width` bits, each at most 32.
  static func decode(_ cursor: inout Cursor, width: Int, count: Int) throws(ParquetError) -> [UInt32] {
    guard 0...32 ~= width else { throw .damaged("numbers of \(width) bits") }
    var numbers: [UInt32] = []
    numbers.reserveCapacity(count)
    while numbers.count < count {
      let head = try cursor.varint()
      let left = count - numbers.count
      if head & 1 == 0 {
        var value: UInt32 = 0
        for place in 0..<(width + 7) / 8 { value |= UInt32(try cursor.byte()) << UInt32(8 * place) }
        guard width == 32 || value < 1 << UInt32(width) else { throw .damaged("a number has more bits than \(width)") }
        guard head > 0 else { throw .damaged("a run of no length") }
        numbers += repeatElement(value, count: head >> 1 > UInt64(left) ? left : Int(head >> 1))
      } else {
        let groups = head >> 1
        guard groups > 0 else { throw .damaged("a group of no numbers") }
        let taken = groups > UInt64(left) ? left : min(Int(groups) * 8, left)
        // The last group may end where its numbers do.
        let due = groups > UInt64(left) ? .max : Int(groups) * width
        guard cursor.left >= (taken * width + 7) / 8 else {
          throw .damaged("\(cursor.left) bytes are left for \(taken) numbers of \(width) bits")
        }
        let range = try cursor.take(min(due, cursor.left))
        BitPacking.unpack(cursor.bytes, range, width: width, count: taken) {
          numbers.append(UInt32(truncatingIfNeeded: $0))
        }
      }
    }
    return numbers
  }

  /// What `decode` reads: a run where eight numbers or more are equal, groups of eight elsewhere.
  static func encode(_ numbers: [UInt8], width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    /// Where the numbers begin that are not written yet.
    var start = 0
    func pack(to end: Int) {
      guard start < end else { return }
      ThriftWriter.varint(UInt64((end - start + 7) / 8) << 1 | 1, into: &bytes)
      // A group is whole, whatever stands behind the last number.
      let padding = [UInt8](repeating: 0, count: (8 - (end - start) % 8) % 8)
      bytes += BitPacking.packed(numbers[start..<end] + padding, width: width)
      start = end
    }
    var at = 0
    while at < numbers.count {
      let end = numbers[at...].firstIndex { $0 != numbers[at] } ?? numbers.count
      // What stands before a run fills up its last group from it.
      let first = at + (8 - (at - start) % 8) % 8
      if end - first >= 8 {
        pack(to: first)
        ThriftWriter.varint(UInt64(end - first) << 1, into: &bytes)
        bytes.append(numbers[at])
        start = end
      }
      at = end
    }
    pack(to: numbers.count)
    return bytes
  }
}
