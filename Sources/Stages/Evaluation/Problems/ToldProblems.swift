import Curation
import Documents
import Rows
import Work

/// Which problems the rows tell that made a model: what it passes of these it may have read.
struct ToldProblems {
  /// Rows that were looked at.
  let learned: Int
  /// Rows that tell a problem.
  let telling: Int
  /// By a problem's name: the numbers of the rows that tell it, in their order.
  let rows: [String: [Int]]
  /// Names of problems that are told, in the order of their files.
  let names: [String]

  /// Looks for the problems of a set as `decontaminate` does. O(bytes).
  ///
  /// - Throws: `Interrupted`.
  init(_ set: ProblemSet, in rows: Rows, _ work: Work) throws {
    // A problem that was left out is not judged, and rows that tell it do no harm.
    let asked = Set(set.problems.map(\.name))
    var found: [String: [Int]] = [:]
    var telling = Set<Int>()
    for file in set.tellable {
      let hits = try Contamination(file.problems, runLength: Contamination.usualRun)
        .allHits(count: rows.count, label: "contamination", work: work) { rows.texts($0) }
      for (place, hits) in hits.enumerated() {
        for name in hits.compactMap({ file.names[$0.problem] }) where asked.contains(name) {
          found[name, default: []].append(rows.rowNumbers[place])
          telling.insert(place)
        }
      }
    }
    (learned, self.telling, self.rows) = (rows.count, telling.count, found)
    names = set.problems.map(\.name).filter { found[$0] != nil }
  }

  /// The first row that tells a problem; nil: none does.
  func row(_ problem: String) -> Int? { rows[problem]?.first }

  /// `12 of the 500 rows that made it tell 3 of these problems: A (row 3 and 8 more), B (row 9).`
  func sentence(of name: String) -> String {
    let made = "the \(Figures.rows(learned)) that made \(name)"
    let how = "(\(Contamination.usualRun) words in a row, or a solution)"
    guard !names.isEmpty else { return "None of \(made) tells one of these problems \(how)." }
    let listed = names.prefix(8).map { name in
      let own = rows[name] ?? []
      let more = own.count > 1 ? " and \(Figures.count(own.count - 1)) more" : ""
      return "\(name) (row \(own.first ?? 0)\(more))"
    }
    let rest = names.count > 8 ? " and \(Figures.count(names.count - 8)) more" : ""
    return
      "\(Figures.count(telling)) of \(made) tell\(telling == 1 ? "s" : "") \(Figures.count(names.count)) of these problems "
      + "\(how): \(listed.joined(separator: ", "))\(rest)."
  }
}
