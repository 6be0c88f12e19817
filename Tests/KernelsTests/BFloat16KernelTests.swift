import Foundation
import Kernels
import Testing

/// Kernels that write bfloat16 against plain formulas in double precision, rounded by `store`'s rule within a unit.
@Suite struct BFloat16KernelTests {
  private static func wide(_ x: BFloat16) -> Double { Double(x.widened) }

  private static let unset = BFloat16(bits: 7)

  /// Within half a unit in the last of 8 bits, and the float32 error beneath it.
  private static func near(_ x: BFloat16, _ exact: Double, _ scale: Double = 1) -> Bool {
    abs(wide(x) - exact) <= abs(exact) / 250 + 1e-6 * scale
  }

  @Test(arguments: [1, 7, 8, 31, 32, 33, 512, 1000]) func partOfASoftmax(_ n: Int) {
    let logits = KernelTests.numbers(n, 3).map { $0 * 4 }
    let top = Double(logits.max() ?? 0)
    for rounds in [false, true] {
      var overwritten = logits
      var rounded = [BFloat16](repeating: Self.unset, count: n)
      let part = rounded.withUnsafeMutableBufferPointer {
        Kernels.partialSoftmax(&overwritten, count: n, kept: rounds ? $0.baseAddress : nil)
      }
      #expect(Double(part.top) == top)
      #expect(abs(Double(part.total) / logits.reduce(0) { $0 + exp(Double($1) - top) } - 1) < 1e-6)
      for i in 0..<n {
        let exact = exp(Double(logits[i]) - top)
        #expect(rounds ? Self.near(rounded[i], exact) : rounded[i].bits == 7, "\(i) of \(n)")
      }
      if !rounds { continue }
      Kernels.scale(&rounded, by: 0.3, n)
      for i in 0..<n {
        let exact = 0.3 * exp(Double(logits[i]) - top)
        #expect(abs(Self.wide(rounded[i]) - exact) <= exact / 125 + 1e-6, "\(i) of \(n)")
      }
    }
  }

  @Test func sumsOfRoundedValues() {
    let x = [0x3f80, 0xbf00, 0x4000].map { BFloat16(bits: $0) }
    var y: [Float] = [1, 2, 3]
    Kernels.add(x, to: &y, 3)
    #expect(y == [2, 1.5, 5])
    var z = [BFloat16](repeating: Self.unset, count: 3)
    Kernels.scale(y, by: 0.5, into: &z, 3)
    #expect(z.map(Self.wide) == [1, 0.75, 2.5])
  }

  @Test(arguments: [1, 31, 32, 1024, 1025, 3000]) func sumsOfExponentials(_ n: Int) {
    var x = KernelTests.numbers(n, 5)
    let exact = x.map { exp(0.5 * Double($0) - 1.5) }
    #expect(abs(Double(Kernels.sumAsExponentials(&x, scale: 0.5, shift: 1.5, n)) / exact.reduce(0, +) - 1) < 1e-6)
    #expect(KernelTests.close(x, exact, 1e-6))
  }

  /// A row whose keys come in blocks, some before its window, some after its position, some unseen.
  @Test(arguments: [(0, 1000), (130, 1000), (130, 50), (40, 3)]) func softmaxBlockByBlock(
    _ first: Int, _ window: Int
  ) {
    let (rows, padded, keys, width, scale) = (5, 32, 160, 64, Float(0.7))
    let scores = (0..<rows).map { KernelTests.numbers(keys, 11 + $0) }
    let values = KernelTests.numbers(keys, 23)
    var top = [Float](repeating: -.infinity, count: padded)
    var total = [Float](repeating: 0, count: padded)
    var mixed = [Double](repeating: 0, count: rows)
    let firstKeys = Array(stride(from: 0, to: keys, by: width))
    for firstKey in firstKeys {
      let columns = min(width, keys - firstKey)
      let b = Kernels.ScoreBlock(
        firstQuery: first, firstKey: firstKey, rows: rows, paddedRows: padded, keys: columns, columns: columns,
        window: window)
      var block = [Float](repeating: .nan, count: padded * columns)
      for i in 0..<rows { for j in 0..<columns { block[i * columns + j] = scores[i][firstKey + j] } }
      var correction = [Float](repeating: .nan, count: padded)
      var p = [BFloat16](repeating: Self.unset, count: padded * columns)
      Kernels.onlineSoftmax(&block, b, scale: scale, top: &top, total: &total, correction: &correction, into: &p)
      for i in 0..<padded {
        let row = p[i * columns..<(i + 1) * columns].map(Self.wide)
        if i >= rows {
          #expect(row.allSatisfy { $0 == 0 } && correction[i] == 1)
          continue
        }
        mixed[i] *= Double(correction[i])
        for j in 0..<columns { mixed[i] += row[j] * Double(values[firstKey + j]) }
      }
    }
    for i in 0..<rows {
      let position = first + i
      let seen = (0..<keys).filter { $0 <= position && position - $0 < window }
      let sum = seen.reduce(0.0) { $0 + exp(Double(scale) * Double(scores[i][$1])) }
      let exact = seen.reduce(0.0) { $0 + exp(Double(scale) * Double(scores[i][$1])) / sum * Double(values[$1]) }
      #expect(abs(mixed[i] / Double(total[i]) - exact) < 0.01, "row \(i)")
      #expect(abs(Double(Kernels.logSum(top: top[i], total: total[i])) - log(sum)) < 1e-5)
    }

    // Backward, from the kept log-sums.
    let logSum = (0..<rows).map { Kernels.logSum(top: top[$0], total: total[$0]) }
    let delta = KernelTests.numbers(rows, 31)
    for firstKey in firstKeys {
      let columns = min(width, keys - firstKey)
      let b = Kernels.ScoreBlock(
        firstQuery: first, firstKey: firstKey, rows: rows, paddedRows: padded, keys: columns, columns: columns,
        window: window)
      var block = [Float](repeating: .nan, count: padded * columns)
      for i in 0..<rows { for j in 0..<columns { block[i * columns + j] = scores[i][firstKey + j] } }
      let dp = KernelTests.numbers(padded * columns, 41)
      var overwritten = dp
      var p = [BFloat16](repeating: Self.unset, count: padded * columns)
      var ds = p
      Kernels.onlineSoftmaxBackward(
        &block, &overwritten, b, scale: scale, logSum: logSum, delta: delta, into: &p, &ds)
      for i in 0..<padded {
        for j in 0..<columns {
          let at = i * columns + j
          let distance = first + i - (firstKey + j)
          guard i < rows, distance >= 0, distance < window else {
            #expect(p[at].bits == 0 && ds[at].bits == 0)
            continue
          }
          let exact = exp(Double(scale) * Double(scores[i][firstKey + j]) - Double(logSum[i]))
          #expect(Self.near(p[at], exact))
          #expect(Self.near(ds[at], exact * (Double(dp[at]) - Double(delta[i])) * Double(scale), exact))
        }
      }
    }
  }

  /// The same bits as the kernels one after the other.
  @Test(arguments: [Activation.silu, .gelu, .geluTanh]) func gatedRounded(_ f: Activation) {
    let (rows, width) = (3, 37)
    let x = KernelTests.numbers(rows * 2 * width, 3)
    var exact = [Float](repeating: 0, count: rows * width)
    Kernels.gated(f, x, &exact, rows: rows, width: width)
    var expected = [BFloat16](repeating: Self.unset, count: rows * width)
    Kernels.store(exact, &expected, rows * width)
    var found = expected.map { _ in Self.unset }
    Kernels.gated(f, x, &found, rows: rows, width: width)
    #expect(found.map(\.bits) == expected.map(\.bits))
  }

  @Test(arguments: [1, 1023, 1024, 3000]) func adamWAndWhatFollows(_ n: Int) {
    let start = (0..<4).map { seed in KernelTests.numbers(n, seed).map { abs($0) } }
    var (p, m, v) = (start[0], start[1], start[2])
    Kernels.adamW(
      &p, start[3], mean: &m, variance: &v, n, gradientScale: 0.5, rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8,
      decay: 0.1, correction1: 0.2, correction2: 0.3)
    var (p2, m2, v2, g2) = (start[0], start[1], start[2], start[3])
    var rounded = [BFloat16](repeating: Self.unset, count: n)
    Kernels.adamWStep(
      &p2, &g2, mean: &m2, variance: &v2, bfloat16Copy: &rounded, n, gradientScale: 0.5, rate: 0.01, beta1: 0.9,
      beta2: 0.99, epsilon: 1e-8, decay: 0.1, correction1: 0.2, correction2: 0.3)
    var expected = rounded
    Kernels.store(p, &expected, n)
    #expect(p == p2 && m == m2 && v == v2 && rounded.map(\.bits) == expected.map(\.bits) && g2.allSatisfy { $0 == 0 })
  }
}
