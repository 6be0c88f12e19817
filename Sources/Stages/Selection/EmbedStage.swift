import Pipeline
import Rows

/// `embed`: what each question is about, as a vector.
struct EmbedStage: StageDefinition {
  let signature = Signature(
    "embed", input: [.rows], output: .same,
    options: [Option("with", .model, "A sentence encoder (BERT, MPNet) or another causal model")],
    needs: ["question"],
    adds: [ColumnInfo("embedding", .vector)],
    settings: ["model", "template", "precision"],
    help: "Adds embedding: what each question is about, by the model or a sentence encoder",
    examples: [
      "load | sample 50 | embed", "load | embed | columns",
      "load | score complexity | embed with \"sentence-transformers/all-MiniLM-L6-v2\" | select diverse 10%",
    ],
    related: ["score", "select"])

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    try Embedder.inputs(of: call, context)
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    Estimate(
      rows: input.rows, tokens: input.tokens, seconds: try Embedder.seconds(call, input: input, context),
      purpose: .choosing)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let outcome = try Embedder(call, context).embed(input.asRows("embed"), context)
    return .rows(outcome.value, "embed", outcome.line, outcome.ledger, purpose: .choosing)
  }
}
