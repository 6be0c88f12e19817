import Foundation
import TestSupport
import Testing

/// Commands that look at cells and change them, as a person types them.
@Suite struct CellCommandTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func start(_ environment: [String: String] = [:]) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(in: folder, more: environment)
    try terminal.expect("[1] ")
    return terminal
  }

  @Test func stagesThatTakeNoTimeHaveOneLine() throws {
    let terminal = try start()
    // Remembered from here on, however busy the machine is.
    terminal.send("load | count\r")
    try terminal.expect("[2] ")
    // One that took seconds, on a machine that stood still, is shown whole.
    var (shown, cell) = ("", 1)
    repeat {
      cell += 1
      terminal.send("load | where level >= 2 | take 3 | show row\r")
      shown = try terminal.expect("[\(cell + 1)] ")
    } while shown.contains(" in = ") && cell < 6
    #expect(
      shown.contains("load 1,200 · where ") && shown.contains(" · take 3 (") && shown.contains("row\n"), "\(shown)")
    #expect(!shown.contains(" in = "), "\(shown)")
    terminal.send(":ledger\r")
    #expect(try terminal.expect("[\(cell + 1)] ").contains("1,200 in = 1,200 kept"))
    // Whoever wants all of it says so once; a model's stages are shown whole anyway.
    terminal.send("set ledger full\r")
    try terminal.expect("[\(cell + 2)] ")
    terminal.send("load | take 2 | show row\r")
    #expect(try terminal.expect("[\(cell + 3)] ").contains("1,200 in = 2 kept"))
    terminal.send(":ledger 2\r")
    #expect(try terminal.expect("[\(cell + 3)] ").contains("take    the first 3 rows"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func commandsSayWhatTheyDidAndWhatTheyTake() throws {
    let terminal = try start()
    func said(_ line: String, upTo prompt: String = "[3] ") throws -> String {
      terminal.send(line + "\r")
      return try terminal.expect(prompt)
    }
    _ = try said("load | count", upTo: "[2] ")
    _ = try said("explain load | take 3", upTo: "[3] ")
    #expect(try said(":ledger").contains("cell 2 ran no stage; the last before it that did: `:ledger 1`"))
    #expect(try said(":undo").contains("1 change undone: cell 2 is gone"))
    #expect(try said(":redo").contains("1 change done again: cell 2 is back"))
    #expect(try said(":drop 1").contains("cell 1 is gone"))
    #expect(try said(":undo").contains("1 change undone: cell 1 is back"))
    #expect(try said(":undo x").contains("`:undo` takes a number of changes"))
    #expect(try said(":rerun").contains("takes the number of a cell, or `stale`"))
    let absent = try said(":rerun 9")
    #expect(absent.contains("there is no cell 9") && !absent.contains("[9]"))
    #expect(try said(":export").contains("for example `:export work.md`"))
    let help = try said("?:undo")
    #expect(help.contains(":undo [N]") && !help.contains(":redo"))
    #expect(try said(":help redo").contains(":redo [N]"))
    #expect(try said(":help nothing").contains("there is no notebook command `:nothing`"))
    #expect(try said("take?").contains("take: The first N rows"))
    #expect(try said(":quiet").contains("values and errors only"))
    #expect(try said(":quiet").contains("from here on everything"))
    _ = try said("let few = _1", upTo: "[4] ")
    #expect(try said("explain few", upTo: "[5] ").contains("nothing to run: the value is there"))
    #expect(try said("Few | take 1", upTo: "[5] ").contains("a value with a similar name exists"))
    terminal.send("qzw | take 1\r")
    try terminal.expect("values here: few")
    try terminal.expect("[5] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func severalChangesAreUndoneAtOnceAndCounted() throws {
    let terminal = try start()
    for (number, line) in ["set seed 1", "set seed 2", "set seed 3"].enumerated() {
      terminal.send(line + "\r")
      try terminal.expect("[\(number + 2)] ")
    }
    terminal.send(":undo 2\r")
    // The numbers of cells that are gone are not given again.
    #expect(try terminal.expect("[4] ").contains("2 changes undone: cells 2 and 3 are gone"))
    terminal.send(":undo 9\r")
    let rest = try terminal.expect("[4] ")
    #expect(rest.contains("1 change undone, there were no more"), "\(rest)")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func anExportedReportHoldsTheRowsThatWereShown() throws {
    let terminal = try start()
    terminal.send("load | take 3 | show row topic\r")
    try terminal.expect("[2] ")
    terminal.send(":export \(folder("p.md"))\r")
    try terminal.expect("[2] ")
    let report = try String(contentsOfFile: folder("p.md"), encoding: .utf8)
    #expect(report.contains("load | take 3 | show row topic"), "\(report)")
    for row in 1...3 { #expect(report.contains(try Regex("(?m)^[| ]*\(row) [| ]*[a-z]")), "\(report)") }
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func aLineThatWasRefusedIsNotOffered() throws {
    let terminal = try start()
    terminal.send("load | takes 5\r")
    try terminal.expect("a stage with a similar name exists")
    try terminal.expect("[1] ")
    terminal.send("load | take")
    try terminal.expect("load | take")
    // The right arrow takes what stands behind the line.
    terminal.send("\u{1B}[C")
    terminal.send(" 3 | show row\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[2] ")
    terminal.send("load | take 3 |")
    // What stands behind the line is there before it is taken.
    try terminal.expect(" show row")
    terminal.send("\u{1B}[C\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[3] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func cellsAreNamedUndoneAndRunAgain() throws {
    let file = folder("rows.jsonl")
    func write(_ count: Int) throws {
      try String(repeating: "{\"instruction\": \"a\", \"output\": \"b\"}\n", count: count).write(
        toFile: file, atomically: true, encoding: .utf8)
    }
    try write(3)
    let terminal = try start()
    terminal.send("load \"\(file)\"\r")
    try terminal.expect("[2] ")
    terminal.send("_1 | count\r")
    try terminal.expect("[3] ")
    terminal.send(":rename 1 few\r")
    #expect(try terminal.expect("[3] ").contains("cell 1 is now `few`"))
    terminal.send("few | count\r")
    try terminal.expect("[4] ")
    terminal.send(":undo\r:redo\r:redo\r")
    let steps = try terminal.expect("nothing to redo")
    #expect(steps.contains("1 change undone") && steps.contains("1 change done again"))
    try terminal.expect("[4] ")
    try write(5)
    terminal.send(":cells\r")
    let cells = try terminal.expect("[4, 3 stale] ")
    #expect(cells.contains("reads") && cells.contains(" stale\n"), "\(cells)")
    terminal.send(":rerun stale\r")
    // Each is shown with its text; what stood on three rows stands on five.
    let again = try terminal.expect("[4] ")
    #expect(again.contains("[1] let few = load") && again.contains("[2] _1 | count"), "\(again)")
    terminal.send(":rerun stale\r")
    #expect(try terminal.expect("nothing is stale").isEmpty == false)
    terminal.send(":sessions\r")
    let sessions = try terminal.expect("goes on in one")
    #expect(sessions.contains("open") && sessions.contains("few | count"))
    terminal.send(":quiet\rfew | take 1 | show instruction\r")
    let quiet = try terminal.expect("instruction\na\n")
    #expect(quiet.contains("values and errors only") && !quiet.contains("load 5"), "\(quiet)")
    try terminal.expect("[5] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func theUsersEditorChangesCellsAndLines() throws {
    let terminal = try start(["EDITOR": "sed -i s/3/4/"])
    terminal.send("load | take 3 | show row\r")
    try terminal.expect("[2] ")
    terminal.send(":edit 1\r")
    #expect(try terminal.expect("\n  4\n").contains("[1] load | take 4 | show row"))
    try terminal.expect("[2] ")
    // The line as it is typed so far, on its way to be entered.
    terminal.send("load | take 3 | show row\u{18}\u{5}")
    try terminal.expect("\n  4\n")
    try terminal.expect("[3] ")
    terminal.send(":edit 1\r")
    #expect(try terminal.expect("[3] ").contains("cell 1 is as it was"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func anEmptyLineCanBeEditedToo() throws {
    let terminal = try start(["EDITOR": "printf 'load | take 4 | show row\\n' >"])
    terminal.send("\u{18}\u{5}")
    try terminal.expect("\n  4\n")
    try terminal.expect("[2] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func severalStatementsOfAPasteAreToldOfOneByOne() throws {
    let terminal = try start()
    terminal.send("load | count\r")
    try terminal.expect("[2] ")
    terminal.send(
      "\u{1B}[200~load | take 3 | show row\nload | take 4 | pack 1024\nload | take 5 | show row\u{1B}[201~\r")
    let shown = try terminal.expect("[5] ")
    let isFolded = shown.contains("load 1,200 · take 3") || shown.contains("1,200 in = 3 kept")
    #expect(isFolded && shown.contains("\n  3\n") && shown.contains("\n  5\n"), "\(shown)")
    // Of packs the stages are all that is shown.
    #expect(shown.contains("pack    ") && shown.contains("take    the first 4 rows"), "\(shown)")
    // Also where one that follows fails.
    terminal.send("\u{1B}[200~load | take 4 | pack 512\nload \"none.jsonl\"\u{1B}[201~\r")
    let failed = try terminal.expect("[7] ")
    #expect(failed.contains("pack    ") && failed.contains("R0101"), "\(failed)")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func anEditorThatFailsChangesNothing() throws {
    let terminal = try start(["VISUAL": "false", "EDITOR": "true"])
    terminal.send("load | take 3 | show row\r")
    try terminal.expect("[2] ")
    terminal.send(":edit 1\r")
    #expect(try terminal.expect("[2] ").contains("C0627"))
    terminal.send(":cells\r")
    #expect(try terminal.expect("[2] ").contains("load | take 3 | show row"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    #expect(terminal.currentSettings == terminal.settings)
  }

  @Test func whatAnInterruptedScoreHasDoneIsAtHand() throws {
    let terminal = try start()
    terminal.send("load | score complexity | select diverse 10% | pack 4096 | tune epochs 3\r")
    // After the first batch, before the last.
    try terminal.expect(" tokens (")
    terminal.send("\u{3}")
    let said = try terminal.expect("[2] ")
    #expect(said.contains("interrupted after") && said.contains("_1 is what was done, a fair sample: "), "\(said)")
    terminal.send("_1 | where ifd > 0 | count\r")
    try terminal.expect("[3] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }
}
