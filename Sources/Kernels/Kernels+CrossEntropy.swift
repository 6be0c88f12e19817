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
}
