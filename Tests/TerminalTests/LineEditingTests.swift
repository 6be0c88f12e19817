import Foundation
import TestSupport
import Testing

/// The line as it is edited, seen on a screen.
@Suite struct LineEditingTests {
  let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory() }

  /// What stands on the screen from the last prompt on, its lines joined.
  private func line(_ terminal: PseudoTerminal, _ columns: Int) -> String {
    var screen = TerminalScreen(columns: columns)
    screen.take(terminal.bytes)
    #expect(screen.unknown.isEmpty, "\(screen.unknown)")
    let lines = screen.lines
    let first = lines.lastIndex { $0.hasPrefix("[") } ?? 0
    var text = lines[first...].map { $0 + String(repeating: " ", count: columns - $0.count) }.joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Waits until the screen shows this line.
  private func expectLine(_ wanted: String, _ terminal: PseudoTerminal, _ columns: Int) {
    var shown = ""
    for _ in 0..<1_200 {
      terminal.listen(seconds: 0.1)
      shown = line(terminal, columns)
      if shown == wanted { return }
    }
    Issue.record("`\(wanted)` is not what the screen shows: `\(shown)`")
  }

  @Test(arguments: [40, 80, 120, 200])
  func theScreenShowsWhatIsEdited(columns: Int) throws {
    let terminal = try PseudoTerminal(in: folder, columns: columns)
    try terminal.expect("[1] ")
    let long = "load | where question contains \"abc def\" and tokens > 100 | take 3 | count by topic"
    terminal.send(long)
    expectLine("[1] \(long)", terminal, columns)
    // Words back, one deleted before the cursor, the end again.
    terminal.send("\u{1B}[1;5D\u{1B}[1;5D\u{1B}[D\u{17}\u{1B}[F desc")
    expectLine("[1] \(long.replacing("count by topic", with: " by topic")) desc", terminal, columns)
    // Keys without a meaning type nothing.
    terminal.send("\u{1B}[5~\u{1B}[15~\u{1B}OP\u{1B}[1;5P\u{15}\u{B}load | take 2 | count")
    expectLine("[1] load | take 2 | count", terminal, columns)
    terminal.send("\r")
    try terminal.expect("[2] ")
    // What began so before is offered, and taken by the right arrow.
    terminal.send("load | ta")
    expectLine("[2] load | take 2 | count", terminal, columns)
    terminal.send("\u{1B}[C | show")
    expectLine("[2] load | take 2 | count | show", terminal, columns)
    terminal.send("\u{15}lo\u{1B}[A")
    expectLine("[2] load | take 2 | count", terminal, columns)
    terminal.send("\u{15}\u{12}ake")
    for _ in 0..<1_200 where !line(terminal, columns).contains("history: ake") { terminal.listen(seconds: 0.1) }
    terminal.send("\u{1B}[B\r")
    expectLine("[2] load | take 2 | count", terminal, columns)
    // What would end a statement inside brackets is typed like anything else; Alt may come as an escape of its own.
    terminal.send("\u{15}compare { a; b && c } x\u{1B}\u{1B}[Dy")
    expectLine("[2] compare { a; b && c } yx", terminal, columns)
    terminal.send("\u{15}\u{B}")
    expectLine("[2]", terminal, columns)
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    #expect(terminal.currentSettings == terminal.settings)
  }

  /// Of the lines before, Up finds those that begin as this one does, and the cursor is then at their end.
  @Test func upPassesOverLinesThatBeginOtherwise() throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    for (number, entry) in ["load | take 2 | count", "set seed 4"].enumerated() {
      terminal.send(entry + "\r")
      try terminal.expect("[\(number + 2)] ")
    }
    terminal.send("lo\u{1B}[A")
    expectLine("[3] load | take 2 | count", terminal, 100)
    terminal.send("x")
    expectLine("[3] load | take 2 | countx", terminal, 100)
    // With nothing typed it is the last one.
    terminal.send("\u{15}\u{1B}[A")
    expectLine("[3] set seed 4", terminal, 100)
  }

  /// The code of such a key ends in a sign that could be typed.
  @Test(arguments: ["\u{1B}[5~", "\u{1B}[6~", "\u{1B}[15~"])
  func keysWithoutAMeaningTypeNothing(_ key: String) throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    terminal.send("ab\(key)c")
    expectLine("[1] abc", terminal, 100)
  }

  @Test func whatIsTypedIsColouredAndWhatIsOfferedIsDim() throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    terminal.send("load | take 2 | count\r")
    try terminal.expect("[2] ")
    terminal.send("load | sleect 5")
    expectLine("[2] load | sleect 5", terminal, 100)
    // The colours come behind the letters.
    for _ in 0..<1_200 where !terminal.shows("\u{1B}[31msleect\u{1B}[0m") { terminal.listen(seconds: 0.1) }
    #expect(terminal.shows("\u{1B}[34mload\u{1B}[0m") && terminal.shows("\u{1B}[31msleect\u{1B}[0m"))
    #expect(!terminal.shows("\u{1B}[2mke 2 | count\u{1B}[0m"))
    terminal.send("\u{15}load | ta")
    expectLine("[2] load | take 2 | count", terminal, 100)
    #expect(terminal.shows("\u{1B}[2mke 2 | count\u{1B}[0m"))
  }

  /// Without colour what is offered could not be told from what is typed.
  @Test func withoutColourNothingIsColouredOrOffered() throws {
    let terminal = try PseudoTerminal(in: folder, more: ["NO_COLOR": "1"])
    try terminal.expect("[1] ")
    terminal.send("load | take 2 | count\r")
    try terminal.expect("[2] ")
    terminal.send("load | sleect 5")
    expectLine("[2] load | sleect 5", terminal, 100)
    terminal.send("\u{15}load | ta")
    expectLine("[2] load | ta", terminal, 100)
    terminal.send("\u{15}\u{4}")
    #expect(try terminal.finish() == 0)
    #expect(terminal.colours.isEmpty, "\(terminal.colours)")
  }

  @Test func aLineThatWrapsIsOnTheScreenOnceAfterAResize() throws {
    let terminal = try PseudoTerminal(in: folder, columns: 80)
    try terminal.expect("[1] ")
    let long = "load | where question contains \"abc def\" and tokens > 100 | take 3 | count by topic and then q"
    terminal.send(long)
    expectLine("[1] \(long)", terminal, 80)
    var before = TerminalScreen(columns: 80)
    before.take(terminal.bytes)
    let count = terminal.bytes.count
    terminal.resize(columns: 60)
    var shown: [String] = []
    for _ in 0..<1_200 {
      terminal.listen(seconds: 0.1)
      var screen = before.resized(columns: 60)
      screen.take(terminal.bytes[count...])
      shown = screen.lines
      if terminal.bytes.count > count, shown.suffix(2).joined() == "[1] \(long)" { break }
    }
    #expect(shown.suffix(2).joined() == "[1] \(long)" && shown.suffix(2).first?.count == 60, "\(shown)")
    #expect(shown.count { $0.contains("load | where") } == 1, "\(shown)")
    // What stood above it stands there still.
    #expect(shown.contains { $0.hasPrefix("Tab completes; ") }, "\(shown)")
  }

  /// Keys at random, then a line: it is as it was typed, and the terminal is as it was.
  @Test(arguments: [(40, "xterm", ""), (80, "xterm-256color", ""), (97, "dumb", ""), (120, "screen", "1")])
  func randomKeysBreakNothing(columns: Int, terminal kind: String, noColor: String) throws {
    let terminal = try PseudoTerminal(
      in: folder, terminal: kind, columns: columns, more: noColor.isEmpty ? [:] : ["NO_COLOR": noColor])
    try terminal.expect("[1] ")
    var random = UInt64(columns)
    let keys = [
      "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[H", "\u{1B}[F", "\u{1B}[3~", "\u{1B}[1;5C", "\u{1B}[1;5D",
      "\u{1B}[5~", "\u{1}", "\u{5}", "\u{B}", "\u{15}", "\u{17}", "\u{8}", "\u{7F}", "\u{12}", "\u{1B}", "\t",
      "\u{1B}f",
      "\u{1B}b", "\u{14}", "\u{19}", "load | ", "select ", "\"", "{", "é", "日本", "🎈", " ", "| ", "x", "\u{3}", "\u{C}",
    ]
    func key() -> String {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return keys[Int((random >> 33) % UInt64(keys.count))]
    }
    for round in 1...40 {
      terminal.send((0..<8).map { _ in key() }.joined())
      terminal.listen(seconds: 0.02)
      if round % 10 == 0 { terminal.resize(columns: columns + round % 3) }
    }
    terminal.resize(columns: columns)
    // Out of a list, and of any line that is open.
    terminal.send("\u{1B}")
    terminal.listen(seconds: 0.3)
    // Too far apart for two to be one that wants a hard stop.
    for _ in 0..<3 {
      terminal.send("\u{3}")
      terminal.listen(seconds: 2.1)
    }
    terminal.send("load | take 2 | show row\r")
    try terminal.expect("\n  2\n")
    try terminal.expect("] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    #expect(terminal.currentSettings == terminal.settings)
  }
}
