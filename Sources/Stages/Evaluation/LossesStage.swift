import Diagnostics
import Evaluation
import Numerics
import Packing
import Pipeline
import Rows

/// `losses`: what `eval` sums up, row by row.
struct LossesStage: StageDefinition {
  let signature = Signature(
    "losses", input: [.model], output: .type(.rows),
    slots: [Slot("rows", .rows, optional: true, "Rows to judge on; the held-out ones of the pipe when absent")],
    adds: [
      ColumnInfo("nats", .number), ColumnInfo("judged_tokens", .integer), ColumnInfo("loss", .number),
      ColumnInfo("base_nats", .number), ColumnInfo("gain", .number),
    ],
    settings: ["context", "template", "precision"],
    help: "The rows that `eval` judges by, each with its loss under a model and its base",
    examples: [
      "load | sample 50 | pack 1024 | tune epochs 1 | losses | sort gain | take 5 | show gain question",
      "load | sample 50 | pack 1024 | tune epochs 1 | losses | show row nats judged_tokens loss",
      "load | sample 50 | pack 1024 | tune epochs 1 | losses { load | take 20 } | describe",
    ],
    related: ["eval", "tune", "compare"])

  /// Beside its own columns it has those of the rows that judge, which the checker does not know.
  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let judged = try call.optionalPipeline("rows")?.output.columns ?? .open
    return judged.adding(signature.adds.map { ColumnInfo($0.name, $0.kind, addedBy: signature.name) })
  }

  /// None: rows that lack a column of these came from no model.
  func call(adding column: String) -> String? { nil }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    guard let model = input as? ModelValue else { throw InternalError("`losses` was not given a model") }
    let judge = try HeldOutJudge(of: model, call, context)
    let tuned = try judge.losses(directory: model.directory, digest: model.digest)
    let base = try model.base.path.map { try judge.losses(directory: $0, digest: model.base.digest) }
    let places = try judge.judged(by: model)
    let all = judge.heldOut.rows
    guard tuned.nats.count == places.count, base.map({ $0.tokens == tuned.tokens }) ?? true else {
      throw InternalError("losses of \(tuned.nats.count) rows for \(places.count)")
    }
    let missing = [Double](repeating: .nan, count: places.count)
    let perToken = zip(tuned.nats, tuned.tokens).map { $0 / Double($1) }
    let gains = base.map { base in
      places.indices.map { (base.nats[$0] - tuned.nats[$0]) / Double(tuned.tokens[$0]) }
    }
    let rows = all.taking(places)
      .adding(.numbers(tuned.nats), named: "nats")
      .adding(.integers(tuned.tokens), named: "judged_tokens")
      .adding(.numbers(perToken), named: "loss")
      .adding(.numbers(base?.nats ?? missing), named: "base_nats")
      .adding(.numbers(gains ?? missing), named: "gain")

    var ledger = Ledger(rowsIn: all.count, kept: places.count)
    let isJudged = Set(places)
    for row in 0..<all.count where !isJudged.contains(row) {
      ledger.drop("without a question and an answer that fit the model's context", row: all.rowNumbers[row])
    }
    var what = StageBlock.Line(
      "\(Figures.rows(places.count)), \(judge.heldOut.origin) · loss \(Figures.fixed(tuned.mean, 3))")
    if let base {
      let better = gains?.count { $0 > 0 } ?? 0
      what.second = ", before \(Figures.fixed(base.mean, 3)) · lower than before on \(Figures.count(better))"
    }
    let looks = try judge.look(by: model.digest)
    if looks > 1 { ledger.notes.append("look \(looks) at these rows: the best of several looks better than it is") }
    return .rows(RowsValue(rows), "losses", what, ledger, purpose: .judging)
  }
}
