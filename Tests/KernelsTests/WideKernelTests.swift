import Foundation
import Kernels
import Testing

/// The kernels that take AVX-512's bfloat16 instructions, against plain loops in double precision over the same rounded values.
@Suite(.enabled(if: Kernels.hasBFloat16, "this processor has no AVX512-BF16")) struct WideKernelTests {
  private static let unset = BFloat16(bits: 7)

  private static func wide(_ x: BFloat16) -> Double { Double(x.widened) }

  private static func rounded(_ count: Int, _ seed: Int) -> [BFloat16] {
    KernelTests.numbers(count, seed).map { BFloat16(rounding: $0) }
  }

  /// Within half a unit in the last of 8 bits, and the float32 error beneath it.
  private static func near(_ x: BFloat16, _ exact: Double) -> Bool { abs(wide(x) - exact) <= abs(exact) / 250 + 2e-6 }

  private static func silu(_ g: Double) -> Double { g / (1 + exp(-g)) }

  // MARK: - Products

  /// A is m x k with rows `lda` apart, B k x n as columns or rows: any remainder of tiles, panels and pairs, more than one
  /// depth; nothing is written outside of C.
  @Test(
    arguments: [
      (1, 1, 1), (12, 32, 64), (13, 33, 7), (40, 70, 33), (5, 31, 4099), (96, 257, 50), (3, 48, 2048),
    ], [false, true])
  func products(_ shape: (Int, Int, Int), _ transposed: Bool) {
    let (m, n, k) = shape
    let (lda, ldb, ldc) = (k + 3, (transposed ? k : n) + 5, n + 2)
    let a = Self.rounded(m * lda, 1)
    let b = Self.rounded((transposed ? n : k) * ldb, 2)
    var packed = [UInt32](repeating: 7, count: Kernels.packedPairs(k: k, n: n))
    Kernels.pack(b, stride: ldb, transposed: transposed, k: k, n: n, into: &packed)
    for accumulates in [false, true] {
      var c = [Float](repeating: 0.5, count: m * ldc)
      Kernels.multiply(m, n, k, a, lda, packed, accumulate: accumulates, into: &c, ldc)
      var worst = 0.0
      for i in 0..<m {
        for j in 0..<n {
          var (sum, size) = accumulates ? (0.5, 0.5) : (0, 1e-3)
          for l in 0..<k {
            let term = Self.wide(a[i * lda + l]) * Self.wide(b[transposed ? j * ldb + l : l * ldb + j])
            (sum, size) = (sum + term, size + abs(term))
          }
          worst = max(worst, abs(Double(c[i * ldc + j]) - sum) / size)
        }
        #expect(c[i * ldc + n] == 0.5 && c[i * ldc + n + 1] == 0.5)
      }
      // Each element is one sum after the other.
      #expect(worst < 1e-6 + 5e-8 * Double(k).squareRoot(), "\(worst)")
    }
  }

  /// An element's bits are those of its row alone, in any company.
  @Test func aRowsBitsDoNotDependOnOthers() {
    let (m, n, k) = (29, 40, 130)
    let a = Self.rounded(m * k, 3)
    let b = Self.rounded(n * k, 4)
    var packed = [UInt32](repeating: 0, count: Kernels.packedPairs(k: k, n: n))
    Kernels.pack(b, stride: k, transposed: true, k: k, n: n, into: &packed)
    var together = [Float](repeating: 0, count: m * n)
    Kernels.multiply(m, n, k, a, k, packed, accumulate: false, into: &together, n)
    for i in 0..<m {
      var alone = [Float](repeating: 0, count: n)
      Kernels.multiply(1, n, k, Array(a[i * k..<(i + 1) * k]), k, packed, accumulate: false, into: &alone, n)
      #expect(alone == Array(together[i * n..<(i + 1) * n]), "row \(i)")
    }
  }

  /// Gates and values packed in parts, as tensors of a file come.
  @Test(arguments: [(1, 16, 8), (13, 40, 33), (96, 64, 130), (12, 7, 5)], [1, 2, 3])
  func gatesAndValues(_ shape: (Int, Int, Int), _ parts: Int) {
    let (m, width, k) = shape
    let a = Self.rounded(m * k, 5)
    let b = Self.rounded(2 * width * k, 6)
    var packed = [UInt32](repeating: 0, count: Kernels.packedPairs(k: k, n: 2 * ((width + 15) / 16 * 16)))
    let cuts = (0...parts).map { $0 * 2 * width / parts }
    for (from, to) in zip(cuts, cuts.dropFirst()) {
      Kernels.packGated(
        Array(b[from * k..<to * k]), stride: k, k: k, columns: from..<to, width: width, into: &packed)
    }
    var y = [BFloat16](repeating: Self.unset, count: m * width + 1)
    var kept = [BFloat16](repeating: Self.unset, count: 2 * m * width + 1)
    var again = y
    Kernels.multiplyGatedSiLU(m, width, k, a, k, packed, into: &y, keeping: &kept)
    Kernels.multiplyGatedSiLU(m, width, k, a, k, packed, into: &again, keeping: nil)
    #expect(again.map(\.bits) == y.map(\.bits) && y[m * width].bits == 7 && kept[2 * m * width].bits == 7)
    for i in 0..<m {
      for j in 0..<width {
        var (g, u) = (0.0, 0.0)
        for l in 0..<k {
          g += Self.wide(a[i * k + l]) * Self.wide(b[j * k + l])
          u += Self.wide(a[i * k + l]) * Self.wide(b[(width + j) * k + l])
        }
        #expect(Self.near(kept[2 * i * width + j], g) && Self.near(kept[(2 * i + 1) * width + j], u))
        #expect(Self.near(y[i * width + j], Self.silu(g) * u))
      }
    }
  }

  // MARK: - Attention

  /// Segments of one block of queries and several, of keys too; windows that end within a block; heads whose dimension is no
  /// multiple of a vector. `stride`: between the rows of queries, keys and values, as those of all heads lie side by side.
  @Test(
    arguments: [
      (1, 64, 1000), (12, 16, 1000), (13, 64, 1000), (100, 24, 7), (300, 32, 1000), (530, 64, 1000), (530, 48, 260),
      (300, 2, 1), (70, 130, 33),
    ])
  func attention(_ length: Int, _ dimension: Int, _ window: Int) {
    let stride = 2 * dimension + 3
    let (q, k, v) = (
      Self.rounded(length * stride, 7), Self.rounded(length * stride, 8), Self.rounded(length * stride, 9)
    )
    let scale = 3 / Float(dimension).squareRoot()
    let attention = CausalAttention(capacity: length, dimension: dimension)
    attention.pack(length: length, keys: k, values: v, stride: stride)
    let width = dimension + 1
    var mixed = [BFloat16](repeating: Self.unset, count: length * width)
    var logSum = [Float](repeating: 7, count: 2 * length)
    mixed.withUnsafeMutableBufferPointer {
      guard let rows = $0.baseAddress else { return }
      attention.attend(
        q, queryStride: stride, scale: scale, window: window, into: rows, stride: width, logSum: &logSum,
        logSumStride: 2)
    }
    for t in 0..<length {
      let seen = max(0, t - window + 1)...t
      let scores = seen.map { s in
        (0..<dimension).reduce(0.0) { $0 + Self.wide(q[t * stride + $1]) * Self.wide(k[s * stride + $1]) }
          * Double(scale)
      }
      let top = scores.max() ?? 0
      let weights = scores.map { exp($0 - top) }
      let total = weights.reduce(0, +)
      #expect(abs(Double(logSum[2 * t]) - top - log(total)) < 1e-5 * max(1, abs(top)) && logSum[2 * t + 1] == 7)
      for i in 0..<dimension {
        let exact = zip(seen, weights).reduce(0.0) { $0 + $1.1 / total * Self.wide(v[$1.0 * stride + i]) }
        let size = zip(seen, weights).reduce(0.0) { $0 + $1.1 / total * abs(Self.wide(v[$1.0 * stride + i])) }
        // Each probability is rounded to 8 bits, and then the result.
        #expect(abs(Self.wide(mixed[t * width + i]) - exact) <= (size + abs(exact)) / 256 + 1e-6, "position \(t), \(i)")
      }
      #expect(mixed[t * width + dimension].bits == 7)
    }
  }

  /// What other segments hold, even what is not a number, does not reach this one.
  @Test func nothingBeyondASegmentIsRead() {
    let (length, d) = (29, 64)
    let clean = Self.rounded(3 * length * d, 10)
    var spoilt = clean
    for i in 0..<length * d {
      (spoilt[i], spoilt[2 * length * d + i]) = (BFloat16(bits: 0x7fc0), BFloat16(bits: 0x7fc0))
    }
    let results = [clean, spoilt].map { x in
      let attention = CausalAttention(capacity: 64, dimension: d)
      var mixed = [BFloat16](repeating: Self.unset, count: length * d)
      x.withUnsafeBufferPointer { rows in
        guard let own = rows.baseAddress.map({ $0 + length * d }) else { return }
        attention.pack(length: length, keys: own, values: own, stride: d)
        mixed.withUnsafeMutableBufferPointer {
          guard let results = $0.baseAddress else { return }
          attention.attend(
            own, queryStride: d, scale: 1, window: .max, into: results, stride: d, logSum: nil, logSumStride: 0)
        }
      }
      return mixed.map(\.widened)
    }
    #expect(results[0] == results[1] && results[0].allSatisfy { $0.isFinite })
  }

  // MARK: - Rows

  @Test(arguments: [(1, 5), (3, 16), (2, 512), (4, 40)]) func norms(_ rows: Int, _ width: Int) {
    let (x, added, weight) = (
      KernelTests.numbers(rows * width, 11), KernelTests.numbers(rows * width, 12), KernelTests.numbers(width, 13)
    )
    for adds in [false, true] {
      var sum = x
      var y = [BFloat16](repeating: Self.unset, count: rows * width + 1)
      var inverse = [Float](repeating: 0, count: rows)
      var mean = inverse
      added.withUnsafeBufferPointer { added in
        Kernels.normalize(
          &sum, adding: adds ? added.baseAddress : nil, weight: weight, bias: nil, &y, mean: &mean, inverse: &inverse,
          rows: rows, width: width, epsilon: 1e-5)
      }
      #expect(y[rows * width].bits == 7)
      for t in 0..<rows {
        let row = (0..<width).map { x[t * width + $0] + (adds ? added[t * width + $0] : 0) }
        #expect(Array(sum[t * width..<(t + 1) * width]) == row)
        let exact = 1 / (row.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(width) + 1e-5).squareRoot()
        #expect(abs(Double(inverse[t]) / exact - 1) < 1e-6)
        for i in 0..<width {
          #expect(Self.near(y[t * width + i], Double(row[i]) * exact * Double(weight[i])))
        }
      }
    }
  }

  @Test(arguments: [(64, 3, 2), (24, 2, 1), (6, 1, 3)]) func rotations(_ d: Int, _ heads: Int, _ rest: Int) {
    let (rows, width, places) = (5, (heads + rest) * d, [Int32]([3, 0, 7, 2, 2]))
    let x = KernelTests.numbers(rows * width, 14)
    let (cosines, sines) = (KernelTests.numbers(8 * d / 2, 15), KernelTests.numbers(8 * d / 2, 16))
    var y = [BFloat16](repeating: Self.unset, count: rows * width + 1)
    var plain = x
    Kernels.rotate(
      x, into: &y, rows: rows, width: width, heads: heads, dimension: d, rotated: d, positions: places,
      cosines: cosines, sines: sines)
    Kernels.rotate(
      x, into: &plain, rows: rows, width: width, heads: heads, dimension: d, rotated: d, positions: places,
      cosines: cosines, sines: sines)
    #expect(y[rows * width].bits == 7)
    for i in 0..<rows * width { #expect(Self.near(y[i], Double(plain[i])), "\(i)") }
  }

  /// Extremes of a gate: nothing overflows where the result is 0 or the gate itself.
  @Test func extremeGates() {
    let gates: [Float] = [0, -0.0, 1, -1, 30, -30, 87, -87, 88.5, -88.5, 1e4, -1e4, 1e30, -1e30]
    let n = gates.count
    var y = [BFloat16](repeating: Self.unset, count: n)
    Kernels.gated(.silu, gates + [Float](repeating: 2, count: n), &y, rows: 1, width: n)
    for (g, result) in zip(gates, y) {
      #expect(abs(Self.wide(result) - 2 * Self.silu(Double(g))) <= 2 * abs(Self.silu(Double(g))) / 250 + 1e-33, "\(g)")
    }
  }

  /// Logits far apart, and far from 0.
  @Test(arguments: [Float(0), -1e4, 1e4, 90, -90]) func softmaxOfShiftedLogits(_ shift: Float) {
    var logits = KernelTests.numbers(777, 17).map { $0 * 30 + shift }
    let top = Double(logits.max() ?? 0)
    let exact = logits.reduce(0.0) { $0 + exp(Double($1) - top) }
    let part = Kernels.partialSoftmax(&logits, count: logits.count, kept: UnsafeMutablePointer<BFloat16>?.none)
    // The product with log2(e) is rounded at the logits' magnitude.
    #expect(Double(part.top) == top && abs(Double(part.total) / exact - 1) < 1e-6 + 2e-7 * abs(top))
  }
}
