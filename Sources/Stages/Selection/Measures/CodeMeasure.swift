import Curation
import Numerics
import Pipeline
import Rows
import Work

/// `score code`: how the code of each answer is built, counted from its tokens. No model and no parser is asked.
struct CodeMeasure: Measure {
  let name = "code"
  let help = "Language, lines, comments, cyclomatic complexity, nesting and compression of the code: no model, seconds"
  let adds = [
    ColumnInfo("cyclomatic", .integer), ColumnInfo("nesting", .integer), ColumnInfo("code_lines", .integer),
    ColumnInfo("comment_share", .number), ColumnInfo("compression", .number), ColumnInfo("code_language", .text),
  ]
  let version = 2
  let order = ["code_language", "code_lines", "comment_share", "compression", "nesting", "cyclomatic"]

  func dependence(_ call: BoundCall) -> String? { nil }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: (input.tokens ?? 0) * 1e-6, memory: 20e6, purpose: .choosing)
  }

  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult {
    let rows = value.rows
    let tests = RowTests(rows)
    let measured = Parallel.map(rows.count) { row -> (language: String?, measures: CodeMeasures?) in
      let code = RowCode(rows, row, tests: tests[row])
      return (
        code.word,
        code.language.flatMap { CodeMeasures(code.pieces.map(\.code), $0) }
      )
    }
    try context.work.checkCancellation()
    let measures = measured.map(\.measures)
    var result = order.reduce(rows) { $0.removing($1) }
    result = result.adding(.texts(measured.map(\.language)), named: "code_language")
      .adding(.integers(measures.map { $0?.lines }), named: "code_lines")
      .adding(.numbers(measures.map { $0?.commentShare ?? .nan }), named: "comment_share")
      .adding(.numbers(measures.map { $0?.compression ?? .nan }), named: "compression")
      .adding(.integers(measures.map { $0?.nesting }), named: "nesting")
      .adding(.integers(measures.map { $0?.cyclomatic }), named: "cyclomatic")
    let known = measures.compactMap(\.self)
    var ledger = Ledger(rowsIn: rows.count, kept: rows.count)
    if known.count < rows.count {
      ledger.notes.append(
        "\(Figures.rows(rows.count - known.count)) have no code of a language that is known here, and no such values")
    }
    let places = measures.indices.filter { measures[$0] != nil }
    let lines = ScoreLines.lines(
      "cyclomatic", known.map { Double($0.cyclomatic) }, of: result.taking(places), ledger)
    return StageResult(
      value.with(result),
      blocks: [StageBlock("score", lines + ledger.notes.map { StageBlock.Line($0) })], purpose: .choosing,
      accounting: ledger)
  }
}
