import Diagnostics
import Digests
import Documents
import Foundation
import Pipeline
import Quantities
import Store
import Syntax
import Synchronization
import Work

/// Rows of numbers and text, small enough to read.
struct ToyRows: Value, RowAccess {
  var names: [String]
  var cells: [[ExpressionValue]]  // by row

  var type: ValueType { .rows }
  var columns: ColumnSet { ColumnSet(names.map { ColumnInfo($0, .unknown) }) }
  var size: ValueSize { ValueSize(rows: cells.count, tokens: cells.count * 10) }
  var summary: String { "\(cells.count) rows" }
  var count: Int { cells.count }

  func columnIndex(_ name: String) -> Int? { names.firstIndex(of: name) }
  func cell(row: Int, column: Int) -> ExpressionValue { cells[row][column] }

  func encode(scratch: String) throws -> StoredForm {
    let rows = cells.map { row in JSONValue.array(row.map { JSONValue.number($0.double ?? -1) }) }
    let object = JSONObject([("names", .array(names.map { .string($0) })), ("cells", .array(rows))])
    return StoredForm(kind: "rows", bytes: Array(JSONValue.object(object).serialized().utf8))
  }

  init(names: [String], cells: [[ExpressionValue]]) {
    self.names = names
    self.cells = cells
  }

  init(_ form: StoredForm) throws {
    let json = try JSONValue.parse(form.bytes, file: "toy rows")
    names = json["names"]?.array?.compactMap(\.string) ?? []
    cells = json["cells"]?.array?.map { row in row.array?.map { .number($0.double ?? -1) } ?? [] } ?? []
  }

  func numbers(_ column: String) -> [Double] {
    columnIndex(column).map { index in cells.compactMap { $0[index].double } } ?? []
  }
}

/// A model or a report: a line of text, kept as a file when it is a model.
struct ToyText: Value {
  var type: ValueType
  var text: String
  var columns: ColumnSet { ColumnSet() }
  var size: ValueSize { ValueSize() }
  var summary: String { text }

  func encode(scratch: String) throws -> StoredForm {
    guard type == .model else { return StoredForm(kind: type.rawValue, bytes: Array(text.utf8)) }
    try AtomicFile.write(Array(text.utf8), to: scratch + "/weights")
    return StoredForm(kind: "model", bytes: [], directory: scratch)
  }
}

/// Counts runs: what must not run again does not add to it.
final class Runs: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  func add(_ stage: String) { counts.withLock { $0[stage, default: 0] += 1 } }
  func take() -> [String: Int] {
    counts.withLock { counts in
      defer { counts = [:] }
      return counts
    }
  }
}

/// A stage made of closures.
struct ToyStage: StageDefinition {
  var signature: Signature
  var runs: Runs
  var needed: @Sendable (BoundCall) throws -> [String] = { _ in [] }
  var made: (@Sendable (BoundCall, ColumnSet) throws -> ColumnSet)?
  var read: @Sendable (BoundCall, RunContext) throws -> [FileInput] = { _, _ in [] }
  var body: @Sendable (BoundCall, (any Value)?, RunContext) throws -> StageResult

  func needs(_ call: BoundCall) throws -> [String] { try needed(call) }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if let made { return try made(call, input) }
    return input.adding(signature.adds.map { ColumnInfo($0.name, $0.kind, addedBy: signature.name) })
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { try read(call, context) }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    runs.add(signature.name)
    return try body(call, input, context)
  }
}

/// The toy language: the stages of the tour over toy values.
enum Toy {
  static let engine = EngineFingerprint(library: "toy", version: "1", kernel: "K", threads: 1, precision: "f32")

  static let fileColumns = ColumnSet(
    [
      ColumnInfo("instruction", .text), ColumnInfo("output", .text), ColumnInfo("topic", .text),
      ColumnInfo("row", .integer), ColumnInfo("tokens", .integer),
    ], aliases: ["question": "instruction", "answer": "output"])

  static func registry(_ runs: Runs = Runs()) -> Registry {
    Registry(
      [
        load, score, select, pack, tune, eval, whereStage, sort, derive, take, sample, show, describe, count, hold,
        save,
        diff, compare, why, slow,
      ].map { $0(runs) },
      decoders: [
        "rows": { form, _ in try ToyRows(form) },
        "model": { form, _ in
          ToyText(
            type: .model,
            text: String(decoding: try AtomicFile.read((form.directory ?? "") + "/weights"), as: UTF8.self))
        },
        "report": { form, _ in ToyText(type: .report, text: String(decoding: form.bytes, as: UTF8.self)) },
        "packs": { form, _ in ToyText(type: .packs, text: String(decoding: form.bytes, as: UTF8.self)) },
      ],
      settings: [SettingDefinition("model", .path, "A directory; the embedded one")] + SettingDefinition.all)
  }

  static func rows(_ value: (any Value)?) throws -> ToyRows {
    guard let rows = value as? ToyRows else { throw InternalError("not rows") }
    return rows
  }

  private static func three(_ text: String) -> [String] { [text, text, text] }

  static func load(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "load", input: [.nothing], output: .type(.rows), slots: [Slot("path", .path, optional: true, "The file")],
        help: "Reads rows", examples: three("load")),
      runs: runs, made: { _, _ in fileColumns },
      read: { call, _ in
        guard let path = try call.optionalString("path") else { return [] }
        return [FileInput(path, try ContentDigest.of(file: path))]
      },
      body: { call, _, _ in
        let count = try call.optionalString("path").map { try AtomicFile.read($0).count } ?? 20
        let cells = (0..<count).map { n -> [ExpressionValue] in
          [.text("q\(n)"), .text("a\(n)"), .text("t"), .integer(Int64(n + 1)), .integer(Int64(n * 7 % 20))]
        }
        return StageResult(
          ToyRows(names: fileColumns.names, cells: cells),
          blocks: [StageBlock("load", [.init("\(count) in = \(count) kept")])],
          ledger: .object(JSONObject([("in", .integer(count))])))
      })
  }

  static func score(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "score", input: [.rows], output: .type(.rows),
        slots: [Slot("kind", .choice([Choice("complexity", "How hard the answer is")]), "What to score")],
        options: [
          Option("for", .duration, "Stop after this time"), Option("with", .model, "Another model than the setting's"),
        ],
        adds: [ColumnInfo("ifd", .number), ColumnInfo("loss_cond", .number)], settings: ["model"],
        help: "Scores rows", examples: three("load | score complexity")),
      runs: runs,
      body: { call, input, _ in
        var rows = try rows(input)
        rows.names += ["ifd", "loss_cond"]
        for index in rows.cells.indices { rows.cells[index] += [.number(Double(index * 3 % 7)), .number(1)] }
        let isPartial = call.isWritten("for")
        if isPartial { rows.cells = Array(rows.cells.prefix(5)) }
        return StageResult(
          rows, blocks: [StageBlock("score", [.init("scored")])], purpose: .choosing, isComplete: !isPartial)
      })
  }

  static func select(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "select", input: [.rows], output: .type(.rows),
        slots: [
          Slot(
            "kind", .choice([Choice("diverse", "By cluster"), Choice("top", "By score"), Choice("random", "By seed")]),
            "How to choose"), Slot("share", .share, default: .share(.fraction(0.4)), "How many"),
        ],
        options: [Option("clusters", .integer, default: .integer(10), "Clusters"), Option("by", .column, "Rank by")],
        settings: ["seed"], help: "Chooses rows", examples: three("load | select random 10%"), related: ["score"]),
      runs: runs,
      needed: { call in try call.choice("kind") == "random" || call.has("by") ? [] : ["ifd"] },
      body: { call, input, context in
        var rows = try rows(input)
        let count = try call.share("share").rows(of: rows.cells.count) ?? 1
        let start = try call.choice("kind") == "random" ? Int(context.seed % 3) : 0
        rows.cells = Array(rows.cells.dropFirst(start).prefix(count))
        return StageResult(rows, blocks: [StageBlock("select", [.init("chose \(count)")])], purpose: .choosing)
      })
  }

  static func pack(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "pack", input: [.rows], output: .type(.packs),
        slots: [Slot("capacity", .integer, default: .integer(4096), "Tokens")],
        options: [Option("long", .choice([Choice("cut", "Cut"), Choice("drop", "Drop")]), "Long rows")],
        help: "Packs rows", examples: three("load | pack 1024")),
      runs: runs,
      body: { call, input, _ in
        StageResult(
          ToyText(type: .packs, text: "\(try rows(input).cells.count) rows in \(try call.integer("capacity"))"))
      })
  }

  static func tune(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "tune", input: [.packs], output: .type(.model),
        options: [
          Option("epochs", .integer, default: .integer(3), "Times over the rows"),
          Option("rate", .number, default: .number(5e-4), "Learning rate"), Option("rank", .integer, "Of the adapter"),
          Option("warmup", .percentage, "Share of steps"), Option("price", .rate, "Money"),
        ],
        flags: [Flag("lora", "Only an adapter")], settings: ["seed", "model"], help: "Tunes the model",
        examples: three("load | pack | tune epochs 1")),
      runs: runs,
      body: { call, input, _ in
        if try call.integer("epochs") == 13 { throw ToyError() }
        let packs = input?.summary ?? ""
        return StageResult(
          ToyText(type: .model, text: "tuned on \(packs), \(try call.integer("epochs")) epochs"), purpose: .tuning)
      })
  }

  struct ToyError: DescribedError {
    var diagnosticCode: Diagnostic.Code { "C0599" }
    var diagnosticMessage: String { "thirteen epochs bring bad luck" }
  }

  static func eval(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "eval", input: [.model], output: .type(.report), slots: [Slot("rows", .rows, optional: true, "To judge on")],
        help: "Judges a model", examples: three("load | pack | tune | eval")),
      runs: runs,
      body: { call, input, context in
        let on = try call.optionalPipeline("rows").map { try rows(context.value(of: $0).value).cells.count }
        return StageResult(ToyText(type: .report, text: "\(input?.summary ?? "") on \(on ?? 0)"))
      })
  }

  static func whereStage(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "where", input: [.rows], output: .type(.rows), slots: [Slot("condition", .expression, "What must hold")],
        help: "Keeps rows for which a condition holds", examples: three("load | where tokens < 5")),
      runs: runs,
      body: { call, input, _ in
        var rows = try rows(input)
        let evaluator = try ExpressionEvaluator(try call.expression("condition"), over: rows)
        rows.cells = rows.cells.indices.filter { evaluator.verdict(row: $0, of: rows) == .holds }.map { rows.cells[$0] }
        return StageResult(rows)
      })
  }

  static func sort(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "sort", input: [.rows], output: .type(.rows), slots: [Slot("keys", .sortKeys, "What to sort by")],
        help: "Sorts rows", examples: three("load | sort tokens desc")),
      runs: runs,
      body: { call, input, _ in
        var rows = try rows(input)
        let keys = try call.sortKeys("keys")
        let evaluators = try keys.map { try ExpressionEvaluator($0.expression, over: rows) }
        let order = RowOrder.sorted(rows: rows.cells.count, descending: keys.map(\.descending)) { row, key in
          evaluators[key].value(row: row, of: rows)
        }
        rows.cells = order.map { rows.cells[$0] }
        return StageResult(rows)
      })
  }

  static func derive(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "derive", input: [.rows], output: .type(.rows), slots: [Slot("columns", .assignments, "What to compute")],
        help: "Computes columns", examples: three("load | derive double = 2 * tokens")),
      runs: runs,
      made: { call, columns in
        columns.adding(try call.assignments("columns").map { ColumnInfo($0.name, .unknown, addedBy: "derive") })
      },
      body: { call, input, _ in
        var rows = try rows(input)
        for assignment in try call.assignments("columns") {
          let evaluator = try ExpressionEvaluator(assignment.expression, over: rows)
          let values = rows.cells.indices.map { evaluator.value(row: $0, of: rows) }
          rows.names.append(assignment.name)
          for (row, value) in values.enumerated() { rows.cells[row].append(value) }
        }
        return StageResult(rows)
      })
  }

  static func take(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "take", input: [.rows], output: .type(.rows), slots: [Slot("count", .integer, "How many")],
        help: "Takes the first rows", examples: three("load | take 5")),
      runs: runs,
      body: { call, input, _ in
        var rows = try rows(input)
        rows.cells = Array(rows.cells.prefix(try call.integer("count")))
        return StageResult(rows)
      })
  }

  static func sample(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "sample", input: [.rows], output: .type(.rows), slots: [Slot("count", .integer, "How many")],
        settings: ["seed"], help: "Draws rows by the seed", examples: three("load | sample 5")),
      runs: runs, body: { _, input, _ in StageResult(try rows(input)) })
  }

  static func hold(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "hold", input: [.rows], output: .type(.rows), slots: [Slot("count", .integer, "How many")],
        settings: ["seed"], help: "Holds rows out", examples: three("load | hold 5")),
      runs: runs, body: { _, input, _ in StageResult(try rows(input)) })
  }

  static func show(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "show", input: [.rows], output: .same,
        slots: [Slot("columns", .column, optional: true, repeats: true, "Which columns")],
        options: [Option("width", .integer, "Of a column")], effect: .view, help: "Shows rows",
        examples: three("load | show question")),
      runs: runs, body: { _, input, _ in StageResult(try rows(input)) })
  }

  static func describe(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "describe", input: [.rows, .packs, .model], output: .type(.report), effect: .view, help: "Sums columns up",
        examples: three("load | describe")),
      runs: runs,
      body: { _, input, _ in StageResult(ToyText(type: .report, text: "described \(input?.summary ?? "")")) })
  }

  static func count(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "count", input: [.rows], output: .type(.report), options: [Option("by", .column, "Groups")],
        help: "Counts rows",
        examples: three("load | count by topic")),
      runs: runs, body: { _, input, _ in StageResult(ToyText(type: .report, text: input?.summary ?? "")) })
  }

  static func save(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "save", input: [.rows, .model, .report], output: .same, slots: [Slot("path", .path, "Where to")],
        flags: [Flag("replace", "Whatever is there")], effect: .effectful, help: "Writes a value",
        examples: three("load | save \"rows.jsonl\"")),
      runs: runs,
      body: { call, input, _ in
        guard let input else { throw InternalError("nothing to save") }
        try AtomicFile.write(Array(input.summary.utf8), to: try call.string("path"))
        return StageResult(input)
      })
  }

  static func diff(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "diff", input: [.rows], output: .type(.report), slots: [Slot("other", .rows, "To compare with")],
        help: "Compares two sets of rows", examples: three("load | diff { load | take 5 }")),
      runs: runs,
      body: { call, input, context in
        guard let other = try call.optionalPipeline("other") else { throw InternalError("no other rows") }
        let count = try rows(context.value(of: other).value).cells.count
        return StageResult(ToyText(type: .report, text: "\(try rows(input).cells.count) against \(count)"))
      })
  }

  static func compare(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "compare", input: [.rows], output: .type(.report),
        slots: [Slot("arms", .block, repeats: true, "What to compare")],
        options: [
          Option("then", .block, "What makes the models"),
          Option("draws", .integer, default: .integer(1), "Of random arms"),
        ], settings: ["seed"], help: "Compares selections", examples: three("load | compare { select random 10% }")),
      runs: runs,
      body: { call, input, context in
        guard let input, let key = context.inputKey else { throw InternalError("no rows") }
        var lines: [String] = []
        for arm in try call.blocks("arms") {
          for draw in 0..<(try call.integer("draws")) {
            var result = try context.runBlock(arm, on: Evaluated(value: input, key: key), seed: UInt64(draw))
            if let then = try call.optionalBlock("then") { result = try context.runBlock(then, on: result) }
            lines.append("\(arm.text): \(result.value.summary)")
          }
        }
        return StageResult(ToyText(type: .report, text: lines.joined(separator: "\n")))
      })
  }

  static func why(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "why", input: [.rows], output: .type(.report), slots: [Slot("row", .integer, "Its number")],
        help: "Says why a row was kept", examples: three("load | why 3")),
      runs: runs,
      body: { _, input, context in
        let before = try context.upstream(2)
        return StageResult(ToyText(type: .report, text: "before: \(before?.value.summary ?? "nothing")"))
      })
  }

  /// Keeps a count in its scratch directory and is interrupted until it has been called three times.
  static func slow(_ runs: Runs) -> ToyStage {
    ToyStage(
      signature: Signature(
        "slow", input: [.rows], output: .same, help: "Takes three calls", examples: three("load | slow")),
      runs: runs,
      body: { _, input, context in
        let path = try context.scratch() + "/count"
        let count = (try? AtomicFile.read(path)).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        guard count >= 2 else {
          try AtomicFile.write(Array("\(count + 1)".utf8), to: path)
          throw Interrupted(done: count + 1, total: 3, what: "calls")
        }
        return StageResult(try rows(input))
      })
  }
}
