import Numerics
import Testing

@Suite("Student's t") struct StudentTTests {
  /// Values of SciPy's `t.ppf`.
  @Test(arguments: [
    (0.975, 1, 12.706204736175), (0.975, 2, 4.302652729749), (0.975, 8, 2.306004135204), (0.975, 18, 2.100922040241),
    (0.6, 5, 0.267180865704), (0.999, 30, 3.385184866829), (0.025, 4, -2.776445105198), (0.975, 1000, 1.962339080826),
  ])
  func quantiles(_ p: Double, _ freedom: Int, _ expected: Double) {
    let found = StudentT.quantile(p, freedom: Double(freedom))
    #expect(abs(found - expected) < 1e-9 * max(1, abs(expected)))
    #expect(abs(StudentT.cumulative(found, freedom: Double(freedom)) - p) < 1e-12)
  }

  @Test func whatIsNoProbabilityHasNoQuantile() {
    for p in [-1, 0, 1, 2, Double.nan] { #expect(StudentT.quantile(p, freedom: 3).isNaN) }
    #expect(StudentT.quantile(0.9, freedom: 0).isNaN)
  }
}
