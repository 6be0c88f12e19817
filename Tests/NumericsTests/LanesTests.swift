import Numerics
import Synchronization
import TestSupport
import Testing

/// Work beside other work: every piece once, the threads divided.
@Suite("Lanes", .serialized) struct LanesTests {
  @Test(arguments: [1, 2, 3, 5]) func everyPieceOnceAndNoMoreThreadsThanThereAre(width: Int) {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    LinearAlgebra.setThreads(7)
    let seen = Mutex<[Int]>([])
    let running = Mutex<(now: [Int], most: Int, lanes: Int)>(([], 0, 0))
    Precision.$current.withValue(.bf16) {
      Lanes.forEach(20, width: width) { piece in
        running.withLock {
          $0.now.append(LinearAlgebra.threads)
          $0.most = max($0.most, $0.now.reduce(0, +))
          $0.lanes = max($0.lanes, $0.now.count)
        }
        #expect(Precision.current == .bf16)
        #expect(LinearAlgebra.portion == Double(LinearAlgebra.threads) / 7)
        seen.withLock { $0.append(piece) }
        running.withLock { if let place = $0.now.firstIndex(of: LinearAlgebra.threads) { $0.now.remove(at: place) } }
      }
    }
    #expect(seen.withLock { $0.sorted() } == Array(0..<20))
    #expect(running.withLock { $0.most } <= 7)
    #expect(running.withLock { $0.lanes } <= width)
    #expect(LinearAlgebra.threads == 7 && LinearAlgebra.portion == 1)
  }

  @Test func asManyAtOnceAsAreFastest() {
    func widths(_ count: Int, _ threads: Int, maxWidth: Int = 100) -> [Int] {
      Lanes.widths(count, threads: threads, maxWidth: maxWidth)
    }
    #expect(widths(0, 8) == [])
    #expect(widths(1, 8) == [1])
    #expect(widths(5, 2) == [2, 2, 1], "the last has both threads")
    #expect(widths(3, 1) == [1, 1, 1])
    #expect(widths(3, 8, maxWidth: 1) == [1, 1, 1])
    #expect(widths(16, 16) == [16])
    for count in 1...40 {
      for threads in 1...9 {
        let plan = widths(count, threads, maxWidth: 4)
        #expect(plan.reduce(0, +) == count && plan.allSatisfy { $0 <= min(4, threads) })
      }
    }
  }

  @Test(arguments: [0, 1, 2, 7]) func everyPieceOfAPlanOnce(count: Int) {
    let seen = Mutex<[Int]>([])
    Lanes.$threads.withValue(3) { Lanes.forEach(count, maxWidth: 10) { piece in seen.withLock { $0.append(piece) } } }
    #expect(seen.withLock { $0.sorted() } == Array(0..<count))
  }

  @Test func timeIsOfTheWholeMachine() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    LinearAlgebra.setThreads(4)
    let (alone, beside) = Lanes.$threads.withValue(1) {
      (Lanes.$threads.withValue(4) { LinearAlgebra.portion }, LinearAlgebra.portion)
    }
    #expect(alone == 1 && beside == 0.25)
  }

  @Test func whoMultipliesGoesWithTheWork() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    LinearAlgebra.setThreads(4)
    let seen = Mutex<[Products]>([])
    Products.$current.withValue(.openblas) {
      Lanes.forEach(6, width: 2) { _ in
        Parallel.forEach(5) { _ in seen.withLock { $0.append(.current) } }
      }
    }
    #expect(seen.withLock { $0 } == Array(repeating: .openblas, count: 30))
    Parallel.forEach(5) { _ in seen.withLock { $0.append(.current) } }
    #expect(seen.withLock { $0.suffix(5) } == Array(repeating: Products.standard, count: 5)[...])
  }
}
