import Diagnostics
import Digests
import Documents
import Foundation
import GRDB
import Pipeline
import Store
import Syntax
import TestSupport
import Testing

/// Why a plan's stage is not remembered.
@Suite struct PlanReasonTests {
  private func plan(_ text: String, _ session: ToySession) throws -> Plan {
    let source = SourceText(name: "test", text: "explain " + text)
    let statement = try #require(Parser.parse(source).program.statements.first)
    return try #require(try session.interpreter.run(statement, in: source).plan)
  }

  private func reasons(_ text: String, _ session: ToySession) throws -> [String?] {
    try plan(text, session).stages.map(\.reason)
  }

  @Test func anArgumentIsNamedWithBothValues() throws {
    let session = try ToySession()
    try session.run("load | score complexity | select diverse 10% | pack 4096 | tune epochs 2")
    #expect(try reasons("load | score complexity", session) == [nil, nil])
    #expect(
      try reasons("load | score complexity | select diverse 20% | pack 4096", session)
        == [nil, nil, "`20%`, remembered with `10%`", "the stage before is new"])
    let tune = "load | score complexity | select diverse 10% | pack 4096 | tune"
    #expect(try reasons(tune + " epochs 3", session).last == "`epochs 3`, remembered with `2`")
    #expect(try reasons(tune + " epochs 2 lora", session).last == "`lora`, remembered without it")
    #expect(
      try reasons(tune + " epochs 4 rank 8 lora", session).last
        == "`epochs 4`, remembered with `2`, and `rank 8`, remembered without it, and 1 more differs")
    // The nearest of several, in another process.
    try session.run(tune + " epochs 2 lora")
    let other = try ToySession(sharing: session)
    #expect(try reasons(tune + " epochs 3", other).last == "`epochs 3`, remembered with `2`")
    #expect(try reasons(tune + " epochs 2 lora", other).last == .some(nil))
    #expect(other.runs.take() == [:])
  }

  @Test func aSettingIsNamedWithBothValues() throws {
    let session = try ToySession()
    try session.run("load | score complexity | select diverse 10%\nset seed 7")
    #expect(
      try reasons("load | score complexity | select diverse 10%", session)
        == [nil, nil, "`seed` 7, remembered with 42"])
    try session.run("set model \"elsewhere\"")
    #expect(
      try reasons("load | score complexity | select diverse 10%", session)
        == [nil, "`model` \"elsewhere\", remembered with the default", "the stage before is new"])
  }

  @Test func aFileThatChangedIsNamed() throws {
    let session = try ToySession()
    let path = session.folder("rows.txt")
    try AtomicFile.write("12345", to: path)
    #expect(try reasons("load \"\(path)\" | take 2", session) == ["not run yet", "the stage before is new"])
    try session.run("load \"\(path)\" | take 2")
    try AtomicFile.write("123456", to: path)
    #expect(try reasons("load \"\(path)\" | take 2", session).first == "the file \"\(path)\" changed")
    // Another file is another argument, whatever is in it.
    let second = session.folder("more.txt")
    try AtomicFile.write("1", to: second)
    #expect(
      try reasons("load \"\(second)\"", session) == ["`\"\(second)\"`, remembered with `\"\(path)\"`"])
  }

  @Test func whatWasLetGoIsToldFromWhatNeverWas() throws {
    let session = try ToySession()
    try session.run("load | score complexity | take 3")
    let key = try #require(try plan("load | score complexity | take 3", session).stages[2].key)
    try session.executor.store.remove(key)
    let other = try ToySession(sharing: session)
    #expect(
      try reasons("load | score complexity | take 3", other)
        == [nil, nil, "what was remembered is no longer in the store"])
    #expect(
      try reasons("load | sort tokens | score complexity", other) == [nil, "not run yet", "the stage before is new"])
    try session.run("load | sort tokens")
    #expect(
      try reasons("load | sort tokens | score complexity", other).last == "not run yet on what comes in here")
  }

  @Test func damageIsSaid() throws {
    let session = try ToySession()
    try session.run("load | take 3")
    let key = try #require(try plan("load | take 3", session).stages[1].key)
    let other = try ToySession(sharing: session)
    try DatabaseQueue(path: session.folder("store/store.sqlite")).write {
      try $0.execute(sql: "UPDATE value SET metadata = '{}' WHERE key = ?", arguments: [Data(key.bytes)])
    }
    #expect(try reasons("load | take 3", other) == [nil, "what was remembered is damaged"])
  }
}
