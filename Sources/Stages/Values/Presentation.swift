public import Plots

/// How a value is shown, as far as a stage decides it: the terminal fits it to its width.
public enum Presentation: Sendable {
  case table(Table)
  /// Lines as they stand.
  case lines([String])
  /// An axis between its head and what is said of it.
  case marked(head: String, MarkedAxis, [String])

  /// Lines as they stand, parts of which have a colour of their own.
  case coloured([String], [MarkedSpan])

  /// A picture, and what is said below it.
  case plot(Plot, [String])

  /// Cells as text, not yet escaped: rows are untrusted, and whoever prints them escapes control characters.
  public struct Table: Sendable {
    /// A column's head.
    public struct Column: Sendable {
      /// As it is shown.
      public var name: String
      /// Whether its cells are set to the right.
      public var isNumeric: Bool
      /// Whether a cell that is too long goes on below; else it loses its middle.
      public var wraps: Bool

      /// A column of this name.
      public init(_ name: String, isNumeric: Bool = false, wraps: Bool = false) {
        self.name = name
        self.isNumeric = isNumeric
        self.wraps = wraps
      }
    }

    /// From left to right.
    public var columns: [Column]
    /// The first rows, at most as many as were asked for.
    public var rows: [[String]]
    /// All rows that there are.
    public var total: Int

    /// A table; `total` counts the rows that there would be, those not shown among them.
    public init(columns: [Column], rows: [[String]], total: Int? = nil) {
      self.columns = columns
      self.rows = rows
      self.total = total ?? rows.count
    }
  }
}

/// A value that can be shown and printed as data.
public protocol Presentable: Sendable {
  /// - Parameter limit: rows of a table at most.
  func presentation(limit: Int) -> Presentation
  /// One JSON text per row or, for what is not rows, one in all: what `--format jsonl` prints.
  func jsonLines() -> [String]
  /// The value as one JSON text, as `--format json` has it.
  /// - Parameter limit: rows of the pipe at most.
  func json(limit: Int) -> String
}
