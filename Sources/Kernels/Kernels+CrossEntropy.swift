extension Kernels {
  /// A part of a row of logits, `count` >= 1 of them: the largest, and Σ exp(logit - largest); the exponentials too, where
  /// `kept` is given. `logits` may be overwritten.
  package static func partialSoftmax<E: StoredElement>(
    _ logits: Output, count: Int, kept: UnsafeMutablePointer<E>?
  ) -> (top: Float, total: Float) {
    hasBFloat16 && E.self == BFloat16.self
      ? partialSoftmaxWide(logits, count: count, rounded: kept.map { bits($0) })
      : partialSoftmaxPlain(logits, count: count, kept: kept)
  }

  static func partialSoftmaxPlain<E: StoredElement>(
    _ logits: Output, count: Int, kept: UnsafeMutablePointer<E>?
  ) -> (top: Float, total: Float) {
    let top = maximum(logits, count)
    let total = sumAsExponentials(logits, scale: 1, shift: top, count)
    if let kept { store(logits, kept, count) }
    return (top, total)
  }
}
