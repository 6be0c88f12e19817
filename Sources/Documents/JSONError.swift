/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as the caller named it.
  public let file: String
  /// The number of the line, from 1.
  public let line: Int
  /// From 1, counted in characters as a reader sees them.
  public let column: Int
  /// What is wrong, without the place.
  public let message: String

  /// An error at a place of a file; line and column from 1.
  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// The error at a byte offset of the text.
  init(_ message: String, at offset: Int, of bytes: UnsafeRawBufferPointer, file: String) {
    let before = bytes[..<Swift.min(offset, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    self.init(
      file: file, line: 1 + before.count { $0 == UInt8(ascii: "\n") },
      column: 1 + String(decoding: before[start...], as: UTF8.self).count, message: message)
  }

  /// One line as compilers write it: `FILE:LINE:COLUMN: MESSAGE`.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}
