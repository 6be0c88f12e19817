import Diagnostics

/// Bytes to tree. Reports every independent error; recovers at `|` and at the end of a line.
public enum Parser {
  /// Where the source comes from.
  public enum Mode: Sendable {
    case script
    /// A cell: one that begins with `|` goes on from `_`.
    case prompt
  }
}
