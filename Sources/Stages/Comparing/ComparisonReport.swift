import Documents
import Evaluation
import Pipeline

/// What `compare` says: every run's loss on one axis, and the place of one method among the draws of the other.
struct ComparisonReport {
  let arms: [Arm]
  let heldOut: Int
  let matchesTokens: Bool

  private func mean(_ arm: Arm) -> Double { arm.losses.reduce(0, +) / Double(max(1, arm.losses.count)) }

  var value: ReportValue {
    let data = arms.map { arm in
      JSONValue.object(
        JSONObject([
          ("arm", .string(arm.name)), ("mean", .number(mean(arm))), ("losses", .array(arm.losses.map { .number($0) })),
          ("rows", .array(arm.rows.map { .integer(Int64($0)) })), ("seconds", .number(arm.seconds)),
        ]))
    }
    return ReportValue(title: "\(arms.count) methods on \(heldOut) held-out rows", lines: lines, data: .array(data))
  }

  var block: StageBlock {
    let parts = arms.map { arm in
      let rows = Set(arm.rows).sorted()
      let range =
        rows.count > 1
        ? "\(Figures.count(rows[0]))–\(Figures.count(rows[rows.count - 1]))" : Figures.count(rows.first ?? 0)
      return "\(arm.name) \(range) rows in \(Figures.duration(arm.seconds))"
    }
    var lines = [
      StageBlock.Line(
        "\(arms.reduce(0) { $0 + $1.losses.count }) models, "
          + (matchesTokens ? "as many learned tokens and steps in each" : "as many steps in each"))
    ]
    lines += parts.map { StageBlock.Line($0) }
    for arm in arms where matchesTokens && !arm.canMatch {
      lines.append(StageBlock.Line("\(arm.name): no `select` in it, its tokens are as it chose them"))
    }
    return StageBlock("compare", lines)
  }

  var lines: [String] {
    let all = arms.flatMap(\.losses)
    guard let low = all.min(), let high = all.max() else { return [] }
    let axis = Axis(low: low, high: high)
    let labels = arms.map { arm in arm.losses.count > 1 ? "\(arm.name), \(arm.losses.count) draws" : arm.name }
    let width = max(17, (labels.map(\.count).max() ?? 0) + 1)
    func padded(_ text: String) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    var lines = ["Held-out answer loss, lower is better"]
    lines.append(String(repeating: " ", count: width + 8) + axis.scale)
    for (arm, label) in zip(arms, labels) {
      lines.append(
        padded(label) + "  " + Figures.fixed(mean(arm), 3) + " "
          + axis.marks(arm.losses, arm.drawsAtRandom ? "·" : "▲"))
    }
    return lines + sentences
  }

  /// The exact statement for each arm against the first that draws at random.
  var sentences: [String] {
    guard let random = arms.firstIndex(where: { $0.drawsAtRandom }) else {
      return ["No arm draws at random: these are single runs, and their order says nothing of the methods."]
    }
    let draws = arms[random].losses
    var sentences: [String] = []
    if heldOut < PairedDifference.fewestRows {
      sentences.append(
        "\(Figures.rows(heldOut)) are too few to tell methods apart: hold out \(PairedDifference.fewestRows) or more.")
    }
    for (place, arm) in arms.enumerated() where place != random {
      let position = MethodPlace(loss: mean(arm), among: draws)
      let name = arm.name.prefix(1).uppercased() + arm.name.dropFirst()
      let lower = draws.count - position.atLeastAsLow
      let tokens = matchesTokens && arm.canMatch ? " of as many tokens" : ""
      sentences.append(
        "\(name) is lower than \(lower) of \(draws.count) \(arms[random].name) draw\(draws.count == 1 ? "" : "s")\(tokens). "
          + "One more draw would do at least as well \(1 + position.atLeastAsLow) times in \(draws.count + 1).")
    }
    if draws.count < MethodPlace.drawsForOneInTwenty {
      sentences.append("To call a difference at 1 in 20 takes \(MethodPlace.drawsForOneInTwenty) draws.")
    }
    return sentences
  }
}

/// A scale of 57 columns with five round labels.
struct Axis {
  static let columns = 57
  let low: Double
  let high: Double
  let step: Double

  /// Widened to round numbers, so that no mark lies at the very edge.
  init(low: Double, high: Double) {
    let span = max(high - low, 0.004)
    var step = 0.001
    for candidate in [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] {
      step = candidate
      if span / candidate <= 3.5 { break }
    }
    self.step = step
    self.low = (low / step).rounded(.down) * step
    self.high = max((high / step).rounded(.up) * step, self.low + 4 * step)
  }

  func column(_ value: Double) -> Int {
    min(Self.columns - 1, max(0, Int(((value - low) / (high - low) * Double(Self.columns - 1)).rounded())))
  }

  /// The labels, each centred on its place.
  var scale: String {
    var line = Array(repeating: Character(" "), count: Self.columns + 4)
    var value = low
    while value <= high + step / 2 {
      let label = Figures.fixed(value, step < 0.01 ? 3 : 2)
      let start = max(0, column(value) - label.count / 2)
      let end = min(line.count, start + label.count)
      // A label that would touch its neighbour is left out.
      if line[max(0, start - 1)..<end].allSatisfy({ $0 == " " }) {
        for (offset, character) in label.enumerated() where start + offset < line.count {
          line[start + offset] = character
        }
      }
      value += step
    }
    return String(line)
  }

  func marks(_ values: [Double], _ mark: Character) -> String {
    var line = Array(repeating: Character(" "), count: Self.columns)
    for value in values { line[column(value)] = mark }
    return String(line)
  }
}
