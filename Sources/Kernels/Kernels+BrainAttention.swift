extension Kernels {
  /// A block of an attention's scores: queries `firstQuery`... against keys `firstKey`..., rows x columns, causal: a
  /// query sees the keys up to its own position, `window` of them at most.
  package struct ScoreBlock {
    package var firstQuery: Int
    package var firstKey: Int
    /// Queries; of the rows below them, up to `paddedRows`, only zeros are written.
    package var rows: Int
    package var paddedRows: Int
    /// Keys, and the distance between rows.
    package var columns: Int
    package var window: Int

    package init(firstQuery: Int, firstKey: Int, rows: Int, paddedRows: Int, columns: Int, window: Int) {
      self.firstQuery = firstQuery
      self.firstKey = firstKey
      self.rows = rows
      self.paddedRows = paddedRows
      self.columns = columns
      self.window = window
    }

    /// Columns that the query of row `i` sees.
    @inline(__always)
    func visible(_ i: Int) -> Range<Int> {
      let position = firstQuery + i
      let end = max(0, min(columns, position + 1 - firstKey))
      return min(end, max(0, position < window ? 0 : position + 1 - window - firstKey))..<end
    }
  }

  /// bfloat16 bits of a finite value, to nearest, ties to even.
  @inline(__always)
  static func brain(_ x: Float) -> UInt16 {
    let bits = x.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16)
  }

  /// One block of keys of a softmax that sees its keys block by block (arXiv 2205.14135, algorithm 1).
  ///
  /// From scores s before scaling: p = exp(scale·s - top) in bfloat16, where `top` of the row becomes the largest scaled
  /// score so far and `total` the sum of exponentials so far, both relative to it. What earlier blocks have contributed is
  /// multiplied by `correction` of its row. `scores` is overwritten. Rows start with top = -∞, total = 0.
  package static func onlineSoftmax(
    _ scores: Output, _ b: ScoreBlock, scale: Float, top: Output, total: Output, correction: Output,
    into p: UnsafeMutablePointer<UInt16>
  ) {
    for i in 0..<b.paddedRows {
      let s = scores + i * b.columns
      let out = p + i * b.columns
      let seen = i < b.rows ? b.visible(i) : 0..<0
      if seen.isEmpty {
        correction[i] = 1
        for j in 0..<b.columns { out[j] = 0 }
        continue
      }
      let highest = max(top[i], maximum(s + seen.lowerBound, seen.count) * scale)
      let sum = sumAsExponentials(s + seen.lowerBound, scale: scale, shift: highest, seen.count)
      narrow(s, out, b.columns, seen)
      let c = top[i] == -.infinity ? 0 : exponential(top[i] - highest)
      correction[i] = c
      total[i] = total[i] * c + sum
      top[i] = highest
    }
  }

  /// What the backward pass needs of a block, in bfloat16: p = exp(scale·s - logSum) and ds = p·(dp - δ)·scale, zeros where
  /// a query does not see a key. logSum and delta: of the block's first row, `stride` apart. `scores` and `dp` are
  /// overwritten.
  package static func onlineSoftmaxBackward(
    _ scores: Output, _ dp: Output, _ b: ScoreBlock, scale: Float, logSum: Input, delta: Input, stride: Int,
    into p: UnsafeMutablePointer<UInt16>, _ ds: UnsafeMutablePointer<UInt16>
  ) {
    for i in 0..<b.paddedRows {
      let s = scores + i * b.columns
      let d = dp + i * b.columns
      let seen = i < b.rows ? b.visible(i) : 0..<0
      if !seen.isEmpty {
        let shift = logSum[i * stride]
        let sub = delta[i * stride]
        for j in seen { s[j] = exponential(s[j] * scale - shift) }
        for j in seen { d[j] = s[j] * (d[j] - sub) * scale }
      }
      narrow(s, p + i * b.columns, b.columns, seen)
      narrow(d, ds + i * b.columns, b.columns, seen)
    }
  }

  /// The visible part of a row in bfloat16, zeros around it.
  @inline(__always)
  private static func narrow(_ x: Input, _ y: UnsafeMutablePointer<UInt16>, _ count: Int, _ seen: Range<Int>) {
    for j in 0..<seen.lowerBound { y[j] = 0 }
    for j in seen { y[j] = brain(x[j]) }
    for j in seen.upperBound..<max(seen.upperBound, count) { y[j] = 0 }
  }

  /// log Σ exp of a row whose blocks have all been seen.
  package static func logSum(top: Float, total: Float) -> Float { top + Float(Elementary.log(Double(total))) }

  /// y = x·a
  package static func scale(_ x: Input, by a: Float, into y: Output, _ count: Int) {
    for i in 0..<count { y[i] = x[i] * a }
  }

  /// y = x·a, rounded to bfloat16.
  package static func scale(_ x: Input, by a: Float, into y: UnsafeMutablePointer<UInt16>, _ count: Int) {
    for i in 0..<count { y[i] = brain(x[i] * a) }
  }
}
