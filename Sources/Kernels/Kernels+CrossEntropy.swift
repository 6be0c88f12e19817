extension Kernels {
  /// -log softmax(logits)[target] in nats; `logits` is overwritten by unnormalised exponentials.
  package static func crossEntropy(_ logits: Output, count: Int, target: Int) -> Double {
    let wanted = logits[target]
    let top = maximum(logits, count)
    exponentials(logits, shift: top, count)
    let total = sum(logits, count)
    return Double(top - wanted) + Elementary.log(Double(total))
  }

  /// As `crossEntropy`, and `logits` becomes scale·(softmax - onehot(target)), the gradient of scale·nats.
  package static func crossEntropyGradient(_ logits: Output, count: Int, target: Int, scale factor: Float) -> Double {
    let wanted = logits[target]
    let top = maximum(logits, count)
    exponentials(logits, shift: top, count)
    let total = sum(logits, count)
    scale(logits, by: factor / total, count)
    logits[target] -= factor
    return Double(top - wanted) + Elementary.log(Double(total))
  }

  /// A part of a row of logits, `count` >= 1 of them: the largest, and Σ exp(logit - largest); the exponentials in bfloat16
  /// too, where `rounded` is given. `logits` may be overwritten.
  package static func partialSoftmax(
    _ logits: Output, count: Int, rounded: UnsafeMutablePointer<UInt16>?
  ) -> (top: Float, total: Float) {
    hasBFloat16
      ? partialSoftmaxWide(logits, count: count, rounded: rounded)
      : partialSoftmaxPlain(logits, count: count, rounded: rounded)
  }

  static func partialSoftmaxPlain(
    _ logits: Output, count: Int, rounded: UnsafeMutablePointer<UInt16>?
  ) -> (top: Float, total: Float) {
    let top = maximum(logits, count)
    let total = sumAsExponentials(logits, scale: 1, shift: top, count)
    if let rounded {
      for i in 0..<count { rounded[i] = brain(logits[i]) }
    }
    return (top, total)
  }

  /// x *= a, x in bfloat16.
  package static func scaleBrain(_ x: UnsafeMutablePointer<UInt16>, by a: Float, _ count: Int) {
    for i in 0..<count { x[i] = brain(Float(bitPattern: UInt32(x[i]) << 16) * a) }
  }
}
