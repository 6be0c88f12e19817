import Curation
import LanguageModel
import Packing
import Pipeline
import Rows
import Store

/// `embed`: what each question is about, as a vector.
struct EmbedStage: StageDefinition {
  let signature = Signature(
    "embed", input: [.rows], output: .same,
    needs: ["question"],
    adds: [ColumnInfo("embedding", .vector)],
    settings: ["model", "template", "precision"],
    help: "Adds embedding: the mean last hidden state of each question under the model",
    examples: ["load | embed | select random 10%", "load | sample 50 | embed", "load | embed | columns"],
    related: ["score", "select"])

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    let library = ModelLibrary.shared
    return [FileInput("model", try library.contentDigest(directory: library.directory(context.settings)))]
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let loaded = try ModelLibrary.shared.load(context.settings)
    return Estimate(
      rows: input.rows, tokens: input.tokens, seconds: input.tokens.map { $0 * 0.3 / Rates.scoring(loaded, context) },
      purpose: .choosing)
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let value = try input.asRows("embed")
    let rows = value.rows
    let loaded = try ModelLibrary.shared.load(context.settings)
    let template = try ModelLibrary.shared.template(context.settings, directory: loaded.directory)
    let encoded = try EncodedRows(rows, loaded, template.template, context)
    var ledger = Ledger(rowsIn: rows.count)
    var kept: [Int] = []
    var segments: [Segment] = []
    for row in 0..<rows.count {
      let prompt = encoded.prompt(row)
      guard !encoded.isPlainText(row), !prompt.isEmpty else {
        ledger.drop(Unscorable.noQuestion.rawValue, row: rows.rowNumbers[row])
        continue
      }
      guard prompt.count < loaded.model.configuration.contextLength else {
        ledger.drop(Unscorable.questionTooLong.rawValue, row: rows.rowNumbers[row])
        continue
      }
      kept.append(row)
      let tokens = [encoded.beginOfText] + prompt
      segments.append(Segment(tokens: tokens, learnFrom: tokens.count, pool: 1..<tokens.count))
    }
    let vectors = try Embedding.pooled(segments, model: loaded.model, work: context.work)
    ledger.kept = kept.count
    let result = rows.taking(kept).adding(
      .vectors(vectors.flatMap { $0 }, dimension: loaded.model.configuration.hiddenSize), named: "embedding")
    return .rows(
      value.with(result), "embed",
      StageBlock.Line(
        "\(loaded.model.configuration.hiddenSize) numbers a row, from \(loaded.name)", ", template \(template.shown)"),
      ledger,
      purpose: .choosing)
  }
}
