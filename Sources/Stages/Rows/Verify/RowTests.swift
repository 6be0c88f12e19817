import Curation
import Documents
import Rows

/// Where rows have their tests.
struct RowTests {
  private let rows: Rows
  /// The column that holds them; nil: there is none.
  let column: String?

  private static let columns = ["test", "tests", "test_list", "test_code", "assertion"]

  /// - Parameter column: one that the user names; else that of the usual name which is there.
  init(_ rows: Rows, column: String? = nil) {
    self.rows = rows
    self.column = column ?? Self.columns.first(where: rows.hasColumn)
  }

  /// The tests of a row, with what is to stand before them; nil where it has none.
  subscript(row: Int) -> [UInt8]? {
    guard let column, let tests = text(row, column), !tests.isEmpty else { return nil }
    return Array(
      (["test_setup_code", "test_imports"].compactMap { text(row, $0) } + [tests]).joined(separator: "\n").utf8)
  }

  /// The function that is tested, where the row says which.
  func entryPoint(_ row: Int) -> String? {
    if case .text(let bytes) = rows.cell(row, "entry_point") { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  /// A text, or texts in a list.
  private func text(_ row: Int, _ name: String) -> String? {
    switch rows.cell(row, name) {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .json(let bytes):
      (try? JSONValue.parse(bytes, file: ""))?.array.map { $0.compactMap(\.string).joined(separator: "\n") }
    case .missing, .integer, .number, .bool, .vector: nil
    }
  }
}
