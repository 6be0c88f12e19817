import Diagnostics
import Documents
import Pipeline
import Store
import Syntax
import TestSupport
import Testing
import Work

@Suite struct ExecutorTests {
  @Test func aChangedWordRunsFromThereOn() throws {
    let session = try ToySession()
    try session.run("load | score complexity | select diverse 10% | pack 4096 | tune epochs 3")
    #expect(session.runs.take() == ["load": 1, "score": 1, "select": 1, "pack": 1, "tune": 1])
    #expect(
      try session.run("load | score complexity | select diverse 20% | pack 4096 | tune epochs 3")
        == "tuned on 4 rows in 4096, 3 epochs")
    #expect(session.runs.take() == ["select": 1, "pack": 1, "tune": 1])
    // Defaults written out, options in another order: the same recipe.
    try session.run("load | score complexity | select diverse clusters 10 20% | pack | tune")
    #expect(session.runs.take() == [:])
    // A new process.
    let other = try ToySession(sharing: session)
    #expect(
      try other.run("load | score complexity | select diverse 20% | pack 4096 | tune epochs 3")
        == "tuned on 4 rows in 4096, 3 epochs")
    #expect(other.runs.take() == [:])
  }

  @Test func onlySettingsThatAreReadMatter() throws {
    let session = try ToySession()
    try session.run("load | score complexity | select diverse 10%")
    _ = session.runs.take()
    try session.run("set seed 8\nload | score complexity | select diverse 10%")
    #expect(session.runs.take() == ["select": 1])
    try session.run("set model \"elsewhere\"\nload | score complexity | select diverse 10%")
    #expect(session.runs.take() == ["score": 1, "select": 1])
  }

  @Test func aFileIsKnownByItsContent() throws {
    let session = try ToySession()
    let path = session.folder("rows.txt")
    try AtomicFile.write("12345", to: path)
    #expect(try session.run("load \"\(path)\"") == "5 rows")
    #expect(try session.run("load \"\(path)\"") == "5 rows")
    #expect(session.runs.take() == ["load": 1])
    try AtomicFile.write("123456", to: path)
    #expect(try session.run("load \"\(path)\"") == "6 rows")
    #expect(session.runs.take() == ["load": 1])
  }

  @Test func namesKeepTheirValueWhateverIsSetLater() throws {
    let session = try ToySession()
    try session.run("set seed 1\nlet a = load | select random 10%\nset seed 2")
    _ = session.runs.take()
    #expect(try session.run("a | describe") == "described 2 rows")
    #expect(session.runs.take() == ["describe": 1])
    // The right side of a `let` sees the old value.
    try session.run("let a = a | take 1")
    #expect(try session.run("a | describe") == "described 1 rows")
  }

  @Test func whatChangesTheWorldAlwaysRunsAndLeavesTheKeyAlone() throws {
    let session = try ToySession()
    let path = session.folder("out.txt")
    try session.run("load | take 3 | save \"\(path)\" | score complexity")
    #expect(String(decoding: try AtomicFile.read(path), as: UTF8.self) == "3 rows")
    _ = session.runs.take()
    try AtomicFile.write("", to: path)
    try session.run("load | take 3 | save \"\(path)\" | score complexity")
    #expect(session.runs.take() == ["save": 1])
    #expect(String(decoding: try AtomicFile.read(path), as: UTF8.self) == "3 rows")
    try session.run("load | take 3 | score complexity")
    #expect(session.runs.take() == [:])
    let other = try ToySession(sharing: session)
    try AtomicFile.write("", to: path)
    try other.run("load | take 3 | save \"\(path)\"")
    #expect(other.runs.take() == ["save": 1])
    #expect(String(decoding: try AtomicFile.read(path), as: UTF8.self) == "3 rows")
  }

  @Test func viewsRunAgainAndPassOn() throws {
    let session = try ToySession()
    #expect(try session.run("load | show question | take 2") == "2 rows")
    _ = session.runs.take()
    #expect(try session.run("load | show question | take 2") == "2 rows")
    #expect(session.runs.take() == ["show": 1])
  }

  @Test func blocksRunOnTheInputWithASeedOfTheirOwn() throws {
    let session = try ToySession()
    let text = try session.run(
      "load | compare { score complexity | select top 10% } { select random 10% } then { pack } draws 2")
    #expect(
      text == """
        score complexity | select top 10%: 2 rows in 4096
        score complexity | select top 10%: 2 rows in 4096
        select random 10%: 2 rows in 4096
        select random 10%: 2 rows in 4096
        """)
    let runs = session.runs.take()
    #expect(runs["score"] == 1)
    // `select` reads the seed, whatever its kind: one run per draw and arm.
    #expect(runs["select"] == 4)
    #expect(runs["load"] == 1)
    try session.run("load | compare { score complexity | select top 10% } { select random 20% } then { pack } draws 2")
    #expect(session.runs.take() == ["compare": 1, "select": 2, "pack": 2])
  }

  @Test func valuesInArguments() throws {
    let session = try ToySession()
    #expect(try session.run("let a = load | take 3\nload | diff a") == "20 against 3")
    #expect(try session.run("load | diff { a | take 1 }") == "20 against 1")
    let path = session.folder("other.txt")
    try AtomicFile.write("1234567", to: path)
    #expect(try session.run("load | diff \"\(path)\"") == "20 against 7")
    try AtomicFile.write("12345678", to: path)
    #expect(try session.run("load | diff \"\(path)\"") == "20 against 8")
    #expect(try session.run("let m = load | pack | tune\nload | score complexity with m") == "20 rows")
    #expect(try session.run("load | take 4 | score complexity | why 1") == "before: 4 rows")
  }

  @Test func anUnfinishedValueIsUsedAndNotRemembered() throws {
    let session = try ToySession()
    #expect(try session.run("load | score complexity for 30m | take 9") == "5 rows")
    _ = session.runs.take()
    #expect(try session.run("load | score complexity for 30m | take 9") == "5 rows")
    #expect(session.runs.take() == ["score": 1])  // `take` of the same five rows is remembered
    try session.run("let some = load | score complexity for 30m")
    _ = session.runs.take()
    #expect(try session.run("some | describe") == "described 5 rows")
    #expect(session.runs.take() == ["describe": 1])
    #expect(try session.run("load | score complexity | take 9") == "9 rows")
  }

  @Test func makingAValueAgainWritesNoFiles() throws {
    let session = try ToySession()
    let path = session.folder("out.txt")
    let rows = session.folder("rows.txt")
    try AtomicFile.write("12345", to: rows)
    try session.run("let a = load \"\(rows)\" | take 3 | save \"\(path)\"")
    try AtomicFile.write("", to: path)
    for key in [session.interpreter.scope.bindings["a"]?.key].compactMap(\.self) {
      try session.executor.store.remove(key)
    }
    let other = try ToySession(sharing: session)
    other.interpreter.scope.bindings = session.interpreter.scope.bindings
    #expect(try other.run("a | describe") == "described 3 rows")
    #expect(try AtomicFile.read(path).isEmpty)
    // Another file's rows must not take the place of those that are gone.
    try session.executor.store.remove(try #require(session.interpreter.scope.bindings["a"]?.key))
    try AtomicFile.write("123456", to: rows)
    let last = try ToySession(sharing: session)
    last.interpreter.scope.bindings = session.interpreter.scope.bindings
    do {
      try last.run("a | describe")
      Issue.record("it must fail")
    } catch let diagnostic as Diagnostic {
      #expect(diagnostic.code == Codes.inputsChanged)
    }
  }

  @Test func interruptedWorkGoesOn() throws {
    let session = try ToySession()
    for _ in 0..<2 { #expect(throws: Interrupted.self) { try session.run("load | slow") } }
    let other = try ToySession(sharing: session)
    #expect(try other.run("load | slow") == "20 rows")
    #expect(other.runs.take() == ["slow": 1])
    #expect(try other.run("load | slow") == "20 rows")
    #expect(other.runs.take() == [:])
  }

  @Test func cancellationStopsBetweenStages() throws {
    let session = try ToySession()
    let source = SourceText(name: "test", text: "load | score complexity")
    let statement = try #require(Parser.parse(source).program.statements.first)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Interrupted.self) {
      try session.interpreter.run(statement, in: source, work: Work(cancellation: cancellation))
    }
    #expect(session.runs.take() == [:])
  }

  @Test func aFailureHasThePlaceOfItsStageAndWhatWasKept() throws {
    let session = try ToySession()
    let text = "load | pack | tune epochs 13"
    do {
      try session.run(text)
      Issue.record("it must fail")
    } catch let diagnostic as Diagnostic {
      #expect(diagnostic.code.name == "C0599")
      #expect(diagnostic.message == "thirteen epochs bring bad luck")
      #expect(SourceText(name: "", text: text).text(diagnostic.span) == "tune epochs 13")
      #expect(
        diagnostic.notes == ["the results of `load` and `pack` are kept: the same line resumes at `tune`"])
    }
    _ = session.runs.take()
    #expect(try session.run("load | pack | tune epochs 12") == "tuned on 20 rows in 4096, 12 epochs")
    #expect(session.runs.take() == ["tune": 1])
  }

  @Test func aDamagedValueIsMadeAgain() throws {
    let session = try ToySession()
    try session.run("load | take 3 | score complexity")
    let source = SourceText(name: "test", text: "load | take 3 | score complexity")
    let statement = try #require(Parser.parse(source).program.statements.first)
    let key = try #require(session.interpreter.currentKey(of: statement, in: source))
    let stored = try #require(try session.executor.store.value(for: key))
    try session.executor.store.put(key, bytes: Array("{".utf8), metadata: stored.metadata, engine: stored.engine)
    let other = try ToySession(sharing: session)
    #expect(try other.run("load | take 3 | score complexity") == "3 rows")
    #expect(other.runs.take() == ["score": 1])
  }

  @Test func thePlanRunsNothing() throws {
    let session = try ToySession()
    try session.run("load | score complexity")
    _ = session.runs.take()
    let source = SourceText(name: "test", text: "explain load | score complexity | select top 10% | pack 1024 | tune")
    let statement = try #require(Parser.parse(source).program.statements.first)
    let plan = try #require(try session.interpreter.run(statement, in: source).plan)
    #expect(session.runs.take() == [:])
    #expect(plan.stages.map(\.isRemembered) == [true, true, false, false, false])
    #expect(plan.stages.map(\.text) == ["load", "score complexity", "select top 10%", "pack 1024", "tune"])
    #expect(plan.stages[1].estimate.rows == 20)
    #expect(plan.threads == session.executor.engine.threads)
  }

  @Test func rememberedStagesSayTheSame() throws {
    final class Heard: RunObserver, @unchecked Sendable {
      // Unchecked: called on the one thread of this test.
      var lines: [String] = []
      func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
        lines.append("\(call.stage) \(remembered) \(blocks.map { $0.lines.map(\.first) })")
      }
    }
    let session = try ToySession()
    let source = SourceText(name: "test", text: "load | score complexity")
    let statement = try #require(Parser.parse(source).program.statements.first)
    let first = Heard()
    let outcome = try session.interpreter.run(statement, in: source, observer: first)
    let second = Heard()
    _ = try session.interpreter.run(statement, in: source, observer: second)
    #expect(first.lines == ["load false [[\"20 in = 20 kept\"]]", "score false [[\"scored\"]]"])
    #expect(second.lines == first.lines.map { $0.replacing("false", with: "true") })
    #expect(outcome.record["ledger"]?["in"]?.int == 20)
  }
}
