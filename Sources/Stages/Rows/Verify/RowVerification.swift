import Curation
import Numerics
import Pipeline
import Rows
import Work

/// The code of rows, and what parsers and tests say of it.
struct RowVerification {
  private(set) var codes: [RowCode]
  /// One for each piece of a row's code.
  private(set) var findings: [[ParseFinding]]
  private(set) var verdicts: [RowVerdict]
  /// Why a verdict is no better; untrusted.
  private(set) var problems: [String?]
  /// What the reader should know.
  private(set) var notes: [String] = []
  /// Whether a parser is missing that would have been asked.
  private(set) var lacksParsers = false

  var languages: [String?] { codes.map(\.word) }

  /// Whether all of a row's code parses; nil: not checked, or there is no code.
  var parses: [Bool?] {
    findings.map { findings in
      if findings.contains(where: { $0.status == .fails || $0.status == .endsEarly }) { return false }
      return findings.contains(where: \.parses) ? true : nil
    }
  }

  /// - Parameters:
  ///   - tests: of each row, which are run where its code parses.
  ///   - generates: whether functions of rows without tests are called with inputs of our own.
  /// - Throws: `SandboxError`; `Interrupted`.
  init(_ rows: Rows, tests: RowTests, generates: Bool = false, checker: CodeChecker, work: Work) throws {
    let codes = Parallel.map(rows.count) { RowCode(rows, $0, tests: tests[$0]) }
    self.codes = codes
    findings = codes.map { $0.pieces.map { _ in ParseFinding(.unknown) } }
    verdicts = codes.map { _ in .noCode }
    problems = codes.map { _ in nil }
    try parse(checker, work)
    for row in Self.wrapped(codes) where findings[row].allSatisfy(\.parses) {
      findings[row] = findings[row].map { _ in ParseFinding(.fails, Self.isWrapped) }
    }
    for row in codes.indices { (verdicts[row], problems[row]) = RowVerdict.of(codes[row], findings[row]) }
    if tests.column != nil || generates { try run(tests, generates: generates, checker, work) }
  }

  /// What it adds to rows.
  static let columns = [
    ColumnInfo("code_language", .text), ColumnInfo("parses", .bool), ColumnInfo("verdict", .text),
    ColumnInfo("problem", .text),
  ]

  func adding(to rows: Rows) -> Rows {
    rows
      .adding(.texts(languages), named: "code_language")
      .adding(.bool(BoolColumn(parses)), named: "parses")
      .adding(.texts(verdicts.map(\.rawValue)), named: "verdict")
      .adding(.texts(problems), named: "problem")
  }

  /// Of the rows at these places alone.
  func taking(_ places: [Int]) -> RowVerification {
    var result = self
    result.codes = places.map { codes[$0] }
    result.findings = places.map { findings[$0] }
    result.verdicts = places.map { verdicts[$0] }
    result.problems = places.map { problems[$0] }
    return result
  }

  /// With what another says of the rows at these places.
  func taking(_ other: RowVerification, at places: [Int]) -> RowVerification {
    var result = self
    for (row, place) in zip(places, other.codes.indices) {
      result.codes[row] = other.codes[place]
      result.findings[row] = other.findings[place]
      result.verdicts[row] = other.verdicts[place]
      result.problems[row] = other.problems[place]
    }
    return result
  }

  /// `1,073 passes · 65 fails`.
  var counts: String {
    RowVerdict.allCases.compactMap { verdict in
      let count = verdicts.count { $0 == verdict }
      return count > 0 ? "\(Figures.count(count)) \(verdict.rawValue)" : nil
    }.joined(separator: " · ")
  }

  private static let isWrapped = "it stands between fences, where the other answers are code alone"

  /// Answers between fences in a set whose other answers are code alone: who runs or learns these as they are stumbles over the fences.
  private static func wrapped(_ codes: [RowCode]) -> [Int] {
    let wrapped = codes.indices.filter { codes[$0].isWrapped }
    let bare = codes.count { !$0.pieces.isEmpty && $0.pieces.allSatisfy { !$0.isFenced } }
    let fenced = codes.count { $0.pieces.contains(where: \.isFenced) }
    // Nine of ten, and not by chance.
    return bare >= 20 && bare >= 9 * fenced ? wrapped : []
  }

  /// Whether a row is refused for its fences alone.
  func isOnlyWrapped(_ row: Int) -> Bool { problems[row] == Self.isWrapped }

  private mutating func parse(_ checker: CodeChecker, _ work: Work) throws {
    var unknown: [String: Int] = [:]
    var done = 0
    func report(_ count: Int) {
      done += count
      work.progress(WorkProgress(label: "verify", done: Double(done), total: Double(codes.count), unit: "rows"))
    }
    for language in CodeLanguages.all {
      let own = codes.indices.filter { codes[$0].language?.name == language.name }
      guard !own.isEmpty else { continue }
      if !CodeChecker.canParse(language) {
        lacksParsers = true
        notes.append(
          "\(Figures.rows(own.count)) of \(language.name) not checked: `\(language.parser)` is not installed where the sandbox sees it"
        )
        report(own.count)
        continue
      }
      // So many rows at a time that an interruption is answered between them.
      for start in stride(from: 0, to: own.count, by: 1_024) {
        let some = own[start..<min(start + 1_024, own.count)]
        let places = some.flatMap { row in codes[row].pieces.indices.map { (row: row, piece: $0) } }
        let found = try checker.parse(
          places.map { codes[$0.row].pieces[$0.piece].code }, as: language, work: work)
        for (place, finding) in zip(places, found) {
          findings[place.row][place.piece] = finding
          if finding.status == .unknown { unknown["\(language.name): \(finding.message)", default: 0] += 1 }
        }
        report(some.count)
      }
    }
    note(unknown)
  }

  /// The reasons why most is not checked.
  private mutating func note(_ unknown: [String: Int]) {
    for (why, count) in unknown.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(3) {
      notes.append("\(Figures.count(count)) not checked: \(why)")
    }
  }

  private mutating func run(_ tests: RowTests, generates: Bool, _ checker: CodeChecker, _ work: Work) throws {
    let parses = self.parses
    let tested = codes.indices.filter { row in
      parses[row] == true && codes[row].language != nil && (tests[row] != nil || generates)
    }
    var unknown: [String: Int] = [:]
    let batch = 64 * (checker.crew?.size ?? 1)
    for start in stride(from: 0, to: tested.count, by: batch) {
      try work.checkCancellation(done: start, total: tested.count, of: "rows tested")
      work.progress(WorkProgress(label: "verify", done: Double(start), total: Double(tested.count), unit: "tests"))
      let some = Array(tested[start..<min(start + batch, tested.count)])
      // Where a row has no tests, inputs are drawn from its signatures.
      let found = try checker.trials(
        some.map { row in
          TrialRequest(
            TestedCode(code: codes[row].whole, tests: tests[row] ?? [], entryPoint: tests.entryPoint(row)),
            language: codes[row].language?.name ?? "", exercises: tests[row] == nil)
        }, work: work
      ).map(\.finding)
      for (row, finding) in zip(some, found) {
        if case .unknown(let why) = finding, tests[row] != nil { unknown[why, default: 0] += 1 }
        guard
          let (verdict, problem) = RowVerdict.of(
            finding, codes[row], findings[row], after: (verdicts[row], problems[row]))
        else { continue }
        // What was cut short stays so where it only runs.
        guard tests[row] != nil || verdicts[row] == .parses else { continue }
        verdicts[row] = verdict == .passes && tests[row] == nil ? .runs : verdict
        problems[row] = problem
      }
    }
    note(unknown)
  }
}
