import Foundation
import Kernels
import Testing

/// Each kernel against the same formula in double precision, each backward kernel against finite differences of it.
@Suite struct KernelTests {
  /// Reproducible numbers of order one.
  static func numbers(_ count: Int, _ seed: Int) -> [Float] {
    (0..<count).map { Float(sin(Double($0 * 7919 + seed * 104_729) * 0.61803)) * 2 }
  }

  /// d f / d x by central differences.
  static func differences(_ x: [Float], _ f: ([Double]) -> Double) -> [Double] {
    let base = x.map { Double($0) }
    return x.indices.map { i in
      var plus = base
      var minus = base
      plus[i] += 1e-5
      minus[i] -= 1e-5
      return (f(plus) - f(minus)) / 2e-5
    }
  }

  static func close(_ a: [Float], _ b: [Double], _ tolerance: Double = 1e-5) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs(Double($0) - $1) <= tolerance * max(1, abs($1)) }
  }

  @Test func exponentialIsAccurate() {
    var worst = 0.0
    for i in -86_000...86_000 {
      let x = Float(i) / 1000
      let exact = exp(Double(x))
      worst = max(worst, abs(Double(Kernels.exponential(x)) - exact) / exact)
    }
    #expect(worst < 3e-7, "\(worst)")
    #expect(Kernels.exponential(0) == 1)
    #expect(Kernels.exponential(-1000) < 1e-37)
    #expect(Kernels.exponential(-.infinity) < 1e-37)
  }

  @Test(arguments: [1, 7, 8, 15, 16, 31, 32, 33, 100, 4096, 5000]) func reductions(_ n: Int) {
    let x = Self.numbers(n, 1)
    let y = Self.numbers(n, 2)
    let dot = zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let magnitude = Double(n) * 4
    #expect(abs(Double(Kernels.dot(x, y, n)) - dot) < 1e-6 * magnitude)
    #expect(abs(Double(Kernels.sum(x, n)) - x.reduce(0.0) { $0 + Double($1) }) < 1e-6 * magnitude)
    #expect(abs(Kernels.sumOfSquares(x, n) - x.reduce(0.0) { $0 + Double($1) * Double($1) }) < 1e-6 * magnitude)
    #expect(Kernels.maximum(x, n) == x.max())
    for place in [0, n / 2, n - 1] {
      var z = x
      z[place] = 9
      #expect(Kernels.maximum(z, n) == 9)
    }
  }

  @Test func rmsNorm() {
    let (rows, width, epsilon) = (3, 37, 1e-5)
    let x = Self.numbers(rows * width, 3)
    let w = Self.numbers(width, 4)
    let dy = Self.numbers(rows * width, 5)
    func exact(_ x: [Double], _ w: [Double]) -> [Double] {
      (0..<rows).flatMap { t in
        let row = x[t * width..<(t + 1) * width]
        let r = 1 / (row.reduce(0) { $0 + $1 * $1 } / Double(width) + epsilon).squareRoot()
        return zip(row, w).map { $0 * r * $1 }
      }
    }
    let wide = w.map { Double($0) }
    var y = [Float](repeating: 0, count: x.count)
    var inverse = [Float](repeating: 0, count: rows)
    var (sum, mean) = (x, inverse)
    Kernels.normalize(
      &sum, weight: w, bias: nil, &y, mean: &mean, inverse: &inverse, rows: rows, width: width, epsilon: Float(epsilon))
    #expect(Self.close(y, exact(x.map { Double($0) }, wide)))
    var dx = [Float](repeating: 1, count: x.count)
    var dw = [Float](repeating: 2, count: width)
    Kernels.normBackward(x, weight: w, mean: nil, inverse: inverse, dy: dy, dx: &dx, rows: rows, width: width)
    Kernels.normGradient(
      x, mean: nil, inverse: inverse, dy: dy, dw: &dw, db: nil, rows: rows, stride: width, columns: width)
    func loss(_ y: [Double]) -> Double { zip(y, dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
    // Both are added to what is there.
    #expect(Self.close(dx, Self.differences(x) { loss(exact($0, wide)) }.map { $0 + 1 }, 1e-4))
    #expect(Self.close(dw, Self.differences(w) { loss(exact(x.map { Double($0) }, $0)) }.map { $0 + 2 }, 1e-4))
  }

  @Test func layerNorm() {
    let (rows, width, epsilon) = (3, 37, 1e-5)
    let x = Self.numbers(rows * width, 21).map { $0 + 3 }
    let w = Self.numbers(width, 22)
    let b = Self.numbers(width, 23)
    let dy = Self.numbers(rows * width, 24)
    func exact(_ x: [Double], _ w: [Double], _ b: [Double]) -> [Double] {
      (0..<rows).flatMap { t in
        let row = x[t * width..<(t + 1) * width]
        let mean = row.reduce(0, +) / Double(width)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        return row.indices.map { i in
          (x[i] - mean) / (variance + epsilon).squareRoot() * w[i - t * width] + b[i - t * width]
        }
      }
    }
    let (wideX, wideW, wideB) = (x.map { Double($0) }, w.map { Double($0) }, b.map { Double($0) })
    var y = [Float](repeating: 0, count: x.count)
    var mean = [Float](repeating: 0, count: rows)
    var inverse = mean
    // What is added comes first.
    let part = Self.numbers(x.count, 25)
    var sum = zip(x, part).map { $0 - $1 }
    Kernels.normalize(
      &sum, adding: part, weight: w, bias: b, &y, mean: &mean, inverse: &inverse, rows: rows, width: width,
      epsilon: Float(epsilon))
    #expect(Self.close(sum, wideX, 1e-6))
    #expect(Self.close(y, exact(wideX, wideW, wideB)))
    var again = y.map { _ in Float(0) }
    Kernels.renormalize(sum, weight: w, bias: b, mean: mean, inverse: inverse, &again, rows: rows, width: width)
    #expect(again == y)
    var dx = [Float](repeating: 1, count: x.count)
    var dw = [Float](repeating: 2, count: width)
    var db = [Float](repeating: 3, count: width)
    Kernels.normBackward(x, weight: w, mean: mean, inverse: inverse, dy: dy, dx: &dx, rows: rows, width: width)
    Kernels.normGradient(
      x, mean: mean, inverse: inverse, dy: dy, dw: &dw, db: &db, rows: rows, stride: width, columns: width)
    func loss(_ y: [Double]) -> Double { zip(y, dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
    #expect(Self.close(dx, Self.differences(x) { loss(exact($0, wideW, wideB)) }.map { $0 + 1 }, 1e-4))
    #expect(Self.close(dw, Self.differences(w) { loss(exact(wideX, $0, wideB)) }.map { $0 + 2 }, 1e-4))
    #expect(Self.close(db, Self.differences(b) { loss(exact(wideX, wideW, $0)) }.map { $0 + 3 }, 1e-4))
  }

  @Test func errorFunction() {
    for i in -6000...6000 {
      let x = Float(i) / 1000
      #expect(abs(Double(Kernels.errorFunction(x)) - erf(Double(x))) < 6e-7, "\(x)")
    }
  }

  @Test func hyperbolicTangent() {
    for i in -12_000...12_000 {
      let x = Float(i) / 1000
      #expect(abs(Double(Kernels.hyperbolicTangent(x)) - tanh(Double(x))) <= 2e-7 * abs(tanh(Double(x))), "\(x)")
    }
    for x: Float in [1e-30, 1e-4, 100, .infinity] { #expect(abs(Kernels.hyperbolicTangent(-x) + min(x, 1)) <= 1e-11) }
  }

  /// Values and slopes, against finite differences.
  @Test func softCap() {
    let x = Self.numbers(40, 43).map { 3 * $0 }
    var (y, slopes) = (x, x)
    Kernels.softCap(&y, scale: 0.7, cap: 1.5, 40, slopes: &slopes)
    func exact(_ x: Double) -> Double { 1.5 * tanh(x / 1.5) }
    let scaled = x.map { 0.7 * Double($0) }
    #expect(Self.close(y, scaled.map(exact), 1e-6))
    #expect(Self.close(slopes, scaled.map { (exact($0 + 1e-5) - exact($0 - 1e-5)) / 2e-5 }, 1e-5))
  }

  @Test func bias() {
    let b = Self.numbers(5, 41)
    var y = Self.numbers(15, 42)
    let before = y
    Kernels.addBias(b, to: &y, rows: 3, width: 5)
    for i in y.indices { #expect(y[i] == before[i] + b[i % 5]) }
    var db = [Float](repeating: 1, count: 5)
    Kernels.addRows(before, to: &db, rows: 3, width: 5)
    var sums = [Double](repeating: 1, count: 5)
    for i in before.indices { sums[i % 5] += Double(before[i]) }
    #expect(Self.close(db, sums))
  }

  /// Both directions: every row sees every column but those of padding.
  @Test func softmax() {
    let (rows, columns, padded) = (3, 41, 48)
    let s = Self.numbers(rows * columns, 51).map { $0 * 3 }
    let dp = Self.numbers(rows * columns, 52)
    func exact(_ s: [Double]) -> [Double] {
      (0..<rows).flatMap { i in
        let e = s[i * columns..<(i + 1) * columns].map { exp($0) }
        let total = e.reduce(0, +)
        return e.map { $0 / total }
      }
    }
    let wide = s.map { Double($0) }
    let block = Kernels.ScoreBlock(
      firstQuery: 0, firstKey: 0, rows: rows, paddedRows: rows, keys: columns, columns: padded, window: nil)
    func widened(_ x: [Float], _ rest: Float) -> [Float] {
      let rest = [Float](repeating: rest, count: padded - columns)
      return (0..<rows).flatMap { row -> [Float] in x[row * columns..<(row + 1) * columns] + rest }
    }
    func narrowed(_ x: [Float]) -> [Float] { (0..<rows).flatMap { x[$0 * padded..<$0 * padded + columns] } }
    var scores = widened(s, 99)
    var p = [Float](repeating: .nan, count: rows * padded)
    var (top, total, correction) = ([Float](repeating: -.infinity, count: rows), [Float](repeating: 0, count: rows), p)
    Kernels.onlineSoftmax(&scores, block, scale: 1, top: &top, total: &total, correction: &correction, into: &p)
    for i in p.indices { p[i] /= total[i / padded] }
    #expect(Self.close(narrowed(p), exact(wide)) && p == widened(narrowed(p), 0))
    let logSum = (0..<rows).map { Kernels.logSum(top: top[$0], total: total[$0]) }
    let delta = (0..<rows).map { i in
      Float((i * columns..<(i + 1) * columns).reduce(0.0) { $0 + exact(wide)[$1] * Double(dp[$1]) })
    }
    var again = widened(s, 99)
    var dScores = widened(dp, 99)
    var ds = p
    Kernels.onlineSoftmaxBackward(
      &again, &dScores, block, scale: 1, logSum: logSum, delta: delta, into: &p, &ds)
    #expect(Self.close(narrowed(p), exact(wide)) && p == widened(narrowed(p), 0))
    ds = narrowed(ds)
    let expected = Self.differences(s) { zip(exact($0), dp).reduce(0) { $0 + $1.0 * Double($1.1) } }
    #expect(Self.close(ds, expected))
  }

  static func exact(_ f: Activation, _ x: Double) -> Double {
    switch f {
    case .silu: x / (1 + exp(-x))
    case .gelu: x / 2 * erfc(-x / 2.0.squareRoot())
    case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  @Test(arguments: Activation.allCases) func activationsAreAccurate(_ f: Activation) {
    let x = (-12_000...12_000).map { Float($0) / 1000 }
    var y = [Float](repeating: 0, count: x.count)
    Kernels.activate(f, x, &y, x.count)
    let worst = zip(x, y).map { abs(Double($1) - Self.exact(f, Double($0))) / max(1, abs(Double($0))) }.max() ?? 1
    #expect(worst < 4e-7, "\(worst)")
    let dy = Self.numbers(x.count, 9)
    var (dx, inOut) = (x, dy)
    Kernels.activateBackward(f, &dx, &inOut, x.count)
    #expect(Self.close(inOut, y.map { Double($0) }, 1e-6))
    for i in stride(from: 0, to: x.count, by: 37) {
      let at = Double(x[i])
      let slope = (Self.exact(f, at + 1e-5) - Self.exact(f, at - 1e-5)) / 2e-5
      #expect(abs(Double(dx[i]) - slope * Double(dy[i])) < 4e-6, "\(at)")
    }
  }

  @Test(arguments: Activation.allCases) func gated(_ f: Activation) {
    let (rows, width) = (2, 21)
    let x = Self.numbers(rows * 2 * width, 6)
    let dy = Self.numbers(rows * width, 7)
    func exact(_ x: [Double]) -> [Double] {
      (0..<rows * width).map { i in
        let at = i / width * 2 * width + i % width
        return Self.exact(f, x[at]) * x[at + width]
      }
    }
    var y = [Float](repeating: 0, count: rows * width)
    Kernels.gated(f, x, &y, rows: rows, width: width)
    #expect(Self.close(y, exact(x.map { Double($0) })))
    var gradient = x
    var inOut = dy
    Kernels.gatedBackward(f, &gradient, &inOut, rows: rows, width: width)
    #expect(Self.close(inOut, y.map { Double($0) }))
    let expected = Self.differences(x) { zip(exact($0), dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
    #expect(Self.close(gradient, expected, 1e-4))
  }

  /// Dimension i and i + d/2 turn by the position's angle; turning back restores; lengths stay (so the backward pass,
  /// the transpose, is the rotation back).
  @Test(arguments: [6, 4]) func rotation(_ rotated: Int) {
    let (rows, heads, d, stride) = (4, 2, 6, 20)
    let positions: [Int32] = [0, 3, 1, 2]
    let half = rotated / 2
    let angles = (0..<4 * half).map { Double($0 / half) * pow(10, -Double($0 % half)) }
    let cosines = angles.map { Float(cos($0)) }
    let sines = angles.map { Float(sin($0)) }
    let x = Self.numbers(rows * stride, 8)
    var y = x
    func turn(_ backward: Bool) {
      y.withUnsafeMutableBufferPointer {
        guard let y = $0.baseAddress else { return }
        Kernels.rotate(
          UnsafePointer(y), into: y, rows: rows, width: stride, heads: heads, dimension: d, rotated: rotated,
          positions: positions, cosines: cosines, sines: sines, backward: backward)
      }
    }
    turn(false)
    for t in 0..<rows {
      for h in 0..<heads {
        let at = t * stride + h * d
        for i in 0..<half {
          let angle = Double(positions[t]) * pow(10, -Double(i))
          let (a, b) = (Double(x[at + i]), Double(x[at + i + half]))
          #expect(abs(Double(y[at + i]) - (a * cos(angle) - b * sin(angle))) < 1e-6)
          #expect(abs(Double(y[at + i + half]) - (b * cos(angle) + a * sin(angle))) < 1e-6)
        }
        for i in rotated..<d { #expect(y[at + i] == x[at + i]) }
      }
      for i in heads * d..<stride { #expect(y[t * stride + i] == x[t * stride + i]) }
    }
    turn(true)
    #expect(Self.close(y, x.map { Double($0) }, 1e-6))
  }

  @Test func shortFormatsRoundTrip() {
    for bits in 0...UInt16.max {
      let half = Half(bits: bits).widened
      let back = Half(rounding: half).bits
      if half.isNaN { #expect(back & 0x7fff > 0x7c00) } else { #expect(back == bits) }
      let short = BFloat16(bits: bits).widened
      if short.isNaN {
        #expect(BFloat16(rounding: short).widened.isNaN)
      } else {
        #expect(BFloat16(rounding: short).bits == bits)
      }
    }
    let wide = [0x3c00, 0x0001, 0x7bff, 0xfc00].map { Half(bits: $0).widened }
    #expect(wide == [1, 0x1p-24, 65504, -.infinity] && BFloat16(bits: 0x3f80).widened == 1)
    // Ties to even, and overflow.
    let halves = [1 + 0x1p-11, 1 + 3 * 0x1p-11, 65520, 0x1p-25].map { Half(rounding: $0).bits }
    #expect(halves == [0x3c00, 0x3c02, 0x7c00, 0])
    let shorts = [1 + 0x1p-8, 1 + 3 * 0x1p-8, 3.4e38, -2].map { BFloat16(rounding: $0).bits }
    #expect(shorts == [0x3f80, 0x3f82, 0x7f80, 0xc000])
  }

  /// At an odd address too, as a tensor of a file may lie.
  @Test func conversions() {
    let x = Self.numbers(37, 5)
    func check<E: StoredElement>(_: E.Type) {
      var stored = x.map { _ in E(rounding: 0) }
      Kernels.store(x, &stored, x.count)
      #expect(stored.map(\.widened) == x.map { E(rounding: $0).widened })
      var wide = [Float](repeating: 0, count: x.count)
      let bytes = [0] + stored.withUnsafeBytes { Array($0) }
      bytes.withUnsafeBytes { if let p = $0.baseAddress { Kernels.load(p + 1, as: E.self, &wide, x.count) } }
      #expect(wide == stored.map(\.widened))
    }
    check(Float.self)
    check(BFloat16.self)
    check(Half.self)
  }
}

@Suite struct DropoutTests {
  @Test func masksAreTheKeysAndKeepTheMean() {
    let n = 20_000
    let x = [Float](repeating: 1, count: n)
    func masked(_ key: UInt64, _ range: Range<Int>, _ probability: Double = 0.3) -> [Float] {
      var y = [Float](repeating: 9, count: range.count)
      Kernels.dropout(x, into: &y, range.count, probability: probability, key: key)
      return y
    }
    let all = masked(5, 0..<n)
    let dropped = all.count { $0 == 0 }
    // Five standard deviations of a binomial count.
    #expect(abs(Double(dropped) - 0.3 * Double(n)) < 5 * (0.21 * Double(n)).squareRoot())
    #expect(all.allSatisfy { $0 == 0 || $0 == Float(1 / 0.7) })
    // The first elements are the same however many there are, and the backward pass has the same mask.
    #expect(masked(5, 0..<2000) == Array(all[0..<2000]))
    var sum = [Float](repeating: 1, count: n)
    Kernels.dropoutBackward(x, addedTo: &sum, n, probability: 0.3, key: 5)
    #expect(zip(sum, all).allSatisfy { $0 == 1 + $1 })
    // Masks of other keys agree by chance alone: 0.3² + 0.7² of all places.
    let same = zip(masked(6, 0..<n), all).count { ($0 == 0) == ($1 == 0) }
    #expect(abs(Double(same) - 0.58 * Double(n)) < 5 * (0.2436 * Double(n)).squareRoot())
    #expect(masked(5, 0..<100, 0).allSatisfy { $0 == 1 })
  }
}
