import Documents
import Evaluation
import Pipeline
import Quantities

/// What two models' answers to the same problems differ in: lines, a table of the problems that only one solves, and the figures.
struct FlipsReport {
  let a: FlipSide
  let b: FlipSide
  let seed: UInt64
  let comparison: ProblemComparison
  /// Of the problems that one solves, what either learned that is nearest to them; nil where its rows are not at hand.
  private let lessons: (a: NearestLearned?, b: NearestLearned?)

  /// - Parameters: sides with the same problems; see `FlipsStage`.
  /// - Throws: `Interrupted`.
  init(_ a: FlipSide, _ b: FlipSide, _ context: RunContext) throws {
    (self.a, self.b, seed) = (a, b, context.seed)
    comparison = ProblemComparison(a.results, b.results, seed: seed)
    let others = Dictionary(b.results.problems.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    pairs = a.results.problems.compactMap { one in
      guard let other = others[one.name] else { return nil }
      return (one.name, one.topic, one.passAtK(1) ?? 0, other.passAtK(1) ?? 0)
    }
    let asked = pairs.filter { $0.a != $0.b }.map { (name: $0.name, question: a.questions[$0.name] ?? "") }
    func lessons(_ side: FlipSide) throws -> NearestLearned? {
      try side.learned.map { try NearestLearned(asked, in: $0, context.work) }
    }
    self.lessons = (try lessons(a), try lessons(b))
  }

  /// Of each problem the shares of the answers that pass.
  private let pairs: [(name: String, topic: String?, a: Double, b: Double)]

  private var flipped: [(name: String, topic: String?, a: Double, b: Double)] { pairs.filter { $0.a != $0.b } }
  private var onlyA: Int { pairs.count { $0.a > $0.b } }
  private var onlyB: Int { pairs.count { $0.b > $0.a } }
  private var both: Int { pairs.count { $0.a == $0.b && $0.a > 0 } }
  private var neither: Int { pairs.count { $0.a == 0 && $0.b == 0 } }

  // MARK: As lines

  var title: String {
    let rates = [a, b].map { "\($0.name) \(Figures.percent($0.results.passAtK(1) ?? 0, 1))" }
    return "pass@1 \(rates.joined(separator: ", ")) on \(Self.problems(pairs.count))"
  }

  var lines: [String] {
    var lines = [a, b].map { "\($0.name)  \($0.what)" }
    for side in [a, b] where side.notChecked > 0 {
      lines.append(
        "        \(side.name): \(Figures.count(side.notChecked)) answers were not checked: they count as not passed")
    }
    let passing = PassingLines(seed: seed)
    lines += passing.rates([a, b].map { ($0.name, $0.results) })
    lines += passing.difference(comparison, a.name, b.name)
    if comparison.exact != nil {
      lines.append("        both solve \(Figures.count(both)), neither \(Figures.count(neither))")
    } else {
      lines.append(
        "        a passes more often on \(Figures.count(onlyA)), b on \(Figures.count(onlyB)), both alike on "
          + Figures.count(pairs.count - onlyA - onlyB))
    }
    return lines + nearness + [sentence]
  }

  /// How near what either learned is to the problems that it alone solves, and to those that the other does.
  private var nearness: [String] {
    guard !flipped.isEmpty else { return [] }
    var lines: [String] = []
    for (side, lessons) in [(a, lessons.a), (b, lessons.b)] {
      guard let lessons else { continue }
      let means = [(a, flipped.filter { $0.a > $0.b }), (b, flipped.filter { $0.b > $0.a })].compactMap { solver, own in
        own.isEmpty
          ? nil
          : "\(Figures.fixed(Statistics.mean(own.map { lessons[$0.name]?.likeness ?? 0 }), 2)) to what only "
            + "\(solver.name) solves"
      }
      lines.append(
        "        nearest of the \(Figures.rows(lessons.learned)) that made \(side.name), by words: \(means.joined(separator: ", "))"
      )
    }
    return lines
  }

  /// What may be said.
  var sentence: String {
    let problems = Self.problems(pairs.count)
    let start: String
    if let exact = comparison.exact {
      start =
        "a solves \(Figures.count(exact.firstOnly)) that b does not, b \(Figures.count(exact.secondOnly)) that a does not: "
        + PassingLines.test(exact)
    } else {
      start =
        "a passes more often on \(Figures.count(onlyA)), b on \(Figures.count(onlyB)), by several answers each"
    }
    switch comparison.verdict {
    case .better: return "\(start): on these \(problems) a passes more than b."
    case .worse: return "\(start): on these \(problems) b passes more than a."
    case .undecided:
      let few = comparison.exact == nil && comparison.problems < ProblemComparison.fewestProblems
      return "\(start): on these \(problems) no difference is shown"
        + (few ? "; a verdict takes at least \(ProblemComparison.fewestProblems)." : ".")
    }
  }

  private static func problems(_ count: Int) -> String { "\(Figures.count(count)) problem\(count == 1 ? "" : "s")" }

  // MARK: As a table

  /// Columns of the nearest rows, where a model's rows are at hand.
  static let nearest = ["a_nearest", "b_nearest"]

  var columns: [(String, isNumeric: Bool)] {
    (["problem", "solved_by", "a_verdict", "b_verdict", "change"]
      + zip(Self.nearest, [lessons.a, lessons.b]).filter { $1 != nil }.map(\.0)).map { ($0, false) }
  }

  /// A line for each problem that one of them solves, or more often, than the other.
  var data: [JSONObject] {
    flipped.map { name, topic, first, second in
      let (these, those) = (a.shown[name] ?? [], b.shown[name] ?? [])
      var line = JSONObject([("problem", .string(name))])
      if let topic { line["topic"] = .string(topic) }
      line["solved_by"] = .string(first > second ? a.name : b.name)
      line["a_verdict"] = .string(Self.verdict(these))
      line["b_verdict"] = .string(Self.verdict(those))
      line["change"] = .string(Self.change(these, those))
      for (column, lessons) in zip(Self.nearest, [lessons.a, lessons.b]) {
        guard let lessons else { continue }
        let lesson = lessons[name]
        line[column] = .string(lesson?.words ?? "no row shares a word")
        line[column + "_row"] = lesson.map { .integer($0.row) } ?? .null
        line[column + "_likeness"] = .number(lesson?.likeness ?? 0)
      }
      if let question = a.questions[name] ?? b.questions[name] { line["question"] = .string(question) }
      if let answer = these.first?.answer { line["a_answer"] = .string(answer) }
      if let answer = those.first?.answer { line["b_answer"] = .string(answer) }
      return line
    }
  }

  /// As they are shown.
  func cells(_ data: [JSONObject]) -> [[String]] { data.map { line in columns.map { line[$0.0]?.string ?? "" } } }

  private static func verdict(_ answers: [FlipSide.Shown]) -> String {
    if answers.count == 1 { return answers[0].verdict }
    return "\(answers.count { $0.verdict == RowVerdict.passes.rawValue }) of \(answers.count) pass"
  }

  /// From the furthest that a's answers come to the furthest of b's: in steps of the ladder where both are known.
  private static func change(_ these: [FlipSide.Shown], _ those: [FlipSide.Shown]) -> String {
    if let from = these.compactMap(\.step).max(), let to = those.compactMap(\.step).max(), from != to {
      return "\(from.words) → \(to.words)"
    }
    return "\(verdict(these)) → \(verdict(those))"
  }

  // MARK: As data

  var json: JSONObject {
    var object = JSONObject([("problems", .integer(pairs.count))])
    for side in [a, b] {
      var figures = side.results.rates(seed: seed)
      figures["what"] = .string(side.what)
      object[side.name] = .object(figures)
    }
    object["both"] = .integer(both)
    object["neither"] = .integer(neither)
    for (key, value) in comparison.json(a.name, b.name) { object[key] = value }
    return object
  }
}
