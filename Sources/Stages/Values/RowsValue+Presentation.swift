import Pipeline
import Rows

extension RowsValue: Presentable {
  public func presentation(limit: Int) -> Presentation {
    // A vector has nothing to show; it stays in the data.
    var names = rows.names.filter { if case .vector? = rows.column($0) { false } else { true } }
    if !names.contains("row") { names.insert("row", at: 0) }
    let columns = names.map { name in
      let isNumeric =
        switch rows.column(name) {
        case .integer?, .number?: true
        default: false
        }
      return Presentation.Table.Column(name, isNumeric: isNumeric)
    }
    // Of rows that are not counted yet only those on show are.
    let head = rows.taking(Array(0..<min(limit, rows.count)))
    let shown = (0..<head.count).map { row in names.map { Self.text(head.cell(row, $0)) } }
    return .table(Presentation.Table(columns: columns, rows: shown, total: rows.count))
  }

  /// Each row with its number first; a file that `save` writes has none, as reading it numbers its rows anew.
  public func jsonLines() -> [String] {
    let lines = String(decoding: RowWriter.bytes(rows, as: .jsonl), as: UTF8.self).split(separator: "\n")
    return zip(rows.rowNumbers, lines).map { number, line in
      "{\"row\": \(number)" + (line == "{}" ? "}" : ", " + line.dropFirst())
    }
  }

  /// A cell for reading: numbers short, a missing value empty.
  static func text(_ cell: Cell) -> String {
    if case .number(let value) = cell { return Figures.fixed(value, abs(value) >= 1_000 ? 1 : 4) }
    return cell.description
  }
}
