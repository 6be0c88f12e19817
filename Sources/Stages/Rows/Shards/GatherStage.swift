import Diagnostics
import Foundation
import Numerics
import Pipeline
import Quantities
import Rows
import Store
import Work

/// `gather`: what the jobs of an array saved of a pool's shards, as the one job would have it that had the whole pool.
struct GatherStage: StageDefinition {
  let signature = Signature(
    "gather", input: [.nothing], output: .type(.rows),
    slots: [
      Slot("files", .path, repeats: true, "Files that `save` wrote of `load … shard K of N`, or patterns of them")
    ],
    flags: [Flag("partial", "Goes on without shards that are missing, and names them")],
    settings: ["model", "template"],
    help: "Joins what was saved of a pool's shards: the rows and scores of one run",
    examples: [
      "gather \"scores-*.jsonl\"", "gather \"scores-*.jsonl\" | select top 10% by ifd | save \"chosen.jsonl\"",
      "gather \"scores-1.jsonl\" \"scores-2.jsonl\" partial | describe",
    ],
    related: ["load", "score", "select", "save"])

  /// Files that other jobs are still to make are nothing to complain of.
  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let notes = ((try? GatheredFiles.paths(call)) ?? []).compactMap(SavedNote.shard)
    guard let form = notes.first?.form, notes.allSatisfy({ $0.form.names == form.names }) else { return .open }
    let columns = form.names.indices.map { place in
      let kinds = Set(notes.map { $0.form.kinds[place].rawValue })
      return ColumnInfo(
        form.names[place], kinds.count == 1 ? kinds.first.flatMap(ColumnKind.init) ?? .unknown : .unknown)
    }
    var aliases: [String: String] = [:]
    aliases["question"] = form.roles.question
    aliases["answer"] = form.roles.answer
    return ColumnSet([ColumnInfo("row", .integer)] + columns, aliases: aliases)
  }

  func paths(readBy call: BoundCall) -> [String] { (try? GatheredFiles.paths(call)) ?? [] }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    // Where a file is not there yet, running says so.
    let paths = ((try? GatheredFiles.paths(call)) ?? []).filter(FileManager.default.fileExists)
    return try [context.models.input(context)]
      + paths.flatMap { path in
        let note = try SavedNote.of(path, work: context.work).facts?.digest
        return [FileInput(path, try TextFolder.digest(of: path, isFolder: false, work: context.work))]
          + (note.map { [FileInput("note", $0)] } ?? [])
      }
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let paths = (try? GatheredFiles.paths(call)) ?? []
    let notes = paths.compactMap(SavedNote.shard)
    guard !notes.isEmpty else { return Estimate() }
    let bytes = paths.reduce(0) { $0 + RowReader.contentSize(of: $1, work: context.work) }
    return Estimate(
      rows: Double(notes.reduce(0) { $0 + $1.numbers.count }),
      seconds: Double(bytes) / (context.store.rate("load bytes", engine: .current) ?? 20e6),
      memory: Double(paths.reduce(0) { $0 + RowReader.memory(toRead: $1, work: context.work) }))
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let files = try GatheredFiles(call, context.work)
    try Budget.require(
      Double(files.files.reduce(0) { $0 + RowReader.memory(toRead: $1.path, work: context.work) }),
      for: "gathering \(files.pool.path)", advice: "rows saved without `embeddings` take less")
    var rows = try files.rows(context.work)
    let facts = files.files[0].facts
    let counting = try TokenCounts(context.settings, context.models)
    // Counts are those of the model that the shards were loaded for; another counts anew, as `load` does.
    if files.files[0].note.counted != counting.identity {
      let scored = facts.answerTokens(rows)
      rows = try TokenCounts.adding(
        to: rows, settings: context.settings, models: context.models, work: context.work)
      if let scored { rows = rows.adding(scored, named: "answer_tokens") }
    }
    var value = RowsValue(rows, scores: facts.scores(of: rows), embedding: facts.embedding(of: rows))
    value.counting = counting

    let missing = files.missing.reduce(0) { $0 + files.pool.rows($1) }
    var ledger = Ledger(rowsIn: files.pool.poolRows, kept: rows.count)
    let setAside = ledger.rowsIn - missing - rows.count
    if setAside > 0 { ledger.dropped.append(Ledger.Entry(reason: "set aside before they were saved", count: setAside)) }
    if missing > 0 { ledger.dropped.append(Ledger.Entry(reason: "in shards that are missing", count: missing)) }
    ledger.notes += files.missing.map { "without shard \($0): \(Figures.rows(files.pool.rows($0)))" }
    ledger.notes += files.repeated.map { "\($0.path) is \($0.of) again: passed over" }
    if !value.scores.isEmpty {
      ledger.notes.append("scored before it was saved: " + value.scores.keys.sorted().joined(separator: ", "))
    }
    let count = files.pool.shard.count
    let what = StageBlock.Line(
      files.missing.isEmpty
        ? "\(Figures.count(count)) shard\(count == 1 ? "" : "s") of \(files.pool.path), whole"
        : "\(Figures.count(files.files.count)) of \(Figures.count(count)) shards of \(files.pool.path)")
    return .rows(value, "gather", what, ledger)
  }
}
