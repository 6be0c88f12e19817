import Diagnostics
import Documents
import Packing
import Pipeline
import Rows

/// `view`: one row, whole or as a model that is tuned on it sees it.
struct ViewStage: StageDefinition {
  let signature = Signature(
    "view", input: [.rows, .report], output: .type(.report),
    slots: [Slot("row", .integer, in: 1...(.infinity), "The row, by its number in the file")],
    flags: [Flag("mask", "Its text in the template; what is learned of it is marked")],
    settings: ["context", "model", "template"],
    version: 3,
    help: "One row whole, or in its template with the tokens that are learned",
    examples: [
      "load | view 5", "load | sort tokens desc | view 12 mask", "load | where tokens < 300 | view 25 mask",
    ],
    related: ["show", "pack", "tune"])

  func needs(_ call: BoundCall) throws -> [String] { call.flag("mask") ? ["answer"] : [] }

  func settings(of call: BoundCall) -> [String] { call.flag("mask") ? signature.settings : [] }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    if context.input == .report, call.flag("mask") {
      throw Diagnostic(
        StageCodes.optionsClash, "nothing of a report is learned", at: call.span(of: "mask"), label: "needs rows")
    }
    return ColumnSet()
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    call.flag("mask") ? [try context.models.input(context)] : []
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let rows = try Table(input, call, reads: [], context).rows
    let number = try call.integer("row")
    guard let place = rows.rowNumbers.firstIndex(of: number) else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row here has the number \(number)", at: call.span(of: "row"),
        label: "not among \(Figures.rows(rows.count))")
    }
    guard call.flag("mask") else { return StageResult(WholeRow(rows, place).report) }
    let library = context.models
    let directory = try library.directory(context.settings)
    let template = try library.template(context.settings, directory: directory)
    let tokenizer = try library.tokenizer(directory: directory)
    let encoded = try EncodedRows(
      rows.taking([place]), tokenizer: tokenizer, template: template.template, work: context.work)
    let longest = try library.configuration(directory: directory).longestRow(context.settings)
    let parts: [MaskPart]
    do throws(Untrainable) {
      parts = try encoded.mask(0, maxLength: longest, long: .cut, tokenizer: tokenizer)
    } catch {
      throw Diagnostic(
        StageCodes.nothingLeft, "row \(number) is not trained on: \(error.reason)", at: call.span(of: "row"),
        label: "this row")
    }
    return StageResult(report(number, parts, template))
  }

  /// The text by lines, a bar before what is learned: a line that is learned in part is two.
  private func report(_ number: Int, _ parts: [MaskPart], _ template: ModelTemplate) -> ReportValue {
    let all = parts.reduce(0) { $0 + $1.tokens }
    let learned = parts.reduce(0) { $0 + ($1.isLearned ? $1.tokens : 0) }
    let answers = parts.count(where: \.isLearned)
    var lines = [
      "row \(number) · \(Figures.count(learned)) of \(Figures.count(all)) tokens learned, in \(answers) "
        + "part\(answers == 1 ? "" : "s") · template \(template.shown)"
    ]
    for part in parts {
      let bar = part.isLearned ? "┃ " : "  "
      let text = part.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      // A line feed that ends a part begins no line of it.
      for line in text.last?.isEmpty == true && text.count > 1 ? text.dropLast() : text[...] {
        lines.append(bar + String(decoding: line, as: UTF8.self))
      }
    }
    let data = JSONValue.object(
      JSONObject([
        ("row", .integer(number)), ("tokens", .integer(all)), ("learned", .integer(learned)),
        ("template", .string(template.template.name)),
        (
          "parts",
          .array(
            parts.map {
              .object(
                JSONObject([
                  ("learned", .bool($0.isLearned)), ("tokens", .integer($0.tokens)),
                  ("text", .string(String(decoding: $0.text, as: UTF8.self))),
                ]))
            })
        ),
      ]))
    return ReportValue(title: "row \(number) and what is learned of it", lines: lines, data: data)
  }
}
