import Parquet
import TestSupport
import Testing

@Suite("Parquet files")
struct ParquetTests {
  @Test("the grid of files is there")
  func grid() { #expect(ParquetFixture.names.count >= 60) }

  @Test("rows as pyarrow reads them", arguments: ParquetFixture.names)
  func rows(name: String) throws {
    let lines = try ParquetFixture.lines(ParquetFixture.bytes(name + ".parquet"))
    let expected = ParquetFixture.rows(of: name)
    let found = lines.texts
    #expect(found.count == expected.count && lines.rowCount == expected.count)
    for (row, (found, expected)) in zip(found, expected).enumerated() where found != expected {
      #expect(found == expected, "row \(row)")
      break
    }
  }

  @Test("a limit gives the first rows, nested ones too", arguments: ParquetFixture.names)
  func limit(name: String) throws {
    let bytes = ParquetFixture.bytes(name + ".parquet")
    let all = try ParquetFixture.lines(bytes).texts
    for limit in [1, 2, 7, 41, all.count, all.count + 1] {
      let lines = try ParquetFixture.lines(bytes, limit: limit)
      #expect(lines.texts == Array(all.prefix(limit)), "limit \(limit)")
    }
  }

  @Test("what is not read is named", arguments: [("unread-lz4", "LZ4"), ("unread-brotli", "Brotli")])
  func unread(name: String, codec: String) throws {
    let error = #expect(throws: ParquetError.self) {
      try ParquetFixture.lines(ParquetFixture.bytes(name + ".parquet"))
    }
    #expect(error?.kind == .unsupported && error?.message.contains(codec) == true && error?.column == "id")
    var encrypted = ParquetFixture.bytes("nulls.parquet")
    encrypted.replaceSubrange(0..<4, with: Array("PARE".utf8))
    let other = #expect(throws: ParquetError.self) { try ParquetFixture.lines(encrypted) }
    #expect(other?.kind == .unsupported && other?.message.contains("encrypted") == true)
  }

  @Test("values that are no text are counted by column")
  func encoded() throws {
    let lines = try ParquetFixture.lines(ParquetFixture.bytes("bytes.parquet"))
    #expect(lines.encoded == ["bytes": 6, "fixed": 5])
  }

  @Test("a budget is obeyed, and a wish to stop")
  func budget() throws {
    let bytes = ParquetFixture.bytes("dictionary.parquet")
    let error = #expect(throws: ParquetError.self) { try ParquetFixture.lines(bytes, memory: 4_000) }
    #expect(error?.kind == .tooLarge)
    let stopped = #expect(throws: ParquetError.self) {
      try ParquetFile(ParquetBytes(bytes)).lines(memory: 1 << 20, isCancelled: { true })
    }
    #expect(stopped?.kind == .cancelled)
    var told: [Int] = []
    _ = try ParquetFile(ParquetBytes(bytes)).lines(memory: 1 << 20, progress: { told.append($0) })
    #expect(told.first == 1)
  }

  @Test("cut at any byte: an error, and never rows")
  func cut() throws {
    for name in ["zstd-pages-2", "legacy-map", "lists"] {
      let bytes = ParquetFixture.bytes(name + ".parquet")
      for length in stride(from: 0, to: bytes.count, by: 7) {
        let error = #expect(throws: ParquetError.self) { try ParquetFixture.lines(Array(bytes[..<length])) }
        #expect(
          error?.kind == .cut || error?.kind == .damaged, "\(name), \(length) bytes: \(error.map { "\($0)" } ?? "")")
      }
    }
  }

  @Test("changed bytes give rows or an error with its name, never a crash, in bounded memory and time")
  func mutations() throws {
    let seed: UInt64 = 0x5EED
    var state = seed
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    var errors = 0
    let names = ParquetFixture.names
    for round in 0..<40 * names.count {
      var bytes = ParquetFixture.bytes(names[round % names.count] + ".parquet")
      // The metadata at the end, and the first page, say more than the rest.
      for _ in 0...random(3) {
        let at =
          random(3) == 0
          ? random(bytes.count)
          : random(2) == 0 ? random(min(64, bytes.count)) : bytes.count - 1 - random(min(600, bytes.count))
        switch random(4) {
        case 0: bytes[at] ^= 1 << UInt8(random(8))
        case 1: bytes[at] = 0xFF
        case 2: bytes[at] = UInt8(random(256))
        default:
          bytes.replaceSubrange(
            at..<min(bytes.count, at + 4), with: [0xFF, 0xFF, 0xFF, 0x7F].prefix(min(4, bytes.count - at)))
        }
      }
      do {
        _ = try ParquetFixture.lines(bytes, memory: 16 << 20)
      } catch let error as ParquetError {
        errors += 1
        #expect(!error.message.isEmpty, "seed \(seed), round \(round)")
      }
    }
    #expect(errors > 10 * names.count)
  }
}
