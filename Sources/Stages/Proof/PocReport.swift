import Documents
import Evaluation
import Pipeline
import Quantities
import Work

/// What a proof says: the sentence and what it does not say, random rows' own curve, the bill, when it is repaid, and what to do next.
struct PocReport {
  let proof: Proof

  private var threads: Int { proof.context.work.jobThreads }

  // MARK: The sentence

  /// What may be claimed.
  var sentences: [String] {
    guard let last = proof.steps.last else { return [] }
    var sentences: [String] = []
    if let comparison = proof.comparison {
      // Where losses and problems contradict each other, that is the first of it.
      sentences = [proof.steps.first { $0.number == 2 }?.reason ?? last.reason]
      let contradicts = comparison.verdict.filter { $0.hasPrefix(ArmsOnProblems.disagreeing) }
      sentences = contradicts + sentences + comparison.verdict.filter { !contradicts.contains($0) }.map(Self.trimmed)
    } else {
      sentences = [last.reason]
    }
    if let stopped = proof.stopped { sentences.append(stopped) }
    return sentences
  }

  private static func trimmed(_ text: String) -> String { String(text.drop { $0 == " " }) }

  /// What the sentence does not say.
  var notSaid: [String] {
    var lines = [
      "It is of \(Figures.rows(proof.sampled.rows)) "
        + (proof.sampled.rows < proof.pool.rows
          ? "drawn from \(Figures.count(proof.pool.rows))" : "of the pool, all there are")
        + " and of models tuned on a part of them: a larger run may gain less, or more.",
      "Its intervals are over random draws, on one model, one seed and one task: another model is another proof.",
    ]
    if !proof.asksProblems {
      lines.append(
        "No program was run: loss alone is no verdict where programs can be. `problems \"FILE\"` names some.")
    }
    if let holding = proof.holding {
      lines.append(
        "Nobody said what the model shall be good at: `\(holding)` drew that from the pool, and a task of your own (`hold from { load \"mine.jsonl\" } target 50 search 50`) is what pays."
      )
    }
    return lines
  }

  /// Lower loss than random draws, on the sealed rows: the gain and its interval, in nats.
  var gain: (amount: Double, low: Double, high: Double)? {
    guard let size = proof.arms?.choice["size"], let difference = size["difference"]?.double,
      let interval = size["interval"]?.array?.compactMap(\.double), interval.count == 2
    else { return nil }
    return (-difference, -interval[1], -interval[0])
  }

  // MARK: The curve

  /// A share of random rows and what it came to.
  struct Point {
    var share: Double
    var loss: Double
    var seconds: Double
    var steps: String
  }

  var points: [Point] {
    proof.curve.compactMap { point in
      guard let share = point["share"]?.double, let loss = point["loss"]?.double else { return nil }
      return Point(
        share: share, loss: loss, seconds: point["seconds"]?.double ?? 0, steps: point["steps_are"]?.string ?? "")
    }
  }

  /// The smallest share and those whose steps are counted in that way.
  func points(_ way: CurveStage.Steps) -> [Point] {
    points.filter { $0.steps == "their own" || $0.steps == way.rawValue }
  }

  private func times(_ amount: LossCurve.Amount?) -> String? {
    switch amount {
    case .about(let x): "\(Figures.fixed(x, 1)) times the rows"
    case .moreThan(let x): "more than \(Figures.fixed(x, 0)) times the rows"
    case .atMost, nil: nil
    }
  }

  /// How many random rows do as much, on the search part.
  var exchange: String? {
    guard let choice = proof.choice, !points.isEmpty else { return nil }
    func rate(_ way: CurveStage.Steps) -> String? {
      let curve = LossCurve(points(way).map { LossCurve.Point(amount: $0.share / proof.share, loss: $0.loss) })
      return times(curve.amount(reaching: choice.loss))
    }
    let parts = [(CurveStage.Steps.equal, "at equal steps"), (.proportional, "with steps in proportion")]
      .compactMap { way, words in rate(way).map { "\($0) \(words)" } }
    guard !parts.isEmpty else { return "Random rows get as far with no more rows: the exchange rate is 1 or less." }
    return
      "\(choice.name) (\(Figures.fixed(choice.loss, 3))) is as good as random with \(parts.joined(separator: ", "))."
  }

  // MARK: The bill

  /// Seconds of the full run: choosing among all rows, tuning on the choice, and the random control.
  var full: (choosing: Double, tuning: Double)? {
    guard let arm = proof.arms?.choice, let models = arm["losses"]?.array?.count, models > 0 else { return nil }
    let tuning = (arm["tuning_seconds"]?.double ?? 0) / Double(models)
    return ((arm["choosing_seconds"]?.double ?? 0) * proof.scale, tuning * proof.scale)
  }

  /// What so many seconds come to that nobody has spent yet.
  private func expected(_ seconds: Double) -> BillTotal {
    proof.context.total([BillEntry(stage: "poc", purpose: .other, seconds: seconds)])
  }

  var bill: [String] {
    var lines = ["This proof took \(proof.total.text) on \(threads) thread\(threads == 1 ? "" : "s")."]
    if let full {
      let all = full.choosing + 2 * full.tuning
      lines.append(
        "The full run on all \(Figures.rows(proof.pool.rows)) takes about \(expected(all).text): choosing \(Figures.duration(full.choosing)), "
          + "tuning \(Figures.duration(full.tuning)), and as much for the random control. Reckoned from the sample, in proportion to learned tokens (\(Figures.fixed(proof.scale, 1)) times)."
      )
    }
    return lines
  }

  // MARK: Break-even

  /// Seconds that a model of the full run comes sooner than one as good of random rows.
  var saved: Double? {
    guard let full, let choice = proof.choice else { return nil }
    let curve = LossCurve(
      points(.proportional).map { LossCurve.Point(amount: max(1e-6, $0.seconds * proof.scale), loss: $0.loss) })
    switch curve.amount(reaching: choice.loss) {
    case .about(let x), .moreThan(let x): return x - full.tuning
    case .atMost, nil: return nil
    }
  }

  var breakEven: String {
    guard let full, !points.isEmpty else {
      return "Not reckoned: that takes step 3, which says what more random rows bring."
    }
    guard let saved, saved > 0 else {
      return "Random rows get as far in as much time: the choice saves rows, not time."
    }
    let models = max(1, Int(((full.choosing + proof.total.seconds) / saved).rounded(.up)))
    return
      "Against more random rows each model saves about \(Figures.duration(saved)): choosing and this proof are repaid "
      + (models == 1 ? "by the first." : "from model \(Figures.count(models)) on.")
  }

  // MARK: Next

  /// What to do, and at what result to stop.
  var next: [String] {
    if proof.stopped != nil { return ["Do not go on.", proof.steps.last?.reason ?? ""] }
    guard let full else {
      let step = proof.steps.count + 1
      return proof.steps.last?.pays == true
        ? ["Step \(step): `poc step \(step)`. What is done is remembered."] : ["Do not go on."]
    }
    guard !points.isEmpty else { return ["Step 3: `poc step 3`, or `poc`. What is done is remembered."] }
    var lines = ["The full run, about \(expected(full.choosing + 2 * full.tuning).text), as the script below has it."]
    if let gain, gain.low > 0 {
      lines.append(
        "It should gain \(Figures.fixed(gain.amount, 3)) nats over its random control (95% interval \(Figures.fixed(gain.low, 3)) to \(Figures.fixed(gain.high, 3)) on the sample). "
          + "Stop, and take random rows, if it gains less than \(Figures.fixed(gain.low, 3))" + stopOfProblems + ".")
    } else {
      lines.append(
        "What it gains in loss is not told apart from nothing here. Stop if it is not better than its random control\(stopOfProblems)."
      )
    }
    return lines
  }

  private var stopOfProblems: String { proof.asksProblems ? ", or passes fewer problems" : "" }

  // MARK: As a value

  /// - Parameters:
  ///   - page: where the page lies.
  ///   - script: the full run; nil where none was written.
  func value(page: String, script: String?) -> ReportValue {
    var lines = sentences + ["It does not say:"] + notSaid.map { "        " + $0 }
    if !points.isEmpty {
      let shown = points.map {
        "\(Share.fraction($0.share)) \(Figures.fixed($0.loss, 3))"
          + ($0.steps == "their own" ? "" : " (\($0.steps) steps)")
      }
      lines.append("Random rows: \(shown.joined(separator: ", ")).")
    }
    lines += [exchange].compactMap(\.self)
    lines += bill + [breakEven] + next.filter { !$0.isEmpty && !sentences.contains($0) }
    var report = ReportValue(title: title, lines: lines, data: .object(json(page: page, script: script)))
    report.verdict = sentences
    return report
  }

  var title: String {
    proof.stopped != nil
      ? "Proof: do not go on"
      : proof.steps.last?.pays == true
        ? proof.steps.count == 3 ? "Proof: the choice pays on the sample" : "Proof: step \(proof.steps.count) of 3 pays"
        : "Proof: step \(proof.steps.count) does not pay"
  }

  private func json(page: String, script: String?) -> JSONObject {
    func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    var object = JSONObject()
    object["steps"] = .array(proof.steps.map(json))
    object["stopped"] = optional(proof.stopped)
    object["rows"] = .integer(proof.sampled.rows)
    object["pool"] = .integer(proof.pool.rows)
    object["held"] = optional(proof.holding)
    object["sentences"] = texts(sentences)
    object["not_said"] = texts(notSaid)
    object["search"] = proof.search ?? .null
    object["arms"] = proof.comparison?.data ?? .null
    object["curve"] = .array(proof.curve)
    if let gain {
      var size = JSONObject([("nats", .number(gain.amount))])
      size["interval"] = .array([.number(gain.low), .number(gain.high)])
      object["gain"] = .object(size)
    }
    object["exchange"] = optional(exchange)
    for (name, value) in proof.total.json { object[name] = value }
    if let full {
      var run = expected(full.choosing + 2 * full.tuning).json
      run["choosing_seconds"] = .number(full.choosing)
      run["tuning_seconds"] = .number(full.tuning)
      run["scale"] = .number(proof.scale)
      object["full_run"] = .object(run)
    }
    object["break_even"] = .string(breakEven)
    object["saved_seconds_a_model"] = saved.map { .number($0) } ?? .null
    object["next"] = texts(next)
    object["report"] = .string(page)
    object["script"] = optional(script)
    return object
  }

  private func json(_ step: Proof.Step) -> JSONValue {
    var object = JSONObject([("step", .integer(step.number))])
    object["name"] = .string(step.name)
    object["pays"] = .bool(step.pays)
    object["reason"] = .string(step.reason)
    for (name, value) in proof.context.total(step.bill).json { object[name] = value }
    return .object(object)
  }
}
