import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

@Suite("load and hold") struct LoadTests {
  @Test func theTeachingSetComesWithItsHeldOutRows() throws {
    let session = try Session(tiny: true)
    let value = try session.rows("load")
    let held = try #require(value.heldOut)
    #expect(held.rows.count == 200)
    #expect(value.rows.hasColumn("tokens") && value.rows.hasColumn("answer_tokens"))
    #expect(value.numbers("tokens").allSatisfy { $0 > 2 })
    #expect(session.heard.takeText().contains { $0.contains("200 more rows held out, on other topics") })
  }

  @Test func aMisspeltFileIsAnsweredWithThoseBesideIt() throws {
    let session = try Session(tiny: true)
    let path = try session.file("rows.jsonl", Teaching.pairs(3))
    let line = "load \"\(session.folder("rowz.jsonl"))\" | take 2"
    let found = try #require(session.check(line).first)
    let edit = try #require(found.helps.first?.edits.first)
    #expect(found.code.name == "C0401" && found.helps.count == 1 && edit.replacement == "\"\(path)\"", "\(found)")
    // What it writes is what was meant.
    var bytes = Array(line.utf8)
    bytes.replaceSubrange(edit.span.lower..<edit.span.upper, with: Array(edit.replacement.utf8))
    #expect(try session.rows(String(decoding: bytes, as: UTF8.self)).rows.count == 2)
    // Of many that are as near, three; of none, none.
    for name in ["rowa.jsonl", "rowb.jsonl", "rowc.jsonl"] { _ = try session.file(name, Teaching.pairs(1)) }
    // (A session says it once.)
    let other = try Session(sharing: session, tiny: true)
    let several = try #require(other.check(line).first).helps.compactMap { $0.edits.first?.replacement }
    #expect(several == ["a", "b", "c"].map { "\"\(session.folder("row\($0).jsonl"))\"" })
    #expect(session.check("load \"\(session.folder("quite-another.json"))\"").first?.helps.isEmpty == true)
  }

  @Test func holdSaysWhatItReplaces() throws {
    let session = try Session(tiny: true)
    #expect(try session.rows("load | hold 30").heldOut?.rows.count == 30)
    #expect(session.heard.takeText().contains { $0.contains("take the place of the 200 rows held out before") })
    let path = try session.file("rows.jsonl", Teaching.pairs(40))
    try session.run("load \"\(path)\" | hold 10")
    #expect(!session.heard.takeText().contains { $0.contains("take the place") })
  }

  @Test func rolesAreFoundOrSaid() throws {
    let session = try Session(tiny: true)
    let path = try session.file(
      "qa.jsonl", [["ask": "1 + 1?", "reply": "2", "n": 1], ["ask": "2 + 2?", "reply": "4", "n": 2]])
    let value = try session.rows("load \"\(path)\" question \"ask\" answer \"reply\"")
    #expect(value.texts("question") == ["1 + 1?", "2 + 2?"])
    #expect(value.texts("answer") == ["2", "4"])
    // begin-of-text, the prompt in its template, the answer, end-of-text.
    #expect(zip(value.numbers("tokens"), value.numbers("answer_tokens")).allSatisfy { $0 > $1 + 2 })
    let error = session.failure("load \"\(path)\" question \"asked\" answer \"reply\"")
    #expect(error?.code.name == "R0110" && error?.helps.contains { $0.message.contains("`ask`") } == true)
  }

  @Test func alpacaInputBelongsToTheQuestion() throws {
    let session = try Session(tiny: true)
    let path = try session.file(
      "alpaca.jsonl",
      [
        ["instruction": "Add.", "input": "1 2", "output": "3"], ["instruction": "Add.", "input": "", "output": "3"],
      ])
    let tokens = try session.rows("load \"\(path)\"").numbers("tokens")
    #expect(tokens[0] > tokens[1])
  }

  @Test func aFolderOfTexts() throws {
    let session = try Session(tiny: true)
    try FileManager.default.createDirectory(atPath: session.folder("texts/deep"), withIntermediateDirectories: true)
    for (name, text) in [("b.py", "y = 2\n"), ("a.txt", "one"), ("deep/c.md", "# three"), ("d.bin", "skipped")] {
      try text.write(toFile: session.folder("texts/" + name), atomically: true, encoding: .utf8)
    }
    let value = try session.rows("load \"\(session.folder("texts"))\" folder")
    #expect(value.rows.count == 3)
    #expect((0..<3).allSatisfy { value.rows.isPlainText($0) })
    // Without the word a folder is an error that says the word.
    let error = session.failure("load \"\(session.folder("texts"))\"")
    #expect(error?.helps.contains { $0.message.contains("folder") } == true)
    // Another content is another value.
    try "two".write(toFile: session.folder("texts/a.txt"), atomically: true, encoding: .utf8)
    #expect(try session.rows("load \"\(session.folder("texts"))\" folder").texts("answer").contains("two"))
  }

  @Test func rowsThatFailAreCountedAndStopTheStageBeyondTheLimit() throws {
    let session = try Session(tiny: true)
    let rows = Teaching.pairs(8) + [["instruction": "No answer here."], ["instruction": "Null.", "output": NSNull()]]
    let path = try session.file("half.jsonl", rows)
    let error = try #require(session.failure("load \"\(path)\""))
    #expect(error.code.name == "C0510")
    #expect(error.message.contains("2 of 10"))
    // Which rows, and why.
    #expect(error.notes.contains { $0.contains("9") && $0.contains("10") })
    let outcome = try session.run("set max_failed 20%\nload \"\(path)\"")
    #expect(outcome.value?.size.rows == 8)
    #expect(outcome.isBalanced && outcome.ledger("in") == 10 && outcome.ledger("kept") == 8)
  }

  @Test func ownColumnsWinOverTheFiles() throws {
    let session = try Session(tiny: true)
    let path = try session.file("own.jsonl", [["instruction": "Say.", "output": "x", "ifd": 3, "tokens": -1]])
    let value = try session.rows("load \"\(path)\"")
    #expect(value.numbers("file_ifd") == [3] && value.numbers("file_tokens") == [-1])
    #expect(value.numbers("tokens")[0] > 0 && !value.rows.hasColumn("ifd"))
    #expect(session.heard.takeText().contains { $0.contains("file_ifd") })
    #expect(session.check("load \"\(path)\" | select top 10%").map(\.code.name) == ["C0350"])
  }

  @Test func heldOutRowsAndTheirTwinsAreOutOfReach() throws {
    let session = try Session(tiny: true)
    // Row n + 40 is row n with one word changed.
    let pairs = Teaching.pairs(40)
    let twins = pairs.map { pair in
      pair.merging(["instruction": "\(pair["instruction"] ?? "") Please."]) { $1 }
    }
    let path = try session.file("twins.jsonl", pairs + twins)
    let outcome = try session.run("load \"\(path)\" | hold 10")
    let value = try #require(outcome.value as? RowsValue)
    let held = try #require(value.heldOut)
    #expect(outcome.isBalanced)
    let kept = Set(value.rows.rowNumbers)
    let judged = Set(held.rows.rowNumbers)
    #expect(kept.isDisjoint(with: judged))
    #expect(judged.count >= 10)
    for row in judged {
      let twin = row <= 40 ? row + 40 : row - 40
      #expect(!kept.contains(twin), "row \(row) is held out, its twin \(twin) is not")
    }
    #expect((outcome.ledgerEntries("dropped")["near twins of held-out rows"] ?? 0) > 0)
    // The same rows for the same seed, others for another.
    #expect(try Set(#require(session.rows("load \"\(path)\" | hold 10").heldOut).rows.rowNumbers) == judged)
    #expect(
      try Set(#require(session.rows("set seed 7\nload \"\(path)\" | hold 10").heldOut).rows.rowNumbers) != judged)
  }

  @Test func rowsOfAGroupAreHeldOutTogether() throws {
    let session = try Session(tiny: true)
    let path = try session.file("grouped.jsonl", Teaching.pairs(60, topics: 8))
    let outcome = try session.run("load \"\(path)\" | hold 3 group topic")
    let value = try #require(outcome.value as? RowsValue)
    let held = try #require(value.heldOut)
    let judged = (0..<held.rows.count).map { held.rows.cell($0, "topic").description }
    #expect(Set(value.texts("topic")).isDisjoint(with: judged))
    // Groups until there are enough rows: 60 rows have 8 topics, so that one is.
    #expect(Set(judged).count == 1)
    #expect(outcome.isBalanced && held.rows.count > 3 && value.rows.count > 0)
    // Of three parts none has a topic of another; a part is no more than it needs to be.
    let parts = try #require(try session.rows("load \"\(path)\" | hold 24 group topic target 8 search 8").heldOut)
    let topics = [parts.target, parts.search, parts.rows].compactMap { $0 }.map { rows in
      Set((0..<rows.count).map { rows.cell($0, "topic").description })
    }
    #expect(topics.count == 3 && topics.allSatisfy { (1...2).contains($0.count) }, "\(topics)")
    #expect(Set(topics.joined()).count == topics.reduce(0) { $0 + $1.count })
    // Fewer groups than parts.
    let few = session.failure(
      "load \"\(path)\" | where topic == \"\(judged[0])\" | hold 6 group topic target 2 search 2")
    #expect(few?.code.name == "C0511", "\(String(describing: few))")
  }

  /// A copy under another topic is not held out with that topic's group, once its twin is.
  @Test func aGroupBringsNoTwinOfAnotherPart() throws {
    let session = try Session(tiny: true)
    var rows = Teaching.pairs(60, topics: 8)
    for n in 0..<20 {
      var copy = rows[n]
      copy["topic"] = rows[n + 1]["topic"]
      rows.append(copy)
    }
    let path = try session.file("copies.jsonl", rows)
    for seed in 1...6 {
      let outcome = try session.run("set seed \(seed)\nload \"\(path)\" | hold 24 group topic target 8 search 8")
      let value = try #require(outcome.value as? RowsValue)
      let held = try #require(value.heldOut)
      #expect(outcome.isBalanced, "seed \(seed): \(String(describing: outcome.record["ledger"]))")
      let parts = [held.target, held.search, held.rows, value.rows].compactMap { $0 }.map { rows in
        Set((0..<rows.count).map { rows.cell($0, "output").description })
      }
      for (place, part) in parts.enumerated() {
        #expect(parts[(place + 1)...].allSatisfy(part.isDisjoint), "seed \(seed), part \(place)")
      }
    }
  }

  @Test func limitTakesTheFirstRowsAndSaysThatThereAreMore() throws {
    let session = try Session(tiny: true)
    let path = try session.file("rows.jsonl", Teaching.pairs(12))
    let outcome = try session.run("load \"\(path)\" limit 5")
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == Array(1...5))
    #expect(outcome.isBalanced && outcome.ledger("in") == 5)
    #expect(outcome.record["ledger"]?["notes"]?.array?.compactMap(\.string) == ["more rows follow after row 5"])
    #expect(session.heard.takeText().contains { $0.contains("more rows follow after row 5") })
    // Another limit is another value; one beyond the file is the file.
    #expect(try session.rows("load \"\(path)\" limit 6").rows.count == 6)
    #expect(try session.rows("load \"\(path)\" limit 99").rows.count == 12)
    #expect(session.check("load \"\(path)\" limit 0").map(\.code.name) == ["C0207"])
    // The advice for an array that is cut short.
    let cut = session.folder("cut.json")
    let text = "[{\"instruction\": \"a\", \"output\": \"b\"}, {\"instruction\": \"c\", \"out"
    try text.write(toFile: cut, atomically: true, encoding: .utf8)
    let advice = session.failure("load \"\(cut)\"")?.helps.first?.message ?? ""
    let line = try #require(advice.split(separator: "`").first { $0.hasPrefix("load ") })
    #expect(try session.rows(String(line)).rows.count == 1)
  }

  @Test func whatRowsLoseStandsInTheSum() throws {
    let session = try Session(tiny: true)
    func talk(_ turns: String...) -> [String: Any] {
      ["messages": turns.enumerated().map { ["role": $0 % 2 == 0 ? "user" : "assistant", "content": $1] }]
    }
    let path = try session.file("talks.jsonl", [talk("Q", "A"), talk("Q", "A", "R", "B", "S"), talk("Q", "A")])
    let outcome = try session.run("load \"\(path)\"")
    #expect(outcome.isBalanced && outcome.ledger("kept") == 3)
    #expect(outcome.ledgerEntries("reduced") == ["without 1 turn after the last learned answer": 1])
    let lost = "1 kept without 1 turn after the last learned answer"
    let text = session.heard.takeText()
    #expect(text.contains { $0.contains("3 in = 2 kept + \(lost)") }, "\(text)")
    #expect(text.contains { $0.hasSuffix("\(lost): row 2") }, "\(text)")
    // What a remembered load lost is said again.
    try session.run("load \"\(path)\"")
    #expect(session.heard.takeText().contains { $0.contains("2 kept + \(lost)") })
  }
}
