package import Rows

/// Where rows have their tests.
package struct RowTests {
  private let rows: Rows
  /// The column that holds them; nil: there is none.
  package let column: String?

  private static let columns = ["test", "tests", "test_list", "test_code", "assertion"]

  /// - Parameter column: one that the user names; else that of the usual name which is there.
  package init(_ rows: Rows, column: String? = nil) {
    self.rows = rows
    self.column = column ?? Self.columns.first(where: rows.hasColumn)
  }

  /// The tests of a row, with what is to stand before them; nil where it has none.
  package subscript(row: Int) -> [UInt8]? {
    guard let column, let tests = rows.listedText(row, column), !tests.isEmpty else { return nil }
    return Array(
      (["test_setup_code", "test_imports"].compactMap { rows.listedText(row, $0) } + [tests]).joined(separator: "\n")
        .utf8)
  }

  /// The function that is tested, where the row says which.
  package func entryPoint(_ row: Int) -> String? {
    if case .text(let bytes) = rows.cell(row, "entry_point") { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}
