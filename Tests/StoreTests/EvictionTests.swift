import Digests
import Foundation
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct EvictionTests {
  /// A clock that a test moves.
  final class Clock: Sendable {
    private let seconds = Mutex(1_000_000.0)
    func advance(_ step: Double) { seconds.withLock { $0 += step } }
    var now: Double { seconds.withLock { $0 } }
  }

  let folder: TemporaryDirectory
  let clock = Clock()
  let store: ResultStore

  init() throws {
    folder = try TemporaryDirectory()
    let clock = clock
    store = try ResultStore(directory: folder("store")) { clock.now }
    for name in ["a", "b", "c", "d"] {
      try store.put(.of(name), bytes: [UInt8](name.utf8) + [UInt8](repeating: 0, count: 999))
      clock.advance(100)
    }
  }

  private var kept: String {
    get throws { try ["a", "b", "c", "d"].filter { try store.contains(.of($0)) }.joined() }
  }

  @Test func leastRecentlyUsedGoesFirst() throws {
    #expect(try store.evict() == 0)
    #expect(try store.value(for: .of("a")) != nil)  // a is now the newest
    store.limitBytes = 2_500
    #expect(try store.evict() == 2)
    #expect(try kept == "ad")
  }

  @Test func aStoreWithPinsOpensAgain() throws {
    try store.pin(session: folder("session.json"), keys: [.of("a")])
    let again = try ResultStore(directory: store.directory)
    #expect(again.warnings.isEmpty)
    #expect(try again.statistics().pinned == 1)
  }

  @Test func puttingEvicts() throws {
    store.limitBytes = 3_000
    try store.put(.of("e"), bytes: [UInt8](repeating: 1, count: 500))
    #expect(try kept == "cd")
    #expect(try store.contains(.of("e")))
  }

  @Test func pinnedValuesStay() throws {
    try store.pin(session: folder("session.json"), keys: [.of("a"), .of("c"), .of("not there yet")])
    store.limitBytes = 0
    #expect(try store.evict() == 2)
    #expect(try kept == "ac")
    #expect(try store.statistics().pinned == 2)
    try store.pin(session: folder("session.json"), keys: [.of("c")])
    #expect(try store.evict() == 1)
    #expect(try kept == "c")
    try store.unpin(session: folder("session.json"))
    try store.evict()
    #expect(try kept == "")
  }

  @Test func pinsLastAsLongAsTheirSession() throws {
    let probe = try BuiltProduct.path("StoreProbe")
    try "{}".write(toFile: folder("saved.json"), atomically: false, encoding: .utf8)
    // Three sessions of a process that has ended: saved, never saved, without a file.
    for (session, key) in [(folder("saved.json"), "a"), (folder("lost.json"), "b"), ("scratch", "c")] {
      #expect(try Command.run(probe, ["pin", store.directory, session, key]).status == 0)
    }
    try store.pin(session: "living", keys: [.of("d")])
    store.limitBytes = 0
    try store.evict()
    #expect(try kept == "ad")
  }

  @Test func kindsOfRowsAreOneUnit() throws {
    try store.putRowValues(
      kind: "old", (0..<10).map { (.of("r\($0)"), [UInt8](repeating: 1, count: 100)) }, engine: someEngine)
    clock.advance(100)
    try store.putRowValues(kind: "new", [(.of("r"), [1])], engine: someEngine)
    #expect(try store.value(for: .of("d")) != nil)
    store.limitBytes = 1_200
    try store.evict()
    #expect(try kept == "d")
    #expect(try store.rowValues(kind: "old", keys: [.of("r1")]).isEmpty)
    #expect(try store.rowValues(kind: "new", keys: [.of("r")]).count == 1)
  }

  @Test func sharedFilesGoWithTheirLastValue() throws {
    let large = [UInt8](repeating: 3, count: 1_200_000)
    try store.put(.of("x"), bytes: large)
    clock.advance(100)
    try store.put(.of("y"), bytes: large)
    try store.pin(session: "living", keys: [.of("y")])
    store.limitBytes = 0
    try store.evict()
    #expect(try store.value(for: .of("x")) == nil)
    #expect(try store.value(for: .of("y"))?.bytes() == large)
  }
}
