import Curation
import Pipeline
import Rows
import Work

/// A choice of rows whose code was tried, as `verify` tries it: where it is no good, the next in rank takes the row's place.
///
/// Only what is chosen is tried, so that the cost is that of the choice and not of the pool. Code that nothing can be said of (prose, a
/// language without its tool) is not refused.
struct VerifiedSelection {
  private(set) var selection: Selection
  private let rows: Rows
  /// Of each row that was tried, by its place.
  private var findings: [Int: Finding] = [:]
  private(set) var notes: [String] = []
  private(set) var lacksParsers = false
  private let sandboxed: SandboxedCode

  private struct Finding {
    var verdict: RowVerdict
    var problem: String?
    var language: String?
    var parses: Bool?
  }

  /// Seconds that the tests of a row may take.
  private static let timeout = 10
  private static let refused: Set<RowVerdict> = [.fails, .timesOut, .cutShort, .doesNotParse]

  static func isAsked(_ call: BoundCall) -> Bool { call.flag(SelectOptions.verified.name) }

  /// - Parameter choose: among the candidates that are not barred.
  /// - Throws: what `choose` does; a diagnostic where there is no sandbox; `SandboxError`; `Interrupted`.
  init(
    of prepared: PreparedRule, _ call: BoundCall, _ context: RunContext, _ choose: ([Candidate]) throws -> Selection
  ) throws {
    rows = prepared.value.rows
    sandboxed = try SandboxedCode(call, context, seconds: Self.timeout)
    let tests = RowTests(rows)
    var candidates = prepared.candidates
    selection = try choose(candidates)
    while true {
      let fresh = selection.kept.filter { findings[$0] == nil }
      guard !fresh.isEmpty else { return }
      try verify(fresh, tests.column, context.work)
      let bad = fresh.filter { isRefused($0) }
      guard !bad.isEmpty else { return }
      for row in bad { candidates[row].excluded = .unverified }
      selection = try choose(candidates)
    }
  }

  private mutating func verify(_ places: [Int], _ column: String?, _ work: Work) throws {
    let some = rows.taking(places)
    let found = try RowVerification(
      some, tests: RowTests(some, column: column), checker: sandboxed.checker, work: work)
    let (languages, parses) = (found.languages, found.parses)
    for (number, place) in places.enumerated() {
      findings[place] = Finding(
        verdict: found.verdicts[number], problem: found.problems[number], language: languages[number],
        parses: parses[number])
    }
    lacksParsers = lacksParsers || found.lacksParsers
    if notes.isEmpty { notes = found.notes }
  }

  private func isRefused(_ place: Int) -> Bool { findings[place].map { Self.refused.contains($0.verdict) } ?? false }

  /// Why a row that would have been chosen was not: `chosen, but its code fails`.
  func reason(_ place: Int) -> String? {
    findings[place].map { finding in
      switch finding.verdict {
      case .cutShort: "chosen, but its code is cut short"
      case .timesOut: "chosen, but its tests time out"
      default: "chosen, but its code \(finding.verdict.rawValue)"
      }
    }
  }

  /// The same with what is wrong with its code, which is untrusted.
  func detail(_ place: Int) -> String? {
    guard isRefused(place), let problem = findings[place]?.problem, let reason = reason(place) else { return nil }
    return "\(reason): \(problem)"
  }

  /// The chosen rows with what `verify` adds.
  func adding(to chosen: Rows) -> Rows {
    let kept = selection.kept.map { findings[$0] }
    return
      chosen
      .adding(.texts(kept.map { $0?.language }), named: "code_language")
      .adding(.bool(BoolColumn(kept.map { $0?.parses })), named: "parses")
      .adding(.texts(kept.map { $0?.verdict.rawValue }), named: "verdict")
      .adding(.texts(kept.map { $0?.problem }), named: "problem")
  }

  var lines: [StageBlock.Line] {
    let bad = findings.keys.count { isRefused($0) }
    let counts = RowVerdict.allCases.compactMap { verdict in
      let count = findings.values.count { $0.verdict == verdict }
      return count > 0 ? "\(Figures.count(count)) \(verdict.rawValue)" : nil
    }.joined(separator: " · ")
    return [
      StageBlock.Line(
        "verified: of \(Figures.rows(findings.count)) tried, \(Figures.count(bad)) gave their place to the next",
        " · " + counts)
    ] + sandboxed.lines
  }
}
