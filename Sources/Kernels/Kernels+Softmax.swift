extension Kernels {
  /// Softmax in place of each row over all of its columns: attention in both directions.
  ///
  /// scores: rows x columns; `logSum[i·logSumStride]` receives log Σ exp of row i, for the backward pass.
  package static func softmax(_ scores: Output, rows: Int, columns: Int, logSum: Output, logSumStride: Int) {
    for i in 0..<rows {
      let s = scores + i * columns
      let top = maximum(s, columns)
      exponentials(s, shift: top, columns)
      let total = sum(s, columns)
      scale(s, by: 1 / total, columns)
      logSum[i * logSumStride] = top + Float(Elementary.log(Double(total)))
    }
  }

  /// The same softmax again from the scores and its kept log-sum, and the gradient of the scores:
  /// p = exp(s - logSum); ds = p·(dp - δ), δ = Σ p·dp of the row. `scores` becomes p, `dp` becomes ds.
  package static func softmaxBackward(
    _ scores: Output, _ dp: Output, rows: Int, columns: Int, logSum: Input, logSumStride: Int, delta: Input,
    deltaStride: Int
  ) {
    for i in 0..<rows {
      let p = scores + i * columns
      let d = dp + i * columns
      let sub = delta[i * deltaStride]
      exponentials(p, shift: logSum[i * logSumStride], columns)
      for j in 0..<columns { d[j] = p[j] * (d[j] - sub) }
    }
  }
}
