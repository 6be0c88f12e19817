import Documents
import Evaluation
import Pipeline

/// What `compare` says: every run's loss on one axis, and the place and size of one method among the draws of the other.
struct ComparisonReport {
  let arms: [ArmResult]
  let part: JudgedPart
  let heldOut: Int
  /// Loss of the base.
  let before: Double
  /// nil: each arm has its own.
  let budget: TrialBudget?
  /// What the arms' models make of problems, where these were asked.
  var problems: ArmsOnProblems?

  /// What the others are measured by: the first arm that is nothing but a random draw, else the first that draws.
  var random: Int? {
    let made = arms.indices.filter { !arms[$0].trials.isEmpty }
    return made.first { arms[$0].arm.isRandomDraw } ?? made.first { arms[$0].arm.drawsAtRandom }
  }

  var value: ReportValue {
    var report = ReportValue(
      title: "\(arms.count) methods on \(heldOut) held-out rows", lines: lines, axis: axis,
      data: .array(arms.indices.map(json))
    )
    if arms.contains(where: { !$0.trials.isEmpty }) { report.verdict = verdict }
    return report
  }

  // MARK: As data

  private func json(_ place: Int) -> JSONValue {
    let result = arms[place]
    func list(_ values: (Trial) -> Double) -> JSONValue { .array(result.trials.map { .number(values($0)) }) }
    func counts(_ values: (Trial) -> Int) -> JSONValue {
      .array(result.trials.map { .integer(Int64(values($0))) })
    }
    var data = JSONObject([
      ("arm", .string(result.arm.name)), ("text", .string(result.arm.block.text)),
      ("random", .bool(result.arm.isRandomDraw)),
      ("mean", result.trials.isEmpty ? .null : .number(result.mean)), ("losses", list(\.loss)),
      ("rows", counts(\.rows)), ("learned_tokens", counts(\.learned)), ("steps", counts(\.steps)),
      ("repeated", list(\.repeated)), ("seconds", .number(result.seconds)),
      ("operations", .number(result.operations)),
      ("choosing_seconds", .number(result.trials.map(\.choosing).max() ?? 0)),
      ("tuning_seconds", .number(result.trials.reduce(0) { $0 + $1.tuning })),
      ("before", .number(before)), ("part", .string(part.rawValue)), ("held_out", .integer(Int64(heldOut))),
      ("budget", budget.map { .integer(Int64($0.learned)) } ?? .null),
    ])
    if let failure = result.failure { data["failed"] = .string(failure) }
    if !result.remarks.isEmpty { data["remarks"] = .array(result.remarks.map { .string($0) }) }
    if let random, !result.trials.isEmpty, arms[random].arm.name != result.arm.name {
      let place = MethodPlace(loss: result.mean, among: arms[random].losses)
      data["place"] = [
        "draws": .integer(Int64(place.draws)), "at_least_as_low": .integer(Int64(place.atLeastAsLow)),
        "p": .number(place.probability),
      ]
      if let size = MethodSize(runs: result.losses, draws: arms[random].losses) {
        data["size"] = SizeSentence.json(size, rows: heldOut)
      }
    }
    for (key, value) in problems?.json(place, loss: loss(place)) ?? JSONObject() { data[key] = value }
    return .object(data)
  }

  // MARK: As the stage's block

  var block: StageBlock {
    let models = arms.reduce(0) { $0 + $1.trials.count }
    let equal =
      budget.map { "\(Figures.count($0.learned)) learned tokens and as many steps in each" } ?? "as many steps in each"
    var lines = [StageBlock.Line("\(models) model\(models == 1 ? "" : "s"), \(equal)")]
    lines += arms.map { result in
      let rows = Set(result.trials.map(\.rows)).sorted()
      guard let first = rows.first, let last = rows.last else {
        return StageBlock.Line("\(result.arm.name) failed: \(result.failure ?? "it made no model")")
      }
      let range = last > first ? "\(Figures.count(first))–\(Figures.count(last))" : Figures.count(first)
      var line = StageBlock.Line(
        "\(result.arm.name) \(range) row\(range == "1" ? "" : "s") in \(Figures.duration(result.seconds))"
          + (result.operations > 0 ? ", \(Figures.operations(result.operations))" : ""))
      line.second = notes(result).map { " · " + $0 }.joined()
      return line
    }
    return StageBlock("compare", lines)
  }

  private func notes(_ result: ArmResult) -> [String] {
    var notes: [String] = []
    if let most = result.trials.map(\.repeated).max(), most > 1 {
      notes.append("repeated \(Figures.fixed(most, 1)) times to as many learned tokens")
    }
    notes += result.remarks
    let steps = result.trials.map(\.steps)
    if let few = steps.min(), let most = arms.flatMap({ $0.trials.map(\.steps) }).max(), few < most {
      notes.append("\(Figures.count(few)) steps: too few rows for \(Figures.count(most))")
    }
    if result.mean > before { notes.append("worse than the base, \(Figures.fixed(before, 3)): too high a rate?") }
    if let failure = result.failure { notes.append("then failed: \(failure)") }
    return notes
  }

  // MARK: As lines

  /// A line above the axis, and the sentences below it.
  var lines: [String] {
    guard arms.contains(where: { !$0.trials.isEmpty }) else { return [] }
    let judged =
      switch part {
      case .sealed: "Held-out answer loss, lower is better"
      case .search: "Answer loss on the \(part.rows(heldOut)), lower is better"
      }
    let failed = arms.filter(\.trials.isEmpty).map { "\($0.arm.name) failed: \($0.failure ?? "it made no model")" }
    let shown = problems.map { $0.conditions + $0.ladder + $0.rates } ?? []
    return ["\(judged); before \(Figures.fixed(before, 3))"] + failed + disagreements + sentences + shown
      + (problems?.sentences ?? [])
  }

  /// What may be claimed: where losses and problems do not say the same, that first.
  private var verdict: [String] { disagreements + sentences + (problems?.sentences ?? []) }

  private var disagreements: [String] {
    guard let problems else { return [] }
    return arms.indices.compactMap { problems.disagreement($0, loss: loss($0)) }
  }

  /// What losses say of an arm against the random draws.
  private func loss(_ place: Int) -> Verdict {
    guard let random, place != random, let size = MethodSize(runs: arms[place].losses, draws: arms[random].losses)
    else { return .undecided }
    return SizeSentence.verdict(size, rows: heldOut)
  }

  /// Every run's loss.
  private var axis: MarkedAxis {
    MarkedAxis(
      rows: arms.filter { !$0.trials.isEmpty }.map { result in
        let count = result.trials.count
        let of = count > 1 ? ", \(count) \(result.arm.drawsAtRandom ? "draws" : "orders")" : ""
        return MarkedAxis.Row(
          label: result.arm.name + of, figure: Figures.fixed(result.mean, 3), values: result.losses,
          mark: result.arm.drawsAtRandom ? "·" : "▲")
      })
  }

  /// The exact statement for each arm against the random draws.
  var sentences: [String] {
    guard let random else {
      return ["No arm draws at random: these are single runs, and their order says nothing of the methods."]
    }
    let draws = arms[random].losses
    var sentences: [String] = []
    if heldOut < PairedDifference.fewestRows {
      sentences.append(
        "\(Figures.rows(heldOut)) are too few to tell methods apart: hold out \(PairedDifference.fewestRows) or more.")
    }
    for (place, result) in arms.enumerated() where place != random && !result.trials.isEmpty {
      let position = MethodPlace(loss: result.mean, among: draws)
      let name = result.arm.name.prefix(1).uppercased() + result.arm.name.dropFirst()
      let lower = draws.count - position.atLeastAsLow
      let tokens = budget == nil ? "" : " of as many tokens"
      let times = 1 + position.atLeastAsLow
      sentences.append(
        "\(name) is lower than \(lower) of \(draws.count) \(arms[random].arm.name) draw\(draws.count == 1 ? "" : "s")\(tokens). "
          + "One more draw would do at least as well \(times) time\(times == 1 ? "" : "s") in \(draws.count + 1).")
      if let size = MethodSize(runs: result.losses, draws: draws) {
        sentences.append("  " + SizeSentence.text(size, rows: heldOut))
      }
    }
    if draws.count < MethodPlace.drawsForOneInTwenty {
      sentences.append("A difference at the level of 1 in 20 takes \(MethodPlace.drawsForOneInTwenty) draws.")
    }
    return sentences
  }
}
