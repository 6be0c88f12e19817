/// The mean of a text's hidden states with weights that rise by position: w_i = i / (1 + 2 + ... + n), i from 1.
///
/// In a causal model a later position has read more of the text (Muennighoff, SGPT, arXiv 2202.08904, section 4.1.1); of
/// the last layer's states over question and answer it is the vector of RDS+ (arXiv 2503.01807).
public enum RisingPooling {
  /// - Parameter states: positions x dimension, row-major.
  /// - Returns: `dimension` numbers, zeros of no position; sums in double precision. O(positions · dimension).
  public static func pooled(_ states: [Float], dimension: Int) -> [Float] {
    precondition(dimension > 0 && states.count % dimension == 0, "not rows of `dimension`")
    let positions = states.count / dimension
    var sums = [Double](repeating: 0, count: dimension)
    for position in 0..<positions {
      let weight = Double(position + 1)
      for d in 0..<dimension { sums[d] += weight * Double(states[position * dimension + d]) }
    }
    let total = Double(positions) * Double(positions + 1) / 2
    return sums.map { total > 0 ? Float($0 / total) : 0 }
  }
}
