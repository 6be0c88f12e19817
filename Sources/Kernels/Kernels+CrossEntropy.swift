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

  /// As `crossEntropyGradient`, the gradient in bfloat16 for the products that follow; `logits` stay as they are.
  package static func crossEntropyGradient(
    _ logits: Input, count: Int, target: Int, scale factor: Float, into gradient: UnsafeMutablePointer<UInt16>
  ) -> Double {
    let wanted = logits[target]
    let top = maximum(logits, count)
    let total = sumOfExponentials(logits, shift: top, count)
    let share = factor / total
    // Computing the exponentials again costs less than writing them and reading them back.
    for i in 0..<count { gradient[i] = brain(exponential(logits[i] - top) * share) }
    gradient[target] = brain(exponential(wanted - top) * share - factor)
    return Double(top - wanted) + log(Double(total))
  }

  /// As `crossEntropy`; `logits` stay as they are.
  package static func crossEntropy(of logits: Input, count: Int, target: Int) -> Double {
    let top = maximum(logits, count)
    return Double(top - logits[target]) + log(Double(sumOfExponentials(logits, shift: top, count)))
  }
}
