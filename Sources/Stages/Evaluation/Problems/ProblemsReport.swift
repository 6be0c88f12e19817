import Curation
import Documents
import Evaluation

/// What `eval` says of problems: lines, a table with the transcripts, and the figures as data.
struct ProblemsReport {
  let tuned: JudgedProblems
  let base: JudgedProblems?
  /// nil: the rows that made the model are not known.
  let told: ToldProblems?
  let seed: UInt64

  var all: [JudgedProblems] { [base, tuned].compactMap(\.self) }
  private var comparison: ProblemComparison? { comparison(of: .all) }

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
    let lines = PassingLines(seed: seed)
    return lines.rates(all.map { ($0.name, $0.results) })
      + (comparison.map { lines.difference($0, "tuned", "base") } ?? [])
  }

  /// The sentence that may be claimed: of what the model cannot have read.
  var verdict: String? {
    guard let comparison = comparison(of: isContaminated ? .clean : .all) else { return nil }
    let count = Figures.count(comparison.problems)
    let problems = "\(count) \(isContaminated ? "clean " : "")problem\(comparison.problems == 1 ? "" : "s")"
    guard comparison.problems > 0 else {
      return "Rows that made the tuned model tell all of these problems: they do not say whether it is better."
    }
    let apart = isContaminated ? " Problems that its rows tell have no part in this." : ""
    switch comparison.verdict {
    case .better: return "On these \(problems) the tuned model passes more than its base." + apart
    case .worse: return "On these \(problems) the tuned model passes less than its base." + apart
    case .undecided:
      let few = comparison.exact == nil && comparison.problems < ProblemComparison.fewestProblems
      return "These \(problems) do not tell the two models apart"
        + (few ? ": a verdict takes at least \(ProblemComparison.fewestProblems)." : ".") + apart
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

  // MARK: As data

  /// The figures.
  var json: JSONObject {
    var object = JSONObject([
      ("problems", .integer(tuned.problems.count)), ("samples", .integer(tuned.results.samples)),
    ])
    for one in all {
      var model = one.results.rates(seed: seed)
      model["ends"] = .integer(one.results.ended)
      for step in LadderStep.allCases where step > .nothing {
        model[step.words.replacing(" ", with: "_")] = .integer(one.results.count(reaching: step))
      }
      model["extraction"] = .object(JSONObject(one.rules.map { ($0.rawValue, .integer($1)) }))
      object[one.name] = .object(model)
    }
    for (key, value) in comparison?.json("tuned", "base") ?? [] { object[key] = value }
    // What is decided is decided by the clean ones.
    if let decided = comparison(of: isContaminated ? .clean : .all) {
      object["verdict"] = .string(decided.verdict.rawValue)
    }
    object["contamination"] = contaminationJSON
    return object
  }
}
