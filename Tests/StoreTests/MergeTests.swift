import Digests
import Documents
import Foundation
import GRDB
import Store
import Synchronization
import TestSupport
import Testing
import Work

@Suite("Merging stores") struct MergeTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func merge(
    _ names: [String], into store: ResultStore, work: Work = .silent
  ) throws -> MergeReport {
    var report = MergeReport()
    try store.merge(names.map { try StoreSource(directory: folder($0)) }, work: work, report: &report)
    return report
  }

  private func check(_ directory: String) throws -> StoreCheck {
    var result = StoreCheck()
    try StoreSource(directory: directory).check(work: .silent, result: &result)
    return result
  }

  // MARK: - Against a model

  /// What a store is to hold, by the simplest means.
  struct Model: Equatable {
    var values: [String: [UInt8]] = [:]
    var rows: [String: [UInt8]] = [:]
    var looks: Set<String> = []

    /// The other's entries, where there is none yet.
    mutating func take(_ other: Model) {
      values.merge(other.values) { mine, _ in mine }
      rows.merge(other.rows) { mine, _ in mine }
      looks.formUnion(other.looks)
    }
  }

  /// A store with random content, out of few enough names that stores have some in common. A name stands for one content.
  private func random(_ name: String, _ random: inout SplitMix) throws -> Model {
    let store = try ResultStore(directory: folder(name))
    var model = Model()
    for _ in 0..<random.below(40) {
      let text = "v\(random.below(60))"
      // One in eight is a file.
      let isLarge = text.utf8.last.map { $0 % 8 == 0 } ?? false
      let bytes = [UInt8](
        repeating: UInt8(text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 127 }), count: isLarge ? 1 << 20 : 300)
      try store.put(.of(text), bytes: bytes, metadata: "{\"of\":\"\(text)\"}", engine: someEngine)
      model.values[text] = bytes
    }
    if random.below(2) == 0 {
      try FileTree.makeDirectory(folder("made/deep"))
      try AtomicFile.write("weights", to: folder("made/deep/w"))
      try store.putFile(.of("directory"), from: folder("made"), engine: someEngine)
      model.values["directory"] = Array("weights".utf8)
    }
    for kind in ["ifd", "loss"] where random.below(3) > 0 {
      let rows = (0..<random.below(1500)).map { _ in "\(kind) \(random.below(4000))" }
      try store.putRowValues(
        kind: kind, Set(rows).sorted().map { (.of($0), Array($0.utf8)) }, engine: someEngine)
      for row in rows { model.rows[row] = Array(row.utf8) }
    }
    for _ in 0..<random.below(4) {
      let result = "r\(random.below(6))"
      try store.recordLook(at: .of("held out"), by: .of(result))
      model.looks.insert(result)
    }
    return model
  }

  private func content(of store: ResultStore) throws -> Model {
    var model = Model()
    for text in (0..<60).map({ "v\($0)" }) {
      guard let value = try store.value(for: .of(text)) else { continue }
      #expect(value.metadata == "{\"of\":\"\(text)\"}" && value.engine == someEngine)
      model.values[text] = try value.bytes()
    }
    if let made = try store.filePath(for: .of("directory")) {
      model.values["directory"] = try AtomicFile.read(made + "/deep/w")
    }
    for kind in ["ifd", "loss"] {
      let names = (0..<4000).map { "\(kind) \($0)" }
      let found = try store.rowValues(kind: kind, keys: names.map { .of($0) })
      for name in names { if let bytes = found[.of(name)] { model.rows[name] = bytes } }
    }
    for result in (0..<6).map({ "r\($0)" }) {
      let looks = try store.looks(at: .of("held out"))
      if try store.recordLook(at: .of("held out"), by: .of(result)) == looks { model.looks.insert(result) }
    }
    return model
  }

  @Test(arguments: 0..<8) func theUnionOfAll(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    var wanted = try self.random("into", &random)
    let names = (0...random.below(4)).map { "from\($0)" }
    let models = try names.map { try self.random($0, &random) }
    let before = wanted
    for model in models { wanted.take(model) }
    let store = try ResultStore(directory: folder("into"))
    let sources = try names.map { try Self.contents(folder($0)) }
    let report = try merge(names, into: store)
    #expect(report.damage.count == 0 && report.failures == [])
    #expect(report.values == wanted.values.count - before.values.count)
    #expect(report.rowValues == wanted.rows.count - before.rows.count)
    #expect(report.valuesThere == models.reduce(0) { $0 + $1.values.count } - report.values)
    #expect(report.rowValuesThere == models.reduce(0) { $0 + $1.rows.count } - report.rowValues)
    // Once more takes nothing.
    let again = try merge(names, into: store)
    #expect(again.values == 0 && again.rowValues == 0 && again.notes == 0 && again.bytes == 0)
    #expect(try names.map { try Self.contents(folder($0)) } == sources, "the sources are as they were")
    let checked = try check(folder("into"))
    #expect(
      checked.values == wanted.values.count && checked.rowValues == wanted.rows.count && checked.damage.count == 0)
    #expect(try content(of: ResultStore(directory: folder("into"))) == wanted)
    #expect(try store.statistics().bytes == sizes(wanted), "what counts for the limit is what is there")
    #expect(store.takeDamage() == nil)
  }

  /// Of the files of the large values, names and all; of the database what it says.
  private static func contents(_ directory: String) throws -> [String] {
    let queue = try DatabaseQueue(path: directory + "/store.sqlite")
    let tables = try queue.read { database in
      try ["value", "row_value", "row_kind", "file", "look", "rate"].map { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\($0.databaseValues)" }.sorted().joined()
      }
    }
    return try tables + FileTree.files(under: directory + "/files")
  }

  private func sizes(_ model: Model) -> Int {
    var files: Set<[UInt8]> = []
    let values = model.values.reduce(0) { sum, value in
      value.value.count < 1 << 20 || files.insert(value.value).inserted ? sum + value.value.count : sum
    }
    return values + model.rows.values.reduce(0) { $0 + $1.count + 64 }
  }

  // MARK: - Times and the limit

  @Test func timesAreKept() throws {
    let old = try ResultStore(directory: folder("a"), clock: { 1_000 })
    try old.put(.of("k"), bytes: [1], engine: someEngine)
    let store = try ResultStore(directory: folder("into"), clock: { 5_000 })
    try store.put(.of("mine"), bytes: [1], engine: someEngine)
    #expect(try merge(["a"], into: store).values == 1)
    #expect(try store.value(for: .of("k"), readingFile: false)?.created == 1_000)
  }

  /// What is used least lately of all of them together goes, be it here or there.
  @Test func theLimitKeepsWhatIsUsedLast() throws {
    func filled(_ name: String, _ times: [Double], size: Int) throws {
      for time in times {
        try ResultStore(directory: folder(name), clock: { time }).put(
          .of("\(name) \(time)"), bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: Int(time)), count: size),
          engine: someEngine)
      }
    }
    try filled("into", [100, 300, 500], size: 1000)
    try filled("a", [200, 600], size: 1000)
    try filled("b", [50, 400], size: 1_200_000)
    let store = try ResultStore(directory: folder("into"), clock: { 1_000 })
    store.limitBytes = 1_203_500
    let report = try merge(["a", "b"], into: store)
    // 600, 500, 400, 300 and 200 would be 1,204,000.
    #expect(report.values == 2 && report.valuesLeftOut == 2)
    for (key, isKept) in [
      ("a 600.0", true), ("into 500.0", true), ("b 400.0", true), ("into 300.0", true), ("a 200.0", false),
      ("into 100.0", false), ("b 50.0", false),
    ] {
      #expect(try store.contains(.of(key)) == isKept, "\(key)")
    }
    #expect(try store.statistics().bytes <= store.limitBytes)
  }

  // MARK: - Damage

  @Test func damagedEntriesAreNamedAndLeft() throws {
    let source = try ResultStore(directory: folder("a"))
    for number in 0..<10 {
      try source.put(.of("k \(number)"), bytes: [UInt8](repeating: UInt8(number), count: 50), engine: someEngine)
    }
    for name in ["large", "lost"] {
      try source.put(.of(name), bytes: Array(repeatElement(name.utf8.last ?? 0, count: 1 << 20)), engine: someEngine)
    }
    try source.putRowValues(kind: "ifd", (0..<20).map { (.of("row \($0)"), [1, 2, 3]) }, engine: someEngine)
    try source.recordRate("speed", 10, engine: someEngine)
    for result in ["a", "b"] { try source.recordLook(at: .of("held out"), by: .of(result)) }
    let path = folder("a/store.sqlite")
    try DatabaseChange.run(
      """
      UPDATE value SET bytes = zeroblob(50) WHERE rowid = 4; UPDATE value SET key = x'12' WHERE rowid = 5;
      UPDATE row_value SET bytes = x'ff' WHERE rowid = 3; UPDATE rate SET value = 11;
      UPDATE look SET at = 3 WHERE result = (SELECT max(result) FROM look)
      """, on: path)
    let large = try #require(try source.filePath(for: .of("large")))
    let handle = try #require(FileHandle(forUpdatingAtPath: large))
    try handle.seek(toOffset: 70_000)
    handle.write(Data([0]))
    try handle.close()
    unlink(try #require(try source.filePath(for: .of("lost"))))
    let found = try check(folder("a"))
    #expect(found.damage.count == 7, "\(found.damage.named)")
    let store = try ResultStore(directory: folder("into"))
    let report = try merge(["a"], into: store)
    #expect(report.values == 8 && report.rowValues == 19 && report.damage.count == 7)
    let named = report.damage.named.joined(separator: "\n")
    for text in [
      ContentDigest.of("k 3").short, "key is none", ContentDigest.of("large").short, "file is not as it was written",
      ContentDigest.of("lost").short, "file is missing", "of rows (ifd)", "a speed", "a look",
    ] {
      #expect(named.contains(text), "\(text)")
    }
    #expect(try store.value(for: .of("k 3")) == nil && store.value(for: .of("large")) == nil)
    #expect(try store.looks(at: .of("any")) == 1, "the damaged look counts for every set")
    #expect(try store.looks(at: .of("held out")) == 2)
    #expect(try merge(["a"], into: store).values == 0 && store.looks(at: .of("any")) == 1)
    #expect(try check(folder("into")).damage.count == 0)
  }

  /// What is damaged here is taken from there.
  @Test func aMergeMends() throws {
    for name in ["into", "a"] {
      let store = try ResultStore(directory: folder(name))
      try store.put(.of("k"), bytes: [7], engine: someEngine)
      try store.putRowValues(kind: "ifd", [(.of("row"), [1, 2, 3])], engine: someEngine)
    }
    try DatabaseChange.run(
      "UPDATE value SET bytes = x'08'; UPDATE row_value SET bytes = x'00'", on: folder("into/store.sqlite"))
    let store = try ResultStore(directory: folder("into"))
    let report = try merge(["a"], into: store)
    #expect(report.values == 1 && report.rowValues == 1)
    #expect(try store.value(for: .of("k"))?.bytes() == [7])
    #expect(try store.rowValues(kind: "ifd", keys: [.of("row")]) == [.of("row"): [1, 2, 3]])
    #expect(store.takeDamage() == nil)
  }

  @Test func whatIsNoStoreIsRefused() throws {
    let store = try ResultStore(directory: folder("into"))
    func refusal(_ name: String) -> StoreError? {
      #expect(throws: StoreError.self) { try StoreSource(directory: folder(name)) }
    }
    try FileTree.makeDirectory(folder("empty"))
    #expect(refusal("none")?.kind == .unreadable && refusal("empty")?.reason.contains("holds no store") == true)
    #expect((try? FileTree.names(in: folder("empty"))) == [], "nothing is made in it")
    for (name, text) in [("text", String(repeating: "text ", count: 400)), ("blank", "")] {
      try FileTree.makeDirectory(folder(name))
      try AtomicFile.write(text, to: folder("\(name)/store.sqlite"))
      #expect(refusal(name)?.kind == .unreadable)
      #expect(try AtomicFile.read(folder("\(name)/store.sqlite")) == Array(text.utf8))
    }
    try FileTree.makeDirectory(folder("foreign"))
    try DatabaseChange.run("CREATE TABLE mine (a)", on: folder("foreign/store.sqlite"))
    #expect(refusal("foreign")?.reason == "it is not a cact store")
    for (version, word) in [(1, "older version 1"), (9, "not those")] {
      _ = try ResultStore(directory: folder("v\(version)"))
      try DatabaseChange.run("PRAGMA user_version = \(version)", on: folder("v\(version)/store.sqlite"))
      #expect(refusal("v\(version)")?.reason.contains(word) == true)
    }
    _ = try ResultStore(directory: folder("newer"))
    try DatabaseChange.run(
      "PRAGMA user_version = 9; CREATE TABLE more (a)", on: folder("newer/store.sqlite"))
    #expect(refusal("newer")?.kind == .newer)
    symlink(folder("into"), folder("link"))
    #expect(try StoreSource(directory: folder("link")).isSame(as: store))
    #expect(store.warnings == [])
  }

  /// A process goes on with the store that is read.
  @Test func aStoreInUseIsRead() throws {
    let probe = try Probe(["fill", folder("a"), "v", "1000000"])
    while let line = probe.line(), line != "20" {}
    let store = try ResultStore(directory: folder("into"))
    let report = try merge(["a"], into: store)
    #expect(report.values >= 21 && report.damage.count == 0 && report.failures == [])
    #expect(probe.line() != nil, "it goes on")
    probe.end()
  }

  @Test func aStoreThatNobodyCanWriteIsRead() throws {
    let source = try ResultStore(directory: folder("a"))
    try source.put(.of("k"), bytes: [7], engine: someEngine)
    try withExtendedLifetime(source) {
      // With its log, as a copy of it would be.
      try FileManager.default.copyItem(atPath: folder("a"), toPath: folder("b"))
    }
    unlink(folder("b/store.sqlite-shm"))
    // Root may write everywhere but on a file system that is read-only.
    let script = """
      mount --bind "$1/b" "$1/b" && mount -o remount,bind,ro "$1/b" && exec "$2" merge "$1/into" "$1/b"
      """
    let probe = try BuiltProduct.path("StoreProbe")
    _ = try ResultStore(directory: folder("into"))
    let merged = try Command.run(
      "/usr/bin/env", ["unshare", "-rm", "/bin/sh", "-c", script, "sh", folder.path, probe])
    guard merged.status == 0 || !merged.errors.contains("unshare") else {
      return print("absent: user namespaces; media that nobody can write are not tested")
    }
    #expect(merged.output == "1\n", "\(merged.output)\(merged.errors)")
    #expect(try ResultStore(directory: folder("into")).value(for: .of("k"))?.bytes() == [7])
  }

  // MARK: - Interruptions

  @Test func aMergeThatIsStoppedIsFinishedByTheNext() throws {
    let source = try ResultStore(directory: folder("a"))
    for number in 0..<600 { try source.put(.of("k \(number)"), bytes: Array("\(number)".utf8), engine: someEngine) }
    for number in 0..<6 {
      try source.put(
        .of("large \(number)"), bytes: [UInt8](repeating: UInt8(number), count: 3 << 20), engine: someEngine)
    }
    let store = try ResultStore(directory: folder("into"))
    var total = 0
    var stops = 0
    for limit in [1, 2, 4, 6, 8, 10, 12, 1000] {
      let cancellation = Cancellation()
      let told = Atomic<Int>(0)
      let work = Work(cancellation: cancellation, threads: 1) { _ in
        if told.add(1, ordering: .relaxed).newValue == limit { cancellation.cancel() }
      }
      var report = MergeReport()
      do {
        try store.merge([StoreSource(directory: folder("a"))], work: work, report: &report)
      } catch is Interrupted {
        stops += 1
      }
      total += report.values
      #expect(try check(folder("into")).damage.count == 0)
      #expect(
        try FileTree.names(in: folder("into/files")).allSatisfy { !$0.hasPrefix("tmp-") }, "no half of a file is left")
    }
    #expect(stops >= 5 && total == 606)
    #expect(try check(folder("into")).values == 606)
  }

  @Test func aKilledMergeIsFinishedByTheNext() throws {
    let source = try ResultStore(directory: folder("a"))
    for number in 0..<300 { try source.put(.of("k \(number)"), bytes: Array("\(number)".utf8), engine: someEngine) }
    for number in 0..<20 {
      try source.put(
        .of("large \(number)"), bytes: [UInt8](repeating: UInt8(number), count: 2 << 20), engine: someEngine)
    }
    _ = try ResultStore(directory: folder("into"))
    var random = SplitMix(seed: 3)
    func names() -> Int { (try? FileTree.names(in: folder("into/files")).count) ?? 0 }
    var inMidst = 0
    for _ in 0..<6 {
      let before = names()
      let probe = try Probe(["merge", folder("into"), folder("a")])
      // It has begun to take files, or there are none left to take.
      for _ in 0..<2_000 where names() == before && before < 20 { usleep(1_000) }
      usleep(UInt32(random.below(20_000)))
      probe.end()
      #expect(try check(folder("into")).damage.count == 0)
      #expect(try ResultStore(directory: folder("into")).warnings == [])
      if (1..<320).contains(try check(folder("into")).values) { inMidst += 1 }
    }
    #expect(inMidst > 0, "none was killed in its midst")
    let store = try ResultStore(directory: folder("into"))
    _ = try merge(["a"], into: store)
    #expect(try check(folder("into")).values == 320)
    #expect(try check(folder("a")).values == 320)
  }
}
