import Curation
import LanguageModel
import Pipeline
import Rows

/// `decontaminate`: rows that do not tell what a model is to be judged by.
struct DecontaminateStage: StageDefinition {
  let signature = Signature(
    "decontaminate", input: [.rows], output: .same,
    slots: [
      Slot(
        "problems", .rows, repeats: true, "Files of problems, or rows: HumanEval, MBPP, whatever has the usual fields")
    ],
    options: [
      Option(
        "words", .integer, in: 5...100, default: .integer(Contamination.usualRun),
        "So many words of a problem in a row drop it")
    ],
    version: 2,
    help: "Drops rows that tell a benchmark's problems: their words, or their solutions",
    examples: [
      "load | decontaminate { load | take 5 }",
      "load | decontaminate { load | sample 20 } words 8 | dropped | show row reason",
      "load | where level >= 3 | decontaminate { load | where level < 3 } | count by topic",
    ],
    related: ["dedup", "dropped", "why", "hold"])

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: (input.rows ?? 0) * 1e-4,
      notes: ["`decontaminate`: how many rows it keeps is known once it ran; the plan counts all"])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("decontaminate")
    let length = try call.integer("words")
    var rows = value.rows
    var ledger = Ledger(rowsIn: rows.count)
    var problems = 0
    var names: [String] = []
    for pipeline in try call.pipelines("problems") {
      let file = ProblemRows(try context.value(of: pipeline).value.asRows("decontaminate").rows)
      problems += file.problems.count
      names.append(file.name)
      let current = rows
      let crew = context.crew
      let hits = try Contamination(file.problems, runLength: length).hits(
        count: current.count, work: context.work.shared(by: crew),
        passes: crew?.hits(of: file.problems, runLength: length, in: current), texts: current.texts)
      for case (let row, let hit?) in zip(current.rowNumbers, hits) {
        ledger.drop(
          "with problems of \(file.name)", row: row,
          detail: "\(file.problems[hit.problem].name) of \(file.name): " + hit.words(length))
      }
      rows = current.taking(hits.indices.filter { hits[$0] == nil })
    }
    ledger.kept = rows.count
    let what = StageBlock.Line(
      "\(Figures.rows(ledger.rowsIn - rows.count)) with one of \(Figures.count(problems)) problems of ",
      names.joined(separator: ", "))
    return .rows(value.with(rows), "decontaminate", what, ledger)
  }
}
