import Numerics
public import Sandbox
public import Work

/// What its tests say of code.
public enum TestFinding: Sendable, Equatable, Codable {
  case passes
  /// The last line that it wrote; untrusted.
  case fails(String)
  case timesOut
  case tooMuchOutput
  case tooMuchMemory
  /// There is nothing here that runs them.
  case unknown(String)
}

/// Asks the parsers and tests of foreign code, in a sandbox.
public struct CodeChecker: Sendable {
  private let sandbox: Sandbox
  let limits: SandboxLimits
  /// Who else tries code; nil: nobody.
  public var crew: (any TrialCrew)?

  var isIsolated: Bool { sandbox.isIsolated }

  /// Of what programs are tested by: part of the key of every verdict that is remembered, raised when one could come out differently.
  public static let harnessVersion = 3
  /// How long the tests of a program may take, and whether they run isolated: what verdicts depend on, too.
  public var conditions: String {
    "\(limits.seconds) s, \(limits.memoryBytes) bytes, \(sandbox.isIsolated ? "isolated" : "not isolated")"
  }

  /// - Parameter limits: of one test; parsers have a minute for a batch.
  public init(_ sandbox: Sandbox, limits: SandboxLimits = SandboxLimits()) {
    self.sandbox = sandbox
    self.limits = limits
  }

  /// Whether the parser of a language is here.
  public static func canParse(_ language: any CodeLanguage) -> Bool { Tools.find(language.parser) != nil }

  /// What its parser says of each piece of code, in batches, several at a time.
  ///
  /// - Throws: `SandboxError`; `Interrupted` when `work` is cancelled.
  public func parse(_ codes: [[UInt8]], as language: any CodeLanguage, work: Work = .silent) throws -> [ParseFinding] {
    guard let program = Tools.find(language.parser) else {
      return codes.map { _ in ParseFinding(.unknown, "`\(language.parser)` is not installed") }
    }
    let batches = (codes.count + language.batch - 1) / language.batch
    return try Parallel.results(batches) { number in
      try work.checkCancellation()
      let first = number * language.batch
      return try parse(
        Array(codes[first..<min(first + language.batch, codes.count)]), language, program: program, work: work)
    }.flatMap { $0 }
  }

  private func parse(_ codes: [[UInt8]], _ language: any CodeLanguage, program: String, work: Work) throws
    -> [ParseFinding]
  {
    var findings = [ParseFinding?](repeating: nil, count: codes.count)
    var limits = SandboxLimits(seconds: 60, outputBytes: 1 << 20)
    limits.memoryBytes = max(limits.memoryBytes, self.limits.memoryBytes)
    // Again without the first that has no finding: code that ends the parser ends no other's.
    while let first = findings.firstIndex(of: nil) {
      let open = findings.indices.filter { findings[$0] == nil }
      var files: [String: [UInt8]] = [:]
      for place in open { files["\(Self.padded(place)).\(language.ending)"] = codes[place] }
      let nonce = Self.nonce()
      let outcome = try sandbox.run(
        language.parsing(program: program, nonce: nonce), files: files, limits: limits, work: work)
      try work.checkCancellation()
      for line in outcome.output.split(separator: 0x0A) {
        let parts = String(decoding: line, as: UTF8.self).split(
          separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == nonce, let place = Int(parts[1].prefix { $0 != "." }),
          codes.indices.contains(place)
        else { continue }
        findings[place] = ParseFinding(String(parts[2]), said: String(parts[3]), language)
      }
      if findings[first] == nil {
        findings[first] = ParseFinding(
          .unknown, outcome.end == .timedOut ? "the parser takes too long" : "the parser stopped")
      }
    }
    return findings.map { $0 ?? ParseFinding(.unknown) }
  }

  /// What tests say of code. Blocks the calling thread for so many seconds at most.
  ///
  /// - Throws: `SandboxError`; `Interrupted` when `work` is cancelled.
  public func test(_ tested: TestedCode, as language: any CodeLanguage, work: Work = .silent) throws -> TestFinding {
    try trial(tested, as: language, work: work).finding
  }

  /// The same, with how far the code came. Blocks the calling thread for so many seconds, and those of a compiler, at most.
  ///
  /// - Throws: `SandboxError`; `Interrupted` when `work` is cancelled.
  public func trial(_ tested: TestedCode, as language: any CodeLanguage, work: Work = .silent) throws -> TestTrial {
    let nonce = Self.nonce()
    guard let program = language.testing(tested, nonce: nonce) else {
      return TestTrial(.unknown("tests of \(language.name) are not run here"), reachesAssertion: false)
    }
    return try run(program, nonce, work)
  }

  /// Whether tests of a language are run here: its tools are installed where the sandbox sees them.
  public static func canTest(_ language: any CodeLanguage) -> Bool {
    language.testing(TestedCode(code: [], tests: []), nonce: "") != nil
  }

  /// What becomes of code whose functions are called with inputs drawn from their signatures. Blocks the calling thread for so many seconds at
  /// most.
  ///
  /// - Throws: `SandboxError`; `Interrupted` when `work` is cancelled.
  public func exercise(_ code: TestedCode, as language: any CodeLanguage, work: Work = .silent) throws -> TestFinding {
    let nonce = Self.nonce()
    guard let program = language.exercising(code, nonce: nonce) else {
      return .unknown("functions of \(language.name) are not called here")
    }
    return try run(program, nonce, work).finding
  }

  private func run(_ program: TestProgram, _ nonce: String, _ work: Work) throws -> TestTrial {
    var limits = limits
    limits.seconds += program.compilerSeconds
    let outcome = try sandbox.run(
      program.command, files: program.files, input: program.input, limits: limits, work: work)
    try work.checkCancellation()
    let lines = outcome.output.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    let finding = Self.finding(outcome, lines, nonce)
    var reaches = finding == .passes
    if case .fails = finding { reaches = Self.tellsOfAssertion(lines, by: outcome.end) }
    return TestTrial(finding, reachesAssertion: reaches)
  }

  /// Whether the last lines are those of an assertion that does not hold, in the words of any language here: `AssertionError`, `Assertion failed`,
  /// `FAILED (failures=1)`. Of bash, whose tests say nothing, that nothing was written.
  private static func tellsOfAssertion(_ lines: [ArraySlice<UInt8>], by end: SandboxOutcome.End) -> Bool {
    if case .exited(let status) = end, status == 0 { return false }
    return lines.isEmpty
      || lines.suffix(200).contains { line in
        let text = String(decoding: line.prefix(400), as: UTF8.self)
        return text.contains("ssertion") || text.contains("FAIL")
      }
  }

  private static func finding(_ outcome: SandboxOutcome, _ lines: [ArraySlice<UInt8>], _ nonce: String) -> TestFinding {
    switch outcome.end {
    case .timedOut: return .timesOut
    case .tooMuchOutput: return .tooMuchOutput
    case .tooMuchMemory: return .tooMuchMemory
    case .exited(0) where lines.last?.elementsEqual(nonce.utf8) == true: return .passes
    case .exited(0): return .fails("it ended before its last assertion")
    case .exited(let status):
      let last = lines.last.map { String(decoding: $0.prefix(200), as: UTF8.self) } ?? ""
      // Only who knows the nonce can say that nothing can be said.
      return status == Self.unfit && last.hasPrefix(nonce + " ")
        ? .unknown(String(last.dropFirst(nonce.count + 1))) : .fails(last)
    }
  }

  /// The status with which a program says that it could not try the code.
  private static let unfit = 3

  /// Of one length, so that names sort as numbers do.
  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// What no code can know before it is run, by the system's generator: no result depends on it.
  private static func nonce() -> String {
    var generator = SystemRandomNumberGenerator()
    return "cact" + String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
  }
}
