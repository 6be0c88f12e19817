import Evaluation
import Foundation
import Testing

@Suite("Losses over amounts") struct LossCurveTests {
  private func curve(_ points: [(Double, Double)]) -> LossCurve {
    LossCurve(points.map { LossCurve.Point(amount: $0, loss: $1) })
  }

  @Test func readsStraightOverTheLogarithm() {
    let random = curve([(1, 2.2), (4, 2.0), (2, 2.1)])
    #expect(random.points.map(\.amount) == [1, 2, 4])
    // Half way between two points in loss is their geometric mean in amount.
    #expect(random.amount(reaching: 2.05).map(about).map { abs($0 - 8.0.squareRoot()) < 1e-9 } == true)
    #expect(random.amount(reaching: 2.1) == .about(2))
    #expect(random.amount(reaching: 2.2) == .about(1))
    // Beyond the points nothing is guessed.
    #expect(random.amount(reaching: 1.9) == .moreThan(4))
    #expect(random.amount(reaching: 2.5) == .atMost(1))
    #expect(random.amount(reaching: .nan) == nil && curve([]).amount(reaching: 2) == nil)
  }

  @Test func lossAtAnAmount() throws {
    let random = curve([(10, 2.0), (40, 1.6)])
    #expect(abs(try #require(random.loss(at: 20)) - 1.8) < 1e-12)
    #expect(random.loss(at: 10) == 2.0 && random.loss(at: 40) == 1.6)
    #expect(random.loss(at: 9) == nil && random.loss(at: 41) == nil)
    // One is the other's inverse.
    for amount in [11.0, 17, 30, 39] {
      let loss = try #require(random.loss(at: amount))
      #expect(abs(try #require(random.amount(reaching: loss).map(about)) - amount) < 1e-9)
    }
  }

  @Test func aCurveThatRisesIsReadWhereItFirstReaches() {
    // More tokens at as many steps can do worse: the first crossing counts.
    let bent = curve([(1, 2.2), (2, 2.0), (4, 2.1), (8, 1.9)])
    #expect(bent.amount(reaching: 2.1).map(about).map { abs($0 - 2.0.squareRoot()) < 1e-9 } == true)
    #expect(bent.amount(reaching: 1.9) == .about(8))
    // Runs of one amount are one point; what is not a number is none.
    let runs = curve([(1, 2.0), (1, 2.2), (2, .nan), (0, 1), (4, 1.5)])
    #expect(runs.points.map(\.amount) == [1, 4])
    #expect(runs.points.map(\.loss) == [2.1, 1.5])
  }

  private func about(_ amount: LossCurve.Amount) -> Double {
    // Rounded: the logarithm's last bits are not what is asked.
    switch amount {
    case .about(let x), .atMost(let x), .moreThan(let x): (x * 1e12).rounded() / 1e12
    }
  }
}
