import Curation
import Numerics
import Testing

@Suite struct PrincipalPlaneTests {
  private func variance(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// The definition: no direction has more variance than the first, none at right angles to it more than the second.
  @Test func noDirectionHoldsMore() throws {
    var generator = SeededGenerator(seed: 11)
    let (count, dimension) = (300, 12)
    // Axes of different length, mixed.
    let mix = (0..<dimension * dimension).map { _ in Double.random(in: -1...1, using: &generator) }
    var vectors: [Float] = []
    for _ in 0..<count {
      let source = (0..<dimension).map { Double.random(in: -1...1, using: &generator) * Double(dimension - $0) + 3 }
      for row in 0..<dimension {
        vectors.append(Float((0..<dimension).reduce(0) { $0 + mix[row * dimension + $1] * source[$1] }))
      }
    }
    let plane = try PrincipalPlane(vectors, dimension: dimension)
    let (first, second) = (variance(plane.first), variance(plane.second))
    #expect(first >= second && plane.shares.0 + plane.shares.1 <= 1 + 1e-9)
    #expect(abs(zip(plane.first, plane.second).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-6 * first)
    #expect(abs(plane.first.reduce(0, +)) < 1e-6 * first)
    var most = 0.0
    for _ in 0..<3_000 {
      var direction = (0..<dimension).map { _ in Double.random(in: -1...1, using: &generator) }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      direction = direction.map { $0 / length }
      let along = (0..<count).map { row in
        (0..<dimension).reduce(0) { $0 + Double(vectors[row * dimension + $1]) * direction[$1] }
      }
      most = max(most, variance(along))
    }
    #expect(most <= first * (1 + 1e-9))
    #expect(try PrincipalPlane(vectors, dimension: dimension).first == plane.first)
  }

  @Test func aPlaneIsFoundWhole() throws {
    var generator = SeededGenerator(seed: 4)
    var vectors: [Float] = []
    for _ in 0..<100 {
      let (a, b) = (Float.random(in: -4...4, using: &generator), Float.random(in: -1...1, using: &generator))
      vectors += [a, b, a - b, 2, 0]
    }
    let plane = try PrincipalPlane(vectors, dimension: 5)
    #expect(abs(plane.shares.0 + plane.shares.1 - 1) < 1e-6)
  }

  @Test func ofVectorsThatAreAllTheSameNothingVaries() throws {
    let plane = try PrincipalPlane([1, 2, 1, 2, 1, 2], dimension: 2)
    #expect(plane.first.allSatisfy { abs($0) < 1e-9 } && plane.shares == (0, 0))
    #expect(try PrincipalPlane([], dimension: 0).first.isEmpty)
  }
}
