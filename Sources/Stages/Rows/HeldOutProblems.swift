import Curation
import Rows
import Work

/// The problems among held-out rows: a row need not be their twin to tell one.
struct HeldOutProblems {
  private let contamination: Contamination?
  private let problems: [Problem]
  private let held: Set<Int>

  /// - Parameters:
  ///   - source: the rows that were held out from.
  ///   - held: places of those that are.
  init(_ source: Rows, held: Set<Int>) {
    // Rows without tests are not problems that a model could be asked.
    self.held = held.intersection(ReadProblems(source).rows)
    problems = self.held.isEmpty ? [] : ProblemRows(source).problems
    // What many problems of their file say is its manner of speaking, held out or not.
    contamination = self.held.isEmpty ? nil : Contamination(problems, runLength: Contamination.usualRun)
  }

  /// By the place of a row that tells one: which, and what the row has of it. O(bytes).
  ///
  /// - Throws: `Interrupted`.
  func told(by rows: Rows, _ work: Work) throws -> [Int: String] {
    guard let contamination else { return [:] }
    let hits = try contamination.allHits(count: rows.count, label: "hold", work: work) { rows.texts($0) }
    var told: [Int: String] = [:]
    for (row, hits) in hits.enumerated() {
      guard let hit = hits.first(where: { held.contains($0.problem) }) else { continue }
      told[row] = "\(problems[hit.problem].name): \(hit.words(Contamination.usualRun))"
    }
    return told
  }
}
