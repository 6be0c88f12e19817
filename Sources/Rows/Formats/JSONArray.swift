public import Work

/// One JSON array of objects, or an object around one: see `WrappedRows`.
public struct JSONArray: ReadableRowFormat, WritableRowFormat {
  /// "JSON arrays"
  public let name = "JSON arrays"
  /// `.json`
  public let endings = ["json"]

  /// Nothing to set.
  public init() {}

  /// A file that begins with `[`.
  public func recognizes(_ beginning: UInt8?) -> Bool { beginning == UInt8(ascii: "[") }

  /// What the file begins with decides, not its ending.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    try JSONReader(name: name, bytes: bytes, options: options, work: work).read()
  }

  /// One array, an object a line; see `WritableRowFormat`.
  public func write<Failure: Error>(_ rows: Rows, put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    let keys = JSONLine.keys(of: rows)
    try put(Array("[\n".utf8))
    for row in 0..<rows.count {
      var line = Array("  ".utf8)
      JSONLine.append(row, of: rows, keys: keys, to: &line)
      line += Array(row == rows.count - 1 ? "\n".utf8 : ",\n".utf8)
      try put(line)
    }
    try put(Array("]\n".utf8))
  }
}
