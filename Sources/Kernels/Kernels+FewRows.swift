extension Kernels {
  /// y = x Wᵀ for few rows of x, W in the format it is stored in and read once per four of them.
  ///
  /// x: rows x inputs, W: outputs x inputs as stored, y: rows of `outputs` values `stride` apart. The sums of one row
  /// are formed in the same order whatever the number of rows.
  package static func fewTimesTransposed(
    _ x: Input, rows: Int, inputs: Int, _ format: Format, _ w: UnsafeRawPointer, outputs: Int, _ y: Output,
    _ stride: Int
  ) {
    switch format {
    case .single: timesTransposed(x, rows, inputs, Float.self, w, outputs, y, stride)
    case .half: timesTransposed(x, rows, inputs, Half.self, w, outputs, y, stride)
    case .bfloat16: timesTransposed(x, rows, inputs, BFloat16.self, w, outputs, y, stride)
    }
  }

  /// y = x M for few rows of x; M: inputs rows of `outputs` values as stored, `matrixStride` apart.
  package static func fewTimesMatrix(
    _ x: Input, rows: Int, inputs: Int, _ format: Format, _ m: UnsafeRawPointer, stride matrixStride: Int,
    outputs: Int, _ y: Output, _ stride: Int
  ) {
    switch format {
    case .single: timesMatrix(x, rows, inputs, Float.self, m, matrixStride, outputs, y, stride)
    case .half: timesMatrix(x, rows, inputs, Half.self, m, matrixStride, outputs, y, stride)
    case .bfloat16: timesMatrix(x, rows, inputs, BFloat16.self, m, matrixStride, outputs, y, stride)
    }
  }

  @inline(__always)
  private static func timesTransposed<W: StoredElement>(
    _ x: Input, _ rows: Int, _ inputs: Int, _: W.Type, _ w: UnsafeRawPointer, _ outputs: Int, _ y: Output,
    _ stride: Int
  ) {
    for o in 0..<outputs {
      let weights = w + o * inputs * MemoryLayout<W>.size
      var row = 0
      while row + 4 <= rows {
        let p = x + row * inputs
        let (q, r, s) = (p + inputs, p + 2 * inputs, p + 3 * inputs)
        var (a0, a1, b0, b1) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var (c0, c1, d0, d1) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var i = 0
        while i + 16 <= inputs {
          let u = W.eight(weights + i * MemoryLayout<W>.size)
          let v = W.eight(weights + (i + 8) * MemoryLayout<W>.size)
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
        put(a0, a1, p, W.self, weights, from: i, inputs, y + row * stride + o)
        put(b0, b1, q, W.self, weights, from: i, inputs, y + (row + 1) * stride + o)
        put(c0, c1, r, W.self, weights, from: i, inputs, y + (row + 2) * stride + o)
        put(d0, d1, s, W.self, weights, from: i, inputs, y + (row + 3) * stride + o)
        row += 4
      }
      while row < rows {
        let p = x + row * inputs
        var (a0, a1) = (Lanes.zero, Lanes.zero)
        var i = 0
        while i + 16 <= inputs {
          a0.addProduct(W.eight(weights + i * MemoryLayout<W>.size), load(p, i))
          a1.addProduct(W.eight(weights + (i + 8) * MemoryLayout<W>.size), load(p, i + 8))
          i += 16
        }
        put(a0, a1, p, W.self, weights, from: i, inputs, y + row * stride + o)
        row += 1
      }
    }
  }

  /// Adds up the running sums and the products from `from` on, and stores the total.
  @inline(__always)
  private static func put<W: StoredElement>(
    _ a: Lanes, _ b: Lanes, _ x: Input, _: W.Type, _ w: UnsafeRawPointer, from: Int, _ count: Int, _ y: Output
  ) {
    let s = a + b
    var total = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
    for i in from..<count { total += x[i] * (w + i * MemoryLayout<W>.size).loadUnaligned(as: W.self).widened }
    y.pointee = total
  }

  @inline(__always)
  private static func timesMatrix<W: StoredElement>(
    _ x: Input, _ rows: Int, _ inputs: Int, _: W.Type, _ m: UnsafeRawPointer, _ matrixStride: Int, _ outputs: Int,
    _ y: Output, _ stride: Int
  ) {
    for row in 0..<rows {
      let p = x + row * inputs
      let out = y + row * stride
      var o = 0
      while o + 32 <= outputs {
        var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        for i in 0..<inputs {
          let weights = m + (i * matrixStride + o) * MemoryLayout<W>.size
          let factor = Lanes(repeating: p[i])
          a.addProduct(W.eight(weights), factor)
          b.addProduct(W.eight(weights + 8 * MemoryLayout<W>.size), factor)
          c.addProduct(W.eight(weights + 16 * MemoryLayout<W>.size), factor)
          d.addProduct(W.eight(weights + 24 * MemoryLayout<W>.size), factor)
        }
        for (j, sum) in [a, b, c, d].enumerated() {
          UnsafeMutableRawPointer(out + o + 8 * j).storeBytes(of: sum, as: Lanes.self)
        }
        o += 32
      }
      while o < outputs {
        var sum: Float = 0
        for i in 0..<inputs {
          sum += p[i] * (m + (i * matrixStride + o) * MemoryLayout<W>.size).loadUnaligned(as: W.self).widened
        }
        out[o] = sum
        o += 1
      }
    }
  }
}
