/// Elementary functions in double precision by operations that IEEE 754 defines alone: the C library's differ in their last bit
/// from version to version, and by the processor it finds. Within two units in the last place; `pow` within two and |y| / 10.
package enum Elementary {
  /// ln 2 in two parts, the first with zeros at its end: a product with any exponent is exact.
  private static let ln2 = (high: 0x1.62e42feep-1, low: 0x1.a39ef35793c76p-33)
  /// π/2 in three parts.
  private static let halfPi = (0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110)

  /// c[0] + x·(c[1] + x·(c[2] + …))
  @inline(__always)
  private static func polynomial(_ x: Double, _ c: [Double]) -> Double {
    var sum = 0.0
    for factor in c.reversed() { sum = factor.addingProduct(sum, x) }
    return sum
  }

  /// 1/n! for each n of 0...20.
  private static let inverseFactorials: [Double] = (0...20).map { n in
    1 / (1...max(1, n)).reduce(1.0) { $0 * Double($1) }
  }

  /// e^(x + tail); `tail`: less than a unit in the last place of x.
  private static func exp(_ x: Double, tail: Double) -> Double {
    if x.isNaN { return x }
    if x > 710 { return .infinity }
    if x < -746 { return 0 }
    let n = (x * 0x1.71547652b82fep0).rounded()
    let r = x.addingProduct(-n, ln2.high).addingProduct(-n, ln2.low) + tail
    let e = polynomial(r, expTerms)
    // In two steps: neither factor leaves the exponents that there are, and the result may be subnormal.
    let half = (n / 2).rounded(.towardZero)
    return e * Double(sign: .plus, exponent: Int(half), significand: 1)
      * Double(sign: .plus, exponent: Int(n - half), significand: 1)
  }
  /// |r| <= ln 2 / 2: what is left out is less than 1e-17 of the sum.
  private static let expTerms = Array(inverseFactorials[0...13])

  /// e^x in our own arithmetic, so that its bits do not depend on the C library: 0 below -746, infinity above 710.
  package static func exp(_ x: Double) -> Double { exp(x, tail: 0) }

  /// log x as a sum of two; x: finite, above 0.
  private static func logParts(_ x: Double) -> (Double, Double) {
    // x = m·2^k, m in [√½, √2).
    let isSubnormal = x < Double.leastNormalMagnitude
    let x = isSubnormal ? x * 0x1p54 : x
    var k = Int(x.exponent) - (isSubnormal ? 54 : 0)
    var m = x.significand
    if m >= 0x1.6a09e667f3bcdp0 {
      m /= 2
      k += 1
    }
    // log(1 + f) = f - f²/2 + s·(f²/2 + R), s = f/(2 + f), R = 2·(s²/3 + s⁴/5 + …)
    let f = m - 1
    let s = f / (2 + f)
    let half = 0.5 * f * f
    let rest = s * (half + s * s * polynomial(s * s, logTerms))
    return (Double(k) * ln2.high, f - (half - (rest + Double(k) * ln2.low)))
  }
  /// s² <= 0.0295: what is left out is less than 1e-18.
  private static let logTerms: [Double] = (1...12).map { 2 / Double(2 * $0 + 1) }

  /// The natural logarithm; NaN below 0, -∞ of 0.
  package static func log(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x > 0 || x.isNaN ? x : .nan }
    let (high, low) = logParts(x)
    return high + low
  }

  /// x^y; NaN for x < 0, unless y is a whole number.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    if x < 0 {
      guard y == y.rounded() else { return .nan }
      let size = pow(-x, y)
      return (y / 2).rounded() == y / 2 ? size : -size
    }
    if x == 0 || x == .infinity { return (x == 0) == (y > 0) ? 0 : .infinity }
    if y.isInfinite { return (x > 1) == (y > 0) ? .infinity : 0 }
    let (high, low) = logParts(x)
    let sum = high + low
    let lost = (high - sum) + low
    let product = y * sum
    guard abs(product) < 1_000 else { return product > 0 ? .infinity : 0 }
    return exp(product, tail: (-product).addingProduct(y, sum) + y * lost)
  }

  /// x - q·π/2 in [-π/4, π/4], and q modulo 4; exact enough for |x| up to a billion.
  private static func reduced(_ x: Double) -> (Double, Int) {
    let q = (x * 0x1.45f306dc9c883p-1).rounded()
    guard abs(q) < 0x1p52 else { return (.nan, 0) }
    let r = x.addingProduct(-q, halfPi.0).addingProduct(-q, halfPi.1).addingProduct(-q, halfPi.2)
    return (r, Int(q) & 3)
  }

  /// Σ (-1)^i·r^(2i)/(2i + first)! for i of 0...9.
  private static func terms(first: Int) -> [Double] {
    (0...9).map { ($0 % 2 == 0 ? 1 : -1) * inverseFactorials[2 * $0 + first] }
  }
  private static let sineTerms = terms(first: 1)
  private static let cosineTerms = terms(first: 0)

  package static func sin(_ x: Double) -> Double {
    let (r, quarter) = reduced(x)
    let value = quarter % 2 == 0 ? r * polynomial(r * r, sineTerms) : polynomial(r * r, cosineTerms)
    return quarter < 2 ? value : -value
  }

  package static func cos(_ x: Double) -> Double {
    let (r, quarter) = reduced(x)
    let value = quarter % 2 == 0 ? polynomial(r * r, cosineTerms) : r * polynomial(r * r, sineTerms)
    return quarter == 1 || quarter == 2 ? -value : value
  }
}
