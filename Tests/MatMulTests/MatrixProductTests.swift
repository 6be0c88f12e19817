import Kernels
import MatMul
import Numerics
import TestSupport
import Testing

/// Products in both precisions, of both kinds of operand, against plain loops in double precision.
@Suite(.serialized) struct MatrixProductTests {
  /// Shapes smaller than a piece, of several pieces either way, odd everywhere; one row; one column; one term.
  static let shapes = [
    (5, 7, 3), (130, 71, 33), (300, 1100, 65), (64, 64, 300), (1, 513, 129), (257, 1, 40), (9, 31, 1),
  ]

  /// A matrix of rows x columns stored with a wider stride, transposed or not, in either format; its values as stored.
  private struct Stored {
    let floats: AlignedBuffer<Float>
    let shorts: AlignedBuffer<BFloat16>
    let rows: Int
    let columns: Int
    let stride: Int
    let transposed: Bool

    init(_ rows: Int, _ columns: Int, transposed: Bool, seed: UInt64) {
      self.rows = rows
      self.columns = columns
      self.transposed = transposed
      stride = (transposed ? rows : columns) + 3
      floats = AlignedBuffer(count: (transposed ? columns : rows) * stride)
      shorts = AlignedBuffer(count: floats.count)
      var g = SeededGenerator(seed: seed)
      for i in 0..<floats.count { floats.pointer[i] = Float(g.normal()) }
      Kernels.store(floats.constant, shorts.pointer, floats.count)
    }

    func operand(short: Bool) -> MatrixOperand {
      short
        ? .bf16(shorts.constant, stride, transposed: transposed) : .f32(floats.constant, stride, transposed: transposed)
    }

    func value(_ i: Int, _ j: Int, rounded: Bool) -> Double {
      let at = transposed ? j * stride + i : i * stride + j
      return rounded ? Double(shorts.pointer[at].widened) : Double(floats.pointer[at])
    }
  }

  /// The largest difference from the plain product, in units of the sum of the terms' magnitudes.
  private func error(
    _ product: MatrixProduct, _ a: Stored, _ b: Stored, shortA: Bool, shortB: Bool, accumulate: Bool, serially: Bool
  ) -> Double {
    let (m, n, k) = (a.rows, b.columns, a.columns)
    let ldc = n + 2
    let c = AlignedBuffer<Float>(count: m * ldc)
    for i in 0..<c.count { c.pointer[i] = 0.5 }
    let multiply = serially ? product.multiplySerially : product.multiply
    multiply(m, n, k, a.operand(short: shortA), b.operand(short: shortB), accumulate, c.pointer, ldc)
    let rounds = product.precision == .bf16
    var worst = 0.0
    for i in 0..<m {
      for j in 0..<n {
        var (sum, size) = accumulate ? (0.5, 0.5) : (0, 1e-3)
        for l in 0..<k {
          let term =
            a.value(i, l, rounded: rounds || shortA) * b.value(l, j, rounded: rounds || shortB)
          sum += term
          size += abs(term)
        }
        worst = max(worst, abs(Double(c.pointer[i * ldc + j]) - sum) / size)
      }
      // What lies between the rows of the result is left alone.
      if c.pointer[i * ldc + n] != 0.5 || c.pointer[i * ldc + n + 1] != 0.5 { return .infinity }
    }
    return worst
  }

  /// A packed operand, of rows or columns and of both formats, against plain loops: rows of either operand or the result may
  /// lie apart.
  @Test(
    arguments: [(64, 512, 96), (96, 81, 64), (32, 33, 50), (96, 130, 7), (32, 5, 4101)],
    Array(ProductBackends.all.indices))
  func packedOperands(_ shape: (Int, Int, Int), _ backend: Int) {
    let (m, n, k) = shape
    let a = Stored(m, k, transposed: false, seed: 3)
    for (variant, transposed) in [(0, false), (1, true), (2, false), (3, true)] {
      let b = Stored(k, n, transposed: transposed, seed: 4)
      let packed = PackedMatrix<BFloat16>(k: k, n: n, backend: ProductBackends.all[backend])
      packed.pack(b.operand(short: variant < 2))
      let dense = AlignedBuffer<BFloat16>(count: m * k)
      for i in 0..<m { (dense.pointer + i * k).update(from: a.shorts.constant + i * a.stride, count: k) }
      for (ldc, lda, rows) in [(n, k, dense.constant), (n + 2, a.stride, a.shorts.constant)] {
        for accumulate in [false, true] {
          let c = AlignedBuffer<Float>(count: m * ldc)
          for i in 0..<c.count { c.pointer[i] = 0.5 }
          packed.multiply(m, rows, lda, accumulate: accumulate, into: c.pointer, ldc)
          var worst = 0.0
          for i in 0..<m {
            for j in 0..<n {
              var (sum, size) = accumulate ? (0.5, 0.5) : (0, 1e-3)
              for l in 0..<k {
                let term = a.value(i, l, rounded: true) * b.value(l, j, rounded: true)
                sum += term
                size += abs(term)
              }
              worst = max(worst, abs(Double(c.pointer[i * ldc + j]) - sum) / size)
            }
            if ldc > n { #expect(c.pointer[i * ldc + n] == 0.5) }
          }
          #expect(worst < 1e-6, "\(variant) \(ldc) \(accumulate): \(worst)")
        }
      }
    }
  }

  /// With bf16 where this machine has it; where not, the same interface falls back to float32 products of rounded values.
  @Test(arguments: Precision.allCases, shapes) func productsMatchPlainLoops(
    _ precision: Precision, _ shape: (Int, Int, Int)
  ) {
    let (m, n, k) = shape
    let product = MatrixProduct(precision)
    for (ta, tb) in [(false, false), (false, true), (true, false), (true, true)] {
      let a = Stored(m, k, transposed: ta, seed: 1)
      let b = Stored(k, n, transposed: tb, seed: 2)
      for variant in 0..<4 {
        let worst = error(
          product, a, b, shortA: variant & 1 == 1, shortB: variant & 2 == 2, accumulate: (variant == 1) != ta,
          serially: variant == 3)
        #expect(worst < 1e-6, "\(precision) \(ta) \(tb) \(variant): \(worst)")
      }
    }
  }

  /// Operands in half give what the same values in float32 give, few rows or many.
  @Test(arguments: Precision.allCases, [3, 40]) func halvesAreTakenExactly(_ precision: Precision, _ m: Int) {
    let (n, k) = (45, 70)
    var g = SeededGenerator(seed: 6)
    func halves(_ count: Int) -> [Half] { (0..<count).map { _ in Half(rounding: Float(g.normal())) } }
    let (a, b) = (halves(m * k), halves(k * n))
    for (ta, tb) in [(false, false), (false, true), (true, true)] {
      func product(_ a: MatrixOperand, _ b: MatrixOperand) -> [Float] {
        let c = AlignedBuffer<Float>(count: m * n)
        MatrixProduct(precision).multiply(m, n, k, a, b, into: c.pointer, n)
        return (0..<m * n).map { c.pointer[$0] }
      }
      func operands<E: StoredElement>(
        _ a: [E], _ b: [E], _ body: (MatrixOperand, MatrixOperand) -> [Float]
      ) -> [Float] {
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress else { return [] }
            return body(.of(a, ta ? m : k, transposed: ta), .of(b, tb ? k : n, transposed: tb))
          }
        }
      }
      let wanted = operands(a.map(\.widened), b.map(\.widened), product)
      #expect(operands(a, b, product) == wanted, "\(ta) \(tb)")
    }
  }

  @Test func nothingToSumIsZeroOrWhatWasThere() {
    for precision in Precision.allCases {
      let c = AlignedBuffer<Float>(count: 6)
      let empty = AlignedBuffer<Float>(count: 1)
      for (accumulate, expected) in [(true, 7), (false, 0)] as [(Bool, Float)] {
        for i in 0..<6 { c.pointer[i] = 7 }
        MatrixProduct(precision).multiply(
          2, 3, 0, .f32(empty.constant, 1), .f32(empty.constant, 3), accumulate: accumulate, into: c.pointer, 3)
        #expect((0..<6).allSatisfy { c.pointer[$0] == expected }, "\(precision) \(accumulate)")
      }
    }
  }

  /// The same bits on 1, 2 and 3 threads and again, in bf16 however the operands came; in f32 by this program's own kernels.
  @Test func bitsDoNotDependOnThreadsOrRepetition() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    let (m, n, k) = (1300, 1030, 200)
    for (ta, tb) in [(false, true), (true, false)] {
      let a = Stored(m, k, transposed: ta, seed: 3)
      let b = Stored(k, n, transposed: tb, seed: 4)
      func bits(_ precision: Precision, _ count: Int, short: Bool) -> [UInt32] {
        Threads.set(count)
        let c = AlignedBuffer<Float>(count: m * n)
        MatrixProduct(precision).multiply(
          m, n, k, a.operand(short: short), b.operand(short: short), into: c.pointer, n)
        return (0..<m * n).map { c.pointer[$0].bitPattern }
      }
      let expected = bits(.bf16, 1, short: true)
      for count in [1, 2, 3] {
        for short in [true, false] { #expect(bits(.bf16, count, short: short) == expected, "\(count) threads") }
      }
      guard Products.current == .native else { continue }
      let single = bits(.f32, 1, short: false)
      for count in [2, 3] { #expect(bits(.f32, count, short: false) == single, "\(count) threads") }
    }
  }

  @Test func aPrecisionThatIsMissingSaysWhy() {
    #expect(Precision.f32.obstacle == nil)
    if let obstacle = Precision.bf16.obstacle {
      #expect(Precision.fastest == .f32)
      #expect(obstacle.contains("processor"))
    } else {
      #expect(Precision.fastest == .bf16)
    }
  }
}
