import Documents
import Evaluation
import Pipeline
import Quantities

/// What `curve` says: a table over shares.
struct CurveReport {
  struct Point {
    var share: Double
    /// nil: the smallest share, whose steps the others' follow from.
    var steps: CurveStage.Steps?
    var result: ArmResult
  }

  let arm: Arm
  let points: [Point]
  let part: JudgedPart
  let heldOut: Int
  let before: Double
  /// What the models make of problems, where these were asked.
  var problems: ArmsOnProblems?

  var value: ReportValue {
    ReportValue(
      title: "\(arm.name) at \(Set(points.map(\.share)).count) shares on \(part.rows(heldOut))",
      columns: [
        ("share", true), ("learned", true), ("rows", true), ("steps", true), ("loss", true), ("spread", true),
        ("seconds", true),
      ] + (problems == nil ? [] : [("pass@1", true)]),
      cells: points.indices.map(cells), data: .array(points.indices.map(json)))
  }

  /// `10%`, and in which way its steps are counted where there are two.
  func name(of point: Point) -> String { percent(point.share) + (point.steps.map { " \($0.rawValue)" } ?? "") }

  private func mean(_ result: ArmResult, _ figure: (Trial) -> Int) -> Double {
    result.trials.isEmpty ? .nan : Statistics.mean(result.trials.map { Double(figure($0)) })
  }

  private func spread(_ result: ArmResult) -> Double? {
    result.trials.count > 1 ? Statistics.standardDeviation(result.losses) : nil
  }

  private func cells(_ place: Int) -> [String] {
    let point = points[place]
    let result = point.result
    let passing = problems.map { [$0.rate(place).map { Figures.percent($0, 1) } ?? ""] } ?? []
    guard !result.trials.isEmpty else { return [percent(point.share), "", "", "", "failed", "", ""] + passing }
    func count(_ figure: (Trial) -> Int) -> String { Figures.count(Int(mean(result, figure).rounded())) }
    return [
      percent(point.share), count(\.learned), count(\.rows), count(\.steps), Figures.fixed(result.mean, 3),
      spread(result).map { Figures.fixed($0, 3) } ?? "", Figures.fixed(result.seconds / Double(result.trials.count), 1),
    ] + passing
  }

  private func percent(_ share: Double) -> String { Share.fraction(share).description }

  private func json(_ place: Int) -> JSONValue {
    let point = points[place]
    let result = point.result
    func counts(_ figure: (Trial) -> Int) -> JSONValue {
      .array(result.trials.map { .integer(Int64(figure($0))) })
    }
    var data = JSONObject([
      ("arm", .string(arm.name)), ("text", .string(arm.block.text)), ("share", .number(point.share)),
      ("steps_are", .string(point.steps?.rawValue ?? "their own")), ("learned_tokens", counts(\.learned)),
      ("rows", counts(\.rows)), ("steps", counts(\.steps)), ("losses", .array(result.losses.map { .number($0) })),
      ("loss", result.trials.isEmpty ? .null : .number(result.mean)),
      ("spread", spread(result).map { .number($0) } ?? .null),
      ("seconds", result.trials.isEmpty ? .null : .number(result.seconds / Double(result.trials.count))),
      ("before", .number(before)), ("part", .string(part.rawValue)), ("held_out", .integer(Int64(heldOut))),
    ])
    if let failure = result.failure { data["failed"] = .string(failure) }
    for (key, value) in problems?.json(place, loss: .undecided) ?? JSONObject() { data[key] = value }
    return .object(data)
  }

  var block: StageBlock {
    let models = points.reduce(0) { $0 + $1.result.trials.count }
    var lines = disagreement.map { [StageBlock.Line($0)] } ?? []
    lines += [
      StageBlock.Line(
        "\(arm.name), \(models) models judged on \(part.rows(heldOut))", " · before \(Figures.fixed(before, 3))")
    ]
    for point in points {
      if let failure = point.result.failure {
        lines.append(StageBlock.Line("\(percent(point.share)) failed: \(failure)"))
      }
      if let most = point.result.trials.map(\.repeated).max(), most > 1 {
        lines.append(
          StageBlock.Line(
            "\(percent(point.share)): its rows repeated \(Figures.fixed(most, 1)) times to fill the share"))
      }
      for remark in point.result.remarks { lines.append(StageBlock.Line("\(percent(point.share)): \(remark)")) }
    }
    if let problems {
      lines += (problems.conditions + problems.ladder + problems.rates).map(StageBlock.Line.init(besideTheName:))
    }
    return StageBlock("curve", lines)
  }

  /// Where the share of the lowest loss passes no more than the smallest does, or less.
  private var disagreement: String? {
    let made = points.indices.filter { !points[$0].result.trials.isEmpty }
    guard let problems, let first = made.first, let rate = problems.rate(first),
      let best = made.min(by: { points[$0].result.mean < points[$1].result.mean }), best != first,
      let other = problems.rate(best), other <= rate
    else { return nil }
    return
      "Loss and problems do not say the same: at \(name(of: points[best])) the loss is lowest, and "
      + "\(Figures.percent(other, 1)) pass where at \(name(of: points[first])) \(Figures.percent(rate, 1)) do."
  }
}
