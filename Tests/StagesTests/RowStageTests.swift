import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows
import Stages
import Testing

/// Stages on rows that need no model beyond its tokenizer.
@Suite("Stages on rows") struct RowStageTests {
  private func session(_ count: Int = 50) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count)))\"")
  }

  /// Values of every kind, some missing.
  private func gaps() throws -> (Session, String) {
    let session = try Session(tiny: true)
    let values: [Any?] = [3, nil, 1, 2.5, nil, -4]
    let rows = values.enumerated().map { n, value in
      var row: [String: Any] = ["instruction": "Q\(n)", "output": "A\(n)", "name": ["b", "a", "c", "a", "b", "a"][n]]
      row["score"] = value
      return row
    }
    return (session, "load \"\(try session.file("gaps.jsonl", rows))\"")
  }

  @Test func takeSampleAndSelectRandom() throws {
    let (session, load) = try session()
    #expect(try session.rows("\(load) | take 7").rows.rowNumbers == Array(1...7))
    #expect(try session.rows("\(load) | take 999").rows.count == 50)
    let sampled = try session.rows("\(load) | sample 10").rows.rowNumbers
    #expect(sampled == sampled.sorted() && sampled.count == 10)
    #expect(try session.rows("\(load) | select random 10").rows.rowNumbers == sampled)
    #expect(try session.rows("\(load) | select random 20%").rows.rowNumbers == sampled)
    #expect(try Set(session.rows("\(load) | sample 20").rows.rowNumbers).isSuperset(of: sampled))
    #expect(try session.rows("set seed 7\n\(load) | sample 10").rows.rowNumbers != sampled)
    for line in ["take 7", "sample 10", "select random 13", "sample 999", "select random 300 tokens"] {
      #expect(try session.run("\(load) | \(line)").isBalanced, "\(line)")
    }
  }

  @Test func aShareBelowOneRowTakesOneAndTokensBelowTheShortestNone() throws {
    let (session, load) = try session()
    for stage in ["sample 0.1%", "select random 0.1%"] {
      #expect(try session.rows("\(load) | \(stage)").rows.count == 1, "\(stage)")
    }
    _ = session.heard.takeText()
    let none = try session.run("\(load) | select random 2 tokens")
    #expect(none.ledger("kept") == 0 && none.isBalanced)
    #expect(none.ledgerEntries("dropped") == ["beyond the tokens asked for": 50])
  }

  @Test func aShareOfTokensLeavesNoRowThatStillFits() throws {
    let (session, load) = try session()
    let all = try session.rows(load)
    let tokens = Dictionary(uniqueKeysWithValues: zip(all.rows.rowNumbers, all.numbers("tokens")))
    for stage in ["sample", "select random"] {
      let kept = try session.rows("\(load) | \(stage) 1k tokens")
      let used = kept.numbers("tokens").reduce(0, +)
      #expect(used <= 1_000 && kept.rows.count > 0)
      let left = Set(tokens.keys).subtracting(kept.rows.rowNumbers)
      #expect(left.allSatisfy { used + (tokens[$0] ?? 0) > 1_000 }, "\(stage)")
    }
  }

  @Test func whereThatFindsNothingSaysWhatItsCaseHides() throws {
    let session = try Session()
    let path = try session.file(
      "asks.jsonl", ["Use SQL here", "sql again", "Python"].map { ["question": $0, "answer": "x", "kind": "Easy"] })
    for (condition, hint) in [
      ("question contains \"SQl\"", "Case counts: `contains(lower(question), \"sql\")` holds for 2 rows."),
      ("kind == \"easy\" and starts(question, \"u\")", "holds for 1 row"),
    ] {
      #expect(try session.rows("load \"\(path)\" | where \(condition)").rows.count == 0)
      #expect(session.heard.takeText().contains { $0.contains(hint) }, "\(condition)")
    }
    // Where something is found, or nothing would be, nothing is said.
    for condition in ["question contains \"sql\"", "question contains \"rust\"", "matches(question, \"RUST\")"] {
      _ = try session.rows("load \"\(path)\" | where \(condition)")
      #expect(!session.heard.takeText().contains { $0.contains("Case counts") }, "\(condition)")
    }
  }

  @Test func whereDropsAMissingValueWithItsReason() throws {
    let (session, load) = try gaps()
    let outcome = try session.run("\(load) | where score >= 1")
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == [1, 3, 4])
    #expect(outcome.ledgerEntries("dropped") == ["score missing": 2, "where it does not hold": 1])
    #expect(outcome.isBalanced)
    #expect(try session.rows("\(load) | where is_missing(score)").rows.rowNumbers == [2, 5])
    #expect(try session.rows("\(load) | where not is_missing(score) and name == \"a\"").rows.rowNumbers == [4, 6])
    #expect(try session.rows("\(load) | where name in (\"b\", \"c\")").rows.rowNumbers == [1, 3, 5])
    #expect(try session.rows("\(load) | where row % 2 == 0").rows.rowNumbers == [2, 4, 6])
    #expect(try session.rows("\(load) | where contains(question, \"3\")").rows.rowNumbers == [4])
    #expect(try session.rows("\(load) | where len(answer) == 2").rows.count == 6)
    #expect(try session.rows("\(load) | where score > 100").rows.count == 0)
  }

  @Test func sortPutsMissingLastBothWaysAndKeepsEqualRowsInOrder() throws {
    let (session, load) = try gaps()
    #expect(try session.rows("\(load) | sort score").rows.rowNumbers == [6, 3, 4, 1, 2, 5])
    #expect(try session.rows("\(load) | sort score desc").rows.rowNumbers == [1, 4, 3, 6, 2, 5])
    #expect(try session.rows("\(load) | sort name").rows.rowNumbers == [2, 4, 6, 1, 5, 3])
    #expect(try session.rows("\(load) | sort name, score desc").rows.rowNumbers == [4, 6, 2, 1, 5, 3])
    #expect(try session.rows("\(load) | sort name desc, row desc").rows.rowNumbers == [3, 5, 1, 6, 4, 2])
    #expect(try session.rows("\(load) | sort abs(score) desc").rows.rowNumbers == [6, 1, 4, 3, 2, 5])
  }

  @Test func deriveAddsColumnsOfTheNarrowestKind() throws {
    let (session, load) = try gaps()
    let value = try session.rows(
      "\(load) | derive double = score * 2, big = double > 4, upper = lower(name), n = len(answer) + 1")
    #expect(value.numbers("double").map { $0.isNaN ? -99 : $0 } == [6, -99, 2, 5, -99, -8])
    #expect(value.rows.column("big")?.kind == .bool)
    #expect(value.texts("big") == ["true", "", "false", "true", "", "false"])
    #expect(value.rows.column("n")?.kind == .integer && value.numbers("n") == [3, 3, 3, 3, 3, 3])
    #expect(value.rows.column("upper")?.kind == .text)
    // What is derived can be named by the stages after it.
    #expect(try session.rows("\(load) | derive d = score | where d < 0").rows.rowNumbers == [6])
    #expect(session.check("\(load) | derive d = score | where e < 0").hasErrors)
  }

  @Test func showKeepsColumnsAndRoles() throws {
    let (session, load) = try gaps()
    let value = try session.rows("\(load) | show score question")
    #expect(value.rows.names == ["score", "instruction"])
    #expect(session.check("\(load) | show score | where name == \"a\"").hasErrors)
  }

  @Test func describeCountAndColumns() throws {
    let (session, load) = try gaps()
    let described = try session.report("\(load) | describe")
    let score = try #require(described.data.array?.first { $0["column"]?.string == "score" })
    #expect(score["missing"]?.int == 2 && score["count"]?.int == 6)
    #expect(score["min"]?.double == -4 && score["max"]?.double == 3 && score["median"]?.double == 1.75)
    #expect(described.columnNames.first == "column")
    #expect(described.cells.allSatisfy { $0.count == described.columnNames.count })

    let name = try #require(described.data.array?.first { $0["column"]?.string == "name" })
    #expect(name["common"]?.array?.compactMap { $0["value"]?.string } == ["a", "b"])
    #expect(score["common"] == nil && described.cells.contains { $0.last == "a ×3 · b ×2" })

    // A report's table is described as rows are, by its own figures.
    let lines = try session.report("\(load) | count by name | describe")
    #expect(
      lines.title == "3 lines" && lines.data.array?.compactMap { $0["column"]?.string }.contains("tokens") == true)
    #expect(lines.data.array?.first { $0["column"]?.string == "count" }?["max"]?.double == 3)

    let counted = try session.report("\(load) | count by name")
    let expected = [["a", "3", "50.0%"], ["b", "2", "33.3%"], ["c", "1", "16.7%"]]
    #expect(counted.cells.map { Array($0.prefix(3)) } == expected)
    let scores = try session.report("\(load) | count by score")
    #expect(scores.data.array?.first?["score"]?.string == "(missing)")
    #expect(try session.report("\(load) | count").data[0]?["count"]?.int == 6)

    let columns = try session.report("\(load) | columns").data.array ?? []
    func column(_ name: String) -> [String?] {
      columns.filter { $0["column"]?.string == name }.flatMap { [$0["kind"]?.string, $0["role"]?.string] }
    }
    #expect(column("instruction") == ["text", "question"] && column("output") == ["text", "answer"])
    #expect(column("score") == ["number", ""])
    #expect(column("tokens") == ["integer", ""] && column("row") == ["integer", ""])
  }

  /// What is held out is in no figure of what is left, and values of rows are cut and safe.
  @Test func describeTellsOfTheRowsOfThePoolAlone() throws {
    let session = try Session(tiny: true)
    let long = String(repeating: "long ", count: 40)
    let rows = Teaching.pairs(40).enumerated().map { place, row in
      row.merging(["topic": place < 10 ? "secret" : place < 25 ? "line\n\u{1B}[31m" : long]) { $1 }
    }
    let load = "load \"\(try session.file("rows.jsonl", rows))\""
    let report = try session.report("\(load) | hold 10 where topic == \"secret\" | describe")
    let topic = try #require(report.data.array?.first { $0["column"]?.string == "topic" })
    #expect(topic["common"]?.array?.compactMap { $0["count"]?.int } == [15, 15])
    #expect(!report.data.serialized().contains("secret"))
    let cell = try #require(report.cells.first { $0.first == "topic" }?.last)
    #expect(cell.contains("line\\n\\u{1b}[31m ×15") && cell.contains("long long long lo… ×15"), "\(cell)")
  }

  @Test func viewsAndReportsOfNoRows() throws {
    let (session, load) = try gaps()
    #expect(try session.report("\(load) | where score > 100 | describe").columnNames.isEmpty == false)
    #expect(try session.report("\(load) | where score > 100 | count by name").cells.isEmpty)
    #expect(try session.rows("\(load) | where score > 100 | sort name | sample 10%").rows.isEmpty)
    let nothing = session.failure("\(load) | where score > 100 | pack 64")
    #expect(nothing?.code.name == "C0511")
  }

  @Test func arithmeticWithoutAResultIsCountedAndNamed() throws {
    let (session, load) = try gaps()
    let outcome = try session.run("\(load) | where 6 / (score - 1) > 0 or log(score) > 9")
    #expect((outcome.value as? RowsValue)?.rows.rowNumbers == [1, 4])
    #expect(
      outcome.ledgerEntries("dropped") == [
        "score missing": 2, "division by zero": 1, "logarithm of zero or less": 1,
      ])
    #expect(outcome.isBalanced)
    _ = session.heard.takeText()
    let derived = try session.rows("\(load) | derive x = log(score), y = exp(score * 999)")
    #expect(derived.numbers("y").map(\.isNaN) == [true, true, true, true, true, false])
    let said = session.heard.takeText()
    for line in [
      "`x` has no value: 2 score missing: rows 2, 5", "`x` has no value: 1 logarithm of zero or less: row 6",
      "`y` has no value: 3 out of the range of numbers: rows 1, 3, 4",
    ] {
      #expect(said.contains { $0.contains(line) }, "\(line) is not in \(said)")
    }
    try session.run("\(load) | sort name, 1 / (score - 1)")
    #expect(session.heard.takeText().contains { $0.contains("last by key 2: 1 division by zero: row 3") })
  }

  @Test func aStageWhoseRowsAreAllGoneSaysWhy() throws {
    let (session, load) = try gaps()
    func said(_ stages: String) throws -> [String] {
      _ = session.heard.takeText()
      try session.run("\(load) | \(stages)")
      return session.heard.takeText().filter { $0.contains("No row") }
    }
    #expect(
      try said("where score / 0 > 3") == ["where: No row is left: 4 division by zero, 2 score missing."])
    #expect(try said("take 0") == ["take: No row is left: 6 after the first 0."])
    #expect(try said("sample 1 tokens") == ["sample: No row is left: 6 not drawn."])
    let later = "No rows came in: an earlier stage left none."
    for stage in [
      "where score > 1", "sort name", "derive x = 1", "sample 10%", "select random 10%", "take 3", "embed", "generate",
      "score complexity",
    ] {
      #expect(try said("take 0 | \(stage)").last == "\(stage.prefix { $0 != " " }): \(later)", "\(stage)")
    }
    #expect(try said("take 3").isEmpty)
    // Nothing to judge or to validate by is no verdict.
    let tuned = "\(load) | pack 64 | tune epochs 1"
    #expect(session.failure("\(tuned) | eval { \(load) | take 0 }")?.code.name == "C0511")
    #expect(session.failure("\(tuned) validate { \(load) | take 0 }")?.code.name == "C0511")
  }
}

extension RowStageTests {
  @Test func aReportsTableIsGoneThroughLikeRows() throws {
    let session = try Session(tiny: true)
    let rows = ["b", "a", "c", "a", "b", "a"].enumerated().map { n, name in
      ["instruction": "Q\(n)", "output": "A\(n)", "name": name, "level": n % 2] as [String: Any]
    }
    let load = "load \"\(try session.file("names.jsonl", rows))\""
    let counted = try session.report("\(load) | count by name | where count > 1 | sort count desc, name")
    #expect(counted.cells.map { $0[0] } == ["a", "b"] && counted.title == "2 of 3 values of name")
    #expect(counted.data[0]?["count"]?.int == 3)
    #expect(try session.report("\(load) | count by name | show count name").cells[0] == ["3", "a"])
    #expect(try session.report("\(load) | count by level | where level == 1").cells.map { $0[1] } == ["3"])
    #expect(
      try session.report("\(load) | describe | where missing == 0 and kind == \"integer\" | take 2").cells.count == 2)
    try session.run("let table = \(load) | count by name")
    #expect(try session.report("table | sort name desc | take 1").cells[0][0] == "c")
    let none = try session.run("\(load) | count by name | where count > 5 | sort count desc | show name")
    #expect(none.isBalanced && (none.value as? ReportValue)?.cells.isEmpty == true)
    // What a table has is known before it is made where its stage says it, and else when it is there.
    #expect(session.failure("\(load) | count by name | sort rows desc")?.message == "no column is named `rows`")
    let late = session.failure("\(load) | describe | sort size")
    #expect(late?.code.name == "C0408" && late?.message == "the report has no column `size`")
    #expect(late?.notes.first?.contains("median") == true)
    let tokens = try session.report("\(load) | count by tokens | sort its_tokens desc")
    #expect(tokens.columnNames.last == "its_tokens" && !tokens.cells.isEmpty)
  }
}
