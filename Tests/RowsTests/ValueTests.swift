import Digests
import Documents
import Rows
import TestSupport
import Testing

@Suite("Rows as values")
struct ValueTests {
  /// Every kind of column, with missing values.
  private func sample() throws -> Rows {
    let (rows, _) = try RowReader.read(
      bytes: Array(
        #"""
        {"instruction": "a\nb", "output": "x, \"y\"", "n": 1, "f": 0.5, "big": 123456789012345678901234567890, "flag": true, "deep": {"k": 1, "k": 2, "s": "\ud800"}, "e": 1e5}
        {"instruction": "é", "output": "z\ud83d", "n": null, "f": 1.0, "big": 2, "deep": [ ], "e": 2}
        {"output": "no", "n": 3}
        {"instruction": "c", "output": "w", "n": -7, "f": 1e-7, "big": 3, "flag": false, "e": 0.10}
        """#.utf8), name: "s.jsonl")
    return rows.adding(.vectors([1, 0.5, .nan, .nan, -1, 0.1], dimension: 2), named: "embedding")
      .adding(.numbers([.nan, 0.25, 1]), named: "ifd")
  }

  @Test("written lines: source bytes kept, missing left out, null kept, shortest numbers")
  func jsonLines() throws {
    let text = String(decoding: RowWriter.bytes(try sample(), as: JSONLines()), as: UTF8.self)
    #expect(
      text == #"""
        {"instruction": "a\nb", "output": "x, \"y\"", "n": 1, "f": 0.5, "big": 123456789012345678901234567890, "flag": true, "deep": {"k": 1, "k": 2, "s": "\ud800"}, "e": 1e5, "embedding": [1.0, 0.5]}
        {"instruction": "é", "output": "z\ud83d", "n": null, "f": 1.0, "big": 2, "deep": [ ], "e": 2, "ifd": 0.25}
        {"instruction": "c", "output": "w", "n": -7, "f": 1e-7, "big": 3, "flag": false, "e": 0.10, "embedding": [-1.0, 0.1], "ifd": 1.0}

        """#)
  }

  /// Those that are both read and written, and lose nothing by it.
  private static let twoWay = RowFormats.writable.compactMap { $0 as? any WritableRowFormat & ReadableRowFormat }
    .filter(\.keepsKinds)

  @Test("what is written reads back the same, in every format that is read too", arguments: twoWay.indices)
  func roundTrip(place: Int) throws {
    let format = Self.twoWay[place]
    for ending in format.endings + format.furtherEndings {
      let folder = try TemporaryDirectory()
      let rows = try sample().removing("embedding").removing("ifd")
      let path = folder("out.\(ending)")
      try RowWriter.write(rows, to: path)
      let (back, ledger) = try RowReader.read(path: path)
      #expect(ledger.kept == rows.count && back.names == rows.names)
      for name in rows.names {
        for row in 0..<rows.count { #expect(back.cell(row, name) == rows.cell(row, name), "\(name), \(row)") }
      }
      #expect(RowWriter.bytes(back, as: format) == RowWriter.bytes(rows, as: format))
      #expect(folder.names == ["out.\(ending)"])
    }
  }

  @Test("no ending is two formats', and messages name each")
  func endings() throws {
    let endings = RowFormats.all.flatMap { $0.endings + $0.furtherEndings }
    #expect(Set(endings).count == endings.count && endings.allSatisfy { $0 == $0.lowercased() })
    #expect(RowFormats.all.allSatisfy { $0 is any ReadableRowFormat || $0 is any WritableRowFormat })
    #expect(Self.twoWay.count > 1)
    let unknown = #expect(throws: RowError.self) { try RowReader.read(bytes: Array("hello".utf8), name: "a.xyz") }
    let unwritten = #expect(throws: RowError.self) { try RowWriter.write(sample(), to: "a.xyz") }
    for format in RowFormats.readable {
      for ending in format.endings + format.furtherEndings {
        #expect(unknown?.help?.contains(".\(ending)") == true)
        #expect(RowError.Code.unknownFormat.explanation.contains(".\(ending)"))
      }
    }
    for ending in RowFormats.writable.flatMap(\.endings) { #expect(unwritten?.help?.contains(".\(ending)") == true) }
  }

  @Test("values spread over lines come to one line in .jsonl")
  func oneLine() throws {
    let text = "[{\"text\": \"a\", \"deep\": {\n  \"k\": \"v\\n\"\n}}]"
    let (rows, _) = try RowReader.read(bytes: Array(text.utf8), name: "t.json")
    let line = String(decoding: RowWriter.bytes(rows, as: JSONLines()), as: UTF8.self)
    #expect(line == "{\"text\": \"a\", \"deep\": {  \"k\": \"v\\n\"}}\n")
  }

  @Test("comma-separated values")
  func csv() throws {
    let text = String(
      decoding: RowWriter.bytes(try sample().keeping(["n", "output", "deep", "f"]), as: CSV()), as: UTF8.self)
    #expect(
      text
        == "n,output,deep,f\r\n1,\"x, \"\"y\"\"\",\"{\"\"k\"\": 1, \"\"k\"\": 2, \"\"s\"\": \"\"\\ud800\"\"}\",0.5\r\n"
        + ",z\\uD83D,[ ],1.0\r\n-7,w,,1e-7\r\n")
  }

  @Test("a text that a spreadsheet would compute is marked as text, and comes back whole")
  func csvTexts() throws {
    let texts = [
      "=1", "+1", "-1", "-0.5", "-1-1", "@a", "\ta", "\ra", "\na", "'", "'=", "''=", "'a", "", "a=1", "- item",
      "\u{FF1D}1",
      "-", "+", "-\u{663}", "-1.5e-3", "+.5%", "'-1", "'-1x",
    ]
    for text in texts {
      let cell = CSV.marked(Array(text.utf8)[...])
      #expect(CSV.plain(cell) == Array(text.utf8)[...], "\(text)")
      #expect(!["=", "@", "\t", "\r", "\n"].contains(String(decoding: cell.prefix(1), as: UTF8.self)), "\(text)")
    }
    let seed: UInt64 = 11
    var state = seed
    for _ in 0..<2_000 {
      var text: [UInt8] = []
      for _ in 0..<6 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(Array("'=+-@1.a\t\r".utf8)[Int(state >> 33) % 10])
      }
      #expect(CSV.plain(CSV.marked(text[...])) == text[...], "seed \(seed): \(text)")
    }
    let (rows, _) = try RowReader.read(
      bytes: Array(#"{"instruction": "=1", "output": "-0.5", "n": -0.5, "=m": 1}"#.utf8), name: "r.jsonl")
    #expect(
      String(decoding: RowWriter.bytes(rows, as: CSV()), as: UTF8.self)
        == "instruction,output,n,'=m\r\n'=1,\"-0.5\",-0.5,1\r\n")
  }

  @Test("a place that cannot be written, and an ending that is not")
  func refusedWrites() throws {
    let folder = try TemporaryDirectory()
    for (path, code) in [(folder("no/such/x.jsonl"), RowError.Code.notWritten), (folder("x.xlsx"), .unknownFormat)] {
      do {
        try RowWriter.write(sample(), to: path)
        Issue.record("\(path) was written")
      } catch let error as RowError { #expect(error.code == code) }
    }
    #expect(folder.names.isEmpty)
  }

  @Test("a filter takes cells, numbers and roles along")
  func taking() throws {
    let rows = try sample()
    let taken = rows.taking([2, 0])
    #expect(taken.rowNumbers == [4, 1] && taken.count == 2 && taken.roles == rows.roles)
    for name in rows.names {
      #expect(taken.cell(0, name) == rows.cell(2, name) && taken.cell(1, name) == rows.cell(0, name))
    }
    #expect(taken.contentKey(of: 1) == rows.contentKey(of: 0) && taken.contentKey(of: 0) != rows.contentKey(of: 0))
    #expect(rows.taking([]).isEmpty)
    #expect(
      rows.removing("answer").answerColumn == nil
        && rows.adding(.integers([1, 2, 3]), named: "n").cell(1, "n") == .integer(2))
  }

  @Test("the content key tells question, input and answer apart")
  func contentKeys() throws {
    func key(_ line: String) throws -> ContentDigest {
      try RowReader.read(bytes: Array(line.utf8), name: "t.jsonl").0.contentKey(of: 0)
    }
    let lines = [
      #"{"instruction": "ab", "input": "", "output": "c"}"#, #"{"instruction": "a", "input": "b", "output": "c"}"#,
      #"{"instruction": "a", "input": "", "output": "bc"}"#, #"{"text": "abc"}"#,
    ]
    #expect(Set(try lines.map(key)).count == 4)
    #expect(try key(lines[0]) == key(#"{"id": 9, "prompt": "ab", "completion": "c"}"#))
  }

  @Test("the store's form: the same value back; damage is seen, whatever it is")
  func serialization() throws {
    let rows = try sample()
    let bytes = rows.serialized()
    let back = try Rows(serialized: bytes)
    #expect(back.serialized() == bytes && back.digest() == rows.digest() && back.roles == rows.roles)
    #expect(back.source == rows.source && back.rowNumbers == rows.rowNumbers && back.names == rows.names)
    #expect(RowWriter.bytes(back, as: JSONLines()) == RowWriter.bytes(rows, as: JSONLines()))
    #expect(rows.taking([1]).digest() != rows.digest())
    for length in 0..<bytes.count {
      #expect(throws: RowError.self) { try Rows(serialized: Array(bytes[..<length])) }
    }
    #expect(throws: RowError.self) { try Rows(serialized: bytes + [0]) }
    for at in bytes.indices {
      var damaged = bytes
      damaged[at] ^= 0x80
      // Some bytes are content, and any content is valid: what counts is that nothing traps.
      if let rows = try? Rows(serialized: damaged) { _ = RowWriter.bytes(rows, as: JSONLines()) }
    }
  }

  @Test("what describe says of columns")
  func summaries() throws {
    let text = (1...5).map {
      #"{"text": "\#(String(repeating: "x", count: $0))", "n": \#($0 * 10), "f": \#($0 == 3 ? "null" : "\(Double($0))")}"#
    }
    let (rows, _) = try RowReader.read(bytes: Array(text.joined(separator: "\n").utf8), name: "t.jsonl")
    let n = try #require(rows.summary(of: "n", bins: 4))
    #expect(n.kind == .integer && n.count == 5 && n.missing == 0)
    let spread = try #require(n.spread)
    #expect(spread.low == 10 && spread.quarter == 20 && spread.median == 30 && spread.threeQuarters == 40)
    #expect(spread.high == 50 && spread.mean == 30 && spread.bins == [1, 1, 1, 2])
    let f = try #require(rows.summary(of: "f"))
    #expect(f.missing == 1 && f.spread?.median == 3 && f.spread?.bins.reduce(0, +) == 4)
    #expect(rows.summary(of: "answer")?.name == "text" && rows.summary(of: "answer")?.spread?.high == 5)
    #expect(rows.summary(of: "nowhere") == nil && rows.summaries().map(\.name) == ["text", "n", "f"])
  }

  @Test("the most common values of texts and truth values, counted exactly in bounded memory")
  func commonValues() throws {
    func common(_ values: [String?], counters: Int = 4096) -> [String] {
      Column.texts(values).commonValues(most: 3, counters: counters).map {
        "\(String(decoding: $0.value, as: UTF8.self)) \($0.count)"
      }
    }
    #expect(common(["b", "a", nil, "b", "", "", "c", "a", "a", "d", "d"]) == ["a 3", " 2", "b 2"])
    #expect(common(["a", "b", nil]) == [])
    // With room for 20 of nearly a thousand values the one that many rows have is found, and counted exactly.
    let many = (0..<1000).map { $0 % 16 == 0 ? "often" : $0 % 50 == 1 ? "rare" : "only \($0)" }
    let (often, rare) = (many.count { $0 == "often" }, many.count { $0 == "rare" })
    #expect(common(many, counters: 20) == ["often \(often)"] && rare < 1000 / 21)
    #expect(common(many) == ["often \(often)", "rare \(rare)"])
    let lines = (0..<5).map { "{\"question\": \"q\($0)\", \"answer\": \"a\", \"ok\": \($0 > 1)}" }
    let (rows, _) = try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "t.jsonl")
    #expect(rows.summary(of: "ok")?.common.map(\.count) == [3, 2] && rows.summary(of: "question")?.common == [])
    #expect(rows.summary(of: "answer")?.common == [CommonValue(value: Array("a".utf8), count: 5)])
  }

  @Test("a ledger adds up, and survives its encoding")
  func ledger() {
    var ledger = Ledger(rowsIn: 1200, kept: 120)
    ledger.dropped = [
      .init(reason: "easier than their cluster's cut", count: 1009), .init(reason: "ifd >= 1", count: 71),
    ]
    #expect(ledger.isBalanced)  // first_screen.md's own figures
    ledger.drop("ifd >= 1", row: 9)
    #expect(!ledger.isBalanced && ledger.droppedCount == 1081)
    ledger.rowsIn += 1
    #expect(ledger.isBalanced)
    for row in 1...9 { ledger.fail("no answer", field: "output", row: row) }
    #expect(ledger.failed == [.init(reason: "no answer", count: 9, field: "output", examples: [1, 2, 3, 4, 5])])
  }
}
