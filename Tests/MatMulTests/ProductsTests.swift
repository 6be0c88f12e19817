import Kernels
import MatMul
import Numerics
import Synchronization
import TestSupport
import Testing

@Suite("Who multiplies", .serialized) struct ProductsTests {
  @Test func whoMultipliesGoesWithTheWork() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    Threads.set(4)
    let seen = Mutex<[Products]>([])
    Products.with(.openblas) {
      Lanes.forEach(6, width: 2) { _ in
        Parallel.forEach(5) { _ in seen.withLock { $0.append(.current) } }
      }
    }
    #expect(seen.withLock { $0 } == Array(repeating: .openblas, count: 30))
    Parallel.forEach(5) { _ in seen.withLock { $0.append(.current) } }
    #expect(seen.withLock { $0.suffix(5) } == Array(repeating: Products.standard, count: 5)[...])
  }

  @Test func thePrecisionGoesWithTheWork() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    Threads.set(4)
    let seen = Mutex<[Precision]>([])
    Precision.with(.bf16) { Lanes.forEach(6, width: 2) { _ in seen.withLock { $0.append(.current) } } }
    #expect(seen.withLock { $0 } == Array(repeating: .bf16, count: 6))
    #expect(Precision.current == .f32)
  }

  /// All transpositions, by both, added to what is there, cut for 1 to 3 threads, against plain loops in double precision.
  @Test(arguments: [(5, 7, 3), (130, 70, 33), (70, 200, 65), (64, 64, 300)], Products.allCases)
  func productsMatchPlainLoops(_ shape: (Int, Int, Int), _ products: Products) {
    guard products.obstacle == nil else { return }
    let (m, n, k) = shape
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
            Products.with(products) {
              MatrixProduct(.f32).multiply(
                m, n, k, .f32(a, ta ? m : k, transposed: ta), .f32(b, tb ? k : n, transposed: tb), accumulate: true,
                into: out.pointer, n)
            }
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
    #expect(!OpenBLAS.kernelName.isEmpty)
    #expect(OpenBLAS.version.split(separator: ".").count >= 2)
    #expect(Products.openblas.engineName == "OpenBLAS \(OpenBLAS.version) \(OpenBLAS.kernelName)")
    #expect(Products.openblas.keySuffix == " by \(Products.openblas.engineName)" && Products.native.keySuffix.isEmpty)
    #expect(Products.measuredRate() > 1e8)
  }

  /// Each precision has a backend of its own whoever is asked to multiply in float32.
  @Test func everyPrecisionHasABackend() {
    for products in Products.allCases {
      Products.with(products) {
        for precision in Precision.allCases { #expect(ProductBackends.best(for: precision).takes(precision)) }
        #expect((ProductBackends.best(for: .f32).library == nil) == (products == .native))
      }
    }
    #expect(ProductBackends.best(for: Half.self).isSame(as: ProductBackends.best(for: .f32)))
    #expect(ProductBackends.best(for: BFloat16.self).isSame(as: ProductBackends.best(for: .bf16)))
    #expect(!ProductBackends.best(for: .f32).isSame(as: ProductBackends.best(for: .bf16)))
  }
}
