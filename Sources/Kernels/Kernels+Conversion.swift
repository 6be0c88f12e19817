extension Kernels {
  /// bfloat16 bits to float32: exact. `x` may lie at an odd address, as a tensor of a file may.
  package static func widenBrain(_ x: UnsafeRawPointer, _ y: Output, _ count: Int) {
    for i in 0..<count {
      y[i] = Float(
        bitPattern: UInt32(UInt16(littleEndian: x.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self))) << 16)
    }
  }

  /// y += x, x in bfloat16.
  package static func addBrain(_ x: UnsafePointer<UInt16>, to y: Output, _ count: Int) {
    for i in 0..<count { y[i] += Float(bitPattern: UInt32(x[i]) << 16) }
  }

  /// IEEE half bits to float32: exact; subnormals by a product with 2¹¹², which moves the exponent's bias.
  package static func widenHalf(_ x: UnsafeRawPointer, _ y: Output, _ count: Int) {
    let rebias = Float(bitPattern: 0x7780_0000)
    for i in 0..<count {
      let h = UInt32(UInt16(littleEndian: x.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)))
      let magnitude = (Float(bitPattern: (h & 0x7fff) << 13) * rebias).bitPattern
      let special: UInt32 = (h & 0x7c00) == 0x7c00 ? 0x7f80_0000 : 0
      y[i] = Float(bitPattern: magnitude | special | (h & 0x8000) << 16)
    }
  }

  /// float32 to bfloat16 bits, to nearest, ties to even; NaN stays NaN.
  package static func narrowBrain(_ x: Input, _ y: UnsafeMutablePointer<UInt16>, _ count: Int) {
    for i in 0..<count {
      let bits = x[i].bitPattern
      let rounded = (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16
      let isNaN = bits & 0x7fff_ffff > 0x7f80_0000
      y[i] = UInt16(truncatingIfNeeded: isNaN ? (bits >> 16) | 0x40 : rounded).littleEndian
    }
  }

  /// float32 to IEEE half bits, to nearest, ties to even; too large becomes infinity, NaN stays NaN.
  package static func narrowHalf(_ x: Input, _ y: UnsafeMutablePointer<UInt16>, _ count: Int) {
    for i in 0..<count {
      let bits = x[i].bitPattern
      let sign = (bits >> 16) & 0x8000
      let magnitude = bits & 0x7fff_ffff
      let half: UInt32
      if magnitude >= 0x4780_0000 {
        half = magnitude > 0x7f80_0000 ? 0x7e00 : 0x7c00
      } else if magnitude < 0x3880_0000 {
        // Added to 0.5, the sum's unit in the last place is a half's smallest subnormal.
        half = (Float(bitPattern: magnitude) + 0.5).bitPattern &- 0x3f00_0000
      } else {
        half = (magnitude &- 0x3800_0000 &+ 0xfff &+ ((magnitude >> 13) & 1)) >> 13
      }
      y[i] = UInt16(truncatingIfNeeded: sign | half).littleEndian
    }
  }
}
