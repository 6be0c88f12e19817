import Diagnostics
import Packing
import Pipeline
import Rows

/// `pack`: the capacity of a pack and the rule for rows that are too long.
struct PackStage: StageDefinition {
  let signature = Signature(
    "pack", input: [.rows], output: .type(.packs),
    slots: [Slot("capacity", .integer, in: 8...1_048_576, default: .integer(4096), "Tokens per pack")],
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
    let value = try input.asRows("pack")
    let rows = value.rows
    let capacity = try call.integer("capacity")
    let library = context.models
    let directory = try library.directory(context.settings)
    let template = try library.template(context.settings, directory: directory)
    let settings = PackSettings(
      capacity: capacity, contextLength: try library.configuration(directory: directory).longestRow(context.settings),
      long: LongRule(rawValue: try call.choice("long")) ?? .cut, template: template.template.name)
    let packs = try Packs(
      rows, tokenizer: library.tokenizer(directory: directory), template: template.template, settings: settings,
      work: context.work)
    let ledger = packs.ledger
    guard !packs.samples.isEmpty else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row is left to pack", at: call.span, label: "of \(Figures.rows(rows.count))",
        notes: ledger.dropped.map { "\(Figures.count($0.count)) \($0.reason)" })
    }
    let result = PacksValue(packs, heldOut: value.heldOut, model: try library.contentDigest(directory: directory))
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
