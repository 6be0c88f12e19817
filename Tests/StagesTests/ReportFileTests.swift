import Documents
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

/// Reports and rows in files that other programs open: text from data shows as text there.
@Suite("Untrusted text in saved files") struct ReportFileTests {
  private func text(_ path: String) throws -> String { String(decoding: try AtomicFile.read(path), as: UTF8.self) }

  /// A report whose cells are these texts.
  private func saved(_ texts: [String], as ending: String) throws -> String {
    let session = try Session()
    let rows = texts.map { ["instruction": "q", "output": "a", "topic": $0] }
    let path = session.folder("r.\(ending)")
    try session.run("load \"\(session.file("rows.jsonl", rows))\" | count by topic | save \"\(path)\"")
    return try text(path)
  }

  @Test func nothingInATableIsMarkupOrUnseen() throws {
    let page = try saved(
      [
        "a|b", "<script>alert(1)</script>", "![x](http://a.example/p.png)", "[x](javascript:alert(1))",
        "**bold** `c` ~s~",
        "\u{1B}[31mred\u{9B}0m", "right\u{202E}left\u{2066}", "zero\u{200B}wi\u{FEFF}dth", "line\nfeed\r\nand\u{2028}",
        "&lt;b&gt;", "back\\slash", "www.example.com", "me@example.com", "$x$ __init__",
      ], as: "md")
    let lines = page.split(separator: "\n")
    #expect(lines.count == 16, "a line each, whatever is in them")
    for line in lines { #expect(line.replacing("\\|", with: "").count { $0 == "|" } == 5, "\(line)") }
    for live in ["<script", "[x]", "**b", "`c`", "~s~", "http://", "www.e", "e@e", "$x$", "__i", "&lt;b&gt;"] {
      #expect(!page.contains(live), "\(live)")
    }
    for shown in [
      "a\\|b", "&lt;script&gt;", "\\[x\\](http\\://a.example/p.png)", "\\\\u{1b}\\[31mred\\\\u{9b}0m",
      "line\\\\nfeed\\\\r\\\\nand",
      "&amp;lt;b&amp;gt;", "back\\\\slash", "right\\\\u{202e}left", "zero\\\\u{200b}wi",
    ] { #expect(page.contains(shown), "\(shown) in\n\(page)") }
    #expect(!page.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
  }

  @Test func linesStayInsideTheirFence() {
    let page = MarkdownText.block(["```", "a\u{1B}b\tc", "x````y"])
    #expect(page == "`````\n```\na\\u{1b}b\tc\nx````y\n`````\n")
    #expect(MarkdownText.block([]) == "```\n\n```\n")
  }

  @Test func cellsThatSpreadsheetsWouldComputeAreText() throws {
    let page = try saved(
      [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=\"a\",b", "-0.5", "+3", "-1e5", "--x", "'=1", "'mine",
        "plain",
      ],
      as: "csv")
    let first = page.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != "," } }
    for cell in [
      "'=1+1", "'+1+1", "'-1+1", "'@SUM(A1)", "'\t=1", "-0.5", "+3", "-1e5", "'--x", "''=1", "'mine", "plain",
    ] {
      #expect(first.contains(Substring(cell)), "\(cell) in \(first)")
    }
    #expect(page.contains("\"'=\"\"a\"\",b\"") && page.contains("\"'\r=1\""))
  }
}
