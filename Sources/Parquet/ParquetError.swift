/// Why a Parquet file cannot be read.
public struct ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of trouble.
  public enum Kind: Sendable, Hashable {
    /// The file does not begin or end as one, as if a part of it were missing.
    case cut
    /// Its bytes contradict one another.
    case damaged
    /// It uses something that is not read here; the message names it.
    case unsupported
    /// It needs more memory than the caller allowed.
    case tooLarge
    /// The caller asked to stop.
    case cancelled
  }

  /// What kind of trouble.
  public var kind: Kind
  /// What is wrong, without the place.
  public var message: String
  /// The column at fault, as a path with points, where it is one's fault.
  public var column: String?
  /// 0-based byte of the file, near which it was seen.
  public var offset: Int?

  /// An error; places that are not known are nil.
  public init(_ kind: Kind, _ message: String, column: String? = nil, offset: Int? = nil) {
    self.kind = kind
    self.message = message
    self.column = column
    self.offset = offset
  }

  /// Message, column and byte in one line.
  public var description: String {
    message + (column.map { ", column `\($0)`" } ?? "") + (offset.map { " (byte \($0))" } ?? "")
  }

  /// The same, with a place where it has none.
  func at(_ offset: Int?, column: String? = nil) -> ParquetError {
    var error = self
    error.offset = error.offset ?? offset
    error.column = error.column ?? column
    return error
  }

  static func damaged(_ message: String) -> ParquetError { ParquetError(.damaged, message) }
}
