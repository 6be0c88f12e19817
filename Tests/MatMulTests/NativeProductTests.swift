import Kernels
import MatMul
import Numerics
import TestSupport
import Testing

/// Products of this program's own: each element a sum in one order, whatever the processor, the threads and the neighbours.
@Suite("Native products", .serialized) struct NativeProductTests {
  private struct Problem {
    let (m, n, k): (Int, Int, Int)
    let a: [Float]
    let b: [Float]
    let c: [Float]

    init(_ m: Int, _ n: Int, _ k: Int) {
      (self.m, self.n, self.k) = (m, n, k)
      var g = SeededGenerator(seed: UInt64(m + 1_000 * n + 1_000_000 * k))
      a = (0..<m * k).map { _ in Float(g.normal()) }
      b = (0..<k * n).map { _ in Float(g.normal()) }
      c = (0..<m * n).map { _ in Float(g.normal()) }
    }

    /// What an element is by definition: one chain of fused multiply-adds, from zero or from what was there.
    func reference(accumulate: Bool) -> [Float] {
      var out = accumulate ? c : c.map { _ in 0 }
      for i in 0..<m {
        for j in 0..<n {
          for p in 0..<k { out[i * n + j].addProduct(a[i * k + p], b[p * n + j]) }
        }
      }
      return out
    }

    /// op(A) stored m x k or k x m, op(B) k x n or n x k.
    func product(_ ta: Bool, _ tb: Bool, accumulate: Bool, serially: Bool) -> [Float] {
      let a = ta ? (0..<k * m).map { self.a[$0 % m * k + $0 / m] } : self.a
      let b = tb ? (0..<n * k).map { self.b[$0 % k * n + $0 / k] } : self.b
      var out = c
      out.withUnsafeMutableBufferPointer { out in
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            guard let out = out.baseAddress, let a = a.baseAddress, let b = b.baseAddress else { return }
            let multiply = serially ? MatrixProduct(.f32).multiplySerially : MatrixProduct(.f32).multiply
            multiply(
              m, n, k, .f32(a, ta ? m : k, transposed: ta), .f32(b, tb ? k : n, transposed: tb), accumulate, out, n)
          }
        }
      }
      return out
    }
  }

  @Test(
    arguments: [
      (1, 1, 1), (1, 40, 300), (3, 33, 7), (5, 7, 3), (12, 32, 256), (13, 31, 257), (97, 65, 30), (130, 70, 33),
      (100, 70, 520), (70, 1, 65), (400, 20, 9), (64, 64, 300), (193, 40, 64),
      (13, 34, 4100), (200, 9, 2049),
    ])
  func everyElementIsItsSumInOrder(_ m: Int, _ n: Int, _ k: Int) throws {
    try #require(NativeFloat32.isAvailable)
    ThreadCount.hold()
    defer { ThreadCount.release() }
    let problem = Problem(m, n, k)
    for accumulate in [false, true] {
      let wanted = problem.reference(accumulate: accumulate)
      for (ta, tb) in [(false, false), (false, true), (true, false), (true, true)] {
        for threads in 1...3 {
          Threads.set(threads)
          for serially in [false, true] {
            let found = problem.product(ta, tb, accumulate: accumulate, serially: serially)
            #expect(found == wanted, "\(ta) \(tb) \(threads) \(serially) \(accumulate)")
          }
        }
      }
    }
  }

  @Test func everyWidthGivesTheSameBits() throws {
    try #require(NativeFloat32.isAvailable)
    let (m, n, k) = (61, 75, 300)
    let problem = Problem(m, n, k)
    let packed = AlignedBuffer<Float>(count: Kernels.packedCount(k: k, n: n))
    let workspace = AlignedBuffer<Float>(count: Kernels.productWorkspace)
    Kernels.pack(problem.b, stride: n, transposed: false, k: k, n: n, into: packed.pointer)
    let wanted = problem.reference(accumulate: false)
    for instructions in [Instructions.avx2, .avx512] where instructions <= .ofProcessor {
      var out = problem.c
      Kernels.multiply(
        m, n, k, problem.a, row: k, step: 1, packed.constant, accumulate: false, into: &out, n,
        workspace: workspace.pointer, instructions: instructions)
      #expect(out == wanted, "\(instructions)")
    }
  }

  /// Every number of rows, of a matrix in each format, its rows or its columns side by side, against the sums by definition.
  @Test(arguments: [(70, 70), (33, 21), (5, 130)])
  func fewRowsMeetAMatrixAsItIsStored(_ n: Int, _ k: Int) throws {
    try #require(NativeFloat32.isAvailable)
    for m in 1...8 {
      let problem = Problem(m, n, k)
      expectFew(problem, as: Float.self)
      expectFew(problem, as: BFloat16.self)
      expectFew(problem, as: Half.self)
    }
  }

  private func expectFew<E: StoredElement>(_ problem: Problem, as _: E.Type) {
    let (m, n, k) = (problem.m, problem.n, problem.k)
    // Each tenth value so small that a half is subnormal.
    let stored = problem.b.indices.map { E(rounding: problem.b[$0] * ($0 % 10 == 3 ? 1e-5 : 1)) }
    for accumulate in [false, true] {
      var wanted = accumulate ? problem.c : problem.c.map { _ in 0 }
      for i in 0..<m {
        for j in 0..<n {
          for p in 0..<k { wanted[i * n + j].addProduct(problem.a[i * k + p], stored[p * n + j].widened) }
        }
      }
      for transposed in [false, true] {
        let b = transposed ? (0..<n * k).map { stored[$0 % k * n + $0 / k] } : stored
        for instructions in [Instructions.avx2, .avx512] where instructions <= .ofProcessor {
          var out = problem.c
          Kernels.multiplyFew(
            m, n, k, problem.a, k, b, stride: transposed ? k : n, transposed: transposed, accumulate: accumulate,
            into: &out, n, instructions: instructions)
          #expect(out == wanted, "\(E.self), \(m) rows, \(transposed) \(accumulate) \(instructions)")
        }
      }
    }
  }

  @Test func noProductOfNothing() throws {
    try #require(NativeFloat32.isAvailable)
    let problem = Problem(3, 4, 0)
    #expect(problem.product(false, false, accumulate: false, serially: true) == Array(repeating: 0, count: 12))
    #expect(problem.product(false, false, accumulate: true, serially: true) == problem.c)
  }
}
