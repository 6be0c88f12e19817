import Codecs
import Documents
import Foundation
import Rows
import TestSupport
import Testing
import Work

@Suite("Compressed files")
struct CompressedTests {
  private func packed(_ bytes: [UInt8], _ codec: Codec) throws -> [UInt8] {
    var packed: [UInt8] = []
    let compressor = try Compressor(codec)
    compressor.compress(bytes) { packed += $0 }
    compressor.finish { packed += $0 }
    return packed
  }

  private func packed(_ text: String, _ codec: Codec) throws -> [UInt8] { try packed(Array(text.utf8), codec) }

  private let lines = (1...40).map { #"{"instruction": "Q\#($0)", "output": "A \#($0 * $0)"}"# + "\n" }.joined()

  @Test("the inner ending says what the content is, and its beginning that it is compressed", arguments: Codec.allCases)
  func formats(codec: Codec) throws {
    let folder = try TemporaryDirectory()
    let contents = [
      ("a.jsonl", lines), ("a.json", "[" + lines.split(separator: "\n").joined(separator: ",") + "]"),
      ("a.csv", "instruction,output\n" + (1...40).map { "Q\($0),A \($0 * $0)\n" }.joined()),
      ("a.tsv", "instruction\toutput\n" + (1...40).map { "Q\($0)\tA \($0 * $0)\n" }.joined()),
      // Neither ending says anything.
      ("data", lines), ("data.bin", lines),
    ]
    for (name, text) in contents {
      for suffix in ["." + codec.ending, ""] where suffix.isEmpty == name.hasPrefix("data") || name == "a.jsonl" {
        let path = folder(name + suffix)
        try AtomicFile.write(packed(text, codec), to: path)
        let (rows, ledger) = try RowReader.read(path: path)
        #expect(rows.count == 40 && ledger.isBalanced && rows.cell(39, "answer").string == "A 1600", "\(name)\(suffix)")
        #expect(try RowReader.peek(path: path, rows: 7).count == 7)
        #expect(try RowReader.read(bytes: packed(text, codec), name: name + suffix).0.serialized().count > 0)
        #expect(RowReader.contentSize(of: path) == text.utf8.count)
      }
    }
    // A name that promises compression does not make it so.
    try AtomicFile.write(lines, to: folder("plain.jsonl.gz"))
    #expect(try RowReader.read(path: folder("plain.jsonl.gz")).0.count == 40)
    try AtomicFile.write(packed("just text", codec), to: folder("t.md." + codec.ending))
    #expect(try RowReader.read(path: folder("t.md." + codec.ending)).0.cell(0, "text").string == "just text")
  }

  @Test("what is saved loads the same, and other programs unpack it", arguments: Codec.allCases)
  func saved(codec: Codec) throws {
    let folder = try TemporaryDirectory()
    let (rows, _) = try RowReader.read(bytes: Array(lines.utf8), name: "a.jsonl")
    for format in RowFormats.writable where format is any ReadableRowFormat {
      let plain = folder("out." + format.endings[0])
      let packed = plain + "." + codec.ending
      #expect(RowWriter.canWrite(packed))
      try RowWriter.write(rows, to: plain)
      try RowWriter.write(rows, to: packed)
      let (back, _) = try RowReader.read(path: packed)
      #expect(RowWriter.bytes(back) == RowWriter.bytes(rows), "\(packed)")
      #expect(Codec.of(try AtomicFile.read(packed)) == codec)
      #expect(try Unpacking.content(of: packed) == AtomicFile.read(plain))
    }
    #expect(!RowWriter.canWrite("out." + codec.ending) && !RowWriter.canWrite("out.xyz." + codec.ending))
    let error = #expect(throws: RowError.self) { try RowWriter.write(rows, to: folder("out." + codec.ending)) }
    #expect(error?.code == .unknownFormat)
  }

  @Test("cut at any byte: refused, with the rows that are whole, which a limit reads", arguments: Codec.allCases)
  func cut(codec: Codec) throws {
    let folder = try TemporaryDirectory()
    // What does not compress well is there in part before its end.
    var state: UInt64 = 5
    let noise = (0..<400_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return String(UnicodeScalar(UInt8(48 + (state >> 33) % 60)))
    }.joined().replacing("\\", with: "/")
    let text = (0..<400).map { row in
      let start = noise.utf8.index(noise.utf8.startIndex, offsetBy: row * 1000)
      return "{\"text\": \"\(row) \(noise[start...].prefix(1000))\"}\n"
    }.joined()
    let whole = try packed(text, codec)
    for (number, length) in [3, whole.count / 3, whole.count / 2, whole.count - 5, whole.count - 1].enumerated() {
      let path = folder("cut\(number).jsonl." + codec.ending)
      try AtomicFile.write(Array(whole[..<length]), to: path)
      // Two bytes are gzip's mark; zstd's has four.
      if length == 3, codec == .zstd { continue }
      let error = #expect(throws: RowError.self) { try RowReader.read(path: path) }
      #expect(error?.code == .truncated && error?.offset == length && error?.file == path)
      guard length > whole.count / 4 else { continue }
      let rows = try #require(error?.help?.firstMatch(of: /limit (\d+)/).flatMap { Int($0.1) })
      #expect(rows > 50 && rows <= 400)
      #expect(error?.message.contains("\(rows) rows before that are complete") == true)
      let (first, ledger) = try RowReader.read(path: path, options: ReadOptions(limit: rows))
      #expect(
        first.count == rows && ledger.isBalanced
          && first.cell(rows - 1, "text").string?.hasPrefix("\(rows - 1) ") == true)
      if rows < 400 {
        #expect(throws: RowError.self) { try RowReader.read(path: path, options: ReadOptions(limit: rows + 1)) }
      }
    }
    for ending in ["json", "csv", "txt"] {
      let path = folder("cut.\(ending).\(codec.ending)")
      let content =
        ending == "json" ? "[" + text.split(separator: "\n").joined(separator: ",\n") + "]" : "text\n" + noise
      try AtomicFile.write(Array(try packed(content, codec).dropLast(9)), to: path)
      #expect(throws: RowError.self) { try RowReader.read(path: path) }
    }
  }

  @Test("damaged, empty, doubly compressed", arguments: Codec.allCases)
  func odd(codec: Codec) throws {
    func refusal(_ bytes: [UInt8]) -> RowError? {
      #expect(throws: RowError.self) { try RowReader.read(bytes: bytes, name: "a.jsonl." + codec.ending) }
    }
    let whole = try packed(lines, codec)
    var damaged = whole
    damaged[whole.count / 2] ^= 0xFF
    damaged[whole.count / 2 + 1] ^= 0xFF
    let error = refusal(damaged)
    #expect(error?.code == .damaged && error?.file == "a.jsonl." + codec.ending && error?.offset != nil)
    #expect(refusal(whole + Array("rest".utf8))?.code == .damaged)
    #expect(refusal([])?.code == .empty)
    #expect(refusal(try packed("", codec))?.code == .empty)
    #expect(refusal(try packed(whole, codec))?.code == .binary)
    #expect(try RowReader.read(bytes: whole + whole, name: "two.jsonl." + codec.ending).0.count == 80)
  }

  @Test("a wish to stop is heeded while a file is unpacked", arguments: Codec.allCases)
  func cancelled(codec: Codec) throws {
    let folder = try TemporaryDirectory()
    let path = folder("zeros.jsonl." + codec.ending)
    try AtomicFile.write(packed([UInt8](repeating: 0x20, count: 64 << 20), codec), to: path)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Interrupted.self) { try RowReader.read(path: path, work: Work(cancellation: cancellation)) }
    #expect(throws: Interrupted.self) { try RowReader.peek(path: path, work: Work(cancellation: cancellation)) }
    // Blanks alone are no rows, however many they are.
    let error = #expect(throws: RowError.self) { try RowReader.read(path: path) }
    #expect(error?.code == .empty)
  }
}

/// The content of a compressed file as another program than the reader unpacks it.
enum Unpacking {
  static func content(of path: String) throws -> [UInt8] {
    var rest = try AtomicFile.read(path)[...]
    guard let codec = Codec.of(rest) else { return Array(rest) }
    let unpacked = try Unpacked(codec, atMost: .max) { buffer in
      let next = rest.prefix(buffer.count)
      next.withUnsafeBytes { buffer.copyMemory(from: $0) }
      rest = rest.dropFirst(next.count)
      return next.count
    }
    return unpacked.bytes
  }
}
