import Foundation
import Kernels
import Numerics
import Testing

/// Against the C library, whose functions are within a unit in the last place.
@Suite("Elementary functions") struct ElementaryTests {
  private func units(_ found: Double, _ wanted: Double) -> Double {
    found == wanted || found.isNaN && wanted.isNaN ? 0 : abs(found - wanted) / max(wanted.ulp, 5e-324)
  }

  @Test func withinTwoUnits() {
    var g = SeededGenerator(seed: 3)
    var worst: [String: Double] = [:]
    func check(_ name: String, _ found: Double, _ wanted: Double) {
      worst[name] = max(worst[name] ?? 0, units(found, wanted))
    }
    for _ in 0..<20_000 {
      let u = g.uniform()
      check("exp", Elementary.exp(1_400 * u - 700), Foundation.exp(1_400 * u - 700))
      check("exp, small", Elementary.exp(2 * u - 1), Foundation.exp(2 * u - 1))
      let x = Foundation.exp(1_400 * g.uniform() - 700)
      check("log", Elementary.log(x), Foundation.log(x))
      check("log, near 1", Elementary.log(0.5 + u), Foundation.log(0.5 + u))
      // What schedules, rotations and penalties ask for.
      check("pow", Elementary.pow(10_000, -u), Foundation.pow(10_000, -u))
      let power = g.uniform()
      check("pow, theta", Elementary.pow(1e6 * u + 1, power), Foundation.pow(1e6 * u + 1, power))
      check("pow, beta", Elementary.pow(0.9 + 0.0999 * u, 1_000), Foundation.pow(0.9 + 0.0999 * u, 1_000))
      // Near a zero the last place is of what was taken away.
      let angle = 100_000 * u
      worst["sin", default: 0] = max(worst["sin"] ?? 0, abs(Elementary.sin(angle) - Foundation.sin(angle)) / 2.2e-16)
      worst["cos", default: 0] = max(worst["cos"] ?? 0, abs(Elementary.cos(angle) - Foundation.cos(angle)) / 2.2e-16)
      check("sin, small", Elementary.sin(u), Foundation.sin(u))
      check("cos, small", Elementary.cos(u), Foundation.cos(u))
    }
    for (name, units) in worst { #expect(units <= (name == "pow, beta" ? 100 : 2), "\(name): \(units)") }
  }

  @Test func whereTheyEnd() {
    let values: [Double] = [
      0, -0.0, 1, -1, 2, 0.5, .infinity, -.infinity, .nan, 1e-310, 5e-324, 709.7, 709.8, 710.1, -745.1, -745.2, -800,
      800,
      1e300, -1e300, .greatestFiniteMagnitude, .leastNormalMagnitude,
    ]
    for x in values {
      #expect(units(Elementary.exp(x), Foundation.exp(x)) <= 2, "exp \(x)")
      #expect(units(Elementary.log(x), Foundation.log(x)) <= 2, "log \(x)")
      guard x > 0 else { continue }
      for y in [0, 1, -1, 2, -2, 3, 0.5, 1_000, -1_000, .infinity, -.infinity, .nan] as [Double] {
        #expect(units(Elementary.pow(x, y), Foundation.pow(x, y)) <= 60, "pow \(x) \(y): \(Elementary.pow(x, y))")
      }
    }
    #expect(Elementary.pow(0, 2) == 0 && Elementary.pow(0, -2) == .infinity && Elementary.pow(-2, 3) == -8)
    #expect(Elementary.pow(-2, 0.5).isNaN && Elementary.pow(.nan, 0) == 1)
    #expect(Elementary.sin(0) == 0 && Elementary.cos(0) == 1)
    #expect(Elementary.sin(.infinity).isNaN && Elementary.cos(.nan).isNaN)
  }
}
