import Numerics
import Synchronization
import TestSupport
import Testing

/// Work beside other work: every piece once, the threads divided.
@Suite("Lanes", .serialized) struct LanesTests {
  @TaskLocal private static var setting = 0
  @TaskLocal private static var other = 0

  @Test(arguments: [1, 2, 3, 5]) func everyPieceOnceAndNoMoreThreadsThanThereAre(width: Int) {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    Threads.set(7)
    let seen = Mutex<[Int]>([])
    let running = Mutex<(now: [Int], most: Int, lanes: Int)>(([], 0, 0))
    ThreadContext.with(Self.$setting, 1) {
      Lanes.forEach(20, width: width) { piece in
        running.withLock {
          $0.now.append(Threads.count)
          $0.most = max($0.most, $0.now.reduce(0, +))
          $0.lanes = max($0.lanes, $0.now.count)
        }
        #expect(Self.setting == 1)
        #expect(Threads.portion == Double(Threads.count) / 7)
        seen.withLock { $0.append(piece) }
        running.withLock { if let place = $0.now.firstIndex(of: Threads.count) { $0.now.remove(at: place) } }
      }
    }
    #expect(seen.withLock { $0.sorted() } == Array(0..<20))
    #expect(running.withLock { $0.most } <= 7)
    #expect(running.withLock { $0.lanes } <= width)
    #expect(Threads.count == 7 && Threads.portion == 1)
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
    Threads.set(4)
    let (alone, beside) = Lanes.$threads.withValue(1) {
      (Lanes.$threads.withValue(4) { Threads.portion }, Threads.portion)
    }
    #expect(alone == 1 && beside == 0.25)
  }

  /// Of lanes, of loops within them, and of settings within settings; not of work that is begun outside.
  @Test func settingsGoWithTheWork() {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    Threads.set(4)
    let seen = Mutex<[[Int]]>([])
    func look(_ count: Int) {
      Lanes.forEach(count, width: 2) { _ in
        Parallel.forEach(5) { _ in seen.withLock { $0.append([Self.setting, Self.other]) } }
      }
    }
    func found() -> Set<[Int]> {
      seen.withLock { list in
        defer { list = [] }
        return Set(list)
      }
    }
    ThreadContext.with(Self.$setting, 1) {
      look(6)
      #expect(found() == [[1, 0]])
      ThreadContext.with(Self.$other, 2) {
        look(6)
        #expect(found() == [[1, 2]])
        ThreadContext.with(Self.$setting, 3) { look(6) }
        #expect(found() == [[3, 2]])
      }
      look(6)
      #expect(found() == [[1, 0]])
    }
    look(6)
    #expect(found() == [[0, 0]])
  }
}
