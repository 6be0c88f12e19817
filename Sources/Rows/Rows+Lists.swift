package import Documents

extension Rows {
  /// A text; of a list its texts, one after the other by lines; nil of anything else.
  package func listedText(_ row: Int, _ column: String) -> String? {
    switch cell(row, column) {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .json: list(row, column).map { $0.compactMap(\.string).joined(separator: "\n") }
    case .missing, .integer, .number, .bool, .vector: nil
    }
  }

  /// The values of a list; nil of anything else.
  package func list(_ row: Int, _ column: String) -> [JSONValue]? {
    guard case .json(let bytes) = cell(row, column) else { return nil }
    return (try? JSONValue.parse(bytes, file: ""))?.array
  }
}
