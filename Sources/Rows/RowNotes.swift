/// What a load says of values that are seldom meant.
enum RowNotes {
  private static let shownRows = 5

  /// Numbers that are none: NaN, Infinity, or beyond what 64 bits hold.
  static func notFinite(_ rows: Rows) -> [String] {
    zip(rows.names, rows.columns).compactMap { name, column in
      guard case .number(let numbers) = column else { return nil }
      let places = numbers.values.indices.filter { !numbers.values[$0].isFinite && numbers.mask[$0] == nil }
      guard !places.isEmpty else { return nil }
      let values =
        places.count == 1 ? "1 value is not a finite number" : "\(places.count) values are not finite numbers"
      return "`\(name)`: \(values) (NaN, Infinity, or too large): " + shown(places, rows)
    }
  }

  /// Texts that a program wrote for a value that it did not have.
  ///
  /// - Parameter systems: columns that hold system messages.
  static func fillers(_ rows: Rows, systems: [String]) -> [String] {
    let wanted = [rows.roles.question, rows.roles.input].compactMap { $0 } + systems
    return wanted.compactMap { name in
      guard case .text(let texts)? = rows.column(name) else { return nil }
      let places = (0..<rows.count).filter { row in
        texts.length(row) < longestFiller && (texts[row].map(isFiller) ?? false)
      }
      guard let first = places.first else { return nil }
      let count = places.count
      return
        "`\(name)`: the text of \(count) row\(count == 1 ? "" : "s") is \"\(rows.cell(first, name).description)\" or "
        + "similar, which looks like a missing value but is kept as text: " + shown(places, rows)
    }
  }

  /// Answers that are to count more or less than others.
  ///
  /// - Parameter rows: their numbers in the file.
  static func fractionalWeights(_ rows: [Int]) -> String {
    "\(rows.count) row\(rows.count == 1 ? " has" : "s have") answers of other weights than 0 and 1, which count as 1: "
      + shown(rows)
  }

  private static let longestFiller = 12

  private static func isFiller(_ text: ArraySlice<UInt8>) -> Bool {
    let word = String(decoding: text, as: UTF8.self).lowercased()
    return ["nan", "none", "null", "n/a", "<na>", "#n/a", "undefined"].contains(word)
  }

  private static func shown(_ places: [Int], _ rows: Rows) -> String { shown(places.map { rows.rowNumbers[$0] }) }

  private static func shown(_ numbers: [Int]) -> String {
    "row\(numbers.count == 1 ? "" : "s") " + numbers.prefix(shownRows).map(String.init).joined(separator: ", ")
      + (numbers.count > shownRows ? " …" : "")
  }
}
