/// Numbers as the differences between neighbours (the format's Encodings.md, "Delta encoding").
enum Deltas {
  /// The numbers at the cursor, which stands behind them afterwards.
  ///
  /// - Parameter most: so many there may be, which bounds what is allocated.
  static func decode(_ cursor: inout Cursor, most: Int) throws(ParquetError) -> [Int64] {
    let block = try cursor.count()
    let parts = try cursor.count()
    let count = try cursor.count()
    let first = try cursor.zigzag()
    guard count > 0 else { return [] }
    guard count <= most else { throw .damaged("\(count) values where \(most) can be") }
    guard parts > 0, block > 0, block <= 1 << 24, parts <= block, block % parts == 0, block / parts % 8 == 0 else {
      throw .damaged("blocks of \(block) values in \(parts) parts")
    }
    let perPart = block / parts
    var numbers = [first]
    numbers.reserveCapacity(count)
    var last = first
    while numbers.count < count {
      let least = try cursor.zigzag()
      let widths = try cursor.take(parts)
      for place in widths where numbers.count < count {
        let width = Int(cursor.bytes[place])
        guard width <= 64 else { throw .damaged("numbers of \(width) bits") }
        let taken = min(perPart, count - numbers.count)
        let due = perPart / 8 * width
        guard cursor.left >= (taken * width + 7) / 8 else {
          throw .damaged("\(cursor.left) bytes are left for \(taken) numbers of \(width) bits")
        }
        // The last part may end where its numbers do.
        let range = try cursor.take(min(due, cursor.left))
        BitPacking.unpack(cursor.bytes, range, width: width, count: taken) {
          last = last &+ least &+ Int64(bitPattern: $0)
          numbers.append(last)
        }
      }
    }
    return numbers
  }
}
