extension Kernels {
  /// Causal softmax in place over a block of scores: row i sees `window` columns up to first + i (all from 0 without
  /// a window), the others become 0.
  ///
  /// scores: rows x stride, already scaled; `logSum[i·logSumStride]` receives log Σ exp of row i, for the backward pass.
  package static func causalSoftmax(
    _ scores: Output, stride: Int, rows: Int, columns: Int, first: Int, window: Int = .max, logSum: Output,
    logSumStride: Int
  ) {
    for i in 0..<rows {
      let end = first + i + 1
      let start = end > window ? end - window : 0
      let s = scores + i * stride + start
      let n = end - start
      let top = maximum(s, n)
      exponentials(s, shift: top, n)
      let total = sum(s, n)
      scale(s, by: 1 / total, n)
      for j in -start..<0 { s[j] = 0 }
      for j in n..<max(n, columns - start) { s[j] = 0 }
      logSum[i * logSumStride] = top + Float(Elementary.log(Double(total)))
    }
  }

  /// The same softmax again from scaled scores and its kept log-sum, and the gradient of the scores:
  /// p = exp(s - logSum); ds = p·(dp - δ)·scale, δ = Σ p·dp of the row. `scores` becomes p, `dp` becomes ds.
  package static func causalSoftmaxBackward(
    _ scores: Output, _ dp: Output, stride: Int, rows: Int, columns: Int, first: Int, window: Int = .max, logSum: Input,
    logSumStride: Int,
    delta: Input, deltaStride: Int, scale: Float
  ) {
    for i in 0..<rows {
      let end = first + i + 1
      let start = end > window ? end - window : 0
      let p = scores + i * stride
      let d = dp + i * stride
      let shift = logSum[i * logSumStride]
      let sub = delta[i * deltaStride]
      for j in start..<end {
        let e = exponential(p[j] - shift)
        p[j] = e
        d[j] = e * (d[j] - sub) * scale
      }
      for j in 0..<start {
        p[j] = 0
        d[j] = 0
      }
      for j in end..<max(end, columns) {
        p[j] = 0
        d[j] = 0
      }
    }
  }
}
