public import Work

/// Values with tabs between them, otherwise as `CSV`: quotes included, as spreadsheets and pandas write them.
public struct TSV: ReadableRowFormat, WritableRowFormat {
  /// "tab-separated values"
  public let name = "tab-separated values"
  /// `.tsv`
  public let endings = ["tsv"]
  /// As `CSV`.
  public let keepsKinds = false

  private static let tab = UInt8(ascii: "\t")

  /// Nothing to set.
  public init() {}

  /// See `CSV`.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    try DelimitedReader(name: name, bytes: bytes, separator: Self.tab, options: options, work: work).read()
  }

  /// A head of names, then a line a row; see `WritableRowFormat`.
  public func write<Failure: Error>(_ rows: Rows, put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try CSV.write(rows, separator: Self.tab, put: put)
  }
}
