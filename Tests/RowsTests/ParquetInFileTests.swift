import Digests
import Documents
import Foundation
import Numerics
import Rows
import TestSupport
import Testing

/// Parquet files that are too large to be held, with the bound set so low that a few bytes are.
@Suite("Texts that stay in the pages of a Parquet file")
struct ParquetInFileTests {
  private static let folder = PackageRoot.path + "/Tests/Fixtures/parquet/"
  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".parquet") }.sorted()

  private func inFile<T>(keeping: Int = 1, _ body: () throws -> T) rethrows -> T {
    try LargeText.$least.withValue(1) { try LargeText.$pages.withValue(keeping, operation: body) }
  }

  /// Until a change of what was just written would be seen.
  private func settle() { Thread.sleep(forTimeInterval: 2.1) }

  @Test("every file gives the rows that it gives when it is held, whatever number of pages is kept")
  func same() throws {
    #expect(Self.names.count > 60)
    var staying = 0
    for name in Self.names {
      for options in [ReadOptions(), ReadOptions(limit: 1), ReadOptions(limit: 7)] {
        let held = ReadingTrace.of(Self.folder + name, options)
        for keeping in [0, 200, 1 << 20] {
          #expect(inFile(keeping: keeping) { ReadingTrace.of(Self.folder + name, options) } == held, "\(name)")
        }
      }
      if let (rows, _) = try? inFile({ try RowReader.read(path: Self.folder + name) }), rows.textInFiles > 0 {
        staying += 1
      }
    }
    #expect(staying > 30)
  }

  @Test("texts of both versions of pages, plain, in a dictionary, with their lengths apart, and missing ones")
  func encodings() throws {
    for name in ["zstd-pages-2", "snappy-pages-1", "pandas", "duckdb-zstd-v2"] {
      let rows = try inFile { try RowReader.read(path: Self.folder + name + ".parquet").0 }
      let held = try RowReader.read(path: Self.folder + name + ".parquet").0
      #expect(rows.textInFiles > 0 && rows.serialized() == held.serialized(), "\(name)")
      // In any order, and on any thread.
      var generator = SeededGenerator(seed: 4)
      let order = (0..<rows.count).shuffled(using: &generator)
      #expect(rows.taking(order).digest() == held.taking(order).digest())
    }
  }

  @Test("damage: the same error, or rows; never a text from outside of a page")
  func damage() throws {
    let folder = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 5)
    var paths: [String] = []
    for name in ["zstd-pages-2", "snappy-pages-1", "pandas"] {
      let bytes = try AtomicFile.read(Self.folder + name + ".parquet")
      for number in 0..<60 {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        paths.append(folder("\(name)-\(number).parquet"))
        try AtomicFile.write(changed, to: paths[paths.count - 1])
      }
    }
    settle()
    for path in paths {
      let held = ReadingTrace.of(path)
      let staying = inFile { ReadingTrace.of(path) }
      #expect(staying == held || staying.count == 1 && held.count == 1, "\(path): \(staying) \(held)")
    }
  }

  @Test("what the store keeps has no text; it is read again from the file, and not from another")
  func stored() throws {
    try FileChange.$log.withValue(FileChangeLog()) {
      let folder = try TemporaryDirectory()
      let path = folder("rows.parquet")
      try AtomicFile.write(AtomicFile.read(Self.folder + "zstd-pages-2.parquet"), to: path)
      settle()
      let held = try RowReader.read(path: path).0
      let rows = try inFile { try RowReader.read(path: path).0 }
      let more = try RowReader.read(bytes: Array(#"{"text": "held"}"#.utf8), name: "held.jsonl").0
      let mixed = rows.taking([3, 1]).appending(more)
      for (value, whole) in [(rows, held), (mixed, held.taking([3, 1]).appending(more))] {
        var bytes: [UInt8] = []
        inFile { value.serialize(into: &bytes) }
        let back = try Rows(serialized: bytes)
        #expect(back.textInFiles > 0 && back.serialized() == whole.serialized())
        for length in 0..<bytes.count {
          #expect(throws: (any Error).self) { try Rows(serialized: Array(bytes[..<length])) }
        }
        for at in bytes.indices {
          var damaged = bytes
          damaged[at] ^= 0x81
          if let rows = try? Rows(serialized: damaged) { _ = RowWriter.bytes(rows, as: JSONLines()) }
        }
      }
      var bytes: [UInt8] = []
      inFile { rows.serialize(into: &bytes) }
      _ = try Command.shell("printf X | dd of=$1 bs=1 seek=40 conv=notrunc 2>&1", path)
      #expect(throws: FileChange.self) { try Rows(serialized: bytes) }
      #expect(rows.serialized() != held.serialized() && FileChange.log.since(0) != nil)
    }
  }
}
