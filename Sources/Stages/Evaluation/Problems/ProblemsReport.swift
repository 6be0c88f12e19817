import Curation
import Documents
import Evaluation

/// What `eval` says of problems: lines, a table with the transcripts, and the figures as data.
struct ProblemsReport {
  let tuned: JudgedProblems
  let base: JudgedProblems?
  let seed: UInt64

  private var all: [JudgedProblems] { [base, tuned].compactMap(\.self) }
  private var comparison: ProblemComparison? {
    base.map { ProblemComparison(tuned.results, $0.results, seed: seed) }
  }

  // MARK: As lines

  /// How far answers came, one line a model.
  var ladder: [String] {
    let steps = LadderStep.allCases.filter { $0 > .nothing }
    let heads = ["ends"] + steps.map(\.words)
    let rows = all.map { one in
      [Figures.count(one.results.ended)] + steps.map { Figures.count(one.results.count(reaching: $0)) }
    }
    let widths = heads.indices.map { column in max(heads[column].count, rows.map { $0[column].count }.max() ?? 0) }
    func line(_ name: String, _ cells: [String]) -> String {
      "        " + name.padded(5) + zip(cells, widths).map { "  " + $0.padded($1, left: true) }.joined()
    }
    return ["Of \(Figures.count(tuned.results.answers)) answers so many came as far as that, or ended by themselves:"]
      + [line("", heads)] + zip(all, rows).map { line($0.name, $1) }
  }

  /// pass@k with intervals, and the difference.
  var passing: [String] {
    var lines: [String] = []
    for k in tuned.results.told {
      for one in all {
        guard let rate = one.results.passAtK(k), let interval = one.results.interval(k, seed: seed) else { continue }
        lines.append(
          "        pass@\(k)  " + one.name.padded(5) + "  \(Figures.percent(rate, 1))   95% interval "
            + "\(Figures.percent(interval.low, 1)) to \(Figures.percent(interval.high, 1)) (\(interval.kind.words))"
        )
      }
    }
    if let comparison {
      lines.append(
        "        tuned − base  \(Self.points(comparison.difference)) points in pass@1, 95% interval "
          + "\(Self.points(comparison.low)) to \(Self.points(comparison.high)) (bootstrap)")
      if let exact = comparison.exact {
        lines.append(
          "        only tuned solves \(Figures.count(exact.firstOnly)), only base \(Figures.count(exact.secondOnly)): "
            + "exact McNemar p = \(Self.probability(exact.probability))")
        if let discordant = comparison.discordant, discordant > 0,
          let difference = DetectableDifference(discordant: discordant).difference(problems: comparison.problems)
        {
          lines.append(
            "        with as many that differ, \(Figures.count(comparison.problems)) problems show "
              + "\(Figures.fixed(difference * 100, 1)) points four times in five")
        }
      }
    }
    return lines
  }

  /// The sentence that may be claimed.
  var verdict: String? {
    guard let comparison else { return nil }
    let problems = "\(Figures.count(comparison.problems)) problem\(comparison.problems == 1 ? "" : "s")"
    switch comparison.verdict {
    case .better: return "On these \(problems) the tuned model passes more than its base."
    case .worse: return "On these \(problems) the tuned model passes less than its base."
    case .undecided:
      let few = comparison.exact == nil && comparison.problems < ProblemComparison.fewestProblems
      return "These \(problems) do not tell the two models apart"
        + (few ? ": a verdict takes at least \(ProblemComparison.fewestProblems)." : ".")
    }
  }

  /// Where programs were found in answers.
  var finding: [String] {
    all.flatMap { one in
      var lines = [
        "        \(one.name.padded(5))  found: "
          + one.rules.map { "\(Figures.count($1)) \($0.rawValue)" }.joined(separator: ", ")
      ]
      if one.withoutRoom > 0 {
        lines.append(
          "        \(one.name): \(Figures.count(one.withoutRoom)) problems leave no room for an answer: not passed")
      }
      if one.notChecked > 0 {
        lines.append(
          "        \(one.name): \(Figures.count(one.notChecked)) answers need what is not installed here: they count as not passed"
        )
      }
      return lines
    }
  }

  private static func points(_ share: Double) -> String { Figures.signed(share * 100, 1) }
  private static func probability(_ p: Double) -> String { p < 0.001 ? "below 0.001" : Figures.fixed(p, 3) }

  // MARK: As data

  /// The figures.
  var json: JSONObject {
    var object = JSONObject([
      ("problems", .integer(tuned.problems.count)), ("samples", .integer(tuned.results.samples)),
    ])
    for one in all {
      var model = JSONObject()
      for k in one.results.told {
        model["pass@\(k)"] = one.results.passAtK(k).map { .number($0) } ?? .null
        if let interval = one.results.interval(k, seed: seed) {
          model["pass@\(k)_interval"] = .array([.number(interval.low), .number(interval.high)])
        }
      }
      model["interval_by"] = one.results.interval(1, seed: seed).map { .string($0.kind.rawValue) } ?? .null
      model["answers"] = .integer(one.results.answers)
      model["ends"] = .integer(one.results.ended)
      for step in LadderStep.allCases where step > .nothing {
        model[step.words.replacing(" ", with: "_")] = .integer(one.results.count(reaching: step))
      }
      model["extraction"] = .object(JSONObject(one.rules.map { ($0.rawValue, .integer($1)) }))
      object[one.name] = .object(model)
    }
    if let comparison {
      object["difference"] = .number(comparison.difference)
      object["difference_interval"] = .array([.number(comparison.low), .number(comparison.high)])
      object["verdict"] = .string(comparison.verdict.rawValue)
      if let exact = comparison.exact {
        object["only_tuned"] = .integer(exact.firstOnly)
        object["only_base"] = .integer(exact.secondOnly)
        object["mcnemar_p"] = .number(exact.probability)
      }
    }
    return object
  }
}

extension ProblemResults.IntervalKind {
  /// As lines have it.
  var words: String {
    switch self {
    case .wilson: "Wilson"
    case .bootstrap: "bootstrap over problems"
    case .clustered: "bootstrap over topics"
    }
  }
}

extension String {
  /// With blanks up to a width.
  fileprivate func padded(_ width: Int, left: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return left ? blanks + self : self + blanks
  }
}
