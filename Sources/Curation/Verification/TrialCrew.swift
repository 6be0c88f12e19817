public import Sandbox
public import Work
import Numerics

/// Code that is to be tried with its tests, or, where it has none, with inputs drawn from its signatures.
public struct TrialRequest: Sendable, Codable {
  /// The code with its tests.
  public var tested: TestedCode
  /// Of the code, by its name; another than those that are known here is not tried.
  public var language: String
  /// Whether its functions are called with inputs of our own.
  public var exercises: Bool

  /// Code to be tried.
  public init(_ tested: TestedCode, language: String, exercises: Bool = false) {
    self.tested = tested
    self.language = language
    self.exercises = exercises
  }
}

/// Other machines that try code too, each in a sandbox of its own.
public protocol TrialCrew: AnyObject, Sendable {
  /// How many there are, this one among them.
  var size: Int { get }
  /// Tries all, in whichever order; arguments and errors are those of `CodeChecker.trials`.
  /// - Parameter here: tries those at these places on this machine.
  func trials(
    _ requests: [TrialRequest], isolated: Bool, limits: SandboxLimits, work: Work,
    here: (Range<Int>) throws -> [TestTrial]
  ) throws -> [TestTrial]
}

extension CodeChecker {
  /// What becomes of all of them, in their order; several are tried at a time, by the crew too where there is one.
  ///
  /// - Throws: `SandboxError`; `Interrupted` when `work` is cancelled; what the crew throws.
  public func trials(_ requests: [TrialRequest], work: Work = .silent) throws -> [TestTrial] {
    if requests.count > 1, let crew {
      return try crew.trials(requests, isolated: isIsolated, limits: limits, work: work) {
        try trialsHere(Array(requests[$0]), work: work)
      }
    }
    return try trialsHere(requests, work: work)
  }

  /// The same, on this machine alone.
  public func trialsHere(_ requests: [TrialRequest], work: Work = .silent) throws -> [TestTrial] {
    try Parallel.results(requests.count) { place in
      let request = requests[place]
      guard let language = CodeLanguages.all.first(where: { $0.name == request.language }) else {
        return TestTrial(.unknown(""), reachesAssertion: false)
      }
      guard request.exercises else { return try trial(request.tested, as: language, work: work) }
      return TestTrial(try exercise(request.tested, as: language, work: work), reachesAssertion: false)
    }
  }
}
