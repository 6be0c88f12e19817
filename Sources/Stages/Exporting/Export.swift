import Diagnostics
import Documents
import Packing
import Pipeline
import Rows
import Tokenization
import Tuning
import Work

/// Rows as the files of a tool.
struct Export {
  let job: ExportJob
  let ledger: Ledger
  /// Of the data, without their ends.
  let lines: [[UInt8]]
  let files: [ExportedFile]
  /// What is to be done beside, and what the tool does otherwise.
  let warnings: [String]
  let provenance: JSONObject

  /// - Throws: `Diagnostic` where no row is left; `Interrupted`.
  init(
    _ packs: Packs, tool: any TrainingTool, model: ExportedModel, _ call: BoundCall, _ context: RunContext
  ) throws {
    let rows = packs.rows
    let lowRank = LowRank(call: call)
    let conversations = (0..<rows.count).map { rows.wholeConversation($0) }
    let isText = conversations.allSatisfy { $0 == nil }
    var options = try TuningOptions(
      call, isAdapter: lowRank.isAsked, recommendedRate: model.recommendedRate,
      // Where rows are cut at the model's context, a longer pack would let them pass.
      capacity: packs.ledger.tokensCut > 0 ? packs.settings.maxLength : packs.settings.capacity, seed: context.seed)
    options.samplesPerStep = try call.optionalInteger("batch")
    var job = ExportJob(
      model: model.name, modelHasTemplate: model.hasTemplate, template: model.template.template,
      tokenizer: model.tokenizer, options: options, adapter: lowRank.isAsked ? try lowRank.options() : nil,
      splits: isText && packs.settings.long == .split, steps: ExportSteps(packs, options: options), lessons: [],
      renderer: try ConversationRenderer(model.template.template, tokenizer: model.tokenizer))

    let form = tool.form(of: conversations.compactMap(\.self), job)
    var ledger = Ledger(rowsIn: rows.count)
    let tokens = SpelledTokens(model.tokenizer.specialTexts)
    var spelling = 0
    var lines: [[UInt8]] = []
    for row in 0..<rows.count {
      try context.work.checkCancellation()
      let number = rows.rowNumbers[row]
      let lessons: [Lesson]
      if let conversation = conversations[row] {
        lessons = form.lessons(of: conversation)
      } else if isText, let text = rows.answer(row) {
        lessons = [Lesson(text: Array(text))]
      } else {
        ledger.drop("without a question", row: number)
        continue
      }
      if let reason = lessons.lazy.compactMap({ $0.isText ? nil : tool.refusal(of: $0) }).first {
        ledger.drop(reason, row: number)
        continue
      }
      do {
        let written = try lessons.map { lesson in
          var line: [UInt8] = []
          let text = lesson.isText ? JSONText.object([("text", .text(lesson.turns[0].text ?? []))]) : nil
          try (text ?? tool.line(of: lesson, job)).write(into: &line)
          return line
        }
        lines += written
        job.lessons += lessons
        ledger.kept += 1
        if lessons.contains(where: tokens.occur) { spelling += 1 }
      } catch let refusal as RenderedConversation.Refusal {
        ledger.drop(refusal.reason, row: number)
      }
    }
    guard !lines.isEmpty else {
      throw Diagnostic(
        StageCodes.nothingLeft, "\(tool.title) can hold none of the rows", at: call.span,
        label: "of \(Figures.rows(rows.count))", notes: ledger.dropped.map { "\(Figures.count($0.count)) \($0.reason)" }
      )
    }
    (self.job, self.ledger, self.lines) = (job, ledger, lines)
    let spelled =
      "\(Figures.rows(spelling)) with the name of a special token, which is text for cact and the token for \(tool.title)"
    warnings = tool.warnings(job) + (spelling > 0 ? [spelled] : [])
    files = Self.files(job, tool, Self.sentences(ledger, packs, lines.count), warnings)
    provenance = [
      "written_by": "cact", "tool": .string(tool.name), "version": .string(tool.version), "model": .string(model.name),
      "pipeline": .string(context.pipeline.text), "rows": .integer(ledger.kept), "lines": .integer(lines.count),
      "seed": .string(String(options.seed)),
    ]
  }

  /// The lines, each with its end.
  var data: some Sequence<UInt8> { lines.lazy.flatMap { $0 + CollectionOfOne(0x0A) } }

  /// All but the data, the README last.
  private static func files(
    _ job: ExportJob, _ tool: any TrainingTool, _ rows: [String], _ warnings: [String]
  ) -> [ExportedFile] {
    var files = tool.files(job)
    if !job.isText {
      files.append(
        ExportedFile(
          name: ExportJob.chatTemplate, purpose: "how conversations are put",
          text: job.template.conversations(in: job.tokenizer)))
    }
    let start = tool.launches(job)[0]
    files.append(
      ExportedFile(
        name: "run.sh", purpose: start.head + ": sh run.sh",
        text: "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")\"\nexec \(start.command) \"$@\"\n"))
    let data = ExportedFile(name: ExportJob.data, purpose: "the rows", text: "")
    let readme = ExportReadme(job: job, tool: tool, files: [data] + files, rows: rows, warnings: warnings)
    return files + [ExportedFile(name: "README.md", purpose: "", text: readme.text)]
  }

  /// What became of the rows.
  private static func sentences(_ ledger: Ledger, _ packs: Packs, _ lines: Int) -> [String] {
    var sentences = [
      "\(Figures.rows(ledger.kept)) in \(Figures.count(lines)) line\(lines == 1 ? "" : "s")"
        + (lines > ledger.kept ? ": one for each answer that is learned, behind all that stands before it." : ".")
    ]
    sentences += ledger.dropped.map { "Left out: \(Figures.count($0.count)) \($0.reason)." }
    if packs.ledger.tokensCut > 0 {
      sentences.append(
        "Rows longer than \(Figures.count(packs.settings.maxLength)) tokens are cut there when they are tuned on: "
          + "\(Figures.count(packs.ledger.tokensCut)) tokens.")
    }
    return sentences
  }
}
