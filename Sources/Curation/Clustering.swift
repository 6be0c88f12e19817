import Numerics

/// Groups rows by what their instructions are about.
public enum Clustering {
  /// Centres the vectors on their mean and scales each to length 1, so that distance means direction.
  ///
  /// A language model's hidden states share a large common component; without centring all rows look alike.
  /// - Parameter embeddings: `count` vectors of `dimension`, row-major.
  public static func normalized(_ embeddings: [Float], count: Int, dimension: Int) -> [Float] {
    guard count > 0, dimension > 0 else { return [] }
    var mean = [Double](repeating: 0, count: dimension)
    for row in 0..<count {
      for d in 0..<dimension { mean[d] += Double(embeddings[row * dimension + d]) }
    }
    for d in 0..<dimension { mean[d] /= Double(count) }
    let result = AlignedBuffer<Float>(count: count * dimension)
    Parallel.ranges(count, grain: 256) { rows in
      for row in rows {
        var square = 0.0
        for d in 0..<dimension {
          let value = Double(embeddings[row * dimension + d]) - mean[d]
          square += value * value
        }
        let scale = square > 0 ? 1 / square.squareRoot() : 0
        for d in 0..<dimension {
          result.pointer[row * dimension + d] = Float((Double(embeddings[row * dimension + d]) - mean[d]) * scale)
        }
      }
    }
    return Array(UnsafeBufferPointer(start: result.constant, count: result.count))
  }
}
