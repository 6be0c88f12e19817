import Foundation

/// Foundation's functions, apart from the generic ones of the same names in extensions.
enum Math {
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  static func log(_ x: Double) -> Double { Foundation.log(x) }
  static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
  static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  static func sin(_ x: Double) -> Double { Foundation.sin(x) }
}

/// max |a - b| / max |b|; infinite for different lengths or a value that is not finite.
package func relativeError(_ a: [Float], _ b: [Float]) -> Double { largestError(a, b) }
/// max |a - b| / max |b|; infinite for different lengths or a value that is not finite.
package func relativeError(_ a: [Float], _ b: [Double]) -> Double { largestError(a, b) }
/// max |a - b| / max |b|; infinite for different lengths or a value that is not finite.
package func relativeError(_ a: [Double], _ b: [Double]) -> Double { largestError(a, b) }

private func largestError(_ a: [some BinaryFloatingPoint], _ b: [some BinaryFloatingPoint]) -> Double {
  guard a.count == b.count else { return .infinity }
  var worst = 0.0
  var top = 0.0
  for (x, y) in zip(a, b) {
    guard x.isFinite, y.isFinite else { return .infinity }
    worst = max(worst, abs(Double(x) - Double(y)))
    top = max(top, abs(Double(y)))
  }
  return top > 0 ? worst / top : worst
}
