import Evaluation
import Numerics
import Testing

@Suite struct PairedDifferenceTests {
  private func losses(seed: UInt64, shift: Double, rows count: Int = 200) -> AnswerLosses {
    var rows = SeededGenerator(seed: 1)
    var noise = SeededGenerator(seed: seed)
    var result = AnswerLosses(nats: [], tokens: [])
    for _ in 0..<count {
      let tokens = 20 + rows.index(below: 200)
      let base = 2.5 + 0.5 * rows.normal()
      result.tokens.append(tokens)
      result.nats.append(Double(tokens) * (base + shift + 0.05 * noise.normal()))
    }
    return result
  }

  @Test func theIntervalHoldsTheDifferenceAndChoosesTheVerdict() {
    let base = losses(seed: 2, shift: 0)
    let better = PairedDifference(losses(seed: 3, shift: -0.1), base, seed: 42)
    #expect(better.verdict == .better)
    #expect(better.low < better.difference && better.difference < better.high)
    #expect(abs(better.difference + 0.1) < 0.02)
    #expect(PairedDifference(base, losses(seed: 3, shift: -0.1), seed: 42).verdict == .worse)
    #expect(PairedDifference(losses(seed: 4, shift: 0), base, seed: 42).verdict == .undecided)
  }

  @Test func theSameRowsGiveNoDifferenceAtAll() {
    let base = losses(seed: 2, shift: 0)
    let same = PairedDifference(base, base, seed: 7)
    #expect(same.difference == 0 && same.low == 0 && same.high == 0 && same.verdict == .undecided)
  }

  /// On 8 rows an interval excludes zero far too easily.
  @Test func fewRowsGiveNoVerdict() {
    for (count, verdict) in [(8, Verdict.undecided), (29, .undecided), (30, .better)] {
      let paired = PairedDifference(
        losses(seed: 3, shift: -0.5, rows: count), losses(seed: 2, shift: 0, rows: count), seed: 42)
      #expect(paired.high < 0 && paired.rows == count)
      #expect(paired.verdict == verdict)
      #expect(paired.floor == (count < 30 ? .fewRows : nil))
    }
  }

  /// An interval that is printed as +0.000 to +0.001 includes zero for who reads it.
  @Test func whatIsNotShownGivesNoVerdict() {
    let base = losses(seed: 2, shift: 0)
    for (shift, verdict) in [(0.0003, Verdict.undecided), (0.0008, .worse), (-0.0003, .undecided), (-0.0008, .better)] {
      var other = base
      other.nats = zip(base.nats, base.tokens).map { $0 + shift * Double($1) }
      let paired = PairedDifference(other, base, seed: 42)
      #expect(paired.low * paired.high > 0, "it excludes zero")
      #expect(paired.verdict == verdict, "\(shift)")
      #expect((paired.floor == .belowDisplay) == (verdict == .undecided))
    }
  }

  @Test func meanIsWeighedByTokens() {
    let losses = AnswerLosses(nats: [10, 2], tokens: [10, 1])
    #expect(losses.mean == 12.0 / 11)
  }

  @Test func placeAmongDraws() {
    #expect(MethodPlace(loss: 3.361, among: [3.36, 3.37, 3.35, 3.40]).atLeastAsLow == 2)
    #expect(MethodPlace(loss: 3.0, among: [Double](repeating: 3.1, count: 19)).probability == 0.05)
    #expect(MethodPlace(loss: 3.2, among: [3.2]).probability == 1)
    // Shown alike, so a tie.
    #expect(MethodPlace(loss: 3.2001, among: [3.2003, 3.2012]).atLeastAsLow == 1)
  }
}
