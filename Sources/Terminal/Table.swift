import Stages

/// A table of text, fitted to a number of columns.
public struct Table: Sendable {
  public struct Column: Sendable {
    public var name: String
    public var alignRight: Bool
    public var cells: [String]
    /// A small histogram shown under the name, for score columns.
    public var spark: String

    public init(_ name: String, alignRight: Bool = false, cells: [String], spark: String = "") {
      self.name = name
      self.alignRight = alignRight
      self.cells = cells
      self.spark = spark
    }
  }

  public var columns: [Column]
  /// Rows of the whole value, of which `columns` may hold the first few.
  public var totalRows: Int

  public init(columns: [Column], totalRows: Int? = nil) {
    self.columns = columns
    self.totalRows = totalRows ?? columns.first?.cells.count ?? 0
  }

  private static let gap = 2
  /// Below this no column is shrunk: less of a text says nothing, and leaving middle columns out says more.
  private static let narrowest = 16

  /// The table in at most `screen.width` columns: long cells lose their middle, then the middle columns are left out,
  /// and what is not shown is counted below.
  public func rendered(on screen: Screen) -> String {
    guard !columns.isEmpty else { return Figures.count(totalRows) + " rows, no columns\n" }
    let prepared = columns.map { column in
      Column(
        Text.escaped(column.name), alignRight: column.alignRight, cells: column.cells.map { Text.escaped($0) },
        spark: screen.unicode ? column.spark : "")
    }
    let (shown, widths, hidden) = Table.fitted(prepared, to: screen.width)
    let rows = prepared.map(\.cells.count).max() ?? 0

    var out = ""
    func append(_ cells: (Int) -> String, style: Screen.Style? = nil) {
      var line = ""
      for (place, index) in shown.enumerated() {
        if place > 0 { line += String(repeating: " ", count: Table.gap) }
        guard let index else {
          line += screen.unicode ? "…" : "."
          continue
        }
        let text = Text.elided(cells(index), to: widths[index], unicode: screen.unicode)
        line += Text.padded(text, to: widths[index], right: prepared[index].alignRight)
      }
      while line.last == " " { line.removeLast() }
      if !screen.unicode { line = Text.ascii(line) }
      out += (style.map { screen.styled(line, $0) } ?? line) + "\n"
    }
    append({ prepared[$0].name }, style: .bold)
    if prepared.contains(where: { !$0.spark.isEmpty }) { append({ prepared[$0].spark }, style: .dim) }
    for row in 0..<rows { append { row < prepared[$0].cells.count ? prepared[$0].cells[row] : "" } }

    var notes: [String] = []
    if totalRows > rows {
      notes.append("\(Figures.count(totalRows - rows)) more row\(totalRows - rows == 1 ? "" : "s")")
    }
    if !hidden.isEmpty {
      let names = hidden.map { prepared[$0].name }
      notes.append("\(names.count) more column\(names.count == 1 ? "" : "s"): " + names.joined(separator: ", "))
    }
    if !notes.isEmpty {
      let note = Text.prefix("… " + notes.joined(separator: " · "), columns: screen.width)
      out += screen.styled(screen.unicode ? note : Text.ascii(note), .dim) + "\n"
    }
    return out
  }

  /// Which columns are shown (nil stands for the gap left by hidden ones), how wide each is, and which are hidden.
  private static func fitted(_ columns: [Column], to width: Int) -> (shown: [Int?], widths: [Int], hidden: [Int]) {
    let natural = columns.map { column in
      max(Text.width(column.name), Text.width(column.spark), column.cells.lazy.map { Text.width($0) }.max() ?? 0, 1)
    }
    // Numbers are never elided: half a number is a wrong number.
    let least = columns.indices.map { columns[$0].alignRight ? natural[$0] : min(natural[$0], narrowest) }
    var kept = Array(columns.indices)
    func total(_ widths: [Int]) -> Int {
      let marker = kept.count < columns.count ? 1 + gap : 0
      return kept.map { widths[$0] }.reduce(0, +) + gap * max(0, kept.count - 1) + marker
    }
    while kept.count > 1, total(least) > width { kept.remove(at: kept.count / 2) }
    var widths = least
    // What is left goes to the narrowest of those that want more, one column at a time.
    var room = width - total(widths)
    while room > 0, let next = kept.filter({ widths[$0] < natural[$0] }).min(by: { widths[$0] < widths[$1] }) {
      widths[next] += 1
      room -= 1
    }
    for index in kept { widths[index] = min(widths[index], max(width, 1)) }

    let hidden = columns.indices.filter { !kept.contains($0) }
    var shown: [Int?] = kept
    if let first = hidden.first {
      shown.insert(nil, at: kept.firstIndex { $0 > first } ?? kept.count)
    }
    return (shown, widths, hidden)
  }
}
