import Diagnostics

/// Groups of values as marks on one axis, a line for each group. Whoever shows it says how wide: beside the labels where
/// there is room, else each below its label.
public struct MarkedAxis: Sendable, Codable, Equatable {
  /// A group of values.
  public struct Row: Sendable, Codable, Equatable {
    /// What the values are of.
    public var label: String
    /// What they come to, as it is printed: their mean.
    public var figure: String
    /// Finite; those that fall on one column share a mark.
    public let values: [Double]
    /// One character, which takes one column.
    public var mark: String

    /// A line of the plot. A value that is not finite has no place on an axis and is left out.
    public init(label: String, figure: String, values: [Double], mark: String) {
      self.label = label
      self.figure = figure
      self.values = values.filter(\.isFinite)
      self.mark = mark
    }
  }

  /// From top to bottom.
  public var rows: [Row]

  /// A plot of these rows, on the axis that holds all their values.
  public init(rows: [Row]) { self.rows = rows }

  /// Wider, marks do not tell more.
  private static let widest = 57
  /// Narrower than this beside the labels, marks go below them.
  private static let narrowest = 24
  /// Half of the last label of the scale stands beyond the axis.
  private static let overhang = 4

  /// The scale and the rows, at most `columns` columns wide where that is 24 or more; empty where no row has a value.
  public func lines(columns: Int) -> [String] {
    let values = rows.flatMap(\.values)
    guard let low = values.min(), let high = values.max() else { return [] }
    func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    func padded(_ text: String, to width: Int) -> String { text + blanks(width - DisplayText.width(of: text)) }
    let figures = rows.map { DisplayText.width(of: $0.figure) }.max() ?? 0
    let labels = max(17, (rows.map { DisplayText.width(of: $0.label) }.max() ?? 0) + 1) + 2
    let beside = columns - labels - figures - 1 - Self.overhang
    let isBeside = beside >= Self.narrowest
    let lead = isBeside ? labels + figures + 1 : 2
    let room = isBeside ? beside : max(16, columns - lead - Self.overhang)
    let axis = Axis(low: low, high: high, columns: min(Self.widest, room))
    return [blanks(lead) + axis.scale]
      + rows.flatMap { row -> [String] in
        let marks = axis.marks(row.values, row.mark.first ?? "·")
        if isBeside {
          return [
            padded(row.label, to: labels) + blanks(figures - DisplayText.width(of: row.figure)) + row.figure + " "
              + marks
          ]
        }
        return DisplayText.wrapped(row.label + " " + row.figure, to: max(20, columns)) + [blanks(lead) + marks]
      }.map(trimmed)
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
