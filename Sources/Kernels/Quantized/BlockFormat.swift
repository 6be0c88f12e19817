/// A format of quantised weights: blocks of so many elements, each with scales of its own, as GGML defines them.
package struct BlockFormat: Sendable {
  /// As files' tools call it: "Q4_1".
  package let name: String
  /// GGML's number of it.
  package let number: UInt32
  /// Elements of a block.
  package let elements: Int
  /// Bytes of a block.
  package let bytes: Int
  /// Writes one block's elements.
  let expand: @Sendable (_ block: UnsafeRawPointer, _ y: UnsafeMutablePointer<Float>) -> Void

  /// Every format that is read.
  package static let all: [BlockFormat] = [.q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q2_K, .q3_K, .q4_K, .q5_K, .q6_K]

  /// The elements of so many blocks as float32: exactly the products and sums of float32 that define them. At any address.
  package func widen(_ blocks: UnsafeRawPointer, count: Int, into y: UnsafeMutablePointer<Float>) {
    for i in 0..<count { expand(blocks + i * bytes, y + i * elements) }
  }

  /// Any of the elements of consecutive blocks.
  package func widen(_ blocks: UnsafeRawPointer, _ range: Range<Int>, into y: UnsafeMutablePointer<Float>) {
    var at = range.lowerBound
    while at < range.upperBound {
      let (block, place) = (blocks + at / elements * bytes, at % elements)
      let into = y + (at - range.lowerBound)
      let whole = (range.upperBound - at) / elements
      if place == 0, whole > 0 {
        widen(block, count: whole, into: into)
        at += whole * elements
      } else {
        let count = min(elements - place, range.upperBound - at)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: elements) {
          guard let all = $0.baseAddress else { return }
          expand(block, all)
          into.update(from: all + place, count: count)
        }
        at += count
      }
    }
  }
}

extension UnsafeRawPointer {
  /// The byte at an offset.
  @inline(__always) func byte(_ at: Int) -> UInt8 { load(fromByteOffset: at, as: UInt8.self) }

  /// 16 bytes from an offset on.
  @inline(__always) func bytes(_ at: Int) -> SIMD16<UInt8> { loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self) }

  /// The half at an offset, widened.
  @inline(__always) func half(_ at: Int) -> Float {
    Half(bits: loadUnaligned(fromByteOffset: at, as: UInt16.self)).widened
  }

  /// Bits `from`..<`from` + 16 of a word of 32 at an offset, each as the fifth bit of a byte.
  @inline(__always) func fifths(_ at: Int, from: Int) -> SIMD16<UInt8> {
    let bits = SIMD16<UInt8>(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
    let (low, high) = (byte(at + from / 8), byte(at + from / 8 + 1))
    let both = SIMD16<UInt8>(
      lowHalf: SIMD8<UInt8>(repeating: low), highHalf: SIMD8<UInt8>(repeating: high))
    return pointwiseMin(both & bits, SIMD16<UInt8>(repeating: 1)) &<< 4
  }
}

extension UnsafeMutablePointer<Float> {
  /// 16 values scale·(q - zero).
  @inline(__always) func put(_ q: SIMD16<UInt8>, minus zero: Int32 = 0, scale: Float) {
    UnsafeMutableRawPointer(self).storeBytes(of: Self.floats(q, zero) * scale, as: SIMD16<Float>.self)
  }

  /// 16 values scale·q + offset.
  @inline(__always) func put(_ q: SIMD16<UInt8>, scale: Float, plus offset: Float) {
    UnsafeMutableRawPointer(self).storeBytes(of: Self.floats(q, 0) * scale + offset, as: SIMD16<Float>.self)
  }

  @inline(__always) private static func floats(_ q: SIMD16<UInt8>, _ zero: Int32) -> SIMD16<Float> {
    SIMD16<Float>(SIMD16<Int32>(truncatingIfNeeded: q) &- zero)
  }
}
