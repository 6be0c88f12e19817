import Diagnostics
import Documents
import Foundation
import Pipeline
import Store
import Syntax
import TestSupport
import Testing

@Suite struct InterpreterTests {
  @Test func cells() throws {
    let session = try ToySession(cells: true)
    try session.run("load | take 5", cell: 1)
    try session.run("load | take 7", cell: 2)
    #expect(try session.run("_ | describe", cell: 3) == "described 7 rows")
    #expect(try session.run("_1 | describe", cell: 4) == "described 5 rows")
    #expect(try session.run("load | diff _1", cell: 5) == "20 against 5")
    #expect(session.check("_9 | describe").map(\.code.name) == ["C0214"])
  }

  @Test func sessionsAreRestoredFromTheStore() throws {
    let session = try ToySession(cells: true)
    let source = SourceText(name: "cell[1]", text: "let a = load | score complexity | take 5")
    let statement = try #require(Parser.parse(source).program.statements.first)
    let outcome = try session.interpreter.run(statement, in: source, cell: 1)
    let value = try #require(outcome.value)

    let later = try ToySession(sharing: session, cells: true)
    #expect(
      later.interpreter.restore(
        statement, in: source, cell: 1, key: outcome.key, shape: Shape(value.type, value.columns)))
    #expect(later.runs.take() == [:])
    #expect(try later.run("a | describe", cell: 2) == "described 5 rows")
    #expect(try later.run("_1 | take 2", cell: 3) == "2 rows")
    #expect(later.runs.take() == ["describe": 1, "take": 1])
    #expect(later.interpreter.currentKey(of: statement, in: source) == outcome.key)
    try later.run("set model \"other\"")
    #expect(later.interpreter.currentKey(of: statement, in: source) != outcome.key)
    // Values that the store let go are made again, under the settings that they were made with.
    let key = try #require(outcome.key)
    try later.executor.store.remove(key)
    let last = try ToySession(sharing: session, cells: true)
    #expect(
      last.interpreter.restore(
        statement, in: source, cell: 1, key: outcome.key, shape: Shape(value.type, value.columns)))
    #expect(try last.run("a | describe") == "described 5 rows")
    #expect(last.runs.take() == ["describe": 1, "take": 1])
  }

  @Test func scalars() throws {
    let session = try ToySession()
    #expect(try session.run("param n = 4\nload | take $n") == "4 rows")
    #expect(try session.run("set seed 9\nload | take $seed") == "9 rows")
    #expect(try session.run("param limit = 5\nload | where tokens < $limit and tokens >= 1 | take 2") == "2 rows")
    #expect(try session.run("param share = 50%\nload | select random $share") == "10 rows")
    #expect(try session.run("param share = 3 rows\nload | select random $share") == "3 rows")
    let path = session.folder("abc.txt")
    try AtomicFile.write("123", to: path)
    #expect(try session.run("param base = \"\(session.folder(""))\"\nload \"$base/abc.txt\"") == "3 rows")
    // A `def`'s parameter hides the script's, which hides the setting's.
    #expect(try session.run("param n = 4\ndef few(n = 2) = take $n\nload | few") == "2 rows")
    #expect(try session.run("load | few $n") == "4 rows")
    #expect(try session.run("load | few n 3") == "3 rows")
  }

  @Test func parametersFromOutside() throws {
    let session = try ToySession()
    try session.interpreter.give(parameter: "n", text: "6")
    try session.interpreter.give(parameter: "1", text: "50%")
    try session.interpreter.give(parameter: "place", text: "not a number")
    #expect(try session.run("param n = 4\nload | take $n") == "6 rows")
    #expect(try session.run("load | select random $1") == "10 rows")
    #expect(try session.run("param place = \"x\"\nhelp") != nil)
    try session.interpreter.fix(setting: "seed", text: "3")
    #expect(session.check("set seed 8").map(\.severity) == [.warning])
    #expect(try session.run("set seed 8\nload | take $seed") == "3 rows")
    #expect(throws: Diagnostic.self) { try session.interpreter.fix(setting: "seed", text: "x") }
  }

  @Test func definitionsSeeOnlyWhatStandsBefore() throws {
    let session = try ToySession()
    try session.run("def one() = take 1\ndef two() = one | show")
    #expect(try session.run("load | two") == "1 rows")
    // Defining it anew does not change what was made of it.
    try session.run("def one() = take 9")
    #expect(try session.run("load | two") == "1 rows")
    #expect(try session.run("def one() = one | take 5\nload | one") == "5 rows")
    #expect(try session.run("def source(n = 3) = load | take $n\nsource 2") == "2 rows")
    #expect(try session.run("load | diff { source }") == "20 against 3")
  }

  @Test func useBringsDefinitionsOnce() throws {
    let session = try ToySession()
    try AtomicFile.write("use \"sub/inner.cact\"\ndef outer() = inner | take 2\n", to: session.folder("outer.cact"))
    try FileManager.default.createDirectory(atPath: session.folder("sub"), withIntermediateDirectories: true)
    try AtomicFile.write("def inner() = take 3\n", to: session.folder("sub/inner.cact"))
    #expect(try session.run("use \"\(session.folder("outer.cact"))\"\nload | outer") == "2 rows")
    #expect(try session.run("load | inner") == "3 rows")

    func problem(_ name: String, _ text: String) throws -> Diagnostic? {
      try AtomicFile.write(text, to: session.folder(name))
      let found = try ToySession().check("use \"\(session.folder(name))\"")
      #expect(found.count == 1 && found.first?.code.name == "C0215")
      return found.first
    }
    #expect(
      try problem("circle.cact", "use \"circle2.cact\"\n")?.message.contains("cannot be read") == true)
    try AtomicFile.write("use \"circle.cact\"\n", to: session.folder("circle2.cact"))
    #expect(
      try problem("circle.cact", "use \"circle2.cact\"\n")?.notes
        == ["circle.cact uses circle2.cact uses circle.cact"])
    let broken = try problem("broken.cact", "def a() = tke 3\nload | take 3\n")
    #expect(broken?.notes.count == 2)
    #expect(broken?.notes.first?.hasSuffix("broken.cact:1:11: no stage is named `tke` [C0203]") == true)
  }

  @Test func help() throws {
    let session = try ToySession()
    let page = try #require(try session.run("help select"))
    #expect(page.hasPrefix("select: Chooses rows\n\n    select diverse|top|random [SHARE]"))
    #expect(page.contains("Rows -> Rows"))
    #expect(page.contains("(default 40%)"))
    #expect(page.contains("See also score"))
    let overview = try #require(try session.run("help"))
    for name in ["select", "explain", "max_failed"] { #expect(overview.contains("  " + name), "\(name)") }
  }
}
