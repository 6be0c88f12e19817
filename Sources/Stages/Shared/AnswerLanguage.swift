import Curation
import Numerics
import Rows
import Work

/// The column `language`, which `load` adds where a file has none: what the code of each answer is written in, by its fences
/// and, without them, by how its lines begin. Missing where an answer has no code.
///
/// Looking takes longer than reading, so it is made when something first asks for it.
enum AnswerLanguage {
  static let name = "language"
  private static let rowsAtOnce = 4_096

  /// The rows with the column behind the others; as they are where there is one of that name.
  static func adding(to rows: Rows) -> Rows {
    guard !rows.hasColumn(name) else { return rows }
    let words = DeferredWords(count: rows.count) { places, work in
      var found: [String?] = []
      found.reserveCapacity(places.count)
      for start in stride(from: 0, to: places.count, by: rowsAtOnce) {
        try work.checkCancellation()
        work.progress(
          WorkProgress(label: "tell languages", done: Double(start), total: Double(places.count), unit: "rows"))
        found += Parallel.map(min(rowsAtOnce, places.count - start)) { RowCode(rows, places[start + $0]).word }
      }
      return found
    }
    return rows.adding(.text(TextColumn(words, rows: Array(0..<rows.count))), named: name)
  }
}
