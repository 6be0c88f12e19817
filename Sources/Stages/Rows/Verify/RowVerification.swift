import Curation
import Documents
import Numerics
import Rows
import Work

/// What is said of a row's code, in the words of the column `verdict`.
enum RowVerdict: String, CaseIterable {
  case passes
  case fails
  case timesOut = "times out"
  case parses
  case doesNotParse = "does not parse"
  case notChecked = "not checked"
  case noCode = "no code"
}

/// The code of rows, and what parsers and tests say of it.
struct RowVerification {
  private(set) var languages: [String?]
  /// nil: not checked, or there is no code.
  private(set) var parses: [Bool?]
  private(set) var verdicts: [RowVerdict]
  /// What the reader should know.
  private(set) var notes: [String] = []
  /// Whether a parser is missing that would have been asked.
  private(set) var lacksParsers = false

  /// - Parameter tests: the column with the tests of each row; nil: there is none.
  /// - Throws: `SandboxError`; `Interrupted`.
  init(_ rows: Rows, tests: String?, checker: CodeChecker, work: Work) throws {
    let codes = Parallel.map(rows.count) { RowCode(rows, $0) }
    languages = codes.map { $0.language?.name ?? $0.word }
    parses = codes.map { _ in nil }
    verdicts = codes.map { $0.pieces.isEmpty && $0.word == nil ? .noCode : .notChecked }
    var unknown: [String: Int] = [:]
    var done = 0
    func report(_ count: Int) {
      done += count
      work.progress(WorkProgress(label: "verify", done: Double(done), total: Double(rows.count), unit: "rows"))
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
        let pieces = some.flatMap { row in codes[row].pieces.map { (row: row, code: $0) } }
        let findings = try checker.parse(pieces.map(\.code), as: language, work: work)
        for (piece, finding) in zip(pieces, findings) {
          switch finding {
          case .parses: parses[piece.row] = parses[piece.row] ?? true
          case .fails: parses[piece.row] = false
          case .unknown(let why): unknown["\(language.name): \(why)", default: 0] += 1
          }
        }
        for row in some { verdicts[row] = parses[row].map { $0 ? .parses : .doesNotParse } ?? .notChecked }
        report(some.count)
      }
    }
    for (why, count) in unknown.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(3) {
      notes.append("\(Figures.count(count)) not checked: \(why)")
    }
    if let tests { try test(rows, codes, in: tests, checker, work) }
  }

  private mutating func test(
    _ rows: Rows, _ codes: [RowCode], in column: String, _ checker: CodeChecker, _ work: Work
  ) throws {
    let tested = codes.indices.filter { verdicts[$0] == .parses && codes[$0].language != nil }
    for start in stride(from: 0, to: tested.count, by: 64) {
      try work.checkCancellation(done: start, total: tested.count, of: "rows tested")
      work.progress(WorkProgress(label: "verify", done: Double(start), total: Double(tested.count), unit: "tests"))
      let some = Array(tested[start..<min(start + 64, tested.count)])
      let findings = try Parallel.results(some.count) { place -> TestFinding? in
        let row = some[place]
        guard let tests = rows.tests(row, column), let language = codes[row].language else { return nil }
        return try checker.test(
          TestedCode(
            code: Array(codes[row].pieces.joined(separator: [0x0A])), tests: tests, entryPoint: rows.entryPoint(row)),
          as: language, work: work)
      }
      for case (let row, let finding?) in zip(some, findings) {
        switch finding {
        case .passes: verdicts[row] = .passes
        case .fails, .tooMuchOutput, .tooMuchMemory: verdicts[row] = .fails
        case .timesOut: verdicts[row] = .timesOut
        case .unknown: break
        }
      }
    }
  }
}

extension Rows {
  /// The tests of a row, with what is to stand before them; nil where it has none.
  fileprivate func tests(_ row: Int, _ column: String) -> [UInt8]? {
    func text(_ name: String) -> String? {
      switch cell(row, name) {
      case .text(let bytes): String(decoding: bytes, as: UTF8.self)
      case .json(let bytes):
        (try? JSONValue.parse(bytes, file: ""))?.array.map { $0.compactMap(\.string).joined(separator: "\n") }
      case .missing, .integer, .number, .bool, .vector: nil
      }
    }
    guard let tests = text(column), !tests.isEmpty else { return nil }
    return Array((["test_setup_code", "test_imports"].compactMap(text) + [tests]).joined(separator: "\n").utf8)
  }

  fileprivate func entryPoint(_ row: Int) -> String? {
    if case .text(let bytes) = cell(row, "entry_point") { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}
