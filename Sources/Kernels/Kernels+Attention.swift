#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Kernels {
  /// Causal softmax in place over a block of scores: row i sees columns 0...(first + i), the others become 0.
  ///
  /// scores: rows x stride, already scaled; `logSum[i·logSumStride]` receives log Σ exp of row i, for the backward pass.
  package static func causalSoftmax(
    _ scores: Output, stride: Int, rows: Int, columns: Int, first: Int, logSum: Output, logSumStride: Int
  ) {
    for i in 0..<rows {
      let s = scores + i * stride
      let n = first + i + 1
      let top = maximum(s, n)
      exponentials(s, shift: top, n)
      let total = sum(s, n)
      scale(s, by: 1 / total, n)
      for j in n..<max(n, columns) { s[j] = 0 }
      logSum[i * logSumStride] = top + logf(total)
    }
  }

  /// The same softmax again from scaled scores and its kept log-sum, and the gradient of the scores:
  /// p = exp(s - logSum); ds = p·(dp - δ)·scale, δ = Σ p·dp of the row. `scores` becomes p, `dp` becomes ds.
  package static func causalSoftmaxBackward(
    _ scores: Output, _ dp: Output, stride: Int, rows: Int, columns: Int, first: Int, logSum: Input, logSumStride: Int,
    delta: Input, deltaStride: Int, scale: Float
  ) {
    for i in 0..<rows {
      let p = scores + i * stride
      let d = dp + i * stride
      let n = first + i + 1
      let shift = logSum[i * logSumStride]
      let sub = delta[i * deltaStride]
      for j in 0..<n {
        let e = exponential(p[j] - shift)
        p[j] = e
        d[j] = e * (d[j] - sub) * scale
      }
      for j in n..<max(n, columns) {
        p[j] = 0
        d[j] = 0
      }
    }
  }
}
