import Foundation
import Numerics
import Quantities
import Testing

@Suite struct RoundScaleTests {
  @Test func marksAreRoundAndHoldBothEnds() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let size = pow(10, Double.random(in: -9...9, using: &generator))
      let ends = [
        Double.random(in: -size...size, using: &generator), Double.random(in: -size...size, using: &generator),
      ]
      let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
      let steps = Int.random(in: 1...9, using: &generator)
      let scale = RoundScale(low: low, high: high, steps: steps)
      #expect(scale.low <= low + scale.step * 1e-6 && scale.high >= high - scale.step * 1e-6)
      #expect(scale.marks.count <= steps + 2 && scale.marks.count >= 2)
      let lead = scale.step / pow(10, log10(scale.step * (1 + 1e-9)).rounded(.down))
      #expect([1.0, 2, 5].contains { abs(lead - $0) < 1e-6 }, "\(scale.step)")
      #expect(Set(scale.marks.map(scale.label)).count == scale.marks.count)
      #expect(!scale.marks.map(scale.label).contains { $0.hasPrefix("-0") && Double($0) == 0 })
    }
  }

  @Test func oneValueHasAScale() {
    for value in [0.0, 5, -3e7, 1e-12] {
      let scale = RoundScale(low: value, high: value, steps: 4)
      #expect(scale.high > scale.low && (0...1).contains(scale.place(value)))
    }
  }
}
