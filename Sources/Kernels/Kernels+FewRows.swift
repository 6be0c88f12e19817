/// How weights are read from storage.
private protocol StoredWeights {
  static var size: Int { get }
  static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float>
  static func one(_ p: UnsafeRawPointer) -> Float
}

extension Kernels {
  /// The format of stored weights, little-endian.
  package enum Format { case single, half, brain }

  /// float32
  private enum Single: StoredWeights {
    static var size: Int { 4 }
    @inline(__always) static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float> {
      p.loadUnaligned(as: SIMD8<Float>.self)
    }
    @inline(__always) static func one(_ p: UnsafeRawPointer) -> Float { p.loadUnaligned(as: Float.self) }
  }

  /// bfloat16: the upper half of a float32.
  private enum Brain: StoredWeights {
    static var size: Int { 2 }
    @inline(__always) static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float> {
      let bits = SIMD8<UInt32>(truncatingIfNeeded: p.loadUnaligned(as: SIMD8<UInt16>.self))
      return unsafeBitCast(bits &<< 16, to: SIMD8<Float>.self)
    }
    @inline(__always) static func one(_ p: UnsafeRawPointer) -> Float {
      Float(bitPattern: UInt32(p.loadUnaligned(as: UInt16.self)) << 16)
    }
  }

  /// IEEE half; subnormals by a product with 2¹¹², as `widenHalf`.
  private enum Half: StoredWeights {
    static var size: Int { 2 }
    @inline(__always) static func eight(_ p: UnsafeRawPointer) -> SIMD8<Float> {
      let h = SIMD8<UInt32>(truncatingIfNeeded: p.loadUnaligned(as: SIMD8<UInt16>.self))
      let scaled = unsafeBitCast((h & 0x7fff) &<< 13, to: SIMD8<Float>.self) * Float(bitPattern: 0x7780_0000)
      var bits = unsafeBitCast(scaled, to: SIMD8<UInt32>.self)
      bits |= SIMD8<UInt32>(repeating: 0).replacing(with: 0x7f80_0000, where: (h & 0x7c00) .== 0x7c00)
      return unsafeBitCast(bits | (h & 0x8000) &<< 16, to: SIMD8<Float>.self)
    }
    @inline(__always) static func one(_ p: UnsafeRawPointer) -> Float {
      let h = UInt32(p.loadUnaligned(as: UInt16.self))
      let magnitude = (Float(bitPattern: (h & 0x7fff) << 13) * Float(bitPattern: 0x7780_0000)).bitPattern
      return Float(bitPattern: magnitude | ((h & 0x7c00) == 0x7c00 ? 0x7f80_0000 : 0) | (h & 0x8000) << 16)
    }
  }

  /// y = x Wᵀ (or +=) for few rows of x, W in the format it is stored in and read once per four of them.
  ///
  /// x: rows x inputs, W: outputs x inputs as stored, y: rows of `outputs` values `stride` apart. The sums of one row
  /// are formed in the same order whatever the number of rows.
  package static func fewTimesTransposed(
    _ x: Input, rows: Int, inputs: Int, _ format: Format, _ w: UnsafeRawPointer, outputs: Int, _ y: Output,
    _ stride: Int, add: Bool
  ) {
    switch format {
    case .single: timesTransposed(x, rows, inputs, Single.self, w, outputs, y, stride, add)
    case .half: timesTransposed(x, rows, inputs, Half.self, w, outputs, y, stride, add)
    case .brain: timesTransposed(x, rows, inputs, Brain.self, w, outputs, y, stride, add)
    }
  }

  /// y = x M (or +=) for few rows of x; M: inputs rows of `outputs` values as stored, `matrixStride` apart.
  package static func fewTimesMatrix(
    _ x: Input, rows: Int, inputs: Int, _ format: Format, _ m: UnsafeRawPointer, stride matrixStride: Int,
    outputs: Int, _ y: Output, _ stride: Int, add: Bool
  ) {
    switch format {
    case .single: timesMatrix(x, rows, inputs, Single.self, m, matrixStride, outputs, y, stride, add)
    case .half: timesMatrix(x, rows, inputs, Half.self, m, matrixStride, outputs, y, stride, add)
    case .brain: timesMatrix(x, rows, inputs, Brain.self, m, matrixStride, outputs, y, stride, add)
    }
  }

  @inline(__always)
  private static func timesTransposed<W: StoredWeights>(
    _ x: Input, _ rows: Int, _ inputs: Int, _: W.Type, _ w: UnsafeRawPointer, _ outputs: Int, _ y: Output,
    _ stride: Int, _ add: Bool
  ) {
    for o in 0..<outputs {
      let weights = w + o * inputs * W.size
      var row = 0
      while row + 4 <= rows {
        let p = x + row * inputs
        let (q, r, s) = (p + inputs, p + 2 * inputs, p + 3 * inputs)
        var (a0, a1, b0, b1) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var (c0, c1, d0, d1) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var i = 0
        while i + 16 <= inputs {
          let u = W.eight(weights + i * W.size)
          let v = W.eight(weights + (i + 8) * W.size)
          a0.addProduct(u, load(p, i))
          a1.addProduct(v, load(p, i + 8))
          b0.addProduct(u, load(q, i))
          b1.addProduct(v, load(q, i + 8))
          c0.addProduct(u, load(r, i))
          c1.addProduct(v, load(r, i + 8))
          d0.addProduct(u, load(s, i))
          d1.addProduct(v, load(s, i + 8))
          i += 16
        }
        put(a0, a1, p, W.self, weights, from: i, inputs, y + row * stride + o, add)
        put(b0, b1, q, W.self, weights, from: i, inputs, y + (row + 1) * stride + o, add)
        put(c0, c1, r, W.self, weights, from: i, inputs, y + (row + 2) * stride + o, add)
        put(d0, d1, s, W.self, weights, from: i, inputs, y + (row + 3) * stride + o, add)
        row += 4
      }
      while row < rows {
        let p = x + row * inputs
        var (a0, a1) = (Lanes.zero, Lanes.zero)
        var i = 0
        while i + 16 <= inputs {
          a0.addProduct(W.eight(weights + i * W.size), load(p, i))
          a1.addProduct(W.eight(weights + (i + 8) * W.size), load(p, i + 8))
          i += 16
        }
        put(a0, a1, p, W.self, weights, from: i, inputs, y + row * stride + o, add)
        row += 1
      }
    }
  }

  /// Adds up the running sums and the products from `from` on, and stores the total.
  @inline(__always)
  private static func put<W: StoredWeights>(
    _ a: Lanes, _ b: Lanes, _ x: Input, _: W.Type, _ w: UnsafeRawPointer, from: Int, _ count: Int, _ y: Output,
    _ add: Bool
  ) {
    let s = a + b
    var total = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
    for i in from..<count { total += x[i] * W.one(w + i * W.size) }
    y.pointee = add ? y.pointee + total : total
  }

  @inline(__always)
  private static func timesMatrix<W: StoredWeights>(
    _ x: Input, _ rows: Int, _ inputs: Int, _: W.Type, _ m: UnsafeRawPointer, _ matrixStride: Int, _ outputs: Int,
    _ y: Output, _ stride: Int, _ add: Bool
  ) {
    for row in 0..<rows {
      let p = x + row * inputs
      let out = y + row * stride
      var o = 0
      while o + 32 <= outputs {
        var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        for i in 0..<inputs {
          let weights = m + (i * matrixStride + o) * W.size
          let factor = Lanes(repeating: p[i])
          a.addProduct(W.eight(weights), factor)
          b.addProduct(W.eight(weights + 8 * W.size), factor)
          c.addProduct(W.eight(weights + 16 * W.size), factor)
          d.addProduct(W.eight(weights + 24 * W.size), factor)
        }
        for (j, sum) in [a, b, c, d].enumerated() {
          let place = UnsafeMutableRawPointer(out + o + 8 * j)
          place.storeBytes(
            of: add ? place.loadUnaligned(as: Lanes.self) + sum : sum, as: Lanes.self)
        }
        o += 32
      }
      while o < outputs {
        var sum: Float = 0
        for i in 0..<inputs { sum += p[i] * W.one(m + (i * matrixStride + o) * W.size) }
        out[o] = add ? out[o] + sum : sum
        o += 1
      }
    }
  }
}
