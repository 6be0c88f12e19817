import Synchronization
import TestSupport
import Testing

@testable import Numerics

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
    #expect(Lanes.width(1, threads: 8, most: 100) == 1)
    #expect(Lanes.width(2, threads: 2, most: 100) == 2)
    #expect(Lanes.width(20, threads: 2, most: 100) == 2)
    #expect(Lanes.width(20, threads: 1, most: 100) == 1)
    #expect(Lanes.width(20, threads: 8, most: 1) == 1)
    #expect(Lanes.width(20, threads: 8, most: 3) <= 3)
    #expect(Lanes.width(0, threads: 8, most: 3) == 1)
    // Five on four lanes: the last would run with a quarter of the threads, all others waiting.
    #expect(Lanes.width(5, threads: 8, most: 100) == 5)
    #expect(Lanes.width(16, threads: 16, most: 100) == 16)
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
}
