import Documents
import LanguageModel
import Packing
import Pipeline
import Rows

/// `view N` of packs: the samples of one pack, in their order.
struct PackContents {
  static let columns = [
    ColumnInfo("row", .integer), ColumnInfo("from", .integer), ColumnInfo("tokens", .integer),
    ColumnInfo("learned", .integer), ColumnInfo("question", .text),
  ]

  private let packs: Packs
  private let number: Int

  /// - Parameter number: of the pack, from 1.
  init(_ packs: Packs, _ number: Int) { (self.packs, self.number) = (packs, number) }

  var report: ReportValue {
    var at = 0
    var cells: [[String]] = []
    var data: [JSONValue] = []
    for place in packs.bins[number - 1] {
      let sample = packs.samples[place]
      let segment = sample.segment
      let row = packs.rows.rowNumbers[sample.row]
      let question = packs.rows.question(sample.row).map { String(decoding: $0, as: UTF8.self) } ?? ""
      cells.append([
        String(row), Figures.count(at), Figures.count(segment.tokens.count), Figures.count(segment.targetCount),
        question,
      ])
      data.append(
        .object(
          JSONObject([
            ("row", .integer(row)), ("from", .integer(at)), ("tokens", .integer(segment.tokens.count)),
            ("learned", .integer(segment.targetCount)),
            ("question", .string(question)),
          ])))
      at += segment.tokens.count
    }
    return ReportValue(
      title: "the rows of pack \(number)", columns: Self.columns.map { ($0.name, isNumeric: $0.kind == .integer) },
      cells: cells, data: .array(data))
  }
}
