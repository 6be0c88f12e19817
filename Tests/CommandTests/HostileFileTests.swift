import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Files that somebody made to harm, or that are broken in a rare way: each loads, or is refused by a reason that names it; and
  /// nothing of them reaches a terminal or a page as anything but visible text.
  @Suite("Hostile files") struct HostileFiles {
    struct Hostile: Sendable, CustomTestStringConvertible {
      var testDescription: String
      /// Of the file.
      var name: String
      var bytes: [UInt8]

      init(_ description: String, _ name: String, _ bytes: [UInt8]) {
        (testDescription, self.name, self.bytes) = (description, name, bytes)
      }

      init(_ description: String, _ bytes: [UInt8]) { self.init(description, "rows.jsonl", bytes) }
      init(_ description: String, _ text: String) { self.init(description, Array(text.utf8)) }
      init(_ description: String, _ name: String, _ text: String) { self.init(description, name, Array(text.utf8)) }
    }

    private static let good = #"{"instruction": "Add 1.", "output": "x + 1"}"#

    private static func row(_ answer: String) -> String { #"{"instruction": "Q", "output": ""# + answer + "\"}" }
    private static func keyed(_ key: String) -> String {
      #"{"instruction": "Q", "output": "a", ""# + key + #"": "v"}"# + "\n" + good
    }

    private static let texts: [Hostile] = [
      Hostile("colours", row(#"\u001b[31mred\u001b[0m"#)),
      Hostile("a title for the window", row(#"\u001b]0;owned\u0007"#)),
      Hostile("the clipboard", row(#"\u001b]52;c;cm0gLXJm\u0007"#)),
      Hostile("C1 control", row(#"\u009b31m\u0090q\u009c"#)),
      Hostile("raw C1 control", row("\u{9B}31m\u{85}")), Hostile("raw escape", row("\u{1B}[2J")),
      Hostile("right to left", row("\u{202E}txt.exe\u{202C}")),
      Hostile("isolates", row("\u{2066}a\u{2069}\u{200F}\u{061C}")),
      Hostile("zero", row(#"a\u0000b"#)), Hostile("half a pair", row(#"\ud83d"#)),
      Hostile("pair the wrong way", row(#"\ude00\ud83d"#)),
      Hostile("backspaces and returns", row(#"visible\b\b\b\b\rhidden"#)),
      Hostile("bell and delete", row(#"\u0007\u007f"#)),
      Hostile("lines of Unicode", row("a\u{2028}b\u{2029}c")), Hostile("no width", row("a\u{200B}\u{FEFF}\u{2060}b")),
      Hostile("many marks", row("a" + String(repeating: "\u{0301}", count: 5_000))),
      Hostile("a tag of HTML", row(#"<script>alert(1)</script><img src=x onerror=alert(1)>"#)),
      Hostile("a long line", row(String(repeating: "x", count: 3_000_000))),
      Hostile("other planes", row("\u{E0001}\u{E0041}\u{10FFFF}\u{F0000}")),
    ]

    private static let keys: [Hostile] = [
      Hostile("escape in a key", keyed(#"\u001b[31mred"#)), Hostile("direction in a key", keyed("\u{202E}eman")),
      Hostile("line in a key", keyed(#"two\nlines"#)), Hostile("zero in a key", keyed(#"a\u0000"#)),
      Hostile("empty key", keyed("")),
      Hostile("C1 in a key", keyed("\u{9B}1m")), Hostile("a long key", keyed(String(repeating: "k", count: 20_000))),
      Hostile("half a pair in a key", keyed(#"\ud83d"#)), Hostile("own names", keyed("tokens")),
      Hostile("row", keyed("row")),
      Hostile("repeated key", #"{"instruction": "Q", "instruction": "R", "output": "a"}"#),
      Hostile(
        "many keys",
        "{" + (0..<3_000).map { "\"k\($0)\": 1" }.joined(separator: ", ") + #", "instruction": "Q", "output": "a"}"#),
      Hostile("tag in a key", keyed("<b>bold</b>")),
    ]

    private static let shapes: [Hostile] = [
      Hostile("deep lists", String(repeating: "[", count: 100_000)),
      Hostile("deep objects", String(repeating: #"{"a":"#, count: 50_000)),
      Hostile(
        "deep value",
        #"{"instruction": "Q", "output": "a", "x": "# + String(repeating: "[", count: 3_000)
          + String(repeating: "]", count: 3_000) + "}"),
      Hostile("too large a number", #"{"instruction": "Q", "output": "a", "x": 1e400}"#),
      Hostile(
        "a long number", #"{"instruction": "Q", "output": "a", "x": "# + String(repeating: "9", count: 5_000) + "}"),
      Hostile("NaN", #"{"instruction": "Q", "output": "a", "x": NaN}"#),
      Hostile("a trailing comma", #"{"instruction": "Q", "output": "a",}"#),
      Hostile("comments", #"{"instruction": "Q", /* c */ "output": "a"}"#),
      Hostile("single quotes", "{'instruction': 'Q', 'output': 'a'}"),
      Hostile("a number alone", "42"), Hostile("a string alone", #""text""#), Hostile("null", "null"),
      Hostile("lists of lists", "[[1], [2]]"),
      Hostile("two on a line", good + good), Hostile("a mark of order", [0xEF, 0xBB, 0xBF] + Array(good.utf8)),
      Hostile("only a mark of order", [0xEF, 0xBB, 0xBF]),
      Hostile("UTF-16", [0xFF, 0xFE] + good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      Hostile("UTF-16 without a mark", good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      Hostile("Latin-1", Array(#"{"instruction": "Q", "output": "caf"#.utf8) + [0xE9] + Array(#""}"#.utf8)),
      Hostile("overlong", Array(#"{"instruction": "Q", "output": "#.utf8) + [0x22, 0xC0, 0x80, 0x22, 0x7D]),
      Hostile(
        "a surrogate as bytes", Array(#"{"instruction": "Q", "output": "#.utf8) + [0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D]),
      Hostile("cut in a character", Array((good + "\n" + #"{"instruction": "Q", "output": "a"#).utf8) + [0xE2, 0x82]),
      Hostile("cut in an escape", good + "\n" + #"{"instruction": "Q", "output": "a\u12"#),
      Hostile("a wrong escape", row(#"\x41\q"#)),
      Hostile("line end in a string", "{\"instruction\": \"Q\", \"output\": \"a\nb\"}"), Hostile("empty", ""),
      Hostile("blanks", " \n\t\r\n "),
      Hostile("old line ends", good + "\r" + good), Hostile("zeros", [UInt8](repeating: 0, count: 10_000)),
      Hostile("noise", (0..<20_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }),
      Hostile("a message that is none", #"{"messages": [{"role": "\u001b[31m", "content": 5}, null, 7]}"#),
      Hostile(
        "roles of another kind",
        #"{"messages": [{"role": "user", "content": "a"}, {"role": "\u202eassistant", "content": "b"}]}"#),
    ]

    private static let tables: [Hostile] = [
      Hostile("an open quote", "rows.csv", "instruction,output\nQ,\"a\n"),
      Hostile("ragged", "rows.csv", "instruction,output\nQ\nQ,a,b,c\n"),
      Hostile("escape in the head", "rows.csv", "instruction,output,\u{1B}[31m\nQ,a,b\n"),
      Hostile("repeated names", "rows.csv", "instruction,output,x,x\nQ,a,1,2\n"),
      Hostile("no names", "rows.csv", ",,\nQ,a,b\n"),
      Hostile("formulas", "rows.csv", "instruction,output\n=cmd|'/C calc'!A0,@SUM(1)\n"),
      Hostile(
        "many columns", "rows.csv",
        (0..<5_000).map { "c\($0)" }.joined(separator: ",") + ",instruction,output\n"
          + String(repeating: "1,", count: 5_000) + "Q,a\n"),
      Hostile("only Parquet's name", "rows.parquet", "PAR1"),
      Hostile("Parquet without a middle", "rows.parquet", "PAR1PAR1"),
      Hostile(
        "Parquet of noise", "rows.parquet",
        Array("PAR1".utf8) + (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 197) } + [0xFF, 0, 0, 0]
          + Array("PAR1".utf8)),
      Hostile("only Arrow's name", "rows.arrow", "ARROW1\u{0}\u{0}"),
      Hostile("gzip, cut", "rows.jsonl.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB]),
      Hostile("zstd, cut", "rows.jsonl.zst", [0x28, 0xB5, 0x2F, 0xFD, 4, 0]),
      Hostile("a zip", "rows.jsonl", [0x50, 0x4B, 3, 4, 0, 0, 0, 0]),
    ]

    private static let names: [Hostile] = [
      Hostile("escape in the name", "a\u{1B}[31mred.jsonl", good),
      Hostile("line end in the name", "two\nlines.jsonl", good),
      Hostile("direction in the name", "a\u{202E}lnosj.jsonl", good),
      Hostile("C1 in the name", "a\u{9B}1m.jsonl", "broken"),
      Hostile("quotes in the name", "a\"b'c`d$(e).jsonl", "broken"),
      Hostile("a name like an option", "-rf --help.jsonl", good),
      Hostile("tag in the name", "<script>alert(1)<script>.jsonl", good),
    ]

    static let all = texts + keys + shapes + tables + names

    @Test func thereAreManyFiles() { #expect(Self.all.count >= 60) }

    @Test(arguments: all) func isLoadedOrRefused(_ hostile: Hostile) throws {
      let cact = try Cact()
      // A folder names it without spelling it.
      try FileManager.default.createDirectory(atPath: cact.folder("in"), withIntermediateDirectories: true)
      try #require(
        FileManager.default.createFile(atPath: cact.folder("in") + "/" + hostile.name, contents: Data(hostile.bytes)))
      let result = try cact.run(
        """
        load "in" | take 5
        load "in" | describe
        load "in" | columns
        load "in" | view 1
        load "in" | report "page.html"
        """)
      #expect([0, 2, 5].contains(result.status), "\(result.status): \(result.errors.prefix(2_000))")
      #expect(!result.errors.contains("Fatal error"))
      #expect(
        result.output.isPlain && result.errors.isPlain,
        "\(result.output.debugDescription.prefix(2_000)) \(result.errors.debugDescription.prefix(2_000))")
      if result.status == 0 {
        #expect(result.errors.contains(" in = ") && result.errors.contains(" kept"))
        let page = String(decoding: try cact.bytes("page.html"), as: UTF8.self)
        #expect(
          page.isPlain && !page.contains("<script>alert") && !page.contains("<b>bold") && !page.contains("<img src=x"))
      } else {
        #expect(
          result.errors.contains("in/") || result.errors.contains("`in`") || result.errors.contains("\"in\""),
          "\(result.errors)")
      }
      #expect(
        try AtomicBytes.read(cact.folder("in") + "/" + hostile.name) == hostile.bytes, "the user's file is as it was")
    }
  }
}

private enum AtomicBytes {
  static func read(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) }
}
