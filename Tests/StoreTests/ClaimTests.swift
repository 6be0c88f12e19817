import Digests
import Foundation
import Store
import Synchronization
import TestSupport
import Testing
import Work

@Suite struct ClaimTests {
  let folder: TemporaryDirectory
  let store: ResultStore

  init() throws {
    folder = try TemporaryDirectory()
    store = try ResultStore(directory: folder.path)
  }

  @Test func oneAtATime() throws {
    let claim = try store.claim(.of("k"))
    #expect(!claim.waited)
    #expect(try !store.claim(.of("another")).waited)
    claim.release()
    #expect(try !store.claim(.of("k")).waited)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder("claims")) == [], "nothing left behind")
  }

  @Test func waitingEndsWithCancellation() throws {
    let claim = try store.claim(.of("k"))
    let second = try ResultStore(directory: folder.path)
    let cancellation = Cancellation()
    #expect(throws: Interrupted.self) {
      try second.claim(.of("k"), work: Work(cancellation: cancellation, threads: 1)) { process in
        #expect(process == Int(getpid()))
        cancellation.cancel()
      }
    }
    withExtendedLifetime(claim) {}
  }

  @Test func computedOnceByManyThreads() throws {
    let computed = Atomic<Int>(0)
    let results = Mutex<[[UInt8]]>([])
    let path = folder.path
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      let value = try? ResultStore(directory: path).claimed(.of("k")) { store in
        computed.add(1, ordering: .relaxed)
        usleep(100_000)
        try store.put(.of("k"), bytes: [42])
      }
      results.withLock { $0.append(value ?? []) }
    }
    #expect(computed.load(ordering: .relaxed) == 1)
    #expect(results.withLock { $0 } == Array(repeating: [42], count: 6))
  }

  @Test func aDeadOwnersClaimIsTakenOver() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try BuiltProduct.path("StoreProbe"))
    process.arguments = ["hold", folder.path, "k"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    #expect(pipe.fileHandleForReading.availableData == Data("held\n".utf8))
    let holder = process.processIdentifier
    let claim = try store.claim(.of("k")) { number in
      #expect(number == Int(holder))
      kill(holder, SIGKILL)
    }
    #expect(claim.waited)
    process.waitUntilExit()
  }

  @Test func unfinishedWorkHasAFolder() throws {
    let path = try store.workDirectory(for: .of("k"))
    try "state".write(toFile: path + "/checkpoint", atomically: false, encoding: .utf8)
    #expect(try store.workDirectory(for: .of("k")) == path)
    #expect(store.hasWork(for: .of("k")) && !store.hasWork(for: .of("other")))
    #expect(FileManager.default.fileExists(atPath: path + "/checkpoint"))
    store.removeWork(for: .of("k"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}

extension ResultStore {
  fileprivate func claimed(_ key: ContentDigest, compute: (ResultStore) throws -> Void) throws -> [UInt8] {
    try value(for: key, work: .silent) { try compute(self) }?.bytes() ?? []
  }
}
