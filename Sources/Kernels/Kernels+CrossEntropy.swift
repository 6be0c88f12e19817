#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Kernels {
  /// -log softmax(logits)[target] in nats; `logits` is overwritten by unnormalised exponentials.
  package static func crossEntropy(_ logits: Output, count: Int, target: Int) -> Double {
    let wanted = logits[target]
    let top = maximum(logits, count)
    exponentials(logits, shift: top, count)
    let total = sum(logits, count)
    return Double(top - wanted) + log(Double(total))
  }

  /// As `crossEntropy`, and `logits` becomes scale·(softmax - onehot(target)), the gradient of scale·nats.
  package static func crossEntropyGradient(_ logits: Output, count: Int, target: Int, scale factor: Float) -> Double {
    let wanted = logits[target]
    let top = maximum(logits, count)
    exponentials(logits, shift: top, count)
    let total = sum(logits, count)
    scale(logits, by: factor / total, count)
    logits[target] -= factor
    return Double(top - wanted) + log(Double(total))
  }

  /// As `crossEntropyGradient`, the gradient in bfloat16 for the products that follow; `logits` are overwritten.
  package static func crossEntropyGradient(
    _ logits: Output, count: Int, target: Int, scale factor: Float, into gradient: UnsafeMutablePointer<UInt16>
  ) -> Double {
    let wanted = logits[target]
    let top = maximum(logits, count)
    let total = sumAsExponentials(logits, scale: 1, shift: top, count)
    let share = factor / total
    let own = logits[target] * share - factor
    for i in 0..<count { gradient[i] = brain(logits[i] * share) }
    gradient[target] = brain(own)
    return Double(top - wanted) + log(Double(total))
  }
}
