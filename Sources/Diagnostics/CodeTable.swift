/// The codes that a module reports, each one stored property with its long form:
///
///     let unknownStage = CodeBook.Entry("C0203", "no stage has this name", "After a `|` stands …")
///
/// That is all there is to declare: the module reports `CodeNames<Table>.unknownStage`, and the book of all codes has the entry.
public protocol CodeTable: Sendable {
  /// The one value of the table.
  static var table: Self { get }
}

extension CodeTable {
  /// The entries of all stored properties, in the order of their declarations.
  public static var entries: [CodeBook.Entry] {
    Mirror(reflecting: table).children.compactMap { $0.value as? CodeBook.Entry }
  }
}

/// The codes of a table by the names of its properties, for those who report them.
@dynamicMemberLookup public enum CodeNames<Table: CodeTable> {
  /// The code of one entry.
  public static subscript(dynamicMember entry: KeyPath<Table, CodeBook.Entry>) -> Diagnostic.Code {
    Table.table[keyPath: entry].code
  }
}
