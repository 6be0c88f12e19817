import Digests
import Foundation
import Store
import TestSupport
import Testing
import Work

let someEngine = EngineFingerprint(library: "L", version: "1", kernel: "K", threads: 2, precision: "f32")

extension ResultStore {
  /// As the store's own, of `someEngine`.
  func put(_ key: ContentDigest, bytes: some Sequence<UInt8>, metadata: String = "{}") throws {
    try put(key, bytes: bytes, metadata: metadata, engine: someEngine)
  }

  func putFile(_ key: ContentDigest, from source: String, move: Bool = false, metadata: String = "{}") throws {
    try putFile(key, from: source, move: move, metadata: metadata, engine: someEngine)
  }
}

@Suite struct ResultStoreTests {
  let folder: TemporaryDirectory
  let store: ResultStore

  init() throws {
    folder = try TemporaryDirectory()
    store = try ResultStore(directory: folder("deep/store"))
  }

  private var files: [String] {
    (FileManager.default.enumerator(atPath: store.directory + "/files")?.allObjects as? [String] ?? [])
      .filter { $0.split(separator: "/").count > 1 }
  }

  @Test func smallValues() throws {
    #expect(try store.value(for: .of("k")) == nil)
    try store.put(.of("k"), bytes: [1, 2, 0], metadata: "{\"rows\":3}", engine: someEngine)
    let value = try #require(try store.value(for: .of("k")))
    #expect(value.content == .bytes([1, 2, 0]))
    #expect(value.metadata == "{\"rows\":3}")
    #expect(value.engine == someEngine)
    try store.put(.of("k"), bytes: [], engine: someEngine)
    #expect(try store.value(for: .of("k"))?.bytes() == [])
    #expect(try store.value(for: .of("k"))?.engine == someEngine)
    try store.remove(.of("k"))
    #expect(try store.value(for: .of("k")) == nil)
    #expect(store.warnings == [])
  }

  @Test func largeValuesAreFilesNamedByDigest() throws {
    let bytes = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try store.put(.of("k"), bytes: bytes)
    try store.put(.of("same content"), bytes: bytes)
    let value = try #require(try store.value(for: .of("k")))
    #expect(value.path?.hasSuffix(ContentDigest.of(bytes).hex) == true)
    #expect(try value.bytes() == bytes)
    #expect(files.count == 1)
    #expect(try store.statistics().bytes == 1_500_000, "shared content counts once")
    try store.remove(.of("k"))
    #expect(try store.value(for: .of("same content"))?.bytes() == bytes)
    // Replacing the last reference frees the file.
    try store.put(.of("same content"), bytes: [1])
    #expect(files == [])
    #expect(try store.statistics().files == 0)
  }

  @Test func directories() throws {
    try FileManager.default.createDirectory(atPath: folder("model/sub"), withIntermediateDirectories: true)
    try "{}".write(toFile: folder("model/config.json"), atomically: false, encoding: .utf8)
    try "w".write(toFile: folder("model/sub/weights"), atomically: false, encoding: .utf8)
    try store.putFile(.of("m"), from: folder("model"))
    let path = try #require(try store.filePath(for: .of("m")))
    #expect(try ContentDigest.of(directory: path) == ContentDigest.of(directory: folder("model")))
    #expect(FileManager.default.fileExists(atPath: folder("model/config.json")))
    try store.putFile(.of("moved"), from: folder("model"), move: true)
    #expect(!FileManager.default.fileExists(atPath: folder("model")))
    #expect(try store.filePath(for: .of("moved")) == path)
    #expect(try store.statistics().bytes == 3)
    try FileManager.default.removeItem(atPath: path)
    #expect(try store.value(for: .of("m")) == nil, "a file that has gone is a miss")
    #expect(try !store.contains(.of("m")))
    #expect(throws: StoreError.self) { try store.putFile(.of("none"), from: folder("none")) }
  }

  @Test func anotherProcessReadsAndWrites() throws {
    let probe = try BuiltProduct.path("StoreProbe")
    try store.put(.of("mine"), bytes: [1, 2, 3])
    #expect(try Command.run(probe, ["get", store.directory, "mine"]).output == "3\n")
    let writers = try (0..<4).map { number in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: probe)
      process.arguments = ["put", store.directory, "theirs \(number)", "\(1_200_000 + number)"]
      try process.run()
      return process
    }
    for number in 0..<40 { try store.put(.of("busy \(number)"), bytes: [7]) }
    for (number, writer) in writers.enumerated() {
      writer.waitUntilExit()
      #expect(writer.terminationStatus == 0)
      #expect(try store.value(for: .of("theirs \(number)"))?.bytes().count == 1_200_000 + number)
    }
    #expect(try store.statistics().values == 45)
  }

  /// A file-size limit stands for the full disk.
  @Test(arguments: [200_000, 3_000_000]) func aFullDiskLosesNothing(_ size: Int) throws {
    try store.put(.of("old"), bytes: [1, 2, 3])
    let result = try Command.shell(
      "ulimit -f 100; exec \"$1\" put \"$2\" new \"$3\"", BuiltProduct.path("StoreProbe"), store.directory, "\(size)")
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("no space left for the store (\(store.directory)"), "\(result)")
    let again = try ResultStore(directory: store.directory)
    #expect(again.warnings == [])
    #expect(try again.value(for: .of("old"))?.bytes() == [1, 2, 3])
    #expect(try again.value(for: .of("new")) == nil)
    #expect(files == [])
  }

  @Test func whereItCannotBe() throws {
    try "x".write(toFile: folder("file"), atomically: false, encoding: .utf8)
    let error = try #require(throws: StoreError.self) { try ResultStore(directory: folder("file/store")) }
    #expect("\(error)".contains(folder("file")))
  }

  @Test func defaultDirectories() {
    func path(_ environment: [String: String]) -> String { ResultStore.defaultDirectory { environment[$0] } }
    #expect(path(["CACT_STORE": "/s", "XDG_CACHE_HOME": "/x", "HOME": "/h"]) == "/s")
    #expect(path(["XDG_CACHE_HOME": "/x", "HOME": "/h"]) == "/x/cact")
    #expect(path(["XDG_CACHE_HOME": "relative", "HOME": "/h"]) == "/h/.cache/cact")
  }

  @Test func rowMemory() throws {
    let keys = (0..<2_000).map { ContentDigest.of("row \($0)") }
    try store.putRowValues(kind: "ifd", keys.prefix(1_500).map { ($0, Array($0.bytes.prefix(8))) }, engine: someEngine)
    #expect(try store.rowValues(kind: "embedding", keys: keys).isEmpty)
    let found = try store.rowValues(kind: "ifd", keys: keys)
    #expect(found.count == 1_500)
    #expect(keys.prefix(1_500).allSatisfy { found[$0] == Array($0.bytes.prefix(8)) })
    let other = EngineFingerprint(library: "L", version: "2", kernel: "K", threads: 1, precision: "f32")
    let before = try store.statistics().bytes
    try store.putRowValues(kind: "ifd", keys.prefix(3).map { ($0, [9]) }, engine: other)
    #expect(try store.statistics().bytes == before - 3 * 7, "replaced values are not counted twice")
    #expect(try store.rowValues(kind: "ifd", keys: [keys[0]]) == [keys[0]: [9]])
    #expect(try store.rowEngines(kind: "ifd") == [someEngine: 1_497, other: 3])
  }

  @Test func ratesAndLooks() throws {
    #expect(store.rate("score", engine: someEngine) == nil)
    try store.recordRate("score", 1_000, engine: someEngine)
    try store.recordRate("score", 2_000, engine: someEngine)
    try store.recordRate("score", .nan, engine: someEngine)
    let again = try ResultStore(directory: store.directory)
    #expect(again.rate("score", engine: someEngine) == 2_000)
    let heldOut = ContentDigest.of("held out")
    #expect(try again.recordLook(at: heldOut, by: .of("a")) == 1)
    #expect(try again.recordLook(at: heldOut, by: .of("b")) == 2)
    #expect(try again.recordLook(at: heldOut, by: .of("a")) == 2, "the same result again is the same look")
    #expect(try store.looks(at: heldOut) == 2)
    #expect(try store.looks(at: .of("another")) == 0)
  }
}
