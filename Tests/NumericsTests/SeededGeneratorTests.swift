import Numerics
import Testing

@Suite struct SeededGeneratorTests {
  /// Values of an independent implementation of splitmix64, xoshiro256** and FNV-1a.
  @Test func sequencesAreTheAlgorithms() {
    var plain = SeededGenerator(seed: 0)
    #expect(
      (0..<4).map { _ in plain.next() } == [
        0x99ec5f36cb75f2b4, 0xbf6e1f784956452a,
        0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c,
      ])
    var named = SeededGenerator(seed: 42, stream: "order")
    #expect(
      (0..<4).map { _ in named.next() } == [
        0xb8c554101e53fd28, 0x864d24d2c1d1b65a,
        0xad631f726ae37f68, 0x002a226ee774dc7e,
      ])
  }

  @Test func drawsAreInRange() {
    var g = SeededGenerator(seed: 7)
    var counts = [Int](repeating: 0, count: 5)
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<20_000 {
      counts[g.index(below: 5)] += 1
      let u = g.uniform()
      #expect(u >= 0 && u < 1)
      let x = g.normal()
      sum += x
      squares += x * x
    }
    #expect(counts.allSatisfy { abs($0 - 4000) < 300 }, "\(counts)")
    #expect(abs(sum / 20_000) < 0.03)
    #expect(abs(squares / 20_000 - 1) < 0.05)
    #expect(g.permutation(100).sorted() == Array(0..<100))
    #expect(g.permutation(0).isEmpty)
    #expect(g.index(below: 1) == 0)
  }
}
