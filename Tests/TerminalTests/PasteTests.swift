import Documents
import Foundation
import TestSupport
import Testing

/// Pasted text is what it says, whatever its characters would do as keys.
@Suite struct PasteTests {
  let folder: TemporaryDirectory
  /// A statement with a tab in a string, which as a key would complete the name of a file, and what it shows.
  let line: String
  let shown: String

  init() throws {
    folder = try TemporaryDirectory()
    try Data().write(to: URL(fileURLWithPath: folder("abc.txt")))
    line = "load | take 1 | derive n = len(\"\(folder("a"))\t.txt\") | show n"
    shown = "\n\(folder("a").count + 5)\n"
  }

  private func pasted(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

  @Test func aTabInBracketsIsATab() throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    #expect(String(decoding: terminal.bytes, as: UTF8.self).contains("\u{1B}[?2004h"))
    terminal.send(pasted(line) + "\r")
    try terminal.expect(shown)
    try terminal.expect("[2] ")
    // Line ends go on with the cell; what is typed behind the paste belongs to its last line.
    terminal.send(pasted("load\n\t| take 9\r\n\t# some\n\n| take 4\n  | show") + " row\r")
    try terminal.expect("\n  4\n")
    try terminal.expect("[3] ")
    // A paste of several statements is several cells, with line ends of any kind.
    terminal.send(pasted("load | take 2 | show row\r\nload | take 5 | show row\r"))
    try terminal.expect("\n  2\n")
    try terminal.expect("\n  5\n")
    try terminal.expect("[5] ")
    // A pipe that is typed after a paste is a new cell.
    terminal.send(pasted("load | take 7\n"))
    try terminal.expect("[6] ")
    terminal.send("| take 6 | show row\r")
    try terminal.expect("\n  6\n")
    try terminal.expect("[7] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func hundredsOfLinesAreAsManyCells() throws {
    let terminal = try PseudoTerminal(in: folder, ["--session", folder("work.json")])
    try terminal.expect("[1] ")
    let lines = (1...199).map { "set seed \($0)" } + ["load | take 3 | show row"]
    terminal.send(pasted(lines.joined(separator: "\n")) + "\r")
    try terminal.expect("\n  3\n", within: 300)
    try terminal.expect("[201] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    // Each of them, and in this order.
    let session = try JSONValue.parse(AtomicFile.read(folder("work.json")), file: "work.json")
    #expect(session["cells"]?.array?.compactMap { $0["source"]?.string } == lines)
  }

  @Test func controlCharactersInBracketsAreNoKeys() throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    // As keys: to the beginning, kill the line, erase, up, end of input.
    terminal.send(pasted("load | derive n = len(\"a\u{1}b\u{15}c\u{8}d\u{1B}[Ae\u{4}\") | take 1 | show n"))
    terminal.send("\r")
    // All twelve characters are in the string.
    try terminal.expect("\n12\n")
    try terminal.expect("[2] ")
    // A long line is whole, and a paste that was broken off with Ctrl-C leaves no state behind.
    let long = String(repeating: "x", count: 20_000)
    terminal.send(pasted("load | take 1 | derive n = len(\"\(long)\") | show n") + "\r")
    try terminal.expect("\n20000\n")
    try terminal.expect("[3] ")
    terminal.send("\u{1B}[200~load | ta")
    try terminal.expect("load | ta")
    terminal.send("\u{3}")
    try terminal.expect("[3] ")
    terminal.send("load | take 3 | show row\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[4] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func ctrlCEndsAllOfAPaste() throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    terminal.send("\u{1B}[200~load | take 2 | show row\rload | take 3 | sh")
    try terminal.expect("load | take 3 | sh")
    // What comes behind it is the paste's, up to its end; whether the line is entered before the signal is nobody's to say.
    terminal.send(
      "\u{3}ow row\rload | take 4 | show row\rload | take 5\u{1B}[201~load | take 6 | show row\r")
    let shown = try terminal.expect("\n  6\n")
    #expect(!shown.contains("take 4 (") && !shown.contains("error"), "\(shown)")
    try terminal.expect("] ")
    // One whose end never comes, as where the terminal drops it with Ctrl-C.
    terminal.send("\u{1B}[200~load | take 2 | sh")
    try terminal.expect("load | take 2 | sh")
    terminal.send("\u{3}")
    try terminal.expect("] ")
    terminal.send("load | take 7 | show row\r")
    try terminal.expect("\n  7\n")
    try terminal.expect("] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test(arguments: ["xterm", "vt100"]) func aTabInOnePieceWithoutBracketsIsATab(_ kind: String) throws {
    let terminal = try PseudoTerminal(in: folder, terminal: kind)
    try terminal.expect("[1] ")
    #expect(String(decoding: terminal.bytes, as: UTF8.self).contains("\u{1B}[?2004h") == (kind == "xterm"))
    terminal.send(line + "\r")
    try terminal.expect(shown)
    try terminal.expect("[2] ")
    if kind == "vt100" {
      terminal.send("load\t|\ttake\t3\t|\tshow\trow\r")
      try terminal.expect("\n  3\n")
      try terminal.expect("[3] ")
    }
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }
}
