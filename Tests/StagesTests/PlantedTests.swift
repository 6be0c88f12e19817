import Documents
import Foundation
import Rows
import Stages
import TestSupport
import Testing

/// What each stage finds of defects that were planted, against their labels: the table of docs/guides/rows-you-can-trust.md, computed again. The
/// labels are read here alone.
@Suite("Planted defects") struct PlantedTests {
  /// One line of the table.
  private struct Line {
    var defect: String
    var stage: String
    var planted: Set<Int>
    var found: Set<Int>
    /// Rows that are no false alarm where they are found, though labelled otherwise.
    var excused: Set<Int> = []

    private var right: Int { planted.intersection(found).count }
    private var alarms: Int { found.subtracting(planted).subtracting(excused).count }

    var text: String {
      let recall = Double(right) / Double(max(1, planted.count))
      let precision = Double(right) / Double(max(1, right + alarms))
      func shown(_ share: Double) -> String { String(format: "%.2f", share) }
      return
        "| \(defect) | \(stage) | \(planted.count) | \(right) | \(alarms) | \(shown(recall)) | \(shown(precision)) |"
    }
  }

  private func check(_ lines: [Line]) throws {
    let guide = try String(contentsOfFile: PackageRoot.path + "/docs/guides/rows-you-can-trust.md", encoding: .utf8)
    for line in lines { #expect(guide.contains(line.text), "the guide does not say: \(line.text)") }
  }

  private func numbers(_ rows: Rows, where isRight: (Int) -> Bool) -> Set<Int> {
    Set((0..<rows.count).filter(isRight).map { rows.rowNumbers[$0] })
  }

  private func text(_ rows: Rows, _ row: Int, _ column: String) -> String {
    rows.cell(row, column).isMissing ? "" : rows.cell(row, column).description
  }

  /// The rows of a value that a line of stages drops.
  private func dropped(_ session: Session, _ load: String, _ stage: String) throws -> Set<Int> {
    let all = Set(try session.rows(load).rows.rowNumbers)
    return all.subtracting(try session.rows("\(load) | \(stage)").rows.rowNumbers)
  }

  @Test func teachingSet() throws {
    let session = try Session(tiny: true)
    let all = try session.rows("load").rows
    func labelled(_ defect: String) -> Set<Int> { numbers(all) { text(all, $0, "defect") == defect } }
    let exact = labelled("exact_duplicate")
    let heldout = PackageRoot.path + "/share/teaching/heldout.jsonl"
    var lines = [
      Line(
        defect: "exact duplicates", stage: "`dedup exact`", planted: exact,
        found: try dropped(session, "load", "dedup exact")),
      Line(
        defect: "near duplicates", stage: "`dedup near threshold 0.6`", planted: labelled("near_duplicate"),
        found: try dropped(session, "load | dedup exact", "dedup near threshold 0.6")),
      Line(
        defect: "copies of held-out tasks", stage: "`decontaminate \"heldout.jsonl\"`",
        planted: labelled("heldout_copy"),
        found: try dropped(session, "load", "decontaminate \"\(heldout)\"")),
    ]
    // Every defect of the code, and each tenth row without one: running all tests again takes minutes.
    let some = "load | where defect != \"\" or row % 10 == 0"
    let verified = try session.rows("\(some) | verify timeout 8s").rows
    let repaired = try session.rows("\(some) | repair timeout 8s").rows
    func verdicts(_ words: String...) -> Set<Int> {
      numbers(verified) { words.contains(text(verified, $0, "verdict")) }
    }
    // A slip in the last line looks like an early end until its repair passes the tests.
    let mended = numbers(repaired) { text(repaired, $0, "verdict") == "passes" && text(repaired, $0, "repaired") != "" }
    let (unparsable, truncated) = (labelled("unparsable"), labelled("truncated"))
    let (wrong, swapped) = (labelled("wrong_answer"), labelled("swapped"))
    lines += [
      Line(
        defect: "code that does not parse", stage: "`verify`, `repair`", planted: unparsable,
        found: verdicts("does not parse").union(verdicts("cut short").intersection(mended))),
      Line(
        defect: "truncated answers", stage: "`verify`, `repair`", planted: truncated,
        found: verdicts("cut short").subtracting(mended)),
      Line(
        defect: "wrong by their tests", stage: "`verify`", planted: wrong.union(swapped),
        found: verdicts("fails", "times out")),
    ]
    try check(lines)
    let guide = try String(contentsOfFile: PackageRoot.path + "/docs/guides/rows-you-can-trust.md", encoding: .utf8)
    let whole = verdicts("does not parse").union(verdicts("cut short"))
    #expect(
      guide.contains(
        "`repair` mends \(mended.intersection(unparsable).count) of the \(whole.intersection(unparsable).count) that do not parse"
      ))
  }

  /// 370 rows of evol-codealpaca, with defects planted by a script that knows nothing of the detectors.
  @Test func realRows() throws {
    guard let set = SharedData.path("instruct/evol-codealpaca-1.json"),
      let problems = SharedData.path("eval/mbpp.jsonl"),
      let python = ["/usr/local/bin/python3", "/usr/bin/python3"].first(where: FileManager.default.isExecutableFile)
    else { return }
    let session = try Session(tiny: true)
    let folder = session.folder("planted")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [PackageRoot.path + "/Tests/Fixtures/make/plant_evol.py", set, problems, folder]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let load = "load \"\(folder)/rows.jsonl\""
    let all = try session.rows(load).rows
    let lines = try String(contentsOfFile: "\(folder)/truth.jsonl", encoding: .utf8).split(separator: "\n")
    let truth = try lines.map { try JSONValue.parse(Array($0.utf8)[...], file: "truth.jsonl") }
    #expect(truth.count == all.count)
    func labelled(_ defect: String) -> Set<Int> { numbers(all) { truth[$0]["defect"]?.string == defect } }
    // Of a pair of twins either may go.
    let places = Dictionary(uniqueKeysWithValues: truth.indices.map { (truth[$0]["id"]?.int, all.rowNumbers[$0]) })
    func pairs(_ defect: String, _ gone: Set<Int>) -> Set<Int> {
      Set(
        truth.indices.filter { truth[$0]["defect"]?.string == defect }.flatMap { row -> [Int] in
          let pair = [all.rowNumbers[row], places[truth[row]["of"]?.int] ?? 0]
          return pair.contains(where: gone.contains) ? pair : []
        })
    }
    let exact = try dropped(session, load, "dedup exact")
    let near = try dropped(session, "\(load) | dedup exact", "dedup near")
    let contaminated = try dropped(session, load, "decontaminate \"\(problems)\"")
    let verified = try session.rows("\(load) | verify").rows
    let repaired = try session.rows("\(load) | repair").rows
    func verdicts(_ words: String...) -> Set<Int> {
      numbers(verified) { words.contains(text(verified, $0, "verdict")) }
    }
    func twins(_ defect: String, _ stage: String, _ gone: Set<Int>) -> Line {
      let planted = labelled(defect)
      let found = pairs(defect, gone)
      return Line(
        defect: defect.replacing("_", with: " ") + "s", stage: stage, planted: planted,
        found: planted.intersection(found).union(gone), excused: found)
    }
    let (broken, cut) = (labelled("nonparsing"), labelled("truncated"))
    try check([
      twins("exact_duplicate", "`dedup exact`", exact), twins("near_duplicate", "`dedup near`", near),
      Line(
        defect: "code that does not parse", stage: "`verify`", planted: broken, found: verdicts("does not parse"),
        excused: labelled("no_fence")),
      Line(
        defect: "truncated answers", stage: "`verify`", planted: cut, found: verdicts("cut short"),
        excused: labelled("no_fence")),
      Line(
        defect: "contaminated rows", stage: "`decontaminate \"mbpp.jsonl\"`", planted: labelled("contaminated"),
        found: contaminated),
    ])
    func isMended(_ row: Int) -> Bool {
      let number = repaired.rowNumbers[row]
      let (now, original) = (text(repaired, row, "output"), truth[row]["original"]?.string ?? "")
      // Quotes of either kind and blanks at ends of lines are the same to Python.
      func plain(_ text: String) -> String {
        text.replacing("'", with: "\"").split(separator: "\n").map { line in
          String(line.reversed().drop(while: \.isWhitespace).reversed())
        }.joined(separator: "\n")
      }
      if broken.contains(number) { return plain(now) == plain(original) }
      // As a fence may have been closed.
      let end = now.hasSuffix("```") && !original.hasPrefix(now) ? String(now.dropLast(3)) : now
      return text(repaired, row, "verdict") == "parses"
        && original.hasPrefix(end.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    let mended = numbers(repaired) { text(repaired, $0, "repaired") != "" && isMended($0) }
    let guide = try String(contentsOfFile: PackageRoot.path + "/docs/guides/rows-you-can-trust.md", encoding: .utf8)
    let said =
      "\(mended.intersection(broken).count) of \(broken.count) come out as they were, and \(mended.intersection(cut).count) of \(cut.count) as a beginning"
    #expect(guide.contains(said), "the guide does not say: \(said)")
  }
}
