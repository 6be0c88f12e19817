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
}
