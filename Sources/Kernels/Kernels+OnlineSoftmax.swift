extension Kernels {
  /// A block of an attention's scores: queries `firstQuery`... against keys `firstKey`..., rows x columns.
  package struct ScoreBlock {
    package var firstQuery: Int
    package var firstKey: Int
    /// Queries; of the rows below them, up to `paddedRows`, only zeros are written.
    package var rows: Int
    package var paddedRows: Int
    package var keys: Int
    /// Keys with padding: the distance between rows.
    package var columns: Int
    /// A query sees the keys up to its own position, so many at most; nil: all of them.
    package var window: Int?

    package init(
      firstQuery: Int, firstKey: Int, rows: Int, paddedRows: Int, keys: Int, columns: Int, window: Int?
    ) {
      self.firstQuery = firstQuery
      self.firstKey = firstKey
      self.rows = rows
      self.paddedRows = paddedRows
      self.keys = keys
      self.columns = columns
      self.window = window
    }

    /// Columns that the query of row `i` sees.
    @inline(__always)
    func visible(_ i: Int) -> Range<Int> {
      guard let window else { return 0..<keys }
      let position = firstQuery + i
      let end = max(0, min(columns, position + 1 - firstKey))
      return min(end, max(0, position < window ? 0 : position + 1 - window - firstKey))..<end
    }
  }

  /// One block of keys of a softmax that sees its keys block by block (arXiv 2205.14135, algorithm 1).
  ///
  /// From scores s before scaling: p = exp(scale·s - top), where `top` of the row becomes the largest scaled
  /// score so far and `total` the sum of exponentials so far, both relative to it. What earlier blocks have contributed is
  /// multiplied by `correction` of its row. `scores` is overwritten. Rows start with top = -∞, total = 0.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func onlineSoftmax<E: StoredElement>(
    _ scores: Output, _ b: ScoreBlock, scale: Float, top: Output, total: Output, correction: Output,
    into p: UnsafeMutablePointer<E>
  ) {
    for i in 0..<b.paddedRows {
      let s = scores + i * b.columns
      let out = p + i * b.columns
      let seen = i < b.rows ? b.visible(i) : 0..<0
      if seen.isEmpty {
        correction[i] = 1
        for j in 0..<b.columns { out[j] = E(rounding: 0) }
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

  /// What the backward pass needs of a block: p = exp(scale·s - logSum) and ds = p·(dp - δ)·scale, zeros where
  /// a query does not see a key. logSum and delta: of each row. `scores` and `dp` are overwritten, `dp` by ds.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func onlineSoftmaxBackward<E: StoredElement>(
    _ scores: Output, _ dp: Output, _ b: ScoreBlock, scale: Float, logSum: Input, delta: Input,
    into p: UnsafeMutablePointer<E>, _ ds: UnsafeMutablePointer<E>
  ) {
    for i in 0..<b.paddedRows {
      let s = scores + i * b.columns
      let d = dp + i * b.columns
      let seen = i < b.rows ? b.visible(i) : 0..<0
      if !seen.isEmpty {
        let shift = logSum[i]
        let sub = delta[i]
        for j in seen { s[j] = exponential(s[j] * scale - shift) }
        for j in seen { d[j] = s[j] * (d[j] - sub) * scale }
      }
      narrow(s, p + i * b.columns, b.columns, seen)
      narrow(d, ds + i * b.columns, b.columns, seen)
    }
  }

  /// The visible part of a row, rounded if y is, zeros around it.
  @inline(__always)
  private static func narrow<E: StoredElement>(
    _ x: Input, _ y: UnsafeMutablePointer<E>, _ count: Int, _ seen: Range<Int>
  ) {
    for j in 0..<seen.lowerBound { y[j] = E(rounding: 0) }
    for j in seen { y[j] = E(rounding: x[j]) }
    for j in seen.upperBound..<max(seen.upperBound, count) { y[j] = E(rounding: 0) }
  }

  /// log Σ exp of a row whose blocks have all been seen.
  package static func logSum(top: Float, total: Float) -> Float { top + Float(Elementary.log(Double(total))) }
}
