import Digests
import Documents
import Work

/// What EvalPlus writes of the programs that it tried, `…_eval_results.json`, as one row a program: `problem`, `sample` from 1 on,
/// `passes` the base tests, `passes_plus` these and the extra ones, `verdict` of all that were run, in the words of `eval problems`.
/// Before EvalPlus 0.3 the programs themselves were not in the file; since then they are the `answer`.
struct EvalPlusResults {
  /// A row each, as JSON lines; texts as the file has them.
  private var lines: [UInt8] = []
  private var date: String?
  private var problems = 0
  private var programs = 0
  private var hasExtra = false
  /// Of the file, whichever rows are read.
  private let digest: ContentDigest

  /// A program, its texts and tests where they stand in the file.
  private struct Trial {
    var base: String?
    var extra: String?
    /// Key to value, as they are copied.
    var more: [(String, RawValue)] = []
  }

  /// nil where the only row of a file is something else.
  init?(_ raw: RawRows, _ bytes: UnsafeBufferPointer<UInt8>, _ options: ReadOptions) {
    func member(_ name: String) -> RawValue? { raw.names.firstIndex(of: name).map { raw.columns[$0][0] } }
    guard raw.rowNumbers.count == 1, let results = member("eval"), results.kind == .nested,
      bytes[results.start] == UInt8(ascii: "{")
    else { return nil }
    digest = options.digest ?? ContentDigest.of(bytes)
    date = member("date").flatMap { JSONStrings.string($0, bytes) }
    var scanner = JSONScanner(bytes, from: results.start)
    var areResults = true
    do throws(JSONScanner.Failure) {
      try scanner.members { problem, scanner throws(JSONScanner.Failure) in
        let start = scanner.at
        _ = try scanner.value()
        guard areResults, let trials = try Self.trials(at: start, bytes) else {
          areResults = false
          return
        }
        problems += 1
        for (place, trial) in trials.enumerated() { add(trial, sample: place + 1, of: problem, bytes) }
      }
    } catch { return nil }
    guard areResults, programs > 0 else { return nil }
  }

  /// The rows, with what they are among the notes.
  ///
  /// - Throws: as `JSONReader.read`.
  func rows(name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    var options = options
    options.digest = digest
    var (rows, ledger) = try JSONReader(name: name, bytes: lines, options: options, work: work, unwraps: false).read()
    ledger.notes.insert(note, at: 0)
    return (rows, ledger)
  }

  private var note: String {
    "EvalPlus's results" + (date.map { " of \($0)" } ?? "") + ": \(problems) problem\(problems == 1 ? "" : "s"), "
      + "\(programs) program\(programs == 1 ? "" : "s"); "
      + (hasExtra
        ? "`passes` is of the base tests, `passes_plus` and `verdict` are of these and the extra ones"
        : "`passes` and `verdict` are of the base tests, the extra ones were not run")
  }

  // MARK: The file's two forms

  /// The programs of a problem; nil where the value is neither a list of them nor, as before 0.3, lists of what each came to.
  private static func trials(
    at start: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) -> [Trial]? {
    var scanner = JSONScanner(bytes, from: start)
    if bytes[start] == UInt8(ascii: "[") {
      let trials = try scanner.elements { scanner throws(JSONScanner.Failure) in try trial(&scanner, bytes) }
      return trials.contains { $0 == nil } ? nil : trials.compactMap(\.self)
    }
    guard bytes[start] == UInt8(ascii: "{") else { return nil }
    var (base, extra): ([String?]?, [String?]) = (nil, [])
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      switch JSONStrings.string(key, bytes) {
      case "base": base = try outcomes(&scanner, bytes)
      case "plus": extra = try outcomes(&scanner, bytes) ?? []
      default: _ = try scanner.value()
      }
    }
    return base?.enumerated().map { place, outcome in
      Trial(base: outcome, extra: extra.indices.contains(place) ? extra[place] : nil)
    }
  }

  /// An object that has `base_status`; nil where it has none.
  private static func trial(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) -> Trial? {
    guard try scanner.peek() == UInt8(ascii: "{") else {
      _ = try scanner.value()
      return nil
    }
    var trial = Trial()
    var isOne = false
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let value = try scanner.value()
      switch JSONStrings.string(key, bytes) {
      case "base_status":
        isOne = true
        trial.base = JSONStrings.string(value, bytes)
      case "plus_status": trial.extra = JSONStrings.string(value, bytes)
      case "solution": trial.more.append(("answer", value))
      case "base_fail_tests": trial.more.append(("base_fail_tests", value))
      case "plus_fail_tests": trial.more.append(("plus_fail_tests", value))
      default: break
      }
    }
    return isOne ? trial : nil
  }

  /// Of `[["success", …], …]` the words; nil where it is no list of lists.
  private static func outcomes(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) -> [String?]? {
    guard try scanner.peek() == UInt8(ascii: "[") else {
      _ = try scanner.value()
      return nil
    }
    return try scanner.elements { scanner throws(JSONScanner.Failure) in
      guard try scanner.peek() == UInt8(ascii: "[") else { return JSONStrings.string(try scanner.value(), bytes) }
      let parts = try scanner.elements { scanner throws(JSONScanner.Failure) in try scanner.value() }
      return parts.first.flatMap { JSONStrings.string($0, bytes) }
    }
  }

  // MARK: As lines

  private mutating func add(
    _ trial: Trial, sample: Int, of problem: RawValue, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    programs += 1
    let base = Self.verdict(trial.base)
    let extra = trial.extra.map { Self.verdict($0) }
    hasExtra = hasExtra || extra != nil
    // As EvalPlus counts: what fails a base test passes nothing.
    let passes = base == "passes"
    let all = extra.map { passes && $0 == "passes" }
    lines += Array(#"{"problem":"#.utf8) + bytes[problem.range]
    lines += Array(
      #","sample":\#(sample),"passes":\#(passes),"passes_plus":\#(all.map(String.init) ?? "null"),"#.utf8)
    lines += Array(#""verdict":"\#(passes ? extra ?? base : base)""#.utf8)
    for (name, value) in trial.more { lines += Array(",\"\(name)\":".utf8) + bytes[value.range] }
    lines += Array("}\n".utf8)
  }

  /// In the words of `eval problems`; before 0.3 EvalPlus had others.
  private static func verdict(_ status: String?) -> String {
    switch status {
    case "pass", "success": "passes"
    case "fail", "failed": "fails"
    case "timeout", "timed out": "times out"
    default: "not checked"
    }
  }
}
