/// A number as weights and activations are stored: float32, or a shorter format. Whatever is computed of them is float32.
package protocol StoredElement: BitwiseCopyable, Sendable {
  /// The nearest one, ties to even. NaN stays NaN.
  init(rounding value: Float)
  /// Exact.
  var widened: Float { get }
  /// Eight of them, at any address.
  static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float>
  static var format: Kernels.Format { get }
}

extension Kernels {
  /// The format of stored elements, little-endian.
  package enum Format { case single, half, bfloat16 }
}

extension Float: StoredElement {
  package static var format: Kernels.Format { .single }
  @inline(__always) package init(rounding value: Float) { self = value }
  @inline(__always) package var widened: Float { self }
  @inline(__always) package static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float> {
    p.loadUnaligned(as: SIMD8<Float>.self)
  }
}

/// bfloat16: the upper half of a float32.
package struct BFloat16: StoredElement {
  package var bits: UInt16

  package init(bits: UInt16) { self.bits = bits }

  package static var format: Kernels.Format { .bfloat16 }

  @inline(__always)
  package init(rounding value: Float) {
    let bits = value.bitPattern
    let rounded = (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16
    let isNaN = bits & 0x7fff_ffff > 0x7f80_0000
    self.bits = UInt16(truncatingIfNeeded: isNaN ? (bits >> 16) | 0x40 : rounded).littleEndian
  }

  /// As above, of a value that is not NaN.
  @inline(__always)
  init(roundingNumber value: Float) {
    let bits = value.bitPattern
    self.bits = UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16).littleEndian
  }

  @inline(__always) package var widened: Float { Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16) }

  @inline(__always) package static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float> {
    let bits = SIMD8<UInt32>(truncatingIfNeeded: p.loadUnaligned(as: SIMD8<UInt16>.self))
    return unsafeBitCast(bits &<< 16, to: SIMD8<Float>.self)
  }
}

/// IEEE half: weights of files alone.
package struct Half: StoredElement {
  package var bits: UInt16

  package init(bits: UInt16) { self.bits = bits }

  package static var format: Kernels.Format { .half }

  /// What is too large becomes infinity.
  @inline(__always)
  package init(rounding value: Float) {
    let bits = value.bitPattern
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
    self.bits = UInt16(truncatingIfNeeded: sign | half).littleEndian
  }

  /// Subnormals by a product with 2¹¹², which moves the exponent's bias.
  @inline(__always) package var widened: Float {
    let h = UInt32(UInt16(littleEndian: bits))
    let magnitude = (Float(bitPattern: (h & 0x7fff) << 13) * Float(bitPattern: 0x7780_0000)).bitPattern
    return Float(bitPattern: magnitude | ((h & 0x7c00) == 0x7c00 ? 0x7f80_0000 : 0) | (h & 0x8000) << 16)
  }

  @inline(__always) package static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float> {
    let h = SIMD8<UInt32>(truncatingIfNeeded: p.loadUnaligned(as: SIMD8<UInt16>.self))
    let scaled = unsafeBitCast((h & 0x7fff) &<< 13, to: SIMD8<Float>.self) * Float(bitPattern: 0x7780_0000)
    var bits = unsafeBitCast(scaled, to: SIMD8<UInt32>.self)
    bits |= SIMD8<UInt32>(repeating: 0).replacing(with: 0x7f80_0000, where: (h & 0x7c00) .== 0x7c00)
    return unsafeBitCast(bits | (h & 0x8000) &<< 16, to: SIMD8<Float>.self)
  }
}
