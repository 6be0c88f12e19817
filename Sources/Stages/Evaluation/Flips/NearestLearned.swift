import Curation
import Documents
package import Rows
package import Work

/// Which of the rows that a model learned from are nearest to a problem by their words: what may have taught it, or led it astray.
package struct NearestLearned {
  /// A row.
  package struct Lesson {
    package var row: Int
    /// Cosine of the tf-idf vectors, in [0, 1].
    package var likeness: Double
    /// Its first line; untrusted.
    package var head: String
  }

  /// How many rows there were to learn from.
  package let learned: Int
  /// By the problem's name; without those that share no word with any row.
  private let lessons: [String: Lesson]

  /// Looks at every row for every problem. O(bytes of the rows + postings of the problems' words).
  ///
  /// - Parameters:
  ///   - problems: names, and what was asked.
  ///   - rows: what the model learned from.
  /// - Throws: `Interrupted`.
  package init(_ problems: [(name: String, question: String)], in rows: Rows, _ work: Work) throws {
    learned = rows.count
    guard !problems.isEmpty, rows.count > 0 else {
      lessons = [:]
      return
    }
    let space = try WordSpace(
      targets: RowTexts(problems.map { Array($0.question.utf8) }), pool: RowTexts(rows), work: work)
    var found: [String: Lesson] = [:]
    for (place, problem) in problems.enumerated() {
      try work.checkCancellation(done: place, total: problems.count, of: "problems")
      let cosines = space.cosines(to: place)
      guard let best = cosines.indices.max(by: { (cosines[$0], $1) < (cosines[$1], $0) }), cosines[best] > 0 else {
        continue
      }
      found[problem.name] = Lesson(
        row: rows.rowNumbers[best], likeness: cosines[best], head: Self.head(rows.texts(best).first ?? []))
    }
    lessons = found
  }

  /// nil: no row shares a word with it.
  package subscript(problem: String) -> Lesson? { lessons[problem] }

  /// The first line that says something.
  private static func head(_ text: ArraySlice<UInt8>) -> String {
    let line = text.split(separator: 0x0A).first { $0.contains { $0 > 0x20 } } ?? []
    return String(decoding: line.prefix(400), as: UTF8.self)
  }
}

extension NearestLearned.Lesson {
  /// `row 12 (0.41): Write a function that …`
  package var words: String { "row \(row) (\(Figures.fixed(likeness, 2))): \(head)" }
}
