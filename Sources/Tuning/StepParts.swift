/// How a step's samples are divided, so that several processes can share it: the gradient of each part is summed by itself, and the
/// parts' sums are added in order. Who computes which part then changes no bit.
///
/// A function of the samples' lengths alone. Small steps are one part: below `leastTokens` a product has too few rows to be fast, and
/// each part more is one more pass over the gradient.
package enum StepParts {
  /// Tokens of a part, at least, where there are up to `few`.
  static let leastTokens = 768
  static let few = 16
  /// The same where there are more.
  static let leastOfMany = 4_096
  static let most = 512

  /// A power of two.
  static func count(samples: Int, tokens: Int) -> Int {
    var count = 1
    while 2 * count <= min(samples, most), tokens / (2 * count) >= (count < few ? leastTokens : leastOfMany) {
      count *= 2
    }
    return count
  }

  /// Places of each part's samples, in their order in the step; the parts are of nearly the same number of tokens (longest first, each
  /// to the part that has least: Graham 1969).
  /// - Parameter lengths: tokens of each sample of the step.
  package static func parts(lengths: [Int]) -> [[Int]] {
    let count = count(samples: lengths.count, tokens: lengths.reduce(0, +))
    guard count > 1 else { return [Array(lengths.indices)] }
    var parts = [[Int]](repeating: [], count: count)
    var sums = [Int](repeating: 0, count: count)
    for sample in lengths.indices.sorted(by: { (lengths[$1], $0) < (lengths[$0], $1) }) {
      guard let least = sums.indices.min(by: { (sums[$0], $0) < (sums[$1], $1) }) else { continue }
      parts[least].append(sample)
      sums[least] += lengths[sample]
    }
    return parts.map { $0.sorted() }
  }
}
