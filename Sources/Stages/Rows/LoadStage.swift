import Diagnostics
import Digests
import Documents
import Foundation
import Numerics
import Packing
import Pipeline
import Quantities
import Rows
import Store
import Synchronization
import Work

/// `load`: rows from a file, or the teaching set.
struct LoadStage: StageDefinition {
  let signature = Signature(
    "load", input: [.nothing], output: .type(.rows),
    slots: [
      Slot(
        "path", .path, optional: true,
        "A \(RowFormats.list(RowFormats.readable.flatMap(\.endings))) file, also compressed (.gz, .zst), a folder or a pattern of them, or - for standard input; the teaching set when absent"
      )
    ],
    options: [
      Option("question", .string, "The column with the questions"),
      Option("answer", .string, "The column with the answers"),
      Option("split", .string, "The part of a data set that the Hugging Face cache has: train, test, …"),
      Option("limit", .integer, in: 1...(.infinity), "Only the first N rows of the file"),
      Option("shard", .shard, "Of all rows one of N equal parts, for a job array; `gather` joins them"),
      Option(
        "turns",
        .choice([
          Choice("all", "Every answer, but those that the file excludes"),
          Choice("last", "The last of these; the others are context"),
        ]), default: .choice("all"), "Which answers of a conversation are learned"),
    ],
    flags: [
      Flag("folder", "The path is a folder: each text file below it is one row"),
      Flag("mixed", "The second set that comes with cact: many kinds of work, one of them the target"),
    ],
    adds: [ColumnInfo("language", .text), ColumnInfo("tokens", .integer), ColumnInfo("answer_tokens", .integer)],
    settings: ["model", "template"],
    version: 7,
    help: "Rows from a file; without a path, the teaching set with its held-out rows",
    examples: ["load", "load limit 100 | describe", "load | take 3 | show question answer"],
    related: ["hold", "gather", "sample", "describe", "columns"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let source: LoadSource
    if let written = try call.optionalString("path") {
      guard !call.flag("mixed") else {
        throw Diagnostic(
          StageCodes.optionsClash, "`mixed` names a set that comes with cact, and the path names another",
          at: call.span(of: "mixed"), label: "leave one out")
      }
      let found = try? LoadSource(written, call)
      // What is piped in is read when the line runs.
      if found?.isStandardInput == true { return ColumnSet.open }
      guard let found, found.onlyFile.map(FileManager.default.fileExists) ?? true else {
        let what = FileManager.default.fileExists(atPath: written) ? "file of rows in" : "file"
        var absent = Diagnostic(
          StageCodes.fileAbsent, "there is no \(what) \"\(written)\"", at: call.span(of: "path"),
          label: "not found; its columns are not checked", severity: .warning)
        for near in NearFiles.candidates(for: written) {
          absent = absent.adding(
            help: "a file with a similar name is there",
            edits: [.init(call.span(of: "path"), ArgumentValue.path(near).written)])
        }
        context.report(absent)
        return ColumnSet.open
      }
      source = found
    } else {
      source = try LoadSource(EmbeddedSet(of: call).path(), call)
    }
    guard let head = HeadMemory.shared.columns(of: source, call: call) else { return ColumnSet.open }
    // A file's own column `language` stays.
    let added = signature.adds.filter { $0.name != AnswerLanguage.name || !head.has($0.name) }
    return head.adding(added.map { ColumnInfo($0.name, $0.kind, addedBy: signature.name) })
  }

  func paths(readBy call: BoundCall) -> [String] {
    guard let path = (try? call.optionalString("path")) ?? nil else { return [] }
    return (try? LoadSource(path, call))?.paths ?? [path]
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    var inputs = [try context.models.input(context)]
    if let path = try call.optionalString("path") {
      let source = try LoadSource(path, call)
      inputs.append(FileInput("rows", try source.digest(context.work)))
      // What is noted beside the file gives its columns their names.
      if let facts = try note(of: source, context.work).facts { inputs.append(FileInput("note", facts.digest)) }
    } else {
      inputs += try EmbeddedSet(of: call).inputs()
    }
    return inputs
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let source = try LoadSource(call.optionalString("path") ?? EmbeddedSet(of: call).path(), call)
    // A plan does not wait for a pipe.
    if source.isStandardInput { return Estimate() }
    let bytes = Double(try source.size(context.work))
    guard bytes > 0, let head = try? source.peek(options: options(call), work: context.work) else { return Estimate() }
    let known = Double(head.count)
    // A file that was not read to its end is taken to go on as it began.
    let seen = head.count < 1_000 ? bytes : Double(TextFolder.bytes(of: head))
    let all = head.count < 1_000 ? known : known * max(1, bytes / max(1, seen))
    let rows = min(all, try call.optionalInteger("limit").map(Double.init) ?? all)
    let counted = try TokenCounts.adding(
      to: head, settings: context.settings, models: context.models, work: context.work, limit: .max)
    let part = 1 / Double(try call.optionalShard("shard")?.count ?? 1)
    let tokens = Double(RowsValue(counted).countedTokens) * rows / max(1, known)
    let rate = context.store.rate("load bytes", engine: .current) ?? 20e6
    let judges = call.has("path") ? nil : EmbeddedSet(of: call).judges(context.work)
    return Estimate(
      rows: rows * part, tokens: tokens * part, judges: judges, seconds: bytes / rate,
      memory: Double(try source.memory(context.work)))
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let watch = Stopwatch()
    let path = try call.optionalString("path")
    let set = EmbeddedSet(of: call)
    let source = try LoadSource(path ?? set.path(), call)
    let size = try source.size(context.work)
    try Budget.require(
      Double(source.memory(context.work)), for: "loading \(source.path)",
      advice: "a file of fewer rows takes less: split it")
    let note = path == nil ? .absent : try self.note(of: source, context.work)
    var (rows, ledger) = try source.read(context.work) { file in
      var options = try options(call)
      options.savedColumns = note.facts?.columns
      // Of several files each may be one that `save` wrote, and none gives its columns their names.
      if source.onlyFile == nil, try SavedNote.of(file, work: context.work).facts != nil { options.savedColumns = [] }
      return options
    }
    let name = path == nil ? set.name : source.name
    let shard = try call.optionalShard("shard").map { try PoolShard($0, of: rows, path: path ?? name, call: call) }
    if let shard { rows = try shard.taken(from: rows, &ledger, call: call) }
    let answerTokens = note.facts?.answerTokens(rows)
    if let facts = note.facts { rows = facts.restoring(rows) }
    rows = try LoadedColumns.adding(to: rows, context)
    if let answerTokens { rows = rows.adding(answerTokens, named: "answer_tokens") }
    var value = RowsValue(
      rows, scores: note.facts?.scores(of: rows) ?? [:], embedding: note.facts?.embedding(of: rows))
    value.counting = try TokenCounts(context.settings, context.models)
    value.shard = shard
    var more: [StageBlock.Line] = []
    if path == nil { value.heldOut = try set.heldOut(context) }
    let seconds = watch.seconds
    if size > 100_000 {
      try context.store.recordRate("load bytes", Double(size) / max(seconds, 1e-3), engine: .current)
    }

    let modelName = ModelLibrary.name(of: try context.models.directory(context.settings))
    let what = StageBlock.Line(name + (shard.map { " · \($0.phrase)" } ?? ""), " · \(modelName)")
    var line = ledger.line
    line.second += " · \(value.tokens.map(Figures.count) ?? TokenCounts.about(rows)) tokens"
    line.second += ledger.turnsPhrase
    if let held = value.heldOut {
      line.second += " · \(Figures.count(held.count)) more rows held out, \(held.origin)"
      line.second += held.parts.map { ": \($0)" } ?? ""
    }
    more = (ledger.reductions + ledger.failures + ledger.notes).map { StageBlock.Line($0) }
    more += remarks(note, value)
    return StageResult(
      value, blocks: [StageBlock("load", [what, line] + more)], accounting: ledger, file: path)
  }

  /// What `save` noted of a file; of several it is not asked for.
  private func note(of source: LoadSource, _ work: Work) throws -> SavedNote {
    try source.onlyFile.map { try SavedNote.of($0, work: work) } ?? .absent
  }

  private func remarks(_ note: SavedNote, _ value: RowsValue) -> [StageBlock.Line] {
    switch note {
    case .absent: return []
    case .stale(let sidecar):
      return [
        StageBlock.Line(
          "changed since cact saved it: what stands in \(sidecar) is not used, and its scores are columns like any other"
        )
      ]
    case .current:
      var lines =
        note.facts?.shard.map { [StageBlock.Line("\($0.pool.phrase) of \($0.pool.path): `gather` joins them")] } ?? []
      if !value.scores.isEmpty {
        lines.append(
          StageBlock.Line("scored before it was saved: " + value.scores.keys.sorted().joined(separator: ", ")))
      }
      return lines
    }
  }

  /// The seed and the threads are those of the session, and no part of what was loaded.
  func shown(_ blocks: [StageBlock], of call: BoundCall, context: RunContext) throws -> [StageBlock] {
    var blocks = blocks
    guard blocks.first?.lines.first != nil else { return blocks }
    let threads = context.work.threads
    blocks[0].lines[0].second += " · seed \(context.seed) · \(threads) thread\(threads == 1 ? "" : "s")"
    return blocks
  }

  /// - Parameter limit: beyond what the call says.
  private func options(_ call: BoundCall, limit: Int? = nil) throws -> ReadOptions {
    ReadOptions(
      limit: [limit, try call.optionalInteger("limit")].compactMap { $0 }.min(),
      question: try call.optionalString("question"), answer: try call.optionalString("answer"),
      folder: call.flag("folder"), turns: (try? call.choice("turns")).flatMap { LearnedTurns(rawValue: $0) })
  }
}

/// The columns of files as the checker sees them, from their first 1,000 rows, remembered while a file stays as it is.
private final class HeadMemory: Sendable {
  static let shared = HeadMemory()
  private struct Key: Hashable {
    var file: FileIdentity
    var question: String?
    var answer: String?
    var limit: Int
    /// What `save` noted beside the file, which gives columns their names.
    var note: FileIdentity?
  }
  private let known = Mutex<[Key: ColumnSet]>([:])

  /// Nil where the file cannot be read: running it says why.
  func columns(of source: LoadSource, call: BoundCall) -> ColumnSet? {
    let question = (try? call.optionalString("question")) ?? nil
    let answer = (try? call.optionalString("answer")) ?? nil
    let limit = min(1_000, ((try? call.optionalInteger("limit")) ?? nil) ?? 1_000)
    // A folder says nothing of the files below it, and a file that has just changed may change again unseen.
    var key: Key?
    if let file = source.onlyFile, let identity = try? FileIdentity(ofFile: file),
      identity.isSettled(at: FileIdentity.now())
    {
      let note = try? FileIdentity(ofFile: WrittenFile(file).sidecar)
      key = Key(file: identity, question: question, answer: answer, limit: limit, note: note)
    }
    if let key, let columns = known.withLock({ $0[key] }) { return columns }
    var options = ReadOptions(question: question, answer: answer, folder: call.flag("folder"))
    let facts = source.onlyFile.flatMap { (try? SavedNote.of($0))?.facts }
    options.savedColumns = facts?.columns
    guard var rows = try? source.peek(rows: limit, options: options) else { return nil }
    if let facts { rows = facts.restoring(rows) }
    let columns = ColumnSet(rows)
    if let key { known.withLock { $0[key] = columns } }
    return columns
  }
}
