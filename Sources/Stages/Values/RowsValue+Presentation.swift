import Documents
import Pipeline
import Rows

extension RowsValue: Presentable {
  /// A table of at most `limit` rows.
  public func presentation(limit: Int) -> Presentation {
    // A table would cut the one answer that somebody has asked for.
    if rows.count == 1, chosenColumns == nil, let answer = rows.listedText(0, "generated") {
      return .lines(answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
    // Of rows that are not counted yet only those on show are.
    let head = rows.taking(Array(0..<min(limit, rows.count)))
    // By their places: a look for each by its name would cost more with every column that there is.
    var shownColumns = zip(head.names, head.columns).filter {
      // A vector has nothing to show; it stays in the data. So does a conversation beside its question and answer.
      if case .vector = $0.1 { false } else { $0.0 != rows.roles.conversation || !rows.hasColumn("answer") }
    }
    if !head.names.contains("row"), let numbers = head.column("row") {
      // Of chosen columns their place, where they are among them.
      let place = chosenColumns.map { $0.firstIndex(of: "row") } ?? 0
      if let place { shownColumns.insert(("row", numbers), at: min(place, shownColumns.count)) }
    }
    let columns = shownColumns.map { name, column in
      let isNumeric =
        switch column {
        case .integer, .number: true
        case .text, .bool, .json, .vector: false
        }
      return Presentation.Table.Column(name, isNumeric: isNumeric)
    }
    let decimals = shownColumns.map { Self.decimals($0.1) }
    let shown = (0..<head.count).map { row in
      zip(shownColumns, decimals).map { Self.text($0.1.cell(row), decimals: $1) }
    }
    return .table(Presentation.Table(columns: columns, rows: shown, total: rows.count))
  }

  /// Each row with its number first (`lines`).
  public func jsonLines() -> [String] { Self.lines(rows) }

  /// How many rows there are, their columns, and the first `limit` of them, without vectors: `jsonl` has those.
  public func json(limit: Int) -> String {
    var head = rows.taking(Array(0..<min(limit, rows.count)))
    var columns: [JSONValue] = []
    for (name, column) in zip(head.names, head.columns) {
      columns.append(["name": .string(name), "kind": .string(column.kind.rawValue)])
      if case .vector = column { head = head.removing(name) }
    }
    var object = JSONObject()
    object["count"] = .integer(rows.count)
    object["tokens"] = tokens.map { JSONValue.integer($0) } ?? .null
    object["columns"] = .array(columns)
    object["held_out"] = heldOut.map(\.json) ?? .null
    object["limit"] = .integer(limit)
    return object.serialized(with: "rows", as: "[" + Self.lines(head).joined(separator: ",") + "]")
  }

  /// A file that `save` writes has no numbers, as reading it numbers its rows anew.
  private static func lines(_ rows: Rows) -> [String] {
    let lines = String(decoding: RowWriter.bytes(rows), as: UTF8.self).split(separator: "\n")
    return zip(rows.rowNumbers, lines).map { number, line in
      "{\"row\": \(number)" + (line == "{}" ? "}" : ", " + line.dropFirst())
    }
  }

  /// How many decimals the numbers of a column have, all the same: fewer where one is large.
  private static func decimals(_ column: Column) -> Int {
    guard case .number = column.kind, let largest = column.doubles?.filter(\.isFinite).map(abs).max() else { return 4 }
    return largest >= 1_000 ? 1 : largest >= 100 ? 2 : 4
  }

  /// A cell for reading: numbers short, a missing value empty.
  private static func text(_ cell: Cell, decimals: Int) -> String {
    if case .number(let value) = cell { return Figures.fixed(value, decimals) }
    return cell.description
  }
}
