import Diagnostics
import Pipeline
import Rows

/// `score`: what can be measured of rows, by the model that is to be tuned or without one. Each measure has its own file.
struct ScoreStage: StageDefinition {
  let signature = Signature(
    "score", input: [.rows], output: .same,
    slots: [Slot("measure", .choice(Measures.all.map { Choice($0.name, $0.help) }), "What to score")],
    options: Measures.options,
    needs: ["question", "answer"],
    settings: Array(Set(Measures.all.flatMap(\.settings))).sorted(),
    help: "Adds a measure of each row, such as ifd, by the model that is to be tuned",
    examples: [
      "load | sample 50 | score complexity | sort ifd desc | show row ifd question",
      "load | score complexity for 30m | describe", "load | score complexity | select diverse 10%",
    ],
    related: ["select", "embed", "hold", "describe"])

  func call(adding column: String) -> String? {
    Measures.all.first { $0.adds.contains { $0.name == column } }.map { "score \($0.name)" }
  }

  func settings(of call: BoundCall) -> [String] { (try? Measures.measure(of: call).settings) ?? signature.settings }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let measure = try Measures.measure(of: call)
    let taken = Set(measure.options.map(\.name))
    for option in signature.options where call.isWritten(option.name) && !taken.contains(option.name) {
      throw Diagnostic(
        StageCodes.optionsClash, "`score \(measure.name)` does not use `\(option.name)`",
        at: call.span(of: option.name), label: "leave it out")
    }
    if measure.needsTarget { try Target.check(call, what: "`score \(measure.name)`", context) }
    let added = measure.adds.sorted { a, b in
      (measure.order.firstIndex(of: a.name) ?? .max) < (measure.order.firstIndex(of: b.name) ?? .max)
    }
    return input.removing(Set(measure.order)).adding(added.map { ColumnInfo($0.name, $0.kind, addedBy: "score") })
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    let measure = try Measures.measure(of: call)
    var inputs = try measure.inputs(of: call, context: context)
    // Of one measure alone: a version of the stage would have all others scored anew.
    if measure.version > 1 { inputs.append(FileInput("score \(measure.name)", version: measure.version)) }
    return inputs
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    try Measures.measure(of: call).estimate(call, input: input, context: context)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    try Measures.measure(of: call).run(call, on: input.asRows("score"), context: context)
  }
}
