import Kernels
import MatMul
import Numerics
import TestSupport
import Testing

@Suite(.serialized) struct LinearAlgebraTests {
  /// All transpositions, with α, added to what is there, cut for 1 to 3 threads, against plain loops in double precision.
  @Test(arguments: [(5, 7, 3), (130, 70, 33), (70, 200, 65), (64, 64, 300)])
  func productsMatchPlainLoops(_ m: Int, _ n: Int, _ k: Int) {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    var g = SeededGenerator(seed: 1)
    let a = (0..<m * k).map { _ in Float(g.normal()) }
    let b = (0..<k * n).map { _ in Float(g.normal()) }
    let c = (0..<m * n).map { _ in Float(g.normal()) }
    for count in 1...3 {
      Threads.set(count)
      for (ta, tb) in [(false, false), (false, true), (true, false), (true, true)] {
        let out = AlignedBuffer<Float>(count: m * n)
        for i in c.indices { out.pointer[i] = c[i] }
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress else { return }
            LinearAlgebra.multiply(
              m, n, k, a, ta ? m : k, transposeA: ta, b, tb ? k : n, transposeB: tb, accumulate: true,
              into: out.pointer, n)
          }
        }
        var worst = 0.0
        for i in 0..<m {
          for j in 0..<n {
            var sum = 0.0
            for l in 0..<k {
              sum += Double(ta ? a[l * m + i] : a[i * k + l]) * Double(tb ? b[j * k + l] : b[l * n + j])
            }
            worst = max(worst, abs(Double(out.pointer[i * n + j]) - (sum + Double(c[i * n + j]))))
          }
        }
        #expect(worst < 1e-4, "\(ta) \(tb), \(count) threads: \(worst)")
      }
    }
  }

  @Test func theMachineIsDescribed() throws {
    try Processor.requireKernels()
    #expect(!LinearAlgebra.kernelName.isEmpty)
    #expect(LinearAlgebra.libraryVersion.split(separator: ".").count >= 2)
    #expect(LinearAlgebra.measuredRate() > 1e8)
  }
}
