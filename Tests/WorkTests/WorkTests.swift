import Foundation
import Synchronization
import Testing
import Work

@Suite struct WorkTests {
  static let raised = Cancellation()

  @Test func aSignalHandlerCancels() throws {
    signal(SIGUSR1) { WorkTests.raised.cancel(signal: $0) }
    // One that comes late must end nobody.
    defer { signal(SIGUSR1, SIG_IGN) }
    let work = Work(cancellation: Self.raised, threads: 1)
    try work.checkCancellation()
    // To the process: the threads that run tests may have signals blocked.
    kill(getpid(), SIGUSR1)
    for _ in 0..<6_000 where !Self.raised.isCancelled { usleep(10_000) }
    #expect(work.cancellation.isCancelled)
    #expect(work.cancellation.signal == SIGUSR1)
    // The first signal is the reason.
    work.cancellation.cancel(signal: SIGTERM)
    #expect(work.cancellation.signal == SIGUSR1)
    let error = try #require(throws: Interrupted.self) {
      try work.checkCancellation(done: 3, total: 10, of: "rows", kept: "3 scores")
    }
    #expect("\(error)" == "interrupted after 3 of 10 rows; kept: 3 scores")
    work.cancellation.reset()
    try work.checkCancellation()
    #expect(work.cancellation.signal == nil)
  }

  @Test func progressArrives() {
    let seen = Mutex<[WorkProgress]>([])
    let work = Work(threads: 1) { step in seen.withLock { $0.append(step) } }
    work.progress(.init(label: "score", done: 2, total: 4, unit: "rows"))
    #expect(seen.withLock { $0 } == [WorkProgress(label: "score", done: 2, total: 4, unit: "rows")])
  }
}
