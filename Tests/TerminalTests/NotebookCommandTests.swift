import Foundation
import TestSupport
import Testing

/// Commands of the notebook that could lose what is there.
@Suite struct NotebookCommandTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test func aMistypedSessionDoesNotTakeTheNotebooksPlace() throws {
    let terminal = try PseudoTerminal(in: folder, ["--session", folder("work.json")])
    try terminal.expect("[1] ")
    terminal.send("let few = load | take 3\r")
    try terminal.expect("[2] ")
    for name in [folder("wrok.json"), "\"\(folder("wrok.json"))\"", folder("no/such/work.json")] {
      terminal.send(":open \(name)\r")
      let said = try terminal.expect("[2] ")
      #expect(said.contains("C0610") && said.contains(":open new"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder("wrok.json")))
    terminal.send("few | show row\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[3] ")
    // What is there is not begun anew.
    terminal.send(":open new \(folder("work.json"))\r")
    #expect(
      try terminal.expect("[3] ").split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "is not overwritten"))
    terminal.send(":open new \"\(folder("second.json"))\"\r")
    #expect(try terminal.expect("[1] ").contains("new session in"))
    terminal.send(":open \(folder("work.json"))\r")
    #expect(try terminal.expect("[3] ").contains("2 cells restored"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func anExportReplacesNobodysFile() throws {
    let notes = folder("notes.md")
    try "mine\n".write(toFile: notes, atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(in: folder, ["--session", folder("work.json")])
    try terminal.expect("[1] ")
    terminal.send("load | take 3\r")
    try terminal.expect("[2] ")
    terminal.send(":export \(notes)\r")
    #expect(try terminal.expect("[2] ").contains("C0605"))
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "mine\n")
    terminal.send(":export \(folder("own.md"))\r")
    #expect(try terminal.expect("[2] ").contains("written: "))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }
}
