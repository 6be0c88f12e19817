package import Documents
package import Evaluation
import Pipeline
import Quantities

/// What one model of a comparison makes of the problems.
package struct AnsweredProblems {
  let results: ProblemResults
  /// Names of the problems that its rows tell.
  let told: Set<String>

  package init(_ results: ProblemResults, told: Set<String>) { (self.results, self.told) = (results, told) }
}

/// An arm of a comparison with what each of its models makes of the problems.
package struct ArmOnProblems {
  let name: String
  let answers: [AnsweredProblems]

  package init(_ name: String, _ answers: [AnsweredProblems]) { (self.name, self.answers) = (name, answers) }
}

/// The arms of a comparison by the problems that their models solve: how many, how far answers came, and what may be said of an arm against
/// random draws.
///
/// Problems that a row of any arm's model tells are judged apart, and no part of what is claimed: all arms are compared on the same ones.
package struct ArmsOnProblems {
  let arms: [ArmOnProblems]
  let base: ProblemResults
  /// The arm that the others are measured by.
  let random: Int?
  /// Which problems, how they are put, and what does not hold here.
  let conditions: [String]
  let seed: UInt64
  private let told: Set<String>

  /// - Parameters:
  ///   - base: what all models were tuned from.
  ///   - random: the arm of random draws; nil: none is.
  ///   - conditions: lines that say which problems, and how they are put.
  ///   - seed: of the resampling.
  package init(_ arms: [ArmOnProblems], base: ProblemResults, random: Int?, conditions: [String] = [], seed: UInt64) {
    (self.arms, self.base, self.random, self.conditions, self.seed) = (arms, base, random, conditions, seed)
    told = arms.flatMap(\.answers).reduce(into: []) { $0.formUnion($1.told) }
  }

  /// The problems without those that are told, or these alone.
  private func part(_ results: ProblemResults, told isTold: Bool = false) -> ProblemResults {
    ProblemResults(results.problems.filter { told.contains($0.name) == isTold })
  }

  /// All answers of an arm's models, problem by problem: their pass@1 is the mean over the models.
  private func pooled(_ place: Int, told isTold: Bool = false) -> ProblemResults? {
    let models = arms[place].answers.map { part($0.results, told: isTold) }
    guard var all = models.first, !all.problems.isEmpty else { return nil }
    for model in models.dropFirst() {
      for problem in all.problems.indices { all.problems[problem].answers += model.problems[problem].answers }
    }
    return all
  }

  /// pass@1, the mean over the arm's models; nil: there are none, or rows tell every problem.
  func rate(_ place: Int) -> Double? { pooled(place)?.passAtK(1) }

  /// Problems that judge.
  private var count: Int { part(base).problems.count }
  private var problems: String {
    "\(Figures.count(count)) \(told.isEmpty ? "" : "clean ")problem\(count == 1 ? "" : "s")"
  }

  // MARK: Against random draws

  /// With what begins what is said where loss and problems do not say the same.
  static let disagreeing = "Loss and problems "

  /// An arm and the random draws on the same problems.
  struct Statement {
    /// pass@1 of the arm less that of the draws.
    var difference: Double
    var verdict: Verdict
    /// The interval over draws; nil of single models.
    var draws: ClosedRange<Double>?
    /// The interval over problems, by a bootstrap.
    var problems: ClosedRange<Double>
    /// Of one model each.
    var exact: ExactMcNemar?
    /// The smallest difference that so many problems show four times in five.
    var detectable: Double?
  }

  /// Of one model each the exact McNemar test. Else d ± t(0.975, n − 1) s √(1/k + 1/n) over the n draws, as of losses, and a bootstrap over
  /// problems beside it: both must exclude 0, for draws that all solve the same problems have no spread.
  func statement(_ place: Int) -> Statement? {
    guard let random, place != random, let own = pooled(place), let others = pooled(random) else { return nil }
    let paired = ProblemComparison(own, others, seed: seed)
    var statement = Statement(
      difference: paired.difference, verdict: paired.verdict, problems: min(paired.low, paired.high)...paired.high,
      exact: paired.exact)
    let discordant = paired.discordant.flatMap { $0 > 0 ? $0 : nil } ?? DetectableDifference.assumedDiscordant
    statement.detectable = DetectableDifference(discordant: discordant).difference(problems: paired.problems)
    // Of shares that fail less is better, as of losses.
    func failing(_ place: Int) -> [Double] { arms[place].answers.map { 1 - (part($0.results).passAtK(1) ?? 0) } }
    if paired.exact == nil, let size = MethodSize(runs: failing(place), draws: failing(random)) {
      statement.draws = (-size.difference - size.margin)...(-size.difference + size.margin)
      if size.verdict != statement.verdict { statement.verdict = .undecided }
    }
    return statement
  }

  /// Whether it passes more, fewer, or is not told apart.
  func verdict(_ place: Int) -> Verdict { statement(place)?.verdict ?? .undecided }

  /// What is said first where loss and problems do not say the same of an arm; nil where they do.
  package func disagreement(_ place: Int, loss: Verdict) -> String? {
    guard let random, let statement = statement(place), statement.verdict != loss else { return nil }
    let (name, other) = (arms[place].name, arms[random].name)
    let points = "\(PassingLines.points(statement.difference)) points in pass@1"
    switch (loss, statement.verdict) {
    case (.better, .worse), (.worse, .better):
      let (low, few) = loss == .better ? ("lower", "fewer") : ("higher", "more")
      return
        "Loss and problems contradict each other on \(name): its loss is \(low) than \(other)'s, and it passes \(few) (\(points)). "
        + "Where programs are the goal, the problems decide."
    case (.undecided, _):
      let more = statement.verdict == .better ? "more" : "fewer"
      return
        "Loss and problems do not say the same of \(name): it passes \(more) problems than \(other) (\(points)), and its loss does not show it."
    default:
      return
        "Loss and problems do not say the same of \(name): its loss is \(loss == .better ? "lower" : "higher") than \(other)'s, and "
        + "these \(problems) do not show that it passes \(loss == .better ? "more" : "fewer") (\(points)\(floor(statement)))."
    }
  }

  private func floor(_ statement: Statement) -> String {
    guard let least = statement.detectable else { return "; so few problems tell no two models apart" }
    return abs(statement.difference) < least
      ? "; so many problems show \(Figures.fixed(least * 100, 1)) points four times in five" : ""
  }

  // MARK: As lines

  /// How far answers came, a line an arm: means over its models.
  package var ladder: [String] {
    let steps = LadderStep.allCases.filter { $0 > .nothing }
    let heads = ["ends"] + steps.map(\.words)
    var lines: [(name: String, cells: [String])] = [("before", cells([base]))]
    for arm in arms where !arm.answers.isEmpty { lines.append((Self.label(arm), cells(arm.answers.map(\.results)))) }
    let width = lines.map(\.name.count).max() ?? 0
    let widths = heads.indices.map { column in max(heads[column].count, lines.map { $0.cells[column].count }.max() ?? 0)
    }
    func line(_ name: String, _ cells: [String]) -> String {
      "        " + name.padded(width) + zip(cells, widths).map { "  " + $0.padded($1, left: true) }.joined()
    }
    return [
      "Of \(Figures.count(base.answers)) answers a model so many came as far as that, or ended by themselves (means over models):"
    ]
      + [line("", heads)] + lines.map { line($0.name, $0.cells) }
  }

  private func cells(_ models: [ProblemResults]) -> [String] {
    func mean(_ figure: (ProblemResults) -> Int) -> String {
      Figures.fixed(Statistics.mean(models.map { Double(figure($0)) }), models.count > 1 ? 1 : 0)
    }
    return [mean(\.ended)]
      + LadderStep.allCases.filter { $0 > .nothing }.map { step in mean { $0.count(reaching: step) } }
  }

  private static func label(_ arm: ArmOnProblems) -> String {
    arm.answers.count > 1 ? "\(arm.name), \(arm.answers.count) models" : arm.name
  }

  /// pass@1 of each arm, of clean problems and of told ones.
  package var rates: [String] {
    let width = (["before"] + arms.map(Self.label)).map(\.count).max() ?? 0
    func line(_ name: String, _ results: ProblemResults?, _ more: String = "") -> String? {
      guard let results, let rate = results.passAtK(1), let interval = results.interval(1, seed: seed) else {
        return nil
      }
      return "        pass@1  \(name.padded(width))  \(Figures.percent(rate, 1))\(more)   95% interval "
        + "\(Figures.percent(interval.low, 1)) to \(Figures.percent(interval.high, 1)) (\(interval.kind.words))"
    }
    var lines = [line("before", part(base))].compactMap(\.self)
    lines += arms.indices.compactMap { line(Self.label(arms[$0]), pooled($0)) }
    guard !told.isEmpty else { return lines }
    lines.append(
      "        Rows of these models tell \(Figures.count(told.count)) of the problems: they are judged apart, and the \(problems) decide."
    )
    lines += arms.indices.compactMap { line(Self.label(arms[$0]), pooled($0, told: true), " of the told ones") }
    return lines
  }

  /// What may be claimed of each arm against random draws.
  package var sentences: [String] {
    guard count > 0 else {
      return ["Rows of these models tell all of the problems: they do not say which arm is better."]
    }
    guard let random, let drawn = rate(random) else { return [] }
    return arms.indices.compactMap { place in
      guard let statement = statement(place), let own = rate(place) else { return nil }
      let name = arms[place].name.prefix(1).uppercased() + arms[place].name.dropFirst()
      var text =
        "\(name) passes \(Figures.percent(own, 1)) of the \(problems), \(arms[random].name) \(Figures.percent(drawn, 1)): "
      if let exact = statement.exact {
        text +=
          "only the one solves \(Figures.count(exact.firstOnly)), only the other \(Figures.count(exact.secondOnly)), "
          + PassingLines.test(exact)
      } else {
        text += "\(PassingLines.points(statement.difference)) points, 95% interval "
        let over = "\(Self.range(statement.problems)) over problems"
        text += statement.draws.map { "\(Self.range($0)) over draws and \(over)" } ?? over
      }
      switch statement.verdict {
      case .better: text += ". It passes more."
      case .worse: text += ". It passes fewer."
      case .undecided: text += ". They are not told apart\(floor(statement))."
      }
      return text
    }
  }

  private static func range(_ range: ClosedRange<Double>) -> String {
    "\(PassingLines.points(range.lowerBound)) to \(PassingLines.points(range.upperBound))"
  }

  // MARK: As data

  /// Members of an arm's row.
  /// - Parameter loss: what losses say of it against the random draws.
  package func json(_ place: Int, loss: Verdict) -> JSONObject {
    let models = arms[place].answers.map(\.results)
    func counts(_ figure: (ProblemResults) -> Int) -> JSONValue { .array(models.map { .integer(Int64(figure($0))) }) }
    var object = JSONObject([
      ("problems", .integer(base.problems.count)), ("passes", counts { $0.count(reaching: .passes) }),
      ("passes_before", .integer(base.count(reaching: .passes))), ("answers", .integer(base.answers)),
      ("pass@1", rate(place).map { .number($0) } ?? .null), ("ends", counts(\.ended)),
    ])
    if let interval = pooled(place)?.interval(1, seed: seed) {
      object["pass@1_interval"] = .array([.number(interval.low), .number(interval.high)])
    }
    for step in LadderStep.allCases where step > .nothing && step < .passes {
      object[step.words.replacing(" ", with: "_")] = counts { $0.count(reaching: step) }
    }
    object["told_problems"] = .integer(told.count)
    if !told.isEmpty {
      object["told_pass@1"] = pooled(place, told: true)?.passAtK(1).map { .number($0) } ?? .null
    }
    guard let statement = statement(place) else { return object }
    var size = JSONObject([
      ("difference", .number(statement.difference)), ("verdict", .string(statement.verdict.rawValue)),
      ("interval_over_problems", Self.json(statement.problems)),
      ("interval_over_draws", statement.draws.map(Self.json) ?? .null),
      ("detectable", statement.detectable.map { .number($0) } ?? .null),
      ("agrees_with_loss", .bool(statement.verdict == loss)),
    ])
    if let exact = statement.exact {
      size["only_arm"] = .integer(exact.firstOnly)
      size["only_random"] = .integer(exact.secondOnly)
      size["mcnemar_p"] = .number(exact.probability)
    }
    object["passing"] = .object(size)
    return object
  }

  private static func json(_ range: ClosedRange<Double>) -> JSONValue {
    .array([.number(range.lowerBound), .number(range.upperBound)])
  }
}
