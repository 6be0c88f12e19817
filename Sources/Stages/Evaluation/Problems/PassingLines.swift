import Documents
import Evaluation

/// What is said of how many problems models solve, and of the difference of two: one spelling for every stage.
struct PassingLines {
  /// Of the resampling.
  let seed: UInt64

  /// pass@k with intervals, a line a model.
  func rates(_ models: [(name: String, results: ProblemResults)]) -> [String] {
    (models.last?.results.told ?? []).flatMap { k in
      models.compactMap { name, results in
        guard let rate = results.passAtK(k), let interval = results.interval(k, seed: seed) else { return nil }
        return "        pass@\(k)  " + name.padded(5) + "  \(Figures.percent(rate, 1))   95% interval "
          + "\(Figures.percent(interval.low, 1)) to \(Figures.percent(interval.high, 1)) (\(interval.kind.words))"
      }
    }
  }

  /// The paired difference, the exact test, and what so many problems show.
  func difference(_ comparison: ProblemComparison, _ first: String, _ second: String) -> [String] {
    var lines = [
      "        \(first) − \(second)  \(Self.points(comparison.difference)) points in pass@1, 95% interval "
        + "\(Self.points(comparison.low)) to \(Self.points(comparison.high)) (bootstrap)"
    ]
    guard let exact = comparison.exact else { return lines }
    lines.append(
      "        only \(first) solves \(Figures.count(exact.firstOnly)), only \(second) \(Figures.count(exact.secondOnly)): "
        + Self.test(exact))
    if let discordant = comparison.discordant, discordant > 0,
      let difference = DetectableDifference(discordant: discordant).difference(problems: comparison.problems)
    {
      lines.append(
        "        with as many that differ, \(Figures.count(comparison.problems)) problems show "
          + "\(Figures.fixed(difference * 100, 1)) points four times in five")
    }
    return lines
  }

  /// `exact McNemar p = 0.143`.
  static func test(_ exact: ExactMcNemar) -> String {
    let p = exact.probability
    return "exact McNemar p " + (p < 0.001 ? "is below 0.001" : "= \(Figures.fixed(p, 3))")
  }

  /// `+2.4`.
  static func points(_ share: Double) -> String { Figures.signed(share * 100, 1) }
}

extension ProblemComparison {
  /// Members of a report's data; the two are named in keys.
  func json(_ first: String, _ second: String) -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("difference", .number(difference)), ("difference_interval", .array([.number(low), .number(high)])),
      ("verdict", .string(verdict.rawValue)),
    ]
    guard let exact else { return members }
    members += [
      ("only_\(first)", .integer(exact.firstOnly)), ("only_\(second)", .integer(exact.secondOnly)),
      ("mcnemar_p", .number(exact.probability)),
    ]
    return members
  }
}

extension ProblemResults {
  /// pass@k with its intervals, as data.
  func rates(seed: UInt64) -> JSONObject {
    var object = JSONObject()
    for k in told {
      object["pass@\(k)"] = passAtK(k).map { .number($0) } ?? .null
      if let interval = interval(k, seed: seed) {
        object["pass@\(k)_interval"] = .array([.number(interval.low), .number(interval.high)])
      }
    }
    object["interval_by"] = interval(1, seed: seed).map { .string($0.kind.rawValue) } ?? .null
    object["answers"] = .integer(answers)
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
  func padded(_ width: Int, left: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return left ? blanks + self : self + blanks
  }
}
