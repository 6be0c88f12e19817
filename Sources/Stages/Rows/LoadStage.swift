import Diagnostics
import Digests
import Documents
import Foundation
import Numerics
import Packing
import Pipeline
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
        "A \(RowFormats.list(RowFormats.readable.flatMap(\.endings))) file, also compressed (.gz, .zst); the teaching set when absent"
      )
    ],
    options: [
      Option("question", .string, "The column with the questions"),
      Option("answer", .string, "The column with the answers"),
      Option("limit", .integer, in: 1...(.infinity), "Only the first N rows of the file"),
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
    adds: [ColumnInfo("tokens", .integer), ColumnInfo("answer_tokens", .integer)],
    settings: ["model", "template"],
    version: 4,
    help: "Rows from a file; without a path, the teaching set with its held-out rows",
    examples: ["load", "load limit 100 | describe", "load | take 3 | show question answer"],
    related: ["hold", "sample", "describe", "columns"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let counts = [
      ColumnInfo("tokens", .integer, addedBy: "load"), ColumnInfo("answer_tokens", .integer, addedBy: "load"),
    ]
    let path: String
    if let written = try call.optionalString("path") {
      guard !call.flag("mixed") else {
        throw Diagnostic(
          StageCodes.optionsClash, "`mixed` names a set that comes with cact, and the path names another",
          at: call.span(of: "mixed"), label: "leave one out")
      }
      path = written
      guard FileManager.default.fileExists(atPath: path) else {
        context.report(
          Diagnostic(
            StageCodes.fileAbsent, "there is no file \"\(path)\"", at: call.span(of: "path"),
            label: "not found; its columns are not checked", severity: .warning))
        return ColumnSet.open
      }
    } else {
      path = try EmbeddedSet(of: call).path()
    }
    guard let head = HeadMemory.shared.columns(of: path, call: call) else { return ColumnSet.open }
    return head.adding(counts)
  }

  func paths(readBy call: BoundCall) -> [String] {
    guard let path = (try? call.optionalString("path")) ?? nil else { return [] }
    guard call.flag("folder"), let files = try? RowReader.textFiles(below: path) else { return [path] }
    return [path] + files.map { path + "/" + $0 }
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    var inputs = [try context.models.input(context)]
    if let path = try call.optionalString("path") {
      inputs.append(
        FileInput("rows", try TextFolder.digest(of: path, isFolder: call.flag("folder"), work: context.work)))
    } else {
      inputs += try EmbeddedSet(of: call).inputs()
    }
    return inputs
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let path = try call.optionalString("path") ?? EmbeddedSet(of: call).path()
    let bytes = Double(RowReader.contentSize(of: path, work: context.work))
    guard bytes > 0 else { return Estimate() }
    guard let head = try? RowReader.peek(path: path, options: options(call), work: context.work) else {
      return Estimate()
    }
    let known = Double(head.count)
    // A file that was not read to its end is taken to go on as it began.
    let seen = head.count < 1_000 ? bytes : Double(TextFolder.bytes(of: head))
    let all = head.count < 1_000 ? known : known * max(1, bytes / max(1, seen))
    let rows = min(all, try call.optionalInteger("limit").map(Double.init) ?? all)
    let counted = try TokenCounts.adding(
      to: head, settings: context.settings, models: context.models, work: context.work, limit: .max)
    let tokens = Double(RowsValue(counted).countedTokens) * rows / max(1, known)
    let rate = context.store.rate("load bytes", engine: .current) ?? 20e6
    let judges = call.has("path") ? nil : EmbeddedSet(of: call).judges(context.work)
    return Estimate(rows: rows, tokens: tokens, judges: judges, seconds: bytes / rate, memory: Self.memory(bytes))
  }

  /// The file, its columns, and what stands beside them while rows are read.
  private static func memory(_ bytes: Double) -> Double { 3 * bytes }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let watch = Stopwatch()
    let path = try call.optionalString("path")
    let set = EmbeddedSet(of: call)
    let file = try path ?? set.path()
    let size = RowReader.contentSize(of: file, work: context.work)
    try Budget.require(
      Self.memory(Double(size)), for: "loading \(file)", advice: "a file of fewer rows takes less: split it")
    var (rows, ledger) = try RowReader.read(path: file, options: options(call), work: context.work)
    rows = try TokenCounts.adding(to: rows, settings: context.settings, models: context.models, work: context.work)
    var value = RowsValue(rows)
    value.counting = try TokenCounts(context.settings, context.models)
    var more: [StageBlock.Line] = []
    if path == nil { value.heldOut = try set.heldOut(context) }
    let seconds = watch.seconds
    if size > 100_000 {
      try context.store.recordRate("load bytes", Double(size) / max(seconds, 1e-3), engine: .current)
    }

    let name = path.map { "\(($0 as NSString).lastPathComponent)" } ?? set.name
    let modelName = ModelLibrary.name(of: try context.models.directory(context.settings))
    let what = StageBlock.Line(name, " · \(modelName)")
    var line = ledger.line
    line.second += " · \(value.tokens.map(Figures.count) ?? TokenCounts.about(rows)) tokens"
    line.second += ledger.turnsPhrase
    if let held = value.heldOut {
      line.second += " · \(Figures.count(held.count)) more rows held out, \(held.origin)"
      line.second += held.parts.map { ": \($0)" } ?? ""
    }
    more = (ledger.reductions + ledger.failures + ledger.notes).map { StageBlock.Line($0) }
    return StageResult(
      value, blocks: [StageBlock("load", [what, line] + more)], accounting: ledger, file: path)
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
  }
  private let known = Mutex<[Key: ColumnSet]>([:])

  /// Nil where the file cannot be read: running it says why.
  func columns(of path: String, call: BoundCall) -> ColumnSet? {
    let question = (try? call.optionalString("question")) ?? nil
    let answer = (try? call.optionalString("answer")) ?? nil
    let limit = min(1_000, ((try? call.optionalInteger("limit")) ?? nil) ?? 1_000)
    // A folder says nothing of the files below it, and a file that has just changed may change again unseen.
    var key: Key?
    if !call.flag("folder"), let identity = try? FileIdentity(ofFile: path), identity.isSettled(at: FileIdentity.now())
    {
      key = Key(file: identity, question: question, answer: answer, limit: limit)
    }
    if let key, let columns = known.withLock({ $0[key] }) { return columns }
    let options = ReadOptions(question: question, answer: answer, folder: call.flag("folder"))
    guard let rows = try? RowReader.peek(path: path, rows: limit, options: options) else { return nil }
    let columns = ColumnSet(rows)
    if let key { known.withLock { $0[key] = columns } }
    return columns
  }
}
