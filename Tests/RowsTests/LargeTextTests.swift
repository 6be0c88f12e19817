import Digests
import Documents
import Foundation
import Numerics
import Rows
import TestSupport
import Testing

/// Files that are too large to be held, with the bound set so low that a few bytes are.
@Suite("Texts that stay in their file")
struct LargeTextTests {
  /// Reads as if everything were large, and a few bytes all that is looked at together.
  private func inFile<T>(window: Int = 64, piece: Int = 8, _ body: () throws -> T) rethrows -> T {
    try LargeText.$least.withValue(1) {
      try LargeText.$window.withValue(window) { try LargeText.$piece.withValue(piece, operation: body) }
    }
  }

  private func settle() { Thread.sleep(forTimeInterval: 2.1) }

  private static let conversation =
    #"{"messages": [{"role": "user", "content": "Q\n1"}, {"role": "assistant", "content": "A"}], "n": 1}"#

  private static let texts = [
    #"{"instruction": "a", "output": "x"}"#, "{\"text\": \"a\"}\n\n{\"text\": \"b\"}\n", "", " \n \r\n", "nonsense",
    "\u{FEFF}{\"text\": \"a\"}\r\n{\"text\": \"b\\u00e9\"}\r\n", "{\"text\": \"a\"}\n{\"text\": \"b\"}\nnonsense",
    "{\"text\": \"a\"}\nnonsense \n{\"text\": \"b\"}\n{\"text\": \"c", "{\"text\": \"a\"}\n{\"text\"",
    "{\"text\": \"a\",\n \"n\":\n1}{\"text\": \"b\"} {\"text\": \"c\"}\n12 34\n\"s\"\n[1, {\n\"text\": \"d\"}]\n{\"text\": \"e\"}",
    #"""
    {"text": "a", "mixed": 1, "wide": 1, "whole": 9007199254740993, "flag": true, "none": null, "deep": {"b": [1, {}]}}
    {"text": "b", "mixed": "o\ne", "wide": 0.5, "whole": -4, "flag": false, "deep": []}
    {"text": "c", "mixed": [1], "wide": null, "flag": null, "none": null}
    {"text": "d", "text": "e", "wide": 0.10, "huge": 12345678901234567890123}
    """#,
    #"""
    {"instruction": "a", "output": "x"}
    {"instruction": "b"}
    {"instruction": "c", "output": null}
    {"instruction": "d", "output": ""}
    {"instruction": "e", "output": 7}
    {"instruction": null, "output": "x"}
    [1, 2]
    {"instruction": "nan", "output": "y"}
    """#,
    #"{"text": "\u00e9\ud83d\ude42é\t\"\\\/ \ud83d x \udc00", "key\u0041": "v"}"# + "\n"
      + #"{"keyA": "w\n", "text": ""}"#,
    conversation + "\n" + conversation + "\n{\"messages\": []}\n",
    "{\"text\": \"\(String(repeating: "long ", count: 200))\"}\n{\"text\": \"\(String(repeating: "\\n", count: 300))\"}",
    #"{"data": [{"text": "a"}, {"text": "b"}]}"#, #"{"a": {"text": "x"}, "b": {"text": "y"}}"#,
  ]

  /// Rows, and what breaks them, by chance.
  private static func random(_ random: inout some RandomNumberGenerator) -> [UInt8] {
    let strings = [
      "a", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude42", "\\ud83d", "\\udc00", "é", "🙂", "{", "}", " ", "x\\/y",
    ]
    let breaks = [
      "", "", "", "\r", "nonsense", "{\"text\": tru}", "{\"text\": \"raw \u{1} control\"}", "12", "\"s\"", "{}",
      "[\n1,\n{\"text\": \"z\"}]",
    ]
    var bytes: [UInt8] = Bool.random(using: &random) ? [0xEF, 0xBB, 0xBF] : []
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      func text() -> String {
        "\""
          + (0..<Int.random(in: 0...9, using: &random)).map { _ in strings.randomElement(using: &random) ?? "" }
          .joined() + "\""
      }
      let fields = ["text", "other", "n", "text", "deep"].shuffled(using: &random)
        .prefix(Int.random(in: 1...5, using: &random)).map { name in
          let values = [
            text(), text(), "\(Int.random(in: -9...99, using: &random))", "1.50", "null", "true",
            "[\(text()), {\"k\": \(text())}]",
          ]
          return "\"\(name)\":\(Bool.random(using: &random) ? " " : "\n")"
            + (name == "text" ? text() : values.randomElement(using: &random) ?? "")
        }
      bytes += Array("{\(fields.joined(separator: ", "))}".utf8)
      if Int.random(in: 0..<12, using: &random) == 0 { bytes[bytes.count - 2] = 0xFF }
      bytes += Array((Bool.random(using: &random) ? "\n" : "\r\n\n").utf8)
      bytes += Array((breaks.randomElement(using: &random) ?? "").utf8)
      if Bool.random(using: &random) { bytes.append(0x0A) }
    }
    return Int.random(in: 0..<4, using: &random) == 0 ? Array(bytes.prefix(bytes.count * 3 / 4)) : bytes
  }

  @Test("reading part by part finds what reading whole does, in any parts")
  func same() throws {
    let folder = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 20)
    let contents = Self.texts.map { Array($0.utf8) } + (0..<300).map { _ in Self.random(&generator) }
    for (number, content) in contents.enumerated() { try AtomicFile.write(content, to: folder("\(number).jsonl")) }
    settle()
    var large = 0
    for (number, content) in contents.enumerated() {
      let path = folder("\(number).jsonl")
      for options in [ReadOptions(), ReadOptions(limit: 1), ReadOptions(limit: 3)] {
        let whole = ReadingTrace.of(path, options)
        for (window, piece) in [(1, 1), (7, 2), (64, 8), (256, 16), (1 << 20, 64)] {
          let parts = inFile(window: window, piece: piece) { ReadingTrace.of(path, options) }
          #expect(
            parts == whole,
            "file \(number), \(options), window \(window), piece \(piece): \(String(decoding: content, as: UTF8.self))")
        }
      }
      if let (rows, _) = try? inFile({ try RowReader.read(path: path) }), rows.textInFiles > 0 { large += 1 }
    }
    #expect(large > 150)
  }

  /// Rows of a file in another order, and some of another file and of none behind them.
  private func mixture(_ folder: TemporaryDirectory) throws -> (parts: Rows, whole: Rows) {
    let first = (1...40).map {
      #"{"text": "row \#($0)\n\u00e9", "m": \#($0 % 3 == 0 ? "\"s\"" : "\($0)"), "x": \#($0).50}"#
    }
    try AtomicFile.write(first.joined(separator: "\n"), to: folder("first.jsonl"))
    try AtomicFile.write("{\"text\": \"plain\"}\n{\"text\": \"\", \"m\": null}\n", to: folder("second.jsonl"))
    settle()
    func read() throws -> Rows {
      let rows = try RowReader.read(path: folder("first.jsonl")).0
      let more = try RowReader.read(bytes: Array(#"{"text": "held", "m": [1]}"#.utf8), name: "held.jsonl").0
      return rows.taking([5, 2, 39, 0, 2]).appending(try RowReader.read(path: folder("second.jsonl")).0).appending(more)
    }
    return (try inFile { try read() }, try read())
  }

  @Test("rows of several files and of none: the same, and so behind the store's form, which has no text of theirs")
  func stored() throws {
    let folder = try TemporaryDirectory()
    let (parts, whole) = try mixture(folder)
    #expect(parts.textInFiles > 0 && parts.serialized() == whole.serialized() && parts.digest() == whole.digest())
    var bytes: [UInt8] = []
    inFile { parts.serialize(into: &bytes) }
    #expect(Data(bytes).range(of: Data("row 6".utf8)) == nil)
    let back = try Rows(serialized: bytes)
    #expect(back.textInFiles == parts.textInFiles && back.serialized() == whole.serialized())
    // Below the bound the texts themselves are kept, wherever they stand.
    var small: [UInt8] = []
    parts.serialize(into: &small)
    #expect(small == whole.serialized())
    for length in 0..<bytes.count {
      #expect(throws: (any Error).self) { try Rows(serialized: Array(bytes[..<length])) }
    }
    for at in bytes.indices {
      for bit in [0x80, 0x01] as [UInt8] {
        var damaged = bytes
        damaged[at] ^= bit
        if let rows = try? Rows(serialized: damaged) { _ = RowWriter.bytes(rows, as: JSONLines()) }
      }
    }
  }

  @Test("a file that is renamed, deleted or marked is still what it was; one that is written into is not")
  func changes() throws {
    // What others read at the same time has not changed.
    try FileChange.$log.withValue(FileChangeLog()) { try changed(FileChange.log) }
  }

  private func changed(_ log: FileChangeLog) throws {
    let folder = try TemporaryDirectory()
    let (parts, whole) = try mixture(folder)
    var bytes: [UInt8] = []
    inFile { parts.serialize(into: &bytes) }
    let before = log.count
    // Another time of change, and the same content.
    _ = try Command.shell("touch $1 && chmod 600 $1", folder("first.jsonl"))
    #expect(parts.serialized() == whole.serialized())
    #expect(try Rows(serialized: bytes).serialized() == whole.serialized())
    // Another file under its name: what is open is still there, what is stored is not.
    _ = try Command.shell("mv $1 $1.old && sed s/row/new/ $1.old > $1", folder("first.jsonl"))
    #expect(parts.serialized() == whole.serialized() && log.since(before) == nil)
    _ = try Command.shell("mv $1.old $1", folder("first.jsonl"))
    #expect(try Rows(serialized: bytes).serialized() == whole.serialized())

    // Written into, and given its old time back: no text of it is shown any more, and whoever reads can know.
    _ = try Command.shell(
      "cp -p $1 $1.t && printf X | dd of=$1 bs=1 seek=10 conv=notrunc 2>&1 && touch -r $1.t $1", folder("first.jsonl"))
    #expect(parts.cell(0, "text").string?.hasPrefix("(the fi") == true)
    #expect(log.since(before) != nil)
    #expect(parts.cell(5, "text").string == "plain")
    #expect(throws: FileChange.self) { try Rows(serialized: bytes) }
    // What is there now is read anew.
    settle()
    #expect(try inFile { try RowReader.read(path: folder("first.jsonl")).0 }.textInFiles > 0)
    _ = try Command.shell(": > $1", folder("second.jsonl"))
    #expect(parts.cell(5, "text").string != "plain")
    try FileManager.default.removeItem(atPath: folder("second.jsonl"))
    #expect(throws: (any Error).self) { try Rows(serialized: bytes) }
  }
}
