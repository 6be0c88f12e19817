import Documents
import Evaluation
import Pipeline
import Quantities
import Rows

/// What `optimize` says: the table of its rungs, what may be claimed, what it cost, and the line to write.
struct OptimizeReport {
  let findings: OptimizeSearch.Findings
  let plan: OptimizePlan
  /// Learned tokens.
  let budget: Int
  let share: Double
  /// Rows of the search part.
  let search: Int
  let before: Double
  /// Rows left out because they are equal to held-out ones.
  let copies: Int
  let threads: Int
  var sealed: Sealed?
  /// What the draws and what came out make of problems, where these were asked: once, when the search is over.
  var problems: ArmsOnProblems?
  /// Of the whole search, wherever its parts were done.
  var seconds = 0.0

  /// One look at the sealed rows: the winner among the random draws.
  struct Sealed {
    var rows: Int
    var winner: Double
    var draws: [Double]
    var withTarget: Double?
    var looks: Int

    init(_ findings: OptimizeSearch.Findings, _ judge: HeldOutJudge, looks: Int) throws {
      func loss(_ trial: Trial) throws -> Double {
        try judge.losses(directory: trial.directory, digest: trial.model).mean
      }
      rows = judge.count
      winner = try findings.winner.trials[1]?.first.map(loss) ?? .nan
      draws = try (findings.random.trials[1] ?? []).map(loss)
      withTarget = try findings.randomAndTarget?.trials[1]?.first.map(loss)
      self.looks = looks
    }

    /// The winner among random draws.
    var size: MethodSize? { MethodSize(runs: [winner], draws: draws) }
    var place: MethodPlace { MethodPlace(loss: winner, among: draws) }
    /// The winner and random rows with the target's.
    var overTarget: MethodSize? { withTarget.flatMap { MethodSize(runs: [winner], others: [$0], spreadOf: draws) } }
  }

  private var random: [Trial] { findings.random.trials[1] ?? [] }
  private var randomMean: Double { Statistics.mean(random.map(\.loss)) }
  private var winner: OptimizeSearch.Entry { findings.winner }
  private var winnerTrial: Trial? { winner.trials[1]?.first }

  /// The models of the whole budget that are asked problems: random draws first.
  var judgedByProblems: [(name: String, trials: [Trial])] {
    func arm(_ entry: OptimizeSearch.Entry) -> (name: String, trials: [Trial]) {
      (entry.recipe.name, entry.trials[1] ?? [])
    }
    let others = [findings.randomAndTarget].compactMap(\.self)
    return [arm(findings.random)] + others.map(arm) + (findings.decision.isChoice ? [arm(winner)] : [])
  }

  /// What came out, among them; nil: random rows did.
  private var judged: Int? { findings.decision == .random ? nil : judgedByProblems.count - 1 }

  private var lossVerdict: Verdict {
    guard let loss = winnerTrial?.loss, let size = MethodSize(runs: [loss], draws: random.map(\.loss)) else {
      return .undecided
    }
    return SizeSentence.verdict(size, rows: search)
  }

  private var problemLines: [String] {
    guard let problems else { return [] }
    return ["The search went by loss; problems were asked when it was over, of the draws and what came out."]
      + problems.conditions + problems.ladder + problems.rates + problems.sentences
  }

  /// Seconds of the models, and of the dearest choice, wherever they were made: what recipes share is done once.
  var spent: Double {
    let entries = findings.entries + [findings.random] + [findings.randomAndTarget].compactMap { $0 }
    let trials = entries.flatMap { $0.trials.values.joined() }
    let extras = (findings.longer + findings.larger).map(\.trial)
    return (trials + extras).reduce(0) { $0 + $1.tuning } + (entries.compactMap { $0.last?.choosing }.max() ?? 0)
  }

  /// The winner's stages as they can be typed, with the learned tokens that they were given.
  private var line: String {
    (findings.chosen?.stages.calls ?? []).map(StandardPipelines.text).joined(separator: " | ")
  }

  // MARK: Blocks

  func blocks(_ ledger: Ledger) -> [StageBlock] {
    let rungs = plan.rungs.count == 1 ? "one rung" : "\(plan.rungs.count) rungs"
    var lines = [
      StageBlock.Line(
        "\(plan.recipes.count) ways to choose beside random, \(rungs) up to \(Figures.count(budget)) learned tokens",
        " · judged on \(JudgedPart.search.rows(search))", seconds: seconds),
      ledger.line,
    ]
    if !plan.omitted.isEmpty {
      lines.append(StageBlock.Line("left out for time: \(plan.omitted.joined(separator: ", "))"))
    }
    return [StageBlock("optimize", lines), StageBlock(text: table), StageBlock(text: statements)]
  }

  private var table: [String] {
    let rungs = plan.rungs
    func cell(_ text: String) -> String { String(repeating: " ", count: max(1, 9 - text.count)) + text }
    let entries =
      [findings.random] + [findings.randomAndTarget].compactMap { $0 }
      + findings.entries.sorted { a, b in
        let (x, y) = (a.lastRung ?? 0, b.lastRung ?? 0)
        return x != y ? x > y : (a.loss(x) ?? .infinity) < (b.loss(y) ?? .infinity)
      }
    let width = max(20, (entries.map(\.recipe.name.count).max() ?? 0) + 2)
    func padded(_ text: String) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
    var lines = ["Loss on the \(JudgedPart.search.rows(search)), lower is better; before \(Figures.fixed(before, 3))"]
    lines.append(
      padded("") + rungs.map { cell(Figures.percent($0 * share, $0 * share < 0.0995 ? 1 : 0)) }.joined()
        + cell("choose")
        + cell("tune"))
    for entry in entries {
      var line = padded(entry.recipe.name)
      for rung in rungs { line += cell(entry.loss(rung).map { Figures.fixed($0, 3) } ?? "") }
      if let last = entry.last {
        line += cell(Figures.duration(last.choosing)) + cell(Figures.duration(last.tuning))
      }
      if entry.recipe.name == findings.random.recipe.name, random.count > 1 {
        line +=
          "  spread \(Figures.fixed(Statistics.standardDeviation(random.map(\.loss)), 3)) of \(random.count) draws"
      }
      if let most = entry.last?.repeated, most > 1 { line += "  its rows \(Figures.fixed(most, 1)) times" }
      if let failure = entry.failure { line += "  failed: \(failure)" }
      lines.append(line)
      for remark in entry.remarks { lines.append("    " + remark) }
    }
    return lines
  }

  private var statements: [String] {
    var lines = judged.flatMap { problems?.disagreement($0, loss: lossVerdict) }.map { [$0] } ?? []
    let name = Self.sentence(winner.recipe.name)
    switch findings.decision {
    case .random:
      var best = ""
      if let entry = nearest, let loss = entry.loss(1), let size = MethodSize(runs: [loss], draws: random.map(\.loss)) {
        best = " The nearest, \(entry.recipe.name): " + SizeSentence.text(size, rows: search)
      }
      lines.append("No way to choose is better than random by more than the spread of \(random.count) draws.\(best)")
    case .target:
      lines.append(
        "No way to choose is better than random rows with the target's among them by more than the spread of draws.")
      lines += against("Random rows with the target's")
    case .choice(_, let ties):
      lines += against(name)
      if let over = overTarget {
        lines.append(
          "  Against random rows with the target's among them: \(Self.lowered(SizeSentence.text(over, rows: search)))")
      }
      if let cheapest = cheapest(ties) {
        // One that was given up earlier was so on fewer tokens.
        let part = (cheapest.lastRung ?? 1) * share
        let rung = cheapest.loss(1) == nil ? " at \(Figures.percent(part, part < 0.0995 ? 1 : 0)) of the tokens" : ""
        lines.append(
          "Not told apart from it\(rung), and cheaper to choose: \(cheapest.recipe.name), "
            + "\(Figures.duration(cheapest.last?.choosing ?? 0)) instead of \(Figures.duration(winnerTrial?.choosing ?? 0))."
        )
      }
    }
    lines += sealedLines
    lines += problemLines
    lines += exchange
    lines += moreSteps
    lines += bill
    lines.append("Write   \(line)")
    if let making = winnerTrial?.making { lines.append("        followed by `\(making)`, as in the search.") }
    return lines
  }

  /// The winner among the draws on the search part.
  private func against(_ name: String) -> [String] {
    guard let loss = winnerTrial?.loss, let size = MethodSize(runs: [loss], draws: random.map(\.loss)) else {
      return []
    }
    return [
      "\(name): \(Figures.fixed(loss, 3)) where random has \(Figures.fixed(randomMean, 3)). "
        + SizeSentence.text(size, rows: search)
    ]
  }

  private var overTarget: MethodSize? {
    guard let loss = winnerTrial?.loss, let other = findings.randomAndTarget?.loss(1) else { return nil }
    return MethodSize(runs: [loss], others: [other], spreadOf: random.map(\.loss))
  }

  /// The best of the choices that were not good enough.
  private var nearest: OptimizeSearch.Entry? {
    findings.entries.filter { $0.loss(1) != nil }.min { ($0.loss(1) ?? 0) < ($1.loss(1) ?? 0) }
  }

  /// Of those not told apart from the winner the cheapest to choose by, if that is worth a word beside the tuning.
  private func cheapest(_ ties: [Int]) -> OptimizeSearch.Entry? {
    guard let winner = winnerTrial, winner.choosing > 0.05 * winner.tuning else { return nil }
    let own = winner.choosing
    return ties.map { findings.entries[$0] }.filter { ($0.last?.choosing ?? .infinity) < 0.8 * own }
      .min { ($0.last?.choosing ?? 0) < ($1.last?.choosing ?? 0) }
  }

  private var sealedLines: [String] {
    guard let sealed else {
      return findings.decision == .random ? ["The sealed rows were not opened."] : []
    }
    let rows = "On the \(JudgedPart.sealed.rows(sealed.rows))"
    guard let size = sealed.size else { return [] }
    var lines = [
      "\(rows), which the search did not see: lower than \(sealed.draws.count - sealed.place.atLeastAsLow) of "
        + "\(sealed.draws.count) random draws. \(SizeSentence.text(size, rows: sealed.rows))"
    ]
    if findings.decision.isChoice, let over = sealed.overTarget {
      lines.append(
        "  Against random rows with the target's: \(Self.lowered(SizeSentence.text(over, rows: sealed.rows)))")
    }
    if SizeSentence.verdict(size, rows: sealed.rows) != .better {
      lines.append("  So there the choice is not confirmed: count on random rows until more rows judge.")
    }
    if sealed.looks > 1 {
      lines.append("  Look \(sealed.looks) at these rows: the best of several looks better than it is.")
    }
    return lines
  }

  // MARK: Exchange rates

  /// Random rows over times of the budget.
  private func curve(equalSteps: Bool) -> LossCurve {
    LossCurve(
      [LossCurve.Point(amount: 1, loss: randomMean)]
        + findings.larger.filter { ($0.steps == 1) == equalSteps }
        .map { LossCurve.Point(amount: $0.tokens, loss: $0.trial.loss) })
  }
  /// Random rows over the time that tuning on them took: all draws at their mean time.
  private var overTime: LossCurve {
    LossCurve(
      [LossCurve.Point(amount: max(1e-6, Statistics.mean(random.map(\.tuning))), loss: randomMean)]
        + findings.larger.filter { $0.steps != 1 }
        .map { LossCurve.Point(amount: max(1e-6, $0.trial.tuning), loss: $0.trial.loss) })
  }

  private var exchange: [String] {
    guard findings.decision.isChoice, let trial = winnerTrial, !findings.larger.isEmpty else { return [] }
    func times(_ curve: LossCurve) -> String? {
      switch curve.amount(reaching: trial.loss) {
      case .atMost, nil: nil
      case .about(let x): "\(Figures.fixed(x, 1)) times the rows"
      case .moreThan(let x): "more than \(Figures.fixed(x, 0)) times the rows"
      }
    }
    var parts: [String] = []
    if let equal = times(curve(equalSteps: true)) { parts.append("\(equal) at equal steps") }
    if let more = times(curve(equalSteps: false)) { parts.append("\(more) with steps in proportion") }
    guard !parts.isEmpty else { return [] }
    var line = "As good as random with \(parts.joined(separator: ", "))"
    if let random = overTime.loss(at: trial.seconds) {
      line +=
        "; in equal time, choosing included, random reaches \(Figures.fixed(random, 3)), this \(Figures.fixed(trial.loss, 3))"
    }
    return [line + "."]
  }

  private var moreSteps: [String] {
    guard let own = winnerTrial?.loss, !findings.longer.isEmpty else { return [] }
    let parts = findings.longer.map { "\(Int($0.steps)) times \(Figures.fixed($0.trial.loss, 3))" }
    let text = "The same rows (\(Figures.fixed(own, 3))), passes and steps \(parts.joined(separator: ", "))"
    guard let best = findings.longer.min(by: { $0.trial.loss < $1.trial.loss }),
      let size = MethodSize(runs: [best.trial.loss], others: [own], spreadOf: random.map(\.loss)),
      SizeSentence.verdict(size, rows: search) == .better
    else { return ["\(text): no more than the draws differ by."] }
    return ["\(text): more pay, `\(best.trial.making)`."]
  }

  // MARK: The bill

  private var bill: [String] {
    let text = "Bill    the search \(Figures.duration(seconds)), \(Figures.coreHours(coreHours))"
    return [text + "." + (breakEven.map { " \($0)" } ?? "")]
  }

  private var coreHours: Double { seconds * Double(threads) / 3_600 }

  /// Seconds by which a model of the winner's rows comes sooner than one as good of random rows; at least so many where
  /// random rows never reach it.
  private var saved: Double? {
    guard findings.decision.isChoice, let trial = winnerTrial, !findings.larger.isEmpty else { return nil }
    // The scores are there once the search is over: what a further model takes is its tuning.
    return switch overTime.amount(reaching: trial.loss) {
    case .about(let x), .moreThan(let x): x - trial.tuning
    case .atMost, nil: nil
    }
  }

  private var breakEven: String? {
    guard findings.decision.isChoice, !findings.larger.isEmpty else { return nil }
    guard let saved, saved > 0 else {
      return "Random rows get as far in as much time: the search saves rows, not time."
    }
    let models = max(1, Int((seconds / saved).rounded(.up)))
    return models == 1
      ? "It is repaid by the first model."
      : "It is repaid from model \(Figures.count(models)) on, against more random rows."
  }

  // MARK: As data

  var json: JSONValue {
    func optional(_ value: Double?) -> JSONValue { value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }
    func entry(_ entry: OptimizeSearch.Entry) -> JSONValue {
      let rungs = plan.rungs.filter { entry.trials[$0] != nil }
      var object = JSONObject([
        ("recipe", .string(entry.recipe.name)), ("text", .string(entry.recipe.line(learned: budget))),
        (
          "rungs",
          .array(
            rungs.map { rung in
              let trials = entry.trials[rung] ?? []
              return [
                "part": .number(rung), "losses": .array(trials.map { .number($0.loss) }),
                "learned_tokens": .array(trials.map { .integer(Int64($0.learned)) }),
                "rows": .array(trials.map { .integer(Int64($0.rows)) }),
                "steps": .array(trials.map { .integer(Int64($0.steps)) }),
                "repeated": .number(trials.first?.repeated ?? 1),
                "choosing_seconds": .number(trials.first?.choosing ?? 0),
                "tuning_seconds": .number(trials.reduce(0) { $0 + $1.tuning }),
              ]
            })
        ),
      ])
      if let failure = entry.failure { object["failed"] = .string(failure) }
      if !entry.remarks.isEmpty { object["remarks"] = .array(entry.remarks.map { .string($0) }) }
      return .object(object)
    }
    func extras(_ list: [OptimizeSearch.Extra]) -> JSONValue {
      .array(
        list.map {
          [
            "steps_times": .number($0.steps), "tokens_times": .number($0.tokens), "loss": .number($0.trial.loss),
            "steps": .integer(Int64($0.trial.steps)), "making": .string($0.trial.making),
            "seconds": .number($0.trial.tuning),
          ]
        })
    }
    let decision =
      switch findings.decision {
      case .random: "random"
      case .target: "random + target"
      case .choice: "choice"
      }
    var object = JSONObject([
      ("decision", .string(decision)), ("winner", .string(winner.recipe.name)),
      ("line", .string(line)), ("making", winnerTrial.map { .string($0.making) } ?? .null),
      ("budget", .integer(Int64(budget))),
      ("share", .number(share)), ("search_rows", .integer(Int64(search))), ("before", optional(before)),
      ("random", entry(findings.random)), ("random_and_target", findings.randomAndTarget.map(entry) ?? .null),
      ("recipes", .array(findings.entries.map(entry))),
      ("omitted", .array(plan.omitted.map { .string($0) })), ("copies", .integer(Int64(copies))),
      ("longer", extras(findings.longer)), ("random_larger", extras(findings.larger)), ("seconds", .number(seconds)),
      ("core_hours", .number(coreHours)),
      ("saved_seconds_a_model", optional(saved)),
    ])
    if let loss = winnerTrial?.loss, findings.decision != .random,
      let size = MethodSize(runs: [loss], draws: random.map(\.loss))
    {
      object["size"] = SizeSentence.json(size, rows: search)
    }
    if findings.decision.isChoice, let over = overTarget {
      object["size_over_target"] = SizeSentence.json(over, rows: search)
    }
    if case .choice(_, let ties) = findings.decision {
      object["ties"] = .array(ties.map { .string(findings.entries[$0].recipe.name) })
    }
    if let sealed {
      var look = JSONObject([
        ("rows", .integer(Int64(sealed.rows))), ("loss", optional(sealed.winner)),
        ("draws", .array(sealed.draws.map { .number($0) })), ("with_target", optional(sealed.withTarget)),
        ("at_least_as_low", .integer(Int64(sealed.place.atLeastAsLow))), ("looks", .integer(Int64(sealed.looks))),
      ])
      if let size = sealed.size { look["size"] = SizeSentence.json(size, rows: sealed.rows) }
      object["sealed"] = .object(look)
    }
    if let problems {
      object["problems"] = .array(
        problems.arms.indices.map { place in
          var arm = problems.json(place, loss: place == judged ? lossVerdict : .undecided)
          arm["arm"] = .string(problems.arms[place].name)
          return .object(arm)
        })
    }
    return .object(object)
  }

  // MARK: -

  private static func sentence(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
  private static func lowered(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
}
