import Diagnostics
import Stages

/// A table of text, fitted to a number of columns.
public struct Table: Sendable {
  /// A column with its cells.
  public struct Column: Sendable {
    /// What stands above its cells; may be empty.
    public var name: String
    /// Whether cells stand at the right.
    public var alignRight: Bool
    /// From top to bottom.
    public var cells: [String]
    /// A small histogram shown under the name, for score columns.
    public var spark: String
    /// Whether a cell that is too long goes on below; else it loses its middle.
    public var wraps: Bool

    /// A column with its cells.
    public init(_ name: String, alignRight: Bool = false, cells: [String], spark: String = "", wraps: Bool = false) {
      self.name = name
      self.alignRight = alignRight
      self.cells = cells
      self.spark = spark
      self.wraps = wraps
    }

    /// The cell of a row, in one line unless it goes on below.
    fileprivate func lines(_ row: Int, columns: Int) -> [String] {
      guard row < cells.count else { return [] }
      return wraps ? DisplayText.wrapped(cells[row], to: columns) : [cells[row]]
    }
  }

  /// From left to right.
  public var columns: [Column]
  /// Rows of the whole value, of which `columns` may hold the first few.
  public var totalRows: Int
  /// Whether columns that do not fit go on below, each part behind the first column; else the middle ones are left out.
  public var folds: Bool

  /// A table; `totalRows` counts the rows that are not shown too.
  public init(columns: [Column], totalRows: Int? = nil, folds: Bool = false) {
    self.columns = columns
    self.totalRows = totalRows ?? columns.first?.cells.count ?? 0
    self.folds = folds
  }

  private static let gap = 2
  /// Below this no column is shrunk: less of a text says nothing, and leaving middle columns out says more.
  private static let narrowest = 16

  /// The table in at most `screen.width` columns: long cells lose their middle or go on below, then the middle columns are
  /// left out or go on below, and what is not shown is counted below. Only the columns that are shown are laid out.
  public func rendered(on screen: Screen) -> String {
    guard !columns.isEmpty else { return Figures.rows(totalRows) + ", no columns\n" }
    guard folds else { return whole(on: screen) }
    let parts = parts(on: screen)
    return parts.enumerated().map { place, part in
      // Rows that are not shown are counted once.
      let rows = place == parts.count - 1 ? totalRows : 0
      return Table(columns: part.map { columns[$0] }, totalRows: rows).whole(on: screen)
    }.joined(separator: "\n")
  }

  /// The columns in parts that fit, each of which begins with the first.
  private func parts(on screen: Screen) -> [[Int]] {
    let measures = columns.map { Table.measure(Table.prepared($0, spark: screen.unicode)) }
    // A column whose cells could go on below stands where they need not, as far as there is such a place.
    let room = screen.width - measures[0].least - Table.gap
    let least = zip(columns, measures).map { $0.wraps ? max($1.least, min($1.natural, room)) : $1.least }
    var parts = [[0]]
    var used = least[0]
    for index in columns.indices.dropFirst() {
      if used + Table.gap + least[index] > screen.width, parts[parts.count - 1].count > 1 {
        parts.append([0])
        used = least[0]
      }
      parts[parts.count - 1].append(index)
      used += Table.gap + least[index]
    }
    return parts
  }

  private static func measure(_ column: Column) -> (natural: Int, least: Int) {
    let natural = max(
      Text.width(column.name), Text.width(column.spark), column.cells.lazy.map { Text.width($0) }.max() ?? 0, 1)
    // Numbers are never elided: half a number is a wrong number.
    return (natural, column.alignRight ? natural : min(natural, Table.narrowest))
  }

  private func whole(on screen: Screen) -> String {
    var prepared: [Int: Column] = [:]
    let (shown, widths) = Table.fitted(columns.count, to: screen.width) { index in
      let column = Table.prepared(columns[index], spark: screen.unicode)
      prepared[index] = column
      return Table.measure(column)
    }
    let rows = columns.lazy.map(\.cells.count).max() ?? 0

    var out = ""
    func append(_ cell: (Column, Int) -> String, style: Screen.Style? = nil) {
      var line = ""
      for (place, index) in shown.enumerated() {
        if place > 0 { line += String(repeating: " ", count: Table.gap) }
        guard let index, let column = prepared[index], let width = widths[index] else {
          line += screen.unicode ? "…" : "."
          continue
        }
        let text = Text.elided(cell(column, width), to: width, unicode: screen.unicode)
        line += Text.padded(text, to: width, right: column.alignRight)
      }
      while line.last == " " { line.removeLast() }
      if !screen.unicode { line = Text.ascii(line) }
      out += (style.map { screen.styled(line, $0) } ?? line) + "\n"
    }
    append({ column, _ in column.name }, style: .bold)
    if shown.contains(where: { $0.flatMap { prepared[$0] }?.spark.isEmpty == false }) {
      append({ column, _ in column.spark }, style: .dim)
    }
    for row in 0..<rows {
      // A row takes as many lines as its longest cell that goes on below.
      var line = 0
      var goesOn = true
      while goesOn {
        goesOn = false
        append { column, width in
          let lines = column.lines(row, columns: width)
          if line + 1 < lines.count { goesOn = true }
          return line < lines.count ? lines[line] : ""
        }
        line += 1
      }
    }

    var notes: [String] = []
    if totalRows > rows {
      notes.append("\(Figures.count(totalRows - rows)) more row\(totalRows - rows == 1 ? "" : "s")")
    }
    let hidden = columns.count - widths.count
    if hidden > 0 {
      // The hidden ones follow each other; more of their names than fit on the line are not asked for.
      let first = shown.firstIndex(of: nil) ?? 0
      let names = columns[first..<min(first + hidden, first + screen.width)].map { Table.short($0.name) }
      notes.append("\(Figures.count(hidden)) more column\(hidden == 1 ? "" : "s"): " + names.joined(separator: ", "))
    }
    if !notes.isEmpty {
      let note = Text.prefix("… " + notes.joined(separator: " · "), columns: screen.width)
      out += screen.styled(screen.unicode ? note : Text.ascii(note), .dim) + "\n"
    }
    return out
  }

  private static func prepared(_ column: Column, spark: Bool) -> Column {
    Column(
      short(column.name), alignRight: column.alignRight, cells: column.cells.map(short),
      spark: spark ? column.spark : "", wraps: column.wraps)
  }

  /// A text safe to print, without the middle of one that no screen could show whole.
  private static func short(_ text: String) -> String {
    let most = 2048
    guard text.utf8.count > 8 * most else { return DisplayText.escaped(text) }
    return DisplayText.escaped(String(text.prefix(most)) + "…" + text.suffix(most))
  }

  /// Which of `count` columns are shown (nil stands for the gap left by hidden ones), and how wide each is: as many as fit,
  /// taken from both ends. Columns that have no room are not measured: O(width).
  package static func fitted(
    _ count: Int, to width: Int, measure: (Int) -> (natural: Int, least: Int)
  ) -> (shown: [Int?], widths: [Int: Int]) {
    let marker = 1 + gap
    var measures: [Int: (natural: Int, least: Int)] = [:]
    var sum = -gap
    var kept = 0
    for next in 0..<count {
      // By turns the next from the front and the next from the back.
      let index = next % 2 == 0 ? next / 2 : count - 1 - next / 2
      let measured = measure(index)
      measures[index] = measured
      sum += measured.least + gap
      if next > 0, sum > width { break }
      if next == 0 || next == count - 1 || sum + marker <= width { kept = next + 1 }
    }
    let front = (kept + 1) / 2
    let back = count - kept / 2
    let order = Array(0..<front) + Array(back..<count)
    var widths = [Int: Int](uniqueKeysWithValues: order.map { ($0, measures[$0]?.least ?? 1) })
    // What is left goes to the narrowest of those that want more, one column at a time.
    var room = width - widths.values.reduce(0, +) - gap * (kept - 1) - (kept < count ? marker : 0)
    func wants(_ index: Int) -> Bool { (widths[index] ?? 0) < (measures[index]?.natural ?? 0) }
    while room > 0, let next = order.filter(wants).min(by: { (widths[$0] ?? 0) < (widths[$1] ?? 0) }) {
      widths[next, default: 0] += 1
      room -= 1
    }
    for index in order { widths[index] = min(widths[index] ?? 1, max(width, 1)) }

    var shown: [Int?] = order
    if kept < count { shown.insert(nil, at: front) }
    return (shown, widths)
  }
}
