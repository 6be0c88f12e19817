import Digests
import Foundation
import GRDB
import Numerics
import Store
import TestSupport
import Testing
import Work

#if canImport(Glibc)
  import Glibc
#endif

/// What is not as it was written is forgotten, named, and made again: by value, by file, or with the whole database.
@Suite struct DamageTests {
  let folder: TemporaryDirectory
  static let large = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  init() throws {
    folder = try TemporaryDirectory()
    let store = try ResultStore(directory: folder.path)
    for number in 0..<20 {
      try store.put(.of("k \(number)"), bytes: Self.bytes(number), metadata: "{\"n\":\(number)}", engine: someEngine)
    }
    try store.put(.of("large"), bytes: Self.large, metadata: "{}", engine: someEngine)
    try FileManager.default.createDirectory(atPath: folder("made"), withIntermediateDirectories: true)
    for name in ["config.json", "weights"] {
      try name.write(toFile: folder("made/\(name)"), atomically: false, encoding: .utf8)
    }
    try store.putFile(.of("directory"), from: folder("made"), engine: someEngine)
    try store.putRowValues(
      kind: "ifd", (0..<50).map { (.of("row \($0)"), Self.bytes($0)) }, engine: someEngine)
    try store.recordRate("speed", 1_000, engine: someEngine)
    for result in ["a", "b"] { try store.recordLook(at: .of("held out"), by: .of(result)) }
  }

  static func bytes(_ number: Int) -> [UInt8] { Array(repeating: UInt8(number), count: 100 + number) }

  private func opened(_ location: SourceLocation = #_sourceLocation) throws -> ResultStore {
    let store = try ResultStore(directory: folder.path)
    #expect(store.warnings == [], sourceLocation: location)
    return store
  }

  /// Damages the database as a disk would: nothing in it notices.
  private func change(_ sql: String) throws {
    let queue = try DatabaseQueue(path: folder("store.sqlite"))
    try queue.write { try $0.execute(sql: "PRAGMA ignore_check_constraints = 1; " + sql) }
    try queue.close()
  }

  // MARK: - Values

  /// Every column of a value that is returned or decides what is: each alone makes it a miss, once.
  @Test(arguments: [
    "bytes = zeroblob(103)", "bytes = 'a text'", "bytes = x''", "metadata = '{\"n\":4}'", "size = 7", "created = 1.0",
    "engine = 1", "sum = zeroblob(16)", "sum = 3", "metadata = x'ff00ff'", "metadata = 12.5", "size = 'many'",
    "key = (SELECT key FROM value LIMIT 1 OFFSET 4) || x'00'", "file = zeroblob(32)", "file = x'12', bytes = NULL",
    "created = 'yesterday'", "metadata = printf('%.*c', 50000000, 'x')",
  ])
  func aValueThatIsNotAsItWasWritten(_ damage: String) throws {
    try change("UPDATE value SET \(damage) WHERE rowid = 4")
    let store = try opened()
    #expect(try store.value(for: .of("k 3")) == nil)
    for number in 0..<20 where number != 3 {
      let value = try store.value(for: .of("k \(number)"))
      #expect(try value?.bytes() == Self.bytes(number) && value?.metadata == "{\"n\":\(number)}")
    }
    // A key that is another one's is not found, which is no damage that anybody could see.
    if !damage.hasPrefix("key") {
      #expect(store.takeDamage()?.values == [.of("k 3")], "\(damage)")
      #expect(store.wasDamaged(.of("k 3")))
    }
    #expect(store.takeDamage() == nil, "it is named once")
    try store.put(.of("k 3"), bytes: Self.bytes(3), engine: someEngine)
    #expect(!store.wasDamaged(.of("k 3")))
    #expect(try opened().value(for: .of("k 3"))?.bytes() == Self.bytes(3))
    #expect(store.takeDamage() == nil)
  }

  /// A value that is damaged whenever it was put anew is not found by its key: the index is at fault, and the store goes.
  @Test func aValueThatDoesNotHeal() throws {
    let store = try opened()
    let key = ContentDigest.of("k 3")
    for expected in [false, true] {
      try change("UPDATE value SET metadata = 'x' WHERE key = x'\(key.hex)'")
      #expect(try store.value(for: key) == nil)
      #expect(store.takeDamage()?.stores.isEmpty == !expected)
      try store.put(key, bytes: Self.bytes(3), engine: someEngine)
      #expect(try store.value(for: key)?.bytes() == Self.bytes(3))
    }
    #expect(folder.names.contains("store.sqlite.corrupt-1"))
    #expect(try opened().value(for: key)?.bytes() == Self.bytes(3))
  }

  @Test func anEngineThatIsAnother() throws {
    try change("UPDATE engine SET kernel = 'Z'")
    let store = try opened()
    #expect(try store.value(for: .of("k 3")) == nil)
    #expect(try store.rowEngines(kind: "ifd").isEmpty)
    try store.put(.of("k 3"), bytes: [1], engine: someEngine)
    #expect(try store.value(for: .of("k 3"))?.engine == someEngine)
    #expect(try store.rowEngines(kind: "ifd") == [someEngine: 50])
  }

  @Test(arguments: ["bytes = zeroblob(103)", "bytes = 'x'", "engine = 5", "sum = 0", "sum = x''", "bytes = x''"])
  func aRowThatIsNotAsItWasWritten(_ damage: String) throws {
    try change("UPDATE row_value SET \(damage) WHERE rowid = 4")
    let store = try opened()
    let keys = (0..<50).map { ContentDigest.of("row \($0)") }
    let found = try store.rowValues(kind: "ifd", keys: keys)
    #expect(found.count == 49 && found[.of("row 3")] == nil)
    #expect(keys.indices.allSatisfy { $0 == 3 || found[keys[$0]] == Self.bytes($0) })
    #expect(store.takeDamage()?.rows == 1)
    try store.putRowValues(kind: "ifd", [(.of("row 3"), Self.bytes(3))], engine: someEngine)
    #expect(try store.rowValues(kind: "ifd", keys: keys).count == 50)
    #expect(store.takeDamage() == nil)
  }

  @Test func rowsOfAnotherRecipe() throws {
    try change("INSERT INTO row_kind (name, size, used) VALUES ('other', 0, 0); UPDATE row_value SET kind = 2")
    let store = try opened()
    #expect(try store.rowValues(kind: "other", keys: [.of("row 3")]).isEmpty)
    #expect(try store.rowValues(kind: "ifd", keys: [.of("row 3")]).isEmpty)
  }

  @Test func aDigestOfAFile() throws {
    try "content".write(toFile: folder("read.txt"), atomically: false, encoding: .utf8)
    // What changed within the last two seconds is not remembered, whatever time it claims.
    while try !FileIdentity(ofFile: folder("read.txt")).isSettled(at: FileIdentity.now()) { usleep(50_000) }
    let right = ContentDigest.of("content")
    #expect(try opened().digest(ofFile: folder("read.txt")) == right)
    try change("UPDATE file_digest SET digest = zeroblob(32)")
    let store = try opened()
    #expect(try store.digest(ofFile: folder("read.txt")) == right)
    #expect(store.takeDamage()?.notes == 1)
    #expect(try store.digest(ofFile: folder("read.txt")) == right)
    #expect(store.takeDamage() == nil)
  }

  @Test func ratesAndLooks() throws {
    try change("UPDATE rate SET value = 1e300")
    try change("UPDATE look SET held_out = x'01' || substr(held_out, 2) WHERE result = (SELECT min(result) FROM look)")
    let store = try opened()
    #expect(store.rate("speed", engine: someEngine) == nil)
    // A look that was at some set counts for each: a number too low would be the false one.
    #expect(try store.looks(at: .of("held out")) == 2)
    #expect(try store.looks(at: .of("another")) == 1)
    let damage = try #require(store.takeDamage())
    #expect(damage.notes == 1 && damage.looks == 1)
    #expect(try store.recordLook(at: .of("another"), by: .of("a")) == 2)
    #expect(store.takeDamage() == nil)
  }

  // MARK: - Files

  private func filePath(_ key: String) throws -> String { try #require(try opened().filePath(for: .of(key))) }

  private func expectFileHeals(_ key: String, setAside: Bool = true) throws {
    let store = try opened()
    #expect(try store.value(for: .of(key)) == nil)
    let damage = store.takeDamage()
    if setAside {
      let aside = try #require(damage?.files.first)
      #expect(FileTree.isThere(aside) && damage.map { "\($0)" }?.contains(aside) == true)
      #expect(store.wasDamaged(.of(key)))
    }
    if key == "large" {
      try store.put(.of(key), bytes: Self.large, engine: someEngine)
      #expect(try store.value(for: .of(key))?.bytes() == Self.large)
    } else {
      try store.putFile(.of(key), from: folder("made"), engine: someEngine)
      let path = try #require(try store.filePath(for: .of(key)))
      #expect(try ContentDigest.of(directory: path) == ContentDigest.of(directory: folder("made")))
    }
    #expect(store.takeDamage() == nil)
    #expect(try opened().value(for: .of(key)) != nil)
  }

  @Test func aFileWithAnotherByte() throws {
    let path = try filePath("large")
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: 700_000)
    try file.write(contentsOf: Data([0x55]))
    try file.close()
    try expectFileHeals("large")
  }

  @Test(arguments: ["cut", "longer", "a directory", "a pipe", "a link to nothing"])
  func aFileThatIsSomethingElse(_ what: String) throws {
    let path = try filePath("large")
    switch what {
    case "cut": truncate(path, 1_000_000)
    case "longer": truncate(path, 2_000_000)
    default:
      unlink(path)
      switch what {
      case "a directory": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      case "a pipe": mkfifo(path, 0o600)
      default: symlink("/nowhere/at/all", path)
      }
    }
    try expectFileHeals("large")
  }

  @Test(arguments: ["another byte", "a file less", "a file more", "a file in its place", "gone"])
  func aDirectoryThatIsNotAsItWasWritten(_ what: String) throws {
    let path = try filePath("directory")
    let manager = FileManager.default
    switch what {
    case "another byte": try "weightz".write(toFile: path + "/weights", atomically: false, encoding: .utf8)
    case "a file less": try manager.removeItem(atPath: path + "/weights")
    case "a file more": try "x".write(toFile: path + "/more", atomically: false, encoding: .utf8)
    case "a file in its place":
      try manager.removeItem(atPath: path)
      try "x".write(toFile: path, atomically: false, encoding: .utf8)
    default: try manager.removeItem(atPath: path)
    }
    try expectFileHeals("directory", setAside: what != "gone")
  }

  @Test func aDamagedFileIsNotAdoptedByItsName() throws {
    let path = try filePath("large")
    truncate(path, 10)
    truncate(path, 1_500_000)
    let store = try opened()
    try store.put(.of("another key"), bytes: Self.large, engine: someEngine)
    #expect(try store.value(for: .of("another key"))?.bytes() == Self.large)
    #expect(store.takeDamage()?.files.count == 1)
  }

  // MARK: - Other shapes

  @Test(arguments: [
    "DROP TABLE engine", "DROP TABLE file", "DROP TABLE value", "DROP TABLE pin", "DROP TABLE row_kind",
    "DROP TABLE row_value", "DROP TABLE file_digest", "DROP TABLE rate", "DROP TABLE look", "DROP INDEX value_file",
    "DROP INDEX pin_key", "ALTER TABLE value DROP COLUMN created", "ALTER TABLE value ADD COLUMN more TEXT",
    "ALTER TABLE look RENAME COLUMN at TO time", "CREATE TABLE other (a)",
    "CREATE TRIGGER t AFTER INSERT ON value BEGIN DELETE FROM value; END",
    "DROP TABLE rate; CREATE VIEW rate AS SELECT 'speed' AS name, 5.0 AS value, 1.0 AS measured, x'' AS sum",
    "DROP TABLE value; CREATE TABLE value (key BLOB, bytes BLOB)", "PRAGMA user_version = 1",
    "PRAGMA user_version = 3", "PRAGMA application_id = 7",
  ])
  func aStoreOfAnotherShape(_ sql: String) throws {
    try change(sql)
    let store = try ResultStore(directory: folder.path)
    #expect(store.warnings.count == 1, "\(sql)")
    #expect(store.warnings.first?.aside == folder("store.sqlite.corrupt-1"))
    #expect(try store.value(for: .of("k 3")) == nil)
    try store.put(.of("k 3"), bytes: [1], engine: someEngine)
    #expect(try opened().value(for: .of("k 3"))?.bytes() == [1])
  }

  @Test func aNewerStoreIsRefused() throws {
    try change("PRAGMA user_version = 1000; ALTER TABLE rate ADD COLUMN more TEXT")
    let error = try #require(throws: StoreError.self) { try ResultStore(directory: folder.path) }
    #expect(error.kind == .newer)
  }

  @Test(arguments: ["value", "engine", "file", "row_value", "row_kind", "file_digest", "rate", "look", "pin"])
  func aTableThatVanishesInUse(_ table: String) throws {
    let store = try opened()
    #expect(try store.value(for: .of("k 3")) != nil)
    // A file whose digest is remembered: it has not changed for a while.
    let settled = try BuiltProduct.path("StoreProbe")
    try change("DROP TABLE \(table)")
    // Whatever is asked first, it is answered, and all else with it.
    for _ in 0..<2 {
      _ = try store.value(for: .of("k 4"))
      _ = try store.contains(.of("k 5"))
      _ = try store.rowValues(kind: "ifd", keys: [.of("row 1")])
      _ = store.rate("speed", engine: someEngine)
      _ = try store.digest(ofFile: settled)
      _ = try store.looks(at: .of("held out"))
      _ = try store.statistics()
      try store.put(.of("new"), bytes: [1], engine: someEngine)
      try store.put(.of("large"), bytes: Self.large, engine: someEngine)
      try store.putRowValues(kind: "ifd", [(.of("row 1"), [1])], engine: someEngine)
      try store.recordRate("speed", 1, engine: someEngine)
      try store.recordLook(at: .of("held out"), by: .of("c"))
      try store.pin(session: "s", keys: [.of("new")])
      try store.remove(.of("k 6"))
      try store.evict()
    }
    #expect(try store.value(for: .of("new"))?.bytes() == [1])
    #expect(try store.value(for: .of("large"))?.bytes() == Self.large)
    let damage = try #require(store.takeDamage())
    #expect(damage.stores.count == 1 && damage.description.contains("found damaged while in use"), "\(damage)")
    #expect(try opened().value(for: .of("new"))?.bytes() == [1])
  }

  @Test func aDatabaseThatIsRemovedInUse() throws {
    let store = try opened()
    #expect(try store.value(for: .of("k 3")) != nil)
    for name in folder.names { try FileManager.default.removeItem(atPath: folder(name)) }
    try store.put(.of("new"), bytes: [1], engine: someEngine)
    try store.put(.of("large"), bytes: Self.large, engine: someEngine)
    _ = try store.value(for: .of("k 3"))
    _ = try store.claim(.of("k 3")).release()
  }

  @Test(arguments: [
    "store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "open.lock", "files", "claims", "work", "damaged",
  ])
  func whatHasTheNameOfAFileOfTheStore(_ name: String) throws {
    for kind in ["directory", "pipe", "link to nothing", "link to itself", "empty"] {
      let path = folder(name)
      try? FileManager.default.removeItem(atPath: path)
      switch kind {
      case "directory":
        try FileManager.default.createDirectory(atPath: path + "/deep", withIntermediateDirectories: true)
      case "pipe": mkfifo(path, 0o600)
      case "link to nothing": symlink(folder("nothing"), path)
      case "link to itself": symlink(path, path)
      default: try Data().write(to: URL(fileURLWithPath: path))
      }
      let store = try ResultStore(directory: folder.path)
      try store.put(.of("new"), bytes: [1], engine: someEngine)
      try store.put(.of("large"), bytes: Self.large, engine: someEngine)
      #expect(try store.value(for: .of("large"))?.bytes() == Self.large, "\(name) as \(kind)")
      try store.claim(.of("new")).release()
      _ = try store.workDirectory(for: .of("new"))
      #expect(try ResultStore(directory: folder.path).value(for: .of("new"))?.bytes() == [1], "\(name) as \(kind)")
      unlink(folder("nothing"))
    }
  }

  @Test func claimsAndWorkFoldersThatAreSomethingElse() throws {
    let store = try opened()
    let key = ContentDigest.of("k")
    mkfifo(store.directory + "/claims/\(key.hex)", 0o600)
    try store.claim(key).release()
    try FileManager.default.createDirectory(
      atPath: store.directory + "/claims/\(key.hex)/deep", withIntermediateDirectories: true)
    try store.claim(key).release()
    let folder = try store.workDirectory(for: key)
    try FileManager.default.removeItem(atPath: folder)
    try "x".write(toFile: folder, atomically: false, encoding: .utf8)
    #expect(FileTree.isDirectory(try store.workDirectory(for: key)))
    #expect(store.takeDamage()?.stores.count == 3)
  }

  // MARK: - Anything at all

  /// Bytes of the database and its log at random: the store opens, and what it answers is what was put, or nothing.
  @Test(arguments: 0..<40) func randomBytes(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let name = seed % 4 == 3 ? "store.sqlite-wal" : "store.sqlite"
    if seed % 4 != 3 {
      let queue = try DatabaseQueue(path: folder("store.sqlite"))
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try queue.close()
    }
    let path = folder(name)
    var bytes = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
    if !bytes.isEmpty {
      switch seed % 5 {
      case 0: bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
      case 1:
        let start = Int.random(in: 0..<bytes.count, using: &random)
        for place in start..<min(bytes.count, start + 512) { bytes[place] = UInt8.random(in: 0...255, using: &random) }
      default:
        for _ in 0..<Int.random(in: 1...30, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
      }
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    for _ in 0..<2 {
      let store = try ResultStore(directory: folder.path)
      var missing = 0
      for number in 0..<20 {
        guard let value = try store.value(for: .of("k \(number)")) else {
          missing += 1
          continue
        }
        #expect(try value.bytes() == Self.bytes(number), "seed \(seed)")
        #expect(value.metadata == "{\"n\":\(number)}" && value.engine == someEngine, "seed \(seed)")
      }
      let rows = try store.rowValues(kind: "ifd", keys: (0..<50).map { .of("row \($0)") })
      #expect((0..<50).allSatisfy { rows[.of("row \($0)")] == nil || rows[.of("row \($0)")] == Self.bytes($0) })
      if let value = try store.value(for: .of("large")) { #expect(try value.bytes() == Self.large, "seed \(seed)") }
      #expect([nil, 1_000].contains(store.rate("speed", engine: someEngine)), "seed \(seed)")
      for number in 0..<20 {
        try store.put(.of("k \(number)"), bytes: Self.bytes(number), metadata: "{\"n\":\(number)}", engine: someEngine)
        #expect(try store.value(for: .of("k \(number)"))?.bytes() == Self.bytes(number), "seed \(seed)")
      }
      try store.putRowValues(kind: "ifd", (0..<50).map { (.of("row \($0)"), Self.bytes($0)) }, engine: someEngine)
      #expect(try store.rowValues(kind: "ifd", keys: (0..<50).map { .of("row \($0)") }).count == 50, "seed \(seed)")
      try store.put(.of("large"), bytes: Self.large, engine: someEngine)
      #expect(try store.value(for: .of("large"))?.bytes() == Self.large, "seed \(seed)")
      try store.evict()
    }
  }
}
