import Diagnostics
import Documents
import Packing
import Pipeline
import Rows

/// `view N mask`: a row as a model that is tuned on it sees it, and what of it is learned.
struct RowMask: RowPicture {
  let flag = Flag("mask", "Its text in the template; what is learned of it is marked")
  let settings = ["context", "model", "template"]
  let needs = ["answer"]

  func report(_ rows: Rows, _ place: Int, at call: BoundCall, _ context: RunContext) throws -> ReportValue {
    let number = rows.rowNumbers[place]
    let library = context.models
    let directory = try library.directory(context.settings)
    let template = try library.template(context.settings, directory: directory)
    let tokenizer = try library.tokenizer(directory: directory)
    let encoded = try EncodedRows(
      rows.taking([place]), tokenizer: tokenizer, template: template.template, work: context.work)
    let longest = try library.configuration(directory: directory).longestRow(context.settings)
    do throws(Untrainable) {
      return report(number, try encoded.mask(0, maxLength: longest, long: .cut, tokenizer: tokenizer), template)
    } catch {
      throw Diagnostic(
        StageCodes.nothingLeft, "row \(number) is not trained on: \(error.reason)", at: call.span(of: "row"),
        label: "this row")
    }
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
