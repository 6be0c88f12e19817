import Documents
import Rows
import TestSupport
import Testing

/// What EvalPlus wrote of programs is read as a row a program.
@Suite("EvalPlus's results") struct EvalPlusResultsTests {
  private static let folder = PackageRoot.path + "/Tests/Fixtures/evalplus/"

  private func read(_ name: String, limit: Int? = nil) throws -> (Rows, Ledger) {
    try RowReader.read(path: Self.folder + "\(name)_eval_results.json", options: ReadOptions(limit: limit))
  }

  private func column(_ rows: Rows, _ name: String) -> [String] {
    (0..<rows.count).map { rows.cell($0, name).description }
  }

  @Test(arguments: ["a", "b"]) func aRowIsAProgram(name: String) throws {
    let (rows, ledger) = try read(name)
    #expect(rows.count == 40 && ledger.rowsIn == 40 && ledger.isBalanced && ledger.failed.isEmpty)
    #expect(
      ledger.notes == [
        "EvalPlus's results of 2024-10-01 12:00: 40 problems, 40 programs; `passes` is of the base tests, "
          + "`passes_plus` and `verdict` are of these and the extra ones"
      ])
    #expect(
      rows.names == [
        "problem", "sample", "passes", "passes_plus", "verdict", "answer", "base_fail_tests", "plus_fail_tests",
      ])
    #expect(column(rows, "problem") == (0..<40).map { "HumanEval/\($0)" })
    #expect(rows.roles == Roles(answer: "answer") && rows.column("passes")?.kind == .bool)
    // Against the file itself.
    let file = try JSONValue.read(Self.folder + "\(name)_eval_results.json")
    for row in 0..<40 {
      let program = try #require(file["eval"]?["HumanEval/\(row)"]?.array?.first)
      let passes = program["base_status"]?.string == "pass"
      #expect(rows.cell(row, "passes").description == "\(passes)")
      #expect(rows.cell(row, "passes_plus").description == "\(passes && program["plus_status"]?.string == "pass")")
      #expect(rows.cell(row, "answer").description == program["solution"]?.string)
      let words = ["pass": "passes", "fail": "fails", "timeout": "times out"]
      let status = passes ? program["plus_status"] : program["base_status"]
      #expect(rows.cell(row, "verdict").description == status?.string.flatMap { words[$0] })
    }
    // An answer of nothing is a result too.
    #expect(column(rows, "answer").contains("") == (name == "b"))
    #expect(Set(column(rows, "verdict")) == ["passes", "fails", "times out"])
    let (first, cut) = try read(name, limit: 3)
    #expect(first.count == 3 && cut.notes.contains("more rows follow after row 3"))
  }

  @Test func withoutTheExtraTests() throws {
    let (rows, ledger) = try read("base_only")
    #expect(column(rows, "verdict") == ["passes", "fails", "passes", "passes"])
    #expect((0..<4).allSatisfy { rows.cell($0, "passes_plus").isMissing })
    #expect(ledger.notes[0].hasSuffix("`passes` and `verdict` are of the base tests, the extra ones were not run"))
  }

  @Test func theFormBefore0_3() throws {
    let (rows, ledger) = try read("old")
    #expect(ledger.notes[0].contains("6 problems, 12 programs; `passes` is of the base tests"))
    #expect(column(rows, "sample") == (0..<12).map { "\($0 % 2 + 1)" })
    #expect(
      column(rows, "verdict") == [
        "passes", "passes", "fails", "passes", "times out", "passes", "fails", "passes", "fails", "passes", "passes",
        "passes",
      ])
    #expect(column(rows, "passes")[2] == "true" && column(rows, "passes_plus")[2] == "false")
    #expect(!rows.hasColumn("answer"))
  }

  @Test(
    "other objects with a field `eval` are what they were",
    arguments: [
      #"{"eval": {"a": 1}}"#, #"{"eval": {}}"#, #"{"eval": {"a": [{"score": 1}]}}"#, #"{"eval": {"a": {"base": 3}}}"#,
      #"{"eval": {"a": [{"base_status": "pass"}], "b": [1]}}"#, #"{"eval": [1, 2], "n": 1}"#,
    ])
  func others(text: String) throws {
    let (rows, ledger) = try RowReader.read(bytes: Array(text.utf8), name: "t.json")
    #expect(rows.count == 1 && rows.names.contains("eval") && !ledger.notes.contains { $0.contains("EvalPlus") })
  }

  @Test func oddValues() throws {
    let text =
      #"{"eval": {"a\"b": [{"base_status": null, "plus_status": "pass", "solution": "x"}], "none": [], "c": [{"base_status": "new", "solution": null}]}}"#
    let (rows, _) = try RowReader.read(bytes: Array(text.utf8), name: "t.json")
    #expect(column(rows, "problem") == ["a\"b", "c"] && column(rows, "verdict") == ["not checked", "not checked"])
    #expect(column(rows, "passes") == ["false", "false"])
  }
}
