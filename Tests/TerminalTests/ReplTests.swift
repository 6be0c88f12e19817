import Foundation
import Terminal
import TestSupport
import Testing

/// The built program on a terminal of its own. Nothing here depends on how fast the machine is.
@Suite struct ReplTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  func start(_ arguments: [String] = []) throws -> PseudoTerminal { try PseudoTerminal(in: folder, arguments) }

  @Test func theFirstLineSaysWhereWeAreAndControlDEnds() throws {
    let terminal = try start()
    let first = try terminal.expect("[1] ")
    #expect(first.contains("cact \(Application.version) · "))
    #expect(first.contains("GFLOP/s") && first.contains("thread") && first.contains("store ~/store"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func tabCompletesStagesOptionsChoicesColumnsAndFiles() throws {
    let terminal = try start()
    try terminal.expect("[1] ")
    terminal.send("loa\t")
    // (libedit may draw a blank at the end of a line by moving the cursor.)
    try terminal.expect("load")
    // Several fit: they are listed with what they do, and the line comes back.
    terminal.send("| s\t")
    let list = try terminal.expect("[1] load | s")
    #expect(list.contains("score") && list.contains("select") && list.contains("sort"))
    #expect(list.contains("Keeps a share of the rows"))
    #expect(!list.contains("hold"))
    terminal.send("ele\tdiv\t")
    try terminal.expect("elect diverse")
    terminal.send("10% clus\t")
    try terminal.expect("clusters")
    terminal.send("\u{3}")
    try terminal.expect("[1] ")
    // A column that only a stage before it adds, and one of the file.
    terminal.send("load | derive twice = tokens * 2 | show twi\tanswer_t\t")
    try terminal.expect("show twice answer_tokens")
    terminal.send("\r")
    try terminal.expect("more rows")
    try terminal.expect("[2] ")
    try FileManager.default.createDirectory(atPath: folder("data"), withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folder("data/first-rows.jsonl")))
    terminal.send("load \"\(folder("da"))\t")
    try terminal.expect("data/")
    terminal.send("fir\t")
    try terminal.expect("first-rows.jsonl")
    terminal.send("\u{3}")
    try terminal.expect("[2] ")
    terminal.send("_1\t| ta\t3 | show row\r")
    try terminal.expect("| take 3 | show row")
    try terminal.expect("\n  3\n")
    try terminal.expect("[3] ")
    terminal.send(":rer\t2\r")
    try terminal.expect(":rerun 2")
    // The rows have their numbers still, though the cell before does not show them.
    try terminal.expect("\n  3\n")
    try terminal.expect("[3] ")
    terminal.send("exit\r")
    #expect(try terminal.finish() == 0)
  }

  @Test func tabCompletesModelsOfTheHubsCache() throws {
    let hub = folder("hub")
    for name in ["models--org--tiny-coder", "datasets--org--tiny-rows", "models--..--up"] {
      try FileManager.default.createDirectory(atPath: "\(hub)/\(name)/snapshots/1", withIntermediateDirectories: true)
    }
    let terminal = try PseudoTerminal(in: folder, more: ["HF_HUB_CACHE": hub])
    try terminal.expect("[1] ")
    // The only one that there is.
    terminal.send("set model \t")
    try terminal.expect("set model \"org/tiny-coder\"")
    terminal.send("\u{3}")
    try terminal.expect("[1] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func cellsOverSeveralLinesTypedAndPasted() throws {
    let terminal = try start()
    try terminal.expect("[1] ")
    terminal.send("load |\r")
    try terminal.expect("| ")
    terminal.send("take 3 | show row\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[2] ")
    // One write, as a terminal hands over what is pasted: lines that begin with `|` go on, over comments and blank lines.
    terminal.send("load\r  | take 4\r\r  # four rows\r  | show row\rload | take 2 | show row\r")
    try terminal.expect("\n  4\n")
    try terminal.expect("\n  2\n")
    try terminal.expect("[4] ")
    // A pipe at a fresh prompt goes on from the last cell.
    terminal.send("| take 1\r")
    try terminal.expect("\n  1\n")
    try terminal.expect("[5] ")
    terminal.send(":cells\r")
    let cells = try terminal.expect("[5] ")
    #expect(cells.contains("load | take 4 | show row") && cells.contains("| take 1"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func anAnswerAppearsWhileItIsMade() throws {
    let terminal = try start()
    try terminal.expect("[1] ")
    terminal.send("generate \"Write a function that reverses a string.\" max 40\r")
    // The whole answer over its lines, before the stage says that it is done; then it need not be shown again.
    let shown = try terminal.expect("generate greedy, at most 40 tokens")
    let table = try terminal.expect("[2] ")
    let answer = try #require(shown.components(separatedBy: "\n\ngenerate greedy").first)
    let lines = answer.split(separator: "\n").dropFirst()
    #expect(lines.first?.hasPrefix("def ") == true && lines.count > 1, "\(shown)")
    #expect(table.contains("1 in = 1 kept · ") && !table.contains("def "), "\(table)")
    // What was remembered is not made again.
    terminal.send("generate \"Write a function that reverses a string.\" max 40\r")
    let again = try terminal.expect("[3] ")
    #expect(again.contains("remembered") && again.contains(lines.joined(separator: "\n")), "\(again)")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func whatIsNotASCIIComesThrough() throws {
    let terminal = try start()
    try terminal.expect("[1] ")
    terminal.send("let größe = load | take 1\r")
    try terminal.expect("größe: 1 row")
    try terminal.expect("[2] ")
    terminal.send("größe | derive 日本 = \"žluť\" | show 日本\r")
    try terminal.expect("žluť\n")
    try terminal.expect("[3] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func anErrorShowsItsPlaceAndTakesNoNumber() throws {
    let terminal = try start()
    try terminal.expect("[1] ")
    terminal.send("load | sleect random 10%\r")
    let error = try terminal.expect("[1] ")
    #expect(error.contains("error[C0203]: no stage is named `sleect`"))
    #expect(error.contains(" --> cell[1]:1:8"))
    #expect(error.contains("1 | load | sleect random 10%\n  |        ^^^^^^ unknown stage"))
    #expect(error.contains("  | load | select random 10%"))
    // Ctrl-C at the prompt clears the line, and an open cell with it.
    terminal.send("nonsense (\u{3}")
    try terminal.expect("[1] ")
    terminal.send("load |\r")
    try terminal.expect("| ")
    terminal.send("\u{3}")
    try terminal.expect("[1] ")
    terminal.send(":nosuch\r")
    try terminal.expect("C0608")
    try terminal.expect("[1] ")
    terminal.send("?take\r")
    #expect(try terminal.expect("[1] ").contains("Examples"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func controlCKeepsWhatScoringHasDone() throws {
    let terminal = try start(["--session", folder("work.json")])
    try terminal.expect("[1] ")
    terminal.send("let scored = load | score complexity\r")
    // Progress shows after a second: some batches are done by then.
    try terminal.expect(" left", within: 300)
    terminal.send("\u{3}")
    let stopped = try terminal.expect("[2] ", within: 300)
    #expect(stopped.contains("interrupted"))
    #expect(stopped.contains("resume with"))
    terminal.send(":rerun 1\r")
    let done = try terminal.expect("[2] ", within: 600)
    #expect(done.contains("were scored before"))
    #expect(done.contains("scored: "))
    terminal.send(":quit\r")
    #expect(try terminal.finish() == 0)

    // Everything comes back without running: the value is in the store.
    let again = try start(["--session", folder("work.json")])
    #expect(try again.expect("[2] ").contains("1 cell restored"))
    again.send("scored | take 3 | show row ifd\r")
    let shown = try again.expect("[3] ")
    #expect(shown.contains("ifd"))
    #expect(!shown.contains(" left"))
    again.send("\u{4}")
    #expect(try again.finish() == 0)
  }

  @Test func aSignalToEndStopsScoringWithItsOwnStatus() throws {
    let terminal = try start()
    try terminal.expect("[1] ")
    terminal.send("load | score complexity\r")
    try terminal.expect(" left", within: 300)
    terminal.signal(SIGTERM)
    #expect(try terminal.finish(within: 300) == 75)

    let idle = try start()
    try idle.expect("[1] ")
    idle.signal(SIGHUP)
    #expect(try idle.finish() == 75)
  }

  @Test func settingsNamesAndCellsComeBack() throws {
    let path = folder("work.json")
    let terminal = try start(["--session", path])
    try terminal.expect("[1] ")
    for (index, line) in ["set seed 7", "def few(n = 2) = take $n", "let data = load | few 3"].enumerated() {
      terminal.send(line + "\r")
      try terminal.expect("[\(index + 2)] ")
    }
    terminal.send("data | show row\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[5] ")
    // Another process may not write the same session; it goes on in one of its own.
    let other = try start(["--session", path])
    let refused = try other.expect("[1] ")
    #expect(refused.contains("C0604") && refused.contains("process \(terminal.process)"))
    #expect(refused.contains("work-2.json"))
    other.send("\u{4}")
    #expect(try other.finish() == 0)

    terminal.send(":quit\r")
    #expect(try terminal.finish() == 0)
    let again = try start(["--session", path])
    #expect(try again.expect("[5] ").contains("4 cells restored"))
    again.send("_4 | few | show row\r")
    try again.expect("\n  2\n")
    try again.expect("[6] ")
    again.send(":settings\r")
    let settings = try again.expect("[6] ")
    #expect(settings.split(separator: "\n").contains { $0.hasPrefix("seed") && $0.contains("7") && $0.contains("set") })
    again.send("\u{4}")
    #expect(try again.finish() == 0)
  }

  @Test func aSessionCutInHalfIsNamedAndKept() throws {
    let path = folder("work.json")
    let terminal = try start(["--session", path])
    try terminal.expect("[1] ")
    terminal.send("load | take 2\r")
    try terminal.expect("[2] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let half = whole.prefix(whole.count / 2)
    try half.write(to: URL(fileURLWithPath: path))

    let again = try start(["--session", path])
    let start = try again.expect("[1] ")
    #expect(start.contains("C0601") && start.contains("work.json:") && start.contains("reading stopped here"))
    again.send("load | take 1 | show row\r")
    try again.expect("\n  1\n")
    try again.expect("[2] ")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == half)
    #expect(FileManager.default.fileExists(atPath: folder("work-2.json")))
    // On demand the damaged file makes room; it is not lost.
    again.send(":save \(path)\r")
    try again.expect(".damaged-1")
    try again.expect("[2] ")
    again.send("\u{4}")
    #expect(try again.finish() == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".damaged-1")) == half)
  }
}
