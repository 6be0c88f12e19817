import Numerics
import Quantities

/// What a model's answers to problems came to: what two models are compared by.
public struct ProblemResults: Sendable, Codable, Hashable {
  /// An answer.
  public struct Answer: Sendable, Codable, Hashable {
    /// Whether the model came to an end, rather than being cut.
    public var ended: Bool
    /// How far it came.
    public var step: LadderStep
    /// What its tests say, in the words of tables: `passes`, `fails`, `times out`.
    public var verdict: String

    /// An answer and what was found of it.
    public init(ended: Bool, step: LadderStep, verdict: String) {
      self.ended = ended
      self.step = step
      self.verdict = verdict
    }
  }

  /// A problem, with the answers to it.
  public struct Problem: Sendable, Codable, Hashable {
    /// By which it is known, each once.
    public var name: String
    /// What it is about; problems of one topic are not independent. nil: nobody says.
    public var topic: String?
    /// In the order in which they were drawn; never empty.
    public var answers: [Answer]

    /// A problem with its answers.
    public init(name: String, topic: String? = nil, answers: [Answer]) {
      self.name = name
      self.topic = topic
      self.answers = answers
    }

    /// Answers that pass: c of n.
    public var passed: Int { answers.count { $0.step == .passes } }
    /// The unbiased estimate; nil where there are fewer than k answers.
    public func passAtK(_ k: Int) -> Double? { PassAtK.estimate(samples: answers.count, passed: passed, k: k) }
  }

  /// In the order of their files.
  public var problems: [Problem]

  /// Results by problem.
  public init(_ problems: [Problem]) { self.problems = problems }

  /// Answers to each problem; 0 of none. Those of one run have all the same number.
  public var samples: Int { problems.map(\.answers.count).min() ?? 0 }

  /// The k that can be told of.
  public var told: [Int] { PassAtK.told(samples: samples) }

  /// Mean over the problems; nil where there are fewer answers than k, or no problems.
  public func passAtK(_ k: Int) -> Double? {
    let values = problems.compactMap { $0.passAtK(k) }
    return values.isEmpty || values.count < problems.count ? nil : Statistics.mean(values)
  }

  /// What an interval of pass@k is made by.
  public enum IntervalKind: String, Sendable, Codable { case wilson, bootstrap, clustered }

  /// An interval of 95 %, and what it is made by.
  public struct Interval: Sendable, Hashable {
    /// Its lower end.
    public var low: Double
    /// Its upper end.
    public var high: Double
    /// Wilson's for one answer a problem; where topics are known, or there are more answers, the bootstrap.
    public var kind: IntervalKind
  }

  /// Where another set of such problems would have pass@k; nil where it is not known.
  /// - Parameter seed: of the resampling.
  public func interval(_ k: Int, seed: UInt64) -> Interval? {
    guard passAtK(k) != nil else { return nil }
    let values = problems.map { $0.passAtK(k) ?? 0 }
    let groups = groups
    let isClustered = groups.count < problems.count
    func wilson(_ successes: Int, of count: Int) -> Interval {
      let (low, high) = Statistics.wilson(successes: successes, of: count)
      return Interval(low: low, high: high, kind: .wilson)
    }
    if samples == 1, !isClustered { return wilson(values.count { $0 == 1 }, of: values.count) }
    // Of problems that are all alike a resample is the same again: that none passes does not mean that none ever would.
    if let first = values.first, first == 0 || first == 1, values.allSatisfy({ $0 == first }) {
      return wilson(first == 1 ? groups.count : 0, of: groups.count)
    }
    let (low, high) = Statistics.bootstrapInterval(groups: groups, seed: seed) { drawn in
      drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
    }
    return Interval(low: low, high: high, kind: isClustered ? .clustered : .bootstrap)
  }

  /// Places of the problems by topic, in the order of their first; those without a topic stand alone.
  var groups: [[Int]] {
    var places: [String: Int] = [:]
    var groups: [[Int]] = []
    for (place, problem) in problems.enumerated() {
      if let topic = problem.topic, let known = places[topic] {
        groups[known].append(place)
      } else {
        if let topic = problem.topic { places[topic] = groups.count }
        groups.append([place])
      }
    }
    // Of one topic nothing can be drawn.
    return groups.count > 1 ? groups : problems.indices.map { [$0] }
  }

  /// Answers in all.
  public var answers: Int { problems.reduce(0) { $0 + $1.answers.count } }
  /// Answers that came to an end by themselves.
  public var ended: Int { problems.reduce(0) { $0 + $1.answers.count(where: \.ended) } }
  /// Answers that came as far as a step, or further.
  public func count(reaching step: LadderStep) -> Int {
    problems.reduce(0) { $0 + $1.answers.count { $0.step >= step } }
  }
}
