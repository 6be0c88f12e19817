import Diagnostics
import Digests
import Documents
import Foundation
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows
import Work

/// `generate`: what a model answers, to a prompt or to the question of every row.
struct GenerateStage: StageDefinition {
  /// So many answers are shown while they are made.
  private static let streamed = 4

  let signature = Signature(
    "generate", input: [.rows, .nothing, .model], output: .type(.rows),
    slots: [Slot("prompt", .string, optional: true, "The question, where no rows come in; put in the template")],
    options: [
      Option("with", .model, "A model other than the setting `model`"),
      Option("max", .integer, in: 1...1_000_000, default: .integer(256), "Maximum number of tokens in an answer"),
    ] + GenerationManner.options + [
      Option("stop", .string, repeats: true, "Stop strings: they end an answer and are not part of it")
    ],
    needs: ["question"],
    adds: [ColumnInfo("generated", .text), ColumnInfo("ended", .bool)],
    settings: ["model", "template", "seed", "precision"], version: 2,
    help: "The model's answers: adds generated, and ended, whether it ended by itself",
    examples: [
      "generate \"Write a function that reverses a string.\" max 60",
      "load | sample 4 | generate max 40 | show question generated ended",
      "load | sample 2 | generate max 40 temperature 0.8 top_p 0.95 stop \"\\n\\n\"",
    ],
    related: ["eval", "tune", "score"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    try GenerationManner.check(call)
    let added = signature.adds.map { ColumnInfo($0.name, $0.kind, addedBy: signature.name) }
    guard let type = context.input else { return input.adding(added) }
    if type == .rows {
      if call.isWritten("prompt") {
        throw Diagnostic(
          StageCodes.promptClash, "the rows that come in have their own questions", at: call.span(of: "prompt"),
          label: "leave out the prompt, or the rows")
      }
      return input.adding(added)
    }
    if type == .model, call.isWritten("with") {
      throw Diagnostic(
        StageCodes.optionsClash, "a Model comes in, and `with` names another one", at: call.span(of: "with"),
        label: "leave one out")
    }
    guard call.isWritten("prompt") else {
      throw Diagnostic(
        StageCodes.promptClash, "`generate` has no question to answer: no rows come in, and no prompt is given",
        at: call.nameSpan, label: "needs a prompt in double quotes, or rows before it")
    }
    let own = [
      ColumnInfo("row", .integer), ColumnInfo("question", .text), ColumnInfo("tokens", .integer),
      ColumnInfo("answer_tokens", .integer),
    ]
    return ColumnSet(own + added, aliases: ["question": "question"])
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    let library = context.models
    var inputs = try library.input(of: call, option: "with", context).map { [$0] } ?? []
    if call.isWritten("prompt") {
      // Its tokens are counted by the model of the settings, whichever answers it.
      let directory = try library.directory(context.settings)
      inputs.append(FileInput("counts", try library.contentDigest(directory: directory, store: context.store)))
    }
    return inputs
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate {
    let loaded = try context.models.load(context.settings)
    let rows = call.isWritten("prompt") ? 1 : input.rows
    let tokens = rows.map { $0 * Double((try? call.integer("max")) ?? 256) }
    return Estimate(
      rows: rows, tokens: input.tokens, seconds: tokens.map { $0 / Rates.generating(loaded, context) },
      memory: Double(loaded.model.parameterCount) * 4 + 200e6,
      notes: ["generate: answers that end early take less time"])
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let library = context.models
    let loaded =
      if let model = input as? ModelValue {
        try library.load(directory: model.directory)
      } else {
        try library.load(call, option: "with", context)
      }
    let template = try library.template(context.settings, directory: loaded.directory)
    let options = try GenerationManner.options(
      call, maxTokens: call.integer("max"), stop: call.strings("stop"), context)
    let answers = try Answers(loaded, template.template, options, context)
    let value = try rows(call, input, context)
    let rows = value.rows
    let encoded = try EncodedRows(rows, loaded, template.template, context)

    var ledger = Ledger(rowsIn: rows.count)
    var kept: [Int] = []
    // Where nothing is drawn, equal prompts are answered once.
    var requests: [AnswerRequest] = []
    var places: [Int] = []
    var requestOfPrompt: [[Int32]: Int] = [:]
    for row in 0..<rows.count {
      do throws(Unscorable) {
        let prompt = try encoded.answerPrompt(row, contextLength: loaded.model.configuration.contextLength)
        let known = options.samples ? nil : requestOfPrompt[prompt]
        if known == nil {
          requestOfPrompt[prompt] = requests.count
          requests.append(AnswerRequest(prompt: prompt, stream: rows.rowNumbers[row]))
        }
        places.append(known ?? requests.count - 1)
        kept.append(row)
      } catch {
        ledger.drop(error.reason, row: rows.rowNumbers[row])
      }
    }
    if input as? RowsValue == nil, kept.isEmpty {
      throw Diagnostic(
        StageCodes.nothingLeft, "the prompt has \(ledger.dropped.first?.reason ?? "no question")", at: call.span,
        label: "nothing to answer")
    }

    var stream: AnswerStream?
    if context.observer.showsText, requests.count <= Self.streamed {
      let isRows = input is RowsValue
      stream = AnswerStream(
        titles: requests.map { isRows ? "row \(Figures.count($0.stream))" : nil }, loaded.tokenizer,
        stop: StopStrings(options.stop), show: { context.observer.text($0) })
    }
    let watch = Stopwatch()
    var made = 0
    let (found, remembered) = try answers.answers(requests, stream: stream) { made += $0 }
    let seconds = watch.seconds
    try Rates.recordGenerating(loaded, tokens: made, seconds: seconds, context)

    var own: [Answer] = []
    var answered: [Int] = []
    for (row, place) in zip(kept, places) {
      guard found[place].reason != .failed else {
        ledger.fail("scores not a number", row: rows.rowNumbers[row])
        continue
      }
      answered.append(row)
      own.append(found[place])
    }
    ledger.kept = answered.count
    let result = rows.taking(answered)
      .adding(.texts(own.map(\.text)), named: "generated")
      .adding(.bool(BoolColumn(own.map(\.endedByItself))), named: "ended")
    var first = StageBlock.Line(
      options.manner, " · by \(loaded.name), template \(template.shown)")
    if made > 0 { first.second += " · \(Figures.count(Int(Double(made) / max(seconds, 1e-9)))) tokens/s" }
    var second = ledger.line
    second.second += " · " + Self.endings(own)
    var lines = [first, second]
    if let emptiness = ledger.emptiness { lines.append(StageBlock.Line(emptiness)) }
    if remembered > 0 { lines.append(StageBlock.Line("\(Figures.count(remembered)) answers were remembered")) }
    lines += loaded.remarks
    return StageResult(value.with(result), blocks: [StageBlock("generate", lines)], accounting: ledger)
  }

  /// The rows that came in, or one of the prompt.
  private func rows(_ call: BoundCall, _ input: (any Value)?, _ context: RunContext) throws -> RowsValue {
    if let rows = input as? RowsValue { return rows }
    let prompt = try call.string("prompt")
    let rows = Rows(
      names: ["question"], columns: [.texts([prompt])], rowNumbers: [1], roles: Roles(question: "question"),
      source: RowSource(path: "(prompt)", digest: ContentDigest.of(prompt)))
    return RowsValue(
      try TokenCounts.adding(to: rows, settings: context.settings, models: context.models, work: context.work))
  }

  /// `17 ended by themselves, 3 cut at the most tokens`.
  private static func endings(_ answers: [Answer]) -> String {
    func count(_ reasons: Generated.Reason...) -> Int { answers.count { reasons.contains($0.reason) } }
    var parts = ["\(Figures.count(count(.end, .stop))) ended by themselves"]
    if count(.length) > 0 { parts.append("\(Figures.count(count(.length))) cut") }
    if count(.context) > 0 { parts.append("\(Figures.count(count(.context))) at the end of the context") }
    return parts.joined(separator: ", ")
  }
}
