import Diagnostics
import Foundation
import Terminal
import TestSupport
import Testing

/// The commands without a terminal: statuses, streams, formats.
@Suite struct CommandLineTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  func cact(_ arguments: [String], input: String? = nil) throws -> Command {
    try Command.run(
      try BuiltProduct.path("cact"), arguments,
      environment: ["CACT_STORE": folder("store"), "HOME": folder.path, "NO_COLOR": nil], directory: folder.path,
      input: input)
  }

  @Test func standardInputThatIsNoTerminalIsAScript() throws {
    let run = try cact([], input: "# two statements\nlet few = load |\n  take 2\nfew | show row\n")
    #expect(run.status == 0)
    #expect(run.output == "row\n  1\n  2\n")
    #expect(run.errors.contains("[2] few | show row"))
    #expect(!run.errors.contains("\u{1B}") && !run.errors.contains("\r"))
  }

  @Test func statusesTellWhatHappened() throws {
    #expect(try cact(["run", "-e", "load | take 1"]).status == 0)
    #expect(try cact(["--bogus"]).status == 2)
    #expect(try cact(["nosuch.cact"]).status == 2)
    #expect(try cact(["check", folder.path]).status == 2)
    #expect(try cact(["run", "-e", "load | tkae 1"]).status == 3)
    #expect(try cact(["check", "-e", "load | take"]).status == 3)
    #expect(try cact(["run", "-e", "load \"nosuch.jsonl\""]).status == 2)
    try "[{\"instruction\": \"a\", ".write(toFile: folder("cut.json"), atomically: true, encoding: .utf8)
    #expect(try cact(["run", "-e", "load | take 1 | save \"cut.json/rows.jsonl\""]).status == 5)
    #expect(try cact(["explain", "R0103"]).output.hasPrefix("R0103: "))
    #expect(try cact(["explain", "C9999"]).status == 2)
    #expect(try cact(["explain", "C0203"]).output.contains("C0203: "))
    #expect(try cact(["help", "nosuch"]).status == 2)
    #expect(try cact(["--version"]).output == Application.version + "\n")
  }

  @Test func aScriptIsCheckedWholeBeforeItsFirstLineRuns() throws {
    let script = folder("s.cact")
    try "load | take 1 | save \"\(folder("out.jsonl"))\"\nload | sort nosuch\n".write(
      toFile: script, atomically: true, encoding: .utf8)
    let run = try cact([script])
    #expect(run.status == 3)
    #expect(run.errors.contains("s.cact:2:13"))
    #expect(!FileManager.default.fileExists(atPath: folder("out.jsonl")))
  }

  @Test func jsonOneObjectAStatementAndRowsAsLines() throws {
    let run = try cact(["run", "--format", "json", "--quiet", "-e", "set seed 7\nlet a = load | take 2\na | take 1"])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3)
    let objects = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["cell"] as? Int } == [1, 2, 3])
    #expect(objects[1]["name"] as? String == "a" && objects[1]["type"] as? String == "Rows")
    #expect((objects[2]["digest"] as? String)?.count == 64)
    #expect(run.errors == "")

    let rows = try cact(["run", "--format", "jsonl", "--quiet", "-e", "load | take 2"])
    #expect(rows.output.split(separator: "\n").count == 2)
    let error = try cact(["check", "--error-format", "json", "-e", "load | tkae 1"])
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(error.errors.utf8)) as? [String: Any])
    #expect(found["code"] as? String == "C0203")
  }

  @Test func parametersAndOptionsOfTheCommandLineWin() throws {
    let script = folder("s.cact")
    try "param n = 3\nset seed 9\nset seed 10\nload | take $n | show row\nload | take $1 | show row\n".write(
      toFile: script, atomically: true, encoding: .utf8)
    let run = try cact(["--seed", "4", script, "1", "--arg", "n=2"])
    #expect(run.status == 0)
    #expect(run.output == "row\n  1\n  2\nrow\n  1\n")
    // It says so once, not for each `set`.
    #expect(run.errors.components(separatedBy: "was set on the command line").count == 2)
  }

  @Test func aSessionTakesTheCellsOfScripts() throws {
    let session = folder("s.json")
    #expect(try cact(["--session", session, "run", "-e", "let a = load | take 3"]).status == 0)
    let next = try cact(["--session", session, "run", "-e", "a | show row\n_1 | take 1 | show row"])
    #expect(next.status == 0)
    #expect(next.output == "row\n  1\n  2\n  3\nrow\n  1\n")
    try Data("{\"format\"".utf8).write(to: URL(fileURLWithPath: session))
    let cut = try cact(["--session", session, "run", "-e", "load"])
    #expect(cut.status == 2)
    #expect(cut.errors.contains("C0601") && cut.errors.contains("s.json:1:"))
  }

  @Test func layoutIsCanonicalAndIdempotent() throws {
    let script = folder("s.cact")
    try "load|take 3   # three\n".write(toFile: script, atomically: true, encoding: .utf8)
    #expect(try cact(["fmt", "--check", script]).status == 3)
    #expect(try cact(["fmt", script]).status == 0)
    #expect(try String(contentsOfFile: script, encoding: .utf8).hasPrefix("load | take 3"))
    #expect(try String(contentsOfFile: script, encoding: .utf8).contains("# three"))
    #expect(try cact(["fmt", "--check", script]).status == 0)
  }

  @Test func aPlanRunsNothing() throws {
    let plan = try cact([
      "explain", "-e", "let a = load | score complexity\na | select diverse 10% | pack 4096 | tune epochs 1",
    ])
    #expect(plan.status == 0)
    #expect(plan.output.contains("score complexity") && plan.output.contains("tune epochs 1"))
    #expect(!plan.output.contains("remembered\n"))
    // What a stage notes stands there once, and no line is broken inside a word.
    let search = try cact(["explain", "-e", "load mixed | optimize 10%"]).output
    #expect(search.components(separatedBy: "ways to choose").count == 2, "\(search)")
    #expect(search.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(search)")
    let rows = try cact(["run", "--format", "jsonl", "--quiet", "-e", "explain load | take 3"])
    #expect(rows.output.contains("\"stages\""))
  }

  @Test func aReaderThatGoesAwayIsNoError() throws {
    let run = try Command.shell(
      "CACT_STORE=\"$2\" \"$1\" run --quiet --format jsonl -e load | head -1 >/dev/null",
      try BuiltProduct.path("cact"), folder("store"))
    #expect(run.status == 0)
    #expect(run.errors == "")
  }

  @Test func everyCodeIsThereOnceAndEveryCodeOfTheSourcesIsThere() throws {
    let codes = TerminalCodeTable.book.entries.map(\.code)
    for code in Set(codes) { #expect(codes.count { $0 == code } == 1, "\(code)") }
    var used: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: PackageRoot.path + "/Sources")
    where path.hasSuffix(".swift") {
      let source = try String(contentsOfFile: "\(PackageRoot.path)/Sources/\(path)", encoding: .utf8)
      used.formUnion(source.matches(of: /"([CRT]0\d{3})"/).map { String($0.1) })
    }
    #expect(used == Set(codes.map(\.name)))
  }
}
