import Diagnostics
import Documents
import Foundation
import LanguageModel
import Numerics
import Pipeline
import Rows
import Stages
import Synchronization
import TestSupport
import Testing
import Work

@Suite("generate") struct GenerateTests {
  private func session(_ rows: [[String: Any]] = Teaching.pairs(12)) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", rows))\"")
  }

  private func ended(_ value: RowsValue) -> [String] { value.texts("ended") }

  @Test func everyRowGetsItsAnswer() throws {
    let (session, load) = try session()
    let outcome = try session.run("\(load) | generate max 12")
    let value = try #require(outcome.value as? RowsValue)
    #expect(outcome.isBalanced && value.rows.count == 12)
    #expect(value.texts("generated").contains { !$0.isEmpty })
    #expect(ended(value).allSatisfy { ["true", "false"].contains($0) })
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("greedy, at most 12 tokens · by tiny, template plain"), "\(text)")
    let whole = ended(value).count { $0 == "true" }
    #expect(text.contains("\(whole) ended by themselves"), "\(text)")
    // What the checker promised is there.
    for line in ["where ended", "show generated", "derive n = len(generated)"] {
      #expect(session.check("\(load) | generate | \(line)").isEmpty)
    }
    #expect(try session.rows("\(load) | generate max 12 | where not ended").rows.count == 12 - whole)
  }

  @Test func aRowSaysWhatItsPromptAloneSays() throws {
    let (session, load) = try session(Teaching.pairs(11))
    let rows = try session.rows("\(load) | generate max 10")
    let first = try session.rows("\(load) | take 1 | generate max 10")
    #expect(first.texts("generated") == [rows.texts("generated")[0]])
    let question = rows.texts("question")[4]
    let alone = try session.rows("generate \"\(question)\" max 10")
    #expect(alone.texts("generated") == [rows.texts("generated")[4]])
    #expect(alone.rows.names == ["question", "tokens", "answer_tokens", "generated", "ended"])
    #expect(alone.texts("question") == [question] && alone.numbers("tokens")[0] > 5)
    // Through the language: a column of it can be shown, none of a file.
    #expect(session.check("generate \"x\" | show row question generated").isEmpty)
    #expect(session.check("generate \"x\" | show topic").hasErrors)
  }

  @Test func whatIsDrawnDependsOnSeedAndRowAlone() throws {
    let (session, load) = try session(Teaching.pairs(9))
    let line = "generate max 10 temperature 1.5"
    let all = try session.rows("\(load) | \(line)")
    let other = try Session(tiny: true)
    let some = try other.rows("\(load) | where row > 5 | \(line)")
    #expect(some.texts("generated") == Array(all.texts("generated")[5...]))
    #expect(try other.rows("set seed 9\n\(load) | \(line)").texts("generated") != all.texts("generated"))
    // Equal questions draw for themselves; where nothing is drawn they are answered once, and alike.
    let twins = "load \"\(try session.file("twins.jsonl", Array(repeating: Teaching.pairs(1)[0], count: 3)))\""
    #expect(Set(try session.rows("\(twins) | \(line)").texts("generated")).count == 3)
    #expect(Set(try session.rows("\(twins) | generate max 10").texts("generated")).count == 1)
    // Top-k of one is greedy.
    #expect(
      try session.rows("\(load) | generate max 10 top_k 1").texts("generated")
        == session.rows("\(load) | generate max 10").texts("generated"))
  }

  @Test func beamsAndStopStrings() throws {
    let (session, load) = try session(Teaching.pairs(5))
    let beams = try session.rows("\(load) | generate max 10 beams 3")
    #expect(beams.rows.count == 5)
    #expect(session.heard.takeText().joined().contains("3 beams, length penalty 1, at most 10 tokens"))
    let plain = try session.rows("\(load) | generate max 10")
    let text = try #require(plain.texts("generated").first { $0.count > 6 })
    let place = text.index(text.startIndex, offsetBy: 3)
    let stop = String(text[place..<text.index(place, offsetBy: 2)])
    let quoted = String(decoding: try JSONEncoder().encode(stop), as: UTF8.self)
    let cut = try session.rows("\(load) | generate max 10 stop \(quoted) \"never there\"")
    for (whole, short) in zip(plain.texts("generated"), cut.texts("generated")) {
      #expect(short == (whole.range(of: stop).map { String(whole[..<$0.lowerBound]) } ?? whole))
    }
    let index = try #require(plain.texts("generated").firstIndex(of: text))
    #expect(ended(cut)[index] == "true")
  }

  @Test func aTunedModelAnswersInItsOwnTemplate() throws {
    let (session, load) = try session(Teaching.pairs(12))
    try session.run("let tuned = \(load) | pack 512 | tune epochs 6 batch 3 rate 3e-3")
    let question = "Write a function that can sort number 0 of the sort tasks."
    let tuned = try session.rows("tuned | generate \"\(question)\" max 20")
    #expect(
      tuned.texts("generated") == (try session.rows("generate \"\(question)\" with tuned max 20")).texts("generated"))
    #expect(tuned.texts("generated") != (try session.rows("generate \"\(question)\" max 20")).texts("generated"))
    let report = try session.report("tuned | eval { \(load) | take 6 }")
    let ends = try #require(report.data["ended"])
    #expect(ends["answers"]?.int == 6 && ends["tokens"]?.int == 128)
    #expect((0...6).contains(ends["tuned"]?.int ?? -1) && (0...6).contains(ends["base"]?.int ?? -1))
    let sentence = "\(ends["tuned"]?.int ?? -1) of 6 greedy answers end by themselves within 128 tokens"
    #expect(report.lines.contains { $0.contains(sentence) }, "\(report.lines)")
  }

  @Test func whatDoesNotFitTogetherIsSaidBeforeAnythingRuns() throws {
    let (session, load) = try session(Teaching.pairs(3))
    try session.run("let tuned = \(load) | pack 512 | tune epochs 1")
    for (line, code, words) in [
      ("\(load) | generate \"Hello\"", "C0352", "have their own questions"),
      ("generate", "C0352", "no prompt is given"), ("tuned | generate", "C0352", "no prompt is given"),
      ("generate \"x\" beams 2 temperature 1", "C0351", "`temperature` samples"),
      ("generate \"x\" beams 2 top_k 3", "C0351", "`top_k` samples"),
      ("generate \"x\" length_penalty 2", "C0351", "at least 2"),
      ("generate \"x\" temperature 0 top_p 0.5", "C0351", "temperature of 0"),
      ("tuned | generate \"x\" with tuned", "C0351", "names another"),
      ("generate \"x\" max 0", "C0207", ""), ("generate \"x\" top_p 1.5", "C0207", ""),
      ("\(load) | show tokens | generate", "C0301", "question"),
    ] {
      let found = session.check(line)
      #expect(found.count == 1, "\(line): \(found)")
      if !line.contains("show tokens") { #expect(found.first?.code.name == code, "\(line)") }
      #expect(found.first?.message.contains(words) == true || words.isEmpty, "\(line): \(found)")
    }
    #expect(session.check("generate \"x\" temperature 1 top_k 5 top_p 0.9 stop \"a\" \"b\" max 3").isEmpty)
    #expect(session.check("tuned | generate \"x\" | where ended").isEmpty)
    // A definition may begin with it, in each of its ways.
    #expect(
      session.check(
        """
        def query(words = 20) = generate "Who?" max $words
        def answer(words = 20) = generate max $words
        query 3
        tuned | query
        \(load) | answer 5 | show generated
        """
      ).isEmpty)
    for line in ["generate \"Who?\" max 5", "tuned | generate \"Who?\"", "\(load) | generate max 5"] {
      let plan = try #require(try session.run("explain \(line)").plan, "\(line)")
      #expect(plan.stages.last?.name == "generate" && plan.seconds != nil, "\(line)")
    }
  }

  @Test func endTokensOfTheGenerationSettingsEndAnAnswer() throws {
    let session = try Session()
    let model = try TinyModel.make(in: session.folder("own"))
    let line = "set model \"\(model)\"\ngenerate \"Count the words.\" max 6"
    let before = try session.rows(line)
    // From now on every token ends an answer; the remembered one was another model's.
    try "{\"eos_token_id\": \(Array(0..<4096))}".write(
      toFile: model + "/generation_config.json", atomically: true, encoding: .utf8)
    let after = try session.rows(line)
    #expect(after.texts("generated") == [""] && ended(after) == ["true"])
    #expect(before.texts("generated") != [""])
  }

  @Test func rowsWithoutAQuestionAndOnesThatFillTheContext() throws {
    var rows = Teaching.pairs(3)
    rows.append(["instruction": String(repeating: "very long question ", count: 2_000), "output": "x"])
    let (session, load) = try session(rows)
    let outcome = try session.run("\(load) | generate max 4")
    #expect(outcome.isBalanced && outcome.ledger("kept") == 3)
    #expect(outcome.ledgerEntries("dropped")["question too long"] == 1)
    let long = String(repeating: "very long prompt ", count: 2_000)
    #expect(session.failure("generate \"\(long)\"")?.code.name == "C0511")
    let broken = try TinyModel.make(in: session.folder("broken")) { model in
      guard let norm = model.layout.entries.first(where: { $0.name == "model.norm.weight" }) else { return }
      model.withWeights { $0.pointer[norm.range.lowerBound] = .nan }
    }
    let error = try #require(session.failure("set model \"\(broken)\"\n\(load) | take 3 | generate max 4"))
    #expect(error.code.name == "C0510" && error.notes.contains { $0.contains("scores not a number") })
  }

  @Test func anInterruptedStageKeepsWhatItHas() throws {
    let (session, load) = try session(Teaching.pairs(90))
    let line = "\(load) | generate max 8"
    let cancellation = Cancellation()
    var kept = 0
    let work = Work(cancellation: cancellation) { progress in
      if progress.label == "generate", progress.done >= 17 { cancellation.cancel() }
    }
    do {
      try session.run(line, work: work)
      Issue.record("was expected to be interrupted")
    } catch let stopped as Interrupted {
      // Those that go on side by side may be done in the same step.
      #expect((17..<90).contains(stopped.done) && stopped.total == 90)
      kept = stopped.done
    }
    let rest = Mutex<[Double]>([])
    let again = try session.run(
      line, work: Work { progress in if progress.label == "generate" { rest.withLock { $0.append(progress.done) } } })
    #expect(rest.withLock { $0.first } == Double(kept))
    #expect(session.heard.takeText().contains { $0.contains("\(kept) answers were remembered") })
    let undisturbed = try Session(tiny: true).rows(line)
    #expect((again.value as? RowsValue)?.texts("generated") == undisturbed.texts("generated"))
    // Ten more rows cost ten rows.
    let more = "load \"\(try session.file("more.jsonl", Teaching.pairs(100)))\" | generate max 8"
    try session.run(more)
    #expect(session.heard.takeText().contains { $0.contains("90 answers were remembered") })
  }

  /// Hears text as a person at a terminal would.
  private final class Watcher: RunObserver {
    let heard = Mutex("")
    var showsText: Bool { true }
    func text(_ piece: String) { heard.withLock { $0 += piece } }
  }

  @Test func textComesAsItIsMade() throws {
    let (session, load) = try session(Teaching.pairs(6))
    func watch(_ line: String) throws -> (heard: String, value: RowsValue) {
      let watcher = Watcher()
      let value = try #require(try session.run(line, observer: watcher).value as? RowsValue)
      return (watcher.heard.withLock { $0 }, value)
    }
    let question = "Write a function that can sort."
    let one = try watch("generate \"\(question)\" max 20")
    let text = one.value.texts("generated")[0]
    #expect(one.heard == text + (text.hasSuffix("\n") || text.isEmpty ? "" : "\n"))
    // Two rows: one after the other, although they are made side by side.
    let two = try watch("\(load) | take 2 | generate max 12")
    let texts = two.value.texts("generated").map { $0.hasSuffix("\n") || $0.isEmpty ? $0 : $0 + "\n" }
    #expect(two.heard == "row 1\n\(texts[0])\nrow 2\n\(texts[1])")
    // What may be a stop string is not shown before it is known not to be one.
    let stop = String(text.dropFirst(4).prefix(3))
    let quoted = String(decoding: try JSONEncoder().encode(stop), as: UTF8.self)
    let cut = try watch("generate \"\(question)\" max 20 stop \(quoted)")
    let short = cut.value.texts("generated")[0]
    #expect(short.count <= 4 && cut.heard == short + (short.hasSuffix("\n") || short.isEmpty ? "" : "\n"))
    // More rows than a person would read: progress instead.
    #expect(try watch("\(load) | generate max 12").heard.isEmpty)
  }
}
