import Curation
import Pipeline

/// Whether the problems themselves hold here, before any model is asked: every reference passes, and a planted wrong program fails. A problem of
/// which that is not so says nothing of a model, and is left out.
struct ProblemSelfCheck {
  /// Problems that are left out.
  private(set) var failed: Set<String> = []
  /// `164 references pass, 164 planted wrong ones fail`.
  private(set) var sentence: String
  /// What is said of those that are left out: untrusted text is in it.
  private(set) var notes: [String] = []

  init(_ problems: [CodeProblem], _ trials: ProblemTrials) throws {
    var requests: [ProblemTrials.Request] = []
    var places: [(problem: Int, isReference: Bool)] = []
    for (place, problem) in problems.enumerated() {
      for (code, isReference) in [(problem.reference, true), (problem.planted, false)] {
        guard let code else { continue }
        requests.append(ProblemTrials.Request(code: code, problem: problem))
        places.append((place, isReference))
      }
    }
    let found = try trials.trials(requests, label: "self-check")
    var (passing, failing, unable, blind): (Int, Int, [String], [String]) = (0, 0, [], [])
    var reasons: [String: String] = [:]
    for ((place, isReference), trial) in zip(places, found) {
      let name = problems[place].name
      switch (isReference, trial.finding == .passes) {
      case (true, true): passing += 1
      case (false, false): failing += 1
      case (true, false):
        unable.append(name)
        reasons[name] = trial.finding.reason
      case (false, true): blind.append(name)
      }
    }
    failed = Set(unable + blind)
    let references = places.count(where: \.isReference)
    let planted = places.count - references
    sentence =
      "Self-check: \(Figures.count(passing)) of \(Figures.count(references)) references pass, \(Figures.count(failing)) of "
      + "\(Figures.count(planted)) planted wrong programs fail"
    let without = problems.count - references
    if without > 0 { sentence += "; \(Figures.count(without)) problem\(without == 1 ? " has" : "s have") no reference" }
    sentence += "."
    if !unable.isEmpty {
      notes.append(
        "\(Figures.count(unable.count)) left out, whose own reference does not pass: "
          + Self.list(unable.map { name in reasons[name].map { "\(name) (\($0))" } ?? name }))
    }
    if !blind.isEmpty {
      notes.append("\(Figures.count(blind.count)) left out, whose tests a wrong program passes: " + Self.list(blind))
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(Figures.count(names.count - 8)) more" : "")
  }
}

extension TestFinding {
  /// Why it does not pass, short; untrusted.
  var reason: String {
    switch self {
    case .passes: "passes"
    case .fails(let text): text.isEmpty ? "an assertion does not hold" : text
    case .timesOut: "takes too long"
    case .tooMuchOutput: "writes without end"
    case .tooMuchMemory: "takes too much memory"
    case .unknown(let why): why
    }
  }
}
