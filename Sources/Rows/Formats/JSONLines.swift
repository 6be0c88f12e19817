public import Work

/// A JSON object on each line: what `save` writes where nobody asks for another format.
public struct JSONLines: ReadableRowFormat, WritableRowFormat {
  /// "JSON lines"
  public let name = "JSON lines"
  /// `.jsonl`
  public let endings = ["jsonl"]
  /// `.ndjson`
  public let furtherEndings = ["ndjson"]

  /// Nothing to set.
  public init() {}

  /// An empty file is one too, and an error of its own.
  public func recognizes(_ beginning: UInt8?) -> Bool { beginning == nil || beginning == UInt8(ascii: "{") }

  /// What the file begins with decides, not its ending.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    try JSONReader(name: name, bytes: bytes, options: options, work: work).read()
  }

  /// An object a line; see `WritableRowFormat`.
  public func write<Failure: Error>(_ rows: Rows, put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    let keys = JSONLine.keys(of: rows)
    for row in 0..<rows.count {
      var line: [UInt8] = []
      JSONLine.append(row, of: rows, keys: keys, to: &line)
      line.append(UInt8(ascii: "\n"))
      try put(line)
    }
  }
}
