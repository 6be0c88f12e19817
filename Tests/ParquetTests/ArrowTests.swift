import Foundation
import Parquet
import TestSupport
import Testing

@Suite("Arrow files")
struct ArrowTests {
  private static let folder = PackageRoot.path + "/Tests/Fixtures/arrow/"
  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    .filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }

  private func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: Self.folder + name).map { Array($0) } ?? []
  }

  private func lines(_ bytes: [UInt8], limit: Int = .max, memory: Int = 16 << 20) throws -> TableLines {
    try ArrowFile(ParquetBytes(bytes)).lines(limit: limit, memory: memory)
  }

  @Test("the grid of files is there") func grid() { #expect(Self.names.count >= 11) }

  @Test("rows as pyarrow reads them", arguments: names)
  func rows(name: String) throws {
    let found = try lines(bytes(name + ".arrow"))
    let expected = String(decoding: bytes(name + ".jsonl"), as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(found.texts == expected && found.rowCount == expected.count && !found.goesOn)
    for limit in [1, 2, 3, 5] where limit < expected.count {
      let first = try lines(bytes(name + ".arrow"), limit: limit)
      #expect(first.texts == Array(expected.prefix(limit)) && first.goesOn, "limit \(limit)")
    }
  }

  @Test(
    "what is not read is named",
    arguments: [("unread-lz4", "LZ4"), ("unread-union", "unions"), ("unread-duration", "durations")])
  func unread(name: String, word: String) throws {
    let error = #expect(throws: ParquetError.self) { try lines(bytes(name + ".arrow")) }
    #expect(error?.kind == .unsupported && error?.message.contains(word) == true)
  }

  @Test("values that are no text are counted by column; a budget is obeyed, and a wish to stop")
  func bounds() throws {
    let flat = bytes("flat-stream.arrow")
    #expect(try lines(flat).encoded == ["b": 1, "lb": 1, "fixed": 1])
    #expect(#expect(throws: ParquetError.self) { try lines(flat, memory: 500) }?.kind == .tooLarge)
    let stopped = #expect(throws: ParquetError.self) {
      try ArrowFile(ParquetBytes(flat)).lines(memory: 1 << 20, isCancelled: { true })
    }
    #expect(stopped?.kind == .cancelled)
  }

  @Test("cut at any byte: an error, and never rows")
  func cut() throws {
    for name in ["flat-stream", "nested-file", "dictionary-stream"] {
      let whole = bytes(name + ".arrow")
      for length in stride(from: 0, to: whole.count - 8, by: 11) {
        let error = #expect(throws: ParquetError.self) { try lines(Array(whole[..<length])) }
        #expect(error?.kind == .cut || error?.kind == .damaged, "\(name), \(length): \(error.map { "\($0)" } ?? "")")
      }
    }
  }

  @Test("changed bytes give rows or an error with its name, never a crash, in bounded memory and time")
  func mutations() throws {
    let seed: UInt64 = 0xA220
    var state = seed
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    var errors = 0
    for round in 0..<150 * Self.names.count {
      var changed = bytes(Self.names[round % Self.names.count] + ".arrow")
      for _ in 0...random(3) {
        let at = random(3) == 0 ? random(changed.count) : random(min(changed.count, 2_500))
        switch random(4) {
        case 0: changed[at] ^= 1 << UInt8(random(8))
        case 1: changed[at] = 0xFF
        case 2: changed[at] = UInt8(random(256))
        default:
          let count = min(4, changed.count - at)
          changed.replaceSubrange(at..<at + count, with: [0xFF, 0xFF, 0xFF, 0x7F].prefix(count))
        }
      }
      do { _ = try lines(changed, memory: 4 << 20) } catch let error as ParquetError {
        errors += 1
        #expect(!error.message.isEmpty, "seed \(seed), round \(round)")
      }
    }
    #expect(errors > 10 * Self.names.count)
  }
}
