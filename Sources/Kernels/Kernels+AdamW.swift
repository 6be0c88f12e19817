extension Kernels {
  /// One AdamW step (arXiv 1711.05101, algorithm 2) on `count` parameters, decay decoupled from the moments.
  ///
  /// `gradientScale` clips; `correction1` = 1 - β1ᵗ, `correction2` = 1 - β2ᵗ for step t from 1.
  package static func adamW(
    _ parameters: Output, _ gradient: Input, mean m: Output, variance v: Output, _ count: Int, gradientScale: Float,
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, correction1: Float, correction2: Float
  ) {
    let keep = 1 - rate * decay
    let step = rate / correction1
    let root = 1 / correction2.squareRoot()
    for i in 0..<count {
      let g = gradient[i] * gradientScale
      let mi = beta1 * m[i] + (1 - beta1) * g
      let vi = beta2 * v[i] + (1 - beta2) * (g * g)
      m[i] = mi
      v[i] = vi
      parameters[i] = parameters[i] * keep - step * mi / (vi.squareRoot() * root + epsilon)
    }
  }

  /// As `adamW`, and what else follows a step, while the values are in the nearest cache: the gradient becomes 0, and the
  /// parameters are rounded to bfloat16 where `bfloat16Copy` is given.
  package static func adamWStep(
    _ parameters: Output, _ gradient: Output, mean m: Output, variance v: Output,
    bfloat16Copy: UnsafeMutablePointer<BFloat16>?, _ count: Int, gradientScale: Float, rate: Float, beta1: Float,
    beta2: Float,
    epsilon: Float, decay: Float, correction1: Float, correction2: Float
  ) {
    var i = 0
    while i < count {
      let n = min(1024, count - i)
      adamW(
        parameters + i, gradient + i, mean: m + i, variance: v + i, n, gradientScale: gradientScale, rate: rate,
        beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay, correction1: correction1, correction2: correction2)
      (gradient + i).update(repeating: 0, count: n)
      if let bfloat16Copy { store(parameters + i, bfloat16Copy + i, n) }
      i += n
    }
  }
}
