/// What the rows of a table are, column by column: texts stay in their pages, anything else is JSON.
public struct TableColumns: Sendable {
  /// What a row has in a column.
  public struct Value: Sendable {
    /// In what.
    public enum Kind: Sendable {
      /// Nothing.
      case missing
      /// A text in the pages.
      case text
      /// Bytes in the pages that are said to be a text, and are not UTF-8.
      case illFormed
      /// A value in `json`.
      case json
    }

    /// Where it stands.
    public var kind: Kind
    /// Of its first byte: in the contents of the pages, one behind another, or in `json`.
    public var start: Int
    /// In bytes.
    public var length: Int
  }

  /// A field of the rows.
  public struct Field: Sendable {
    /// As the file has it; two may have the same.
    public var name: [UInt8]
    /// Of each row one.
    public var values: [Value] = []
  }

  /// In the order of the schema.
  public var fields: [Field]
  /// The pages that texts stand in.
  public var pages: [TextPage] = []
  /// Of each page its content, where there was room for it.
  public var contents: [[UInt8]?] = []
  /// Of all pages together.
  public var pageSize = 0
  /// The values that are no text of a page, each on a line.
  public var json: [UInt8] = []
  /// Rows that there are.
  public var rowCount = 0
  /// Rows follow behind the last one that was asked for.
  public var goesOn = false
  /// As `TableLines` has it.
  public var encoded: [String: Int] = [:]
}

extension TableColumns {
  /// Adds a column's texts, and the pages that they stand in.
  mutating func append(_ column: Column, _ referred: ReferredPages, rows: Int, to field: Int) throws(ParquetError) {
    for _ in 0..<rows {
      guard try column.nextDefinition() == column.leaf.definition else {
        try column.skip()
        fields[field].values.append(Value(kind: .missing, start: 0, length: 0))
        continue
      }
      let place = column.values.places[try column.take()]
      fields[field].values.append(
        Value(kind: place.isIllFormed ? .illFormed : .text, start: pageSize + place.start, length: place.count))
    }
    pages += referred.pages
    contents += referred.contents
    pageSize += referred.size
  }
}
