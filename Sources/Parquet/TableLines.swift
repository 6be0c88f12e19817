/// What the rows of a table are as text.
public struct TableLines: Sendable {
  /// Each row a JSON object and a line's end.
  public var bytes: [UInt8] = []
  /// Rows that there are.
  public var rowCount = 0
  /// Rows follow behind the last one that was asked for.
  public var goesOn = false
  /// Of each column with values that are neither said to be text nor text, how many of its values are base64.
  public var encoded: [String: Int] = [:]
}
