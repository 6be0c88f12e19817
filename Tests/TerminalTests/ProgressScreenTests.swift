import Foundation
import TestSupport
import Testing

/// The line of progress on a terminal, by a stage that takes a while, however fast the machine is.
@Suite struct ProgressScreenTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func start(_ kind: String = "xterm") throws -> PseudoTerminal {
    try PseudoTerminal(in: folder, ["run", "-e", "load | score complexity"], terminal: kind)
  }

  private func stop(_ terminal: PseudoTerminal) throws {
    terminal.signal(SIGINT)
    try terminal.expect("interrupted", within: 300)
    _ = try terminal.finish(within: 300)
  }

  @Test func aNarrowerTerminalShowsOneLineOfIt() throws {
    let terminal = try start()
    try terminal.expect(" left", within: 300)
    // Stopped, so that what is written before the resize can be told from what is written after it.
    terminal.signal(SIGSTOP)
    terminal.listen(seconds: 0.5)
    var wide = TerminalScreen(columns: 100)
    wide.take(terminal.bytes)
    let count = terminal.bytes.count
    let line = try #require(wide.lines.last)
    #expect(line.hasPrefix("score   ") && line.count > 40 && wide.lines.count { $0.hasPrefix("score   ") } == 1)
    terminal.resize(columns: 40)
    terminal.signal(SIGCONT)
    // At least one line of the new width is drawn.
    for _ in 0..<3_000 where !terminal.bytes[count...].contains(0x0D) { terminal.listen(seconds: 0.1) }
    #expect(terminal.bytes[count...].contains(0x0D))
    try stop(terminal)
    var narrow = wide.resized(columns: 40)
    // The old line is two rows now, of which no blank at the end is seen.
    let rows = narrow.lines.suffix(2)
    #expect(
      rows.first?.hasPrefix("score   ") == true && rows.joined().filter { $0 != " " } == line.filter { $0 != " " })
    narrow.take(terminal.bytes[count...])
    let shown = narrow.lines
    #expect(narrow.unknown.isEmpty && shown.contains { $0.contains("interrupted") }, "\(shown)")
    #expect(
      !shown.contains { $0.hasSuffix(" left") || $0.contains(" tokens/s") || $0.contains("tokens (") }, "\(shown)")
    // What stood above it stands there still.
    #expect(shown.contains { $0.hasPrefix("load    teaching set") }, "\(shown)")
  }

  @Test func aDumbTerminalGetsNoCodes() throws {
    let terminal = try start("dumb")
    try terminal.expect(" left", within: 300)
    // Drawn again, and so taken away in between.
    try terminal.expect(" left", within: 300)
    try stop(terminal)
    #expect(!terminal.bytes.contains(0x1B))
  }
}
