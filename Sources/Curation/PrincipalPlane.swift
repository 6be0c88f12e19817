import Numerics
public import Work

/// The two directions in which vectors vary most, and where each vector lies along them: principal component analysis by
/// orthogonal iteration (Golub and Van Loan, Matrix Computations, 8.2.4), without forming the covariance.
///
///     X  = vectors - their mean
///     W <- orthonormal(Xᵀ X W)          from fixed numbers, until the directions stand still
///     place of a vector = (x - mean) · W
public struct PrincipalPlane: Sendable {
  /// Of each vector its place along the first and the second direction.
  public let first, second: [Double]
  /// Parts of the whole variance that both directions hold, from 0 to 1.
  public let shares: (Double, Double)

  private static let mostSteps = 60

  /// - Parameters:
  ///   - vectors: one after another, `dimension` finite numbers each.
  /// - Throws: `Interrupted`. O(vectors * dimension) a step, at most 60 steps. The same bits on every run.
  public init(_ vectors: [Float], dimension: Int, work: Work = .silent) throws(Interrupted) {
    let count = dimension > 0 ? vectors.count / dimension : 0
    var mean = [Double](repeating: 0, count: dimension)
    for row in 0..<count {
      for at in 0..<dimension { mean[at] += Double(vectors[row * dimension + at]) }
    }
    for at in mean.indices { mean[at] /= Double(max(1, count)) }
    var variance = 0.0
    for row in 0..<count {
      for at in 0..<dimension {
        let x = Double(vectors[row * dimension + at]) - mean[at]
        variance += x * x
      }
    }

    /// The places of all vectors along a direction.
    func places(_ direction: [Double]) -> [Double] {
      let offset = zip(mean, direction).reduce(0) { $0 + $1.0 * $1.1 }
      return (0..<count).map { row in
        var sum = -offset
        for at in 0..<dimension { sum += Double(vectors[row * dimension + at]) * direction[at] }
        return sum
      }
    }
    /// Xᵀ of numbers, one of each vector.
    func gathered(_ places: [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: dimension)
      let total = places.reduce(0, +)
      for row in 0..<count {
        for at in 0..<dimension { sums[at] += places[row] * Double(vectors[row * dimension + at]) }
      }
      for at in sums.indices { sums[at] -= total * mean[at] }
      return sums
    }

    var generator = SeededGenerator(seed: 0)
    func random() -> [Double] { (0..<dimension).map { _ in Double.random(in: -1...1, using: &generator) } }
    var (a, b) = (Self.unit(random()), Self.unit(random()))
    b = Self.unit(Self.without(a, in: b))
    for step in 0..<Self.mostSteps where variance > 0 {
      try work.checkCancellation(done: step, total: Self.mostSteps, of: "steps of the map")
      let next = Self.unit(gathered(places(a)))
      let other = Self.unit(Self.without(next, in: gathered(places(b))))
      let change = Self.distance(a, next) + Self.distance(b, other)
      (a, b) = (next, other)
      if change < 1e-12 { break }
    }
    // A direction and its opposite say the same: the largest part points up.
    (first, second) = (places(Self.upright(a)), places(Self.upright(b)))
    func share(_ places: [Double]) -> Double {
      variance > 0 ? places.reduce(0) { $0 + $1 * $1 } / variance : 0
    }
    shares = (share(first), share(second))
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Of length 1; zero stays zero.
  private static func unit(_ a: [Double]) -> [Double] {
    let length = dot(a, a).squareRoot()
    return length > 0 ? a.map { $0 / length } : a
  }

  private static func without(_ a: [Double], in b: [Double]) -> [Double] {
    let part = dot(a, b)
    return zip(a, b).map { $1 - part * $0 }
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  private static func upright(_ a: [Double]) -> [Double] {
    let largest = a.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? a.map { -$0 } : a
  }
}
