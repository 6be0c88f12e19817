/// Blocks of 32 elements with one scale, or a scale and a minimum: nibbles of the first 16 elements below those of the others.
extension BlockFormat {
  static let q4_0: BlockFormat = BlockFormat(name: "Q4_0", number: 2, elements: 32, bytes: 18) { block, y in
    let (d, pairs) = (block.half(0), block.bytes(2))
    y.put(pairs & 15, minus: 8, scale: d)
    (y + 16).put(pairs &>> 4, minus: 8, scale: d)
  }

  static let q4_1: BlockFormat = BlockFormat(name: "Q4_1", number: 3, elements: 32, bytes: 20) { block, y in
    let (d, m, pairs) = (block.half(0), block.half(2), block.bytes(4))
    y.put(pairs & 15, scale: d, plus: m)
    (y + 16).put(pairs &>> 4, scale: d, plus: m)
  }

  /// The fifth bits of all elements stand in 32 bits of their own.
  static let q5_0: BlockFormat = BlockFormat(name: "Q5_0", number: 6, elements: 32, bytes: 22) { block, y in
    let (d, pairs) = (block.half(0), block.bytes(6))
    y.put(pairs & 15 | block.fifths(2, from: 0), minus: 16, scale: d)
    (y + 16).put(pairs &>> 4 | block.fifths(2, from: 16), minus: 16, scale: d)
  }

  static let q5_1: BlockFormat = BlockFormat(name: "Q5_1", number: 7, elements: 32, bytes: 24) { block, y in
    let (d, m, pairs) = (block.half(0), block.half(2), block.bytes(8))
    y.put(pairs & 15 | block.fifths(4, from: 0), scale: d, plus: m)
    (y + 16).put(pairs &>> 4 | block.fifths(4, from: 16), scale: d, plus: m)
  }

  /// Signed bytes: 128 more, as they are taken without a sign.
  static let q8_0: BlockFormat = BlockFormat(name: "Q8_0", number: 8, elements: 32, bytes: 34) { block, y in
    let d = block.half(0)
    y.put(block.bytes(2) ^ 128, minus: 128, scale: d)
    (y + 16).put(block.bytes(18) ^ 128, minus: 128, scale: d)
  }
}
