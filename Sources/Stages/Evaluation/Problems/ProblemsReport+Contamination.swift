import Curation
import Documents
import Evaluation

extension ProblemsReport {
  /// Problems by whether a row that made the model tells them.
  enum Part: String, CaseIterable { case all, clean, contaminated }

  /// Whether the rows that made the model tell a problem.
  var isContaminated: Bool { told.map { !$0.names.isEmpty } ?? false }

  private func results(_ one: JudgedProblems, _ part: Part) -> ProblemResults {
    guard part != .all, let told else { return one.results }
    return ProblemResults(
      one.results.problems.filter { (told.row($0.name) == nil) == (part == .clean) })
  }

  /// The model and its base on a part; nil without a base.
  func comparison(of part: Part) -> ProblemComparison? {
    base.map { ProblemComparison(results(tuned, part), results($0, part), seed: seed) }
  }

  /// What rows tell, and pass@1 with it and without.
  var contamination: [String] {
    guard let told else {
      return [
        "        The rows that made \(base == nil ? "it" : "tuned") are not known here: whether they tell these problems is not said."
      ]
    }
    var lines = ["        " + told.sentence(of: tuned.name)]
    if base != nil { lines.append("        Of what base learned nothing is known.") }
    guard isContaminated else { return lines }
    for part in [Part.clean, .contaminated] {
      for one in all {
        let results = results(one, part)
        let count = "\(Figures.count(results.problems.count)) \(part.rawValue)"
        guard let rate = results.passAtK(1), let interval = results.interval(1, seed: seed) else {
          lines.append("        pass@1  \(one.name.padded(5))  none of \(count)")
          continue
        }
        lines.append(
          "        pass@1  \(one.name.padded(5))  \(Figures.percent(rate, 1)) of \(count)   95% interval "
            + "\(Figures.percent(interval.low, 1)) to \(Figures.percent(interval.high, 1)) (\(interval.kind.words))")
      }
      if let comparison = comparison(of: part), comparison.problems > 0 {
        lines.append(
          "        tuned − base  \(PassingLines.points(comparison.difference)) points of the \(part.rawValue) ones, 95% interval "
            + "\(PassingLines.points(comparison.low)) to \(PassingLines.points(comparison.high)) (bootstrap)")
      }
    }
    return lines
  }

  /// The same as data; null where the rows are not known.
  var contaminationJSON: JSONValue {
    guard let told else { return .null }
    var object = JSONObject([
      ("rows", .integer(told.learned)), ("telling_rows", .integer(told.telling)),
      ("told_problems", .integer(told.names.count)),
    ])
    for part in [Part.clean, .contaminated] {
      var figures = JSONObject([("problems", .integer(results(tuned, part).problems.count))])
      for one in all {
        let results = results(one, part)
        guard let rate = results.passAtK(1), let interval = results.interval(1, seed: seed) else { continue }
        figures[one.name] = .object(
          JSONObject([
            ("pass@1", .number(rate)), ("pass@1_interval", .array([.number(interval.low), .number(interval.high)])),
          ]))
      }
      object[part.rawValue] = .object(figures)
    }
    return .object(object)
  }
}
