import Diagnostics
import Packing
import Pipeline
import Rows

/// `pack`: the capacity of a pack and the rule for rows that are too long.
struct PackStage: StageDefinition {
  let signature = Signature(
    "pack", input: [.rows], output: .type(.packs),
    slots: [
      Slot("capacity", .integer, in: 8...1_048_576, default: .integer(PacksValue.usualCapacity), "Tokens per pack")
    ],
    options: [
      Option(
        "long",
        .choice([
          Choice("cut", "The answer is truncated, and its end-of-text not learned"),
          Choice("drop", "The row is dropped"),
          Choice("split", "Plain text is split into pieces; in pairs the answer is truncated"),
        ]), default: .choice("cut"), "What to do with a row longer than a pack or the model's context")
    ],
    needs: ["answer"],
    settings: ["context", "model", "template"],
    version: 2,
    help: "Packs rows into sequences without padding; no sample attends to another",
    examples: ["load | pack", "load | pack 1024 long drop", "load | select random 10% | pack 2048"],
    related: ["tune", "select"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet { ColumnSet() }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    [try context.models.input(context)]
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(rows: input.rows, tokens: input.tokens, seconds: (input.tokens ?? 0) * 1e-7, purpose: .tuning)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let result = try PacksValue(
      packing: input.asRows("pack"), capacity: call.integer("capacity"),
      long: LongRule(rawValue: call.choice("long")) ?? .cut, at: call.span, context)
    let (packs, ledger) = (result.packs, result.packs.ledger)
    let template = try context.models.template(
      context.settings, directory: context.models.directory(context.settings))
    var sum = ledger.line
    sum.second +=
      " · \(Figures.count(ledger.tokensCut)) tokens cut · no sample sees another · template \(template.shown)"
    if packs.rows.roles.conversation != nil {
      sum.second +=
        " · \(Figures.count(packs.learnedTurns)) turn\(packs.learnedTurns == 1 ? "" : "s") learned, \(Figures.count(packs.learnedTokens)) tokens"
    }
    return StageResult(
      result,
      blocks: [
        StageBlock(
          "pack", [StageBlock.Line(result.figures, result.baselines), sum] + ledger.notes.map { StageBlock.Line($0) })
      ], purpose: .tuning,
      accounting: ledger)
  }
}
