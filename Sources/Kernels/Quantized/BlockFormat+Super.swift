/// Blocks of 256 elements in groups of 16 or 32, whose scales and minima are quantised themselves.
extension BlockFormat {
  /// 16 bytes of scale and minimum, 64 of pairs of bits, the scales' scale, the minima's.
  static let q2_K: BlockFormat = BlockFormat(name: "Q2_K", number: 10, elements: 256, bytes: 84) { block, y in
    let (d, m) = (block.half(80), block.half(82))
    for group in 0..<16 {
      let both = block.byte(group)
      let q = block.bytes(16 + group / 8 * 32 + group % 2 * 16) &>> UInt8(group % 8 / 2 * 2) & 3
      (y + group * 16).put(q, scale: d * Float(Int32(both & 15)), plus: -(m * Float(Int32(both &>> 4))))
    }
  }

  /// 32 bytes of third bits, 64 of pairs of bits, 12 of scales of 6 bits, their scale.
  static let q3_K: BlockFormat = BlockFormat(name: "Q3_K", number: 11, elements: 256, bytes: 110) { block, y in
    let d = block.half(108)
    for group in 0..<16 {
      let low = group < 8 ? block.byte(96 + group) & 15 : block.byte(88 + group) &>> 4
      let high = block.byte(104 + group % 4) &>> UInt8(group / 4 * 2) & 3
      let at = group % 2 * 16
      let q = block.bytes(32 + group / 8 * 32 + at) &>> UInt8(group % 8 / 2 * 2) & 3
      let third = (block.bytes(at) &>> UInt8(group / 2) & 1) &<< 2
      (y + group * 16).put(q | third, minus: 4, scale: d * Float(Int32(low | high &<< 4) - 32))
    }
  }

  /// The scales' scale, the minima's, 12 bytes of both of 6 bits, 128 bytes of nibbles.
  static let q4_K: BlockFormat = BlockFormat(name: "Q4_K", number: 12, elements: 256, bytes: 144) { block, y in
    for group in 0..<8 {
      let (scale, least) = scaleAndLeast(block, group)
      for half in 0..<2 {
        let q = block.bytes(16 + group / 2 * 32 + half * 16) &>> UInt8(group % 2 * 4) & 15
        (y + group * 32 + half * 16).put(q, scale: scale, plus: -least)
      }
    }
  }

  /// The same with 32 bytes of fifth bits before the nibbles.
  static let q5_K: BlockFormat = BlockFormat(name: "Q5_K", number: 13, elements: 256, bytes: 176) { block, y in
    for group in 0..<8 {
      let (scale, least) = scaleAndLeast(block, group)
      for half in 0..<2 {
        let q = block.bytes(48 + group / 2 * 32 + half * 16) &>> UInt8(group % 2 * 4) & 15
        let fifth = (block.bytes(16 + half * 16) &>> UInt8(group) & 1) &<< 4
        (y + group * 32 + half * 16).put(q | fifth, scale: scale, plus: -least)
      }
    }
  }

  /// Of a group of 32 elements where 12 bytes from the fifth on hold eight scales and eight minima: six bits of each of the first
  /// four, above which stand two bits of the last four, whose lower four bits follow.
  @inline(__always)
  private static func scaleAndLeast(_ block: UnsafeRawPointer, _ group: Int) -> (scale: Float, least: Float) {
    let i = group % 4
    var (scale, least) = (block.byte(4 + i), block.byte(8 + i))
    if group < 4 {
      (scale, least) = (scale & 63, least & 63)
    } else {
      let rest = block.byte(12 + i)
      (scale, least) = (rest & 15 | scale &>> 2 & 48, rest &>> 4 | least &>> 2 & 48)
    }
    return (block.half(0) * Float(Int32(scale)), block.half(2) * Float(Int32(least)))
  }

  /// 128 bytes of nibbles, 64 of pairs of upper bits, 16 signed scales, their scale.
  static let q6_K: BlockFormat = BlockFormat(name: "Q6_K", number: 14, elements: 256, bytes: 210) { block, y in
    let d = block.half(208)
    for group in 0..<16 {
      let (half, quarter, at) = (group / 8, group % 8 / 2, group % 2 * 16)
      let low = block.bytes(half * 64 + quarter % 2 * 32 + at) &>> UInt8(quarter / 2 * 4) & 15
      let high = (block.bytes(128 + half * 32 + at) &>> UInt8(quarter * 2) & 3) &<< 4
      let scale = d * Float(Int32(Int8(bitPattern: block.byte(192 + group))))
      (y + group * 16).put(low | high, minus: 32, scale: scale)
    }
  }
}
