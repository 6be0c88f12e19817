import Pipeline
import Quantities
import Rows

/// The lines that a proof is composed of: each is a stage as it could be typed, and is remembered as that.
struct PocLines {
  /// Rows of the pool that a proof works on: so few that all of it takes minutes.
  static let sample = 600
  /// How long the search may take, by its estimate.
  private static let searching = "4m"
  /// Problems of one file that are asked, at most.
  private static let mostProblems = 200
  /// The most tokens of an answer where nobody says how many: what ends at all ends before.
  private static let answerTokens = 256

  private let call: BoundCall
  private let context: RunContext
  let share: Double

  init(_ call: BoundCall, _ context: RunContext) throws {
    (self.call, self.context) = (call, context)
    share = try call.percentage("share")
  }

  var shareText: String { Share.fraction(share).description }

  private func block(_ text: String, problems: Bool = false) throws -> BoundPipeline {
    guard var block = try context.blocks([text]).first, var last = block.calls.popLast() else {
      throw InternalError("`\(text)` is no line")
    }
    if call.has("then") { last = last.with("then", call.arguments["then"]?.value) }
    if problems { last = asking(last) }
    block.calls.append(last)
    return block
  }

  /// The call with the problems of the proof's own, and how they are asked.
  private func asking(_ inner: BoundCall) -> BoundCall {
    var inner = inner
    for name in ProblemsRequest.options.map(\.name) + ProblemsRequest.flags.map(\.name) where call.has(name) {
      inner = inner.with(name, call.arguments[name]?.value)
    }
    guard ProblemsRequest.isAsked(of: inner) else { return inner }
    if !inner.has("max") { inner = inner.with("max", .integer(Self.answerTokens)) }
    if let pipelines = try? ProblemsRequest.pipelines(inner), !pipelines.isEmpty {
      let few = SampleStage().signature.call(at: call.span).with("share", .share(.rows(Self.mostProblems)))
      inner = inner.with(
        "problems",
        .list(
          pipelines.map { pipeline in
            var pipeline = pipeline
            pipeline.calls.append(few)
            return .pipeline(pipeline)
          }))
    }
    return inner
  }

  /// `hold N target T search V` where the rows have no such parts; nil of too few.
  static func holding(rows: Int) -> String? {
    let count = min(400, rows / 3 / 10 * 10)
    // As many sealed rows as a verdict needs, and as many in the two other parts together.
    guard count >= 60 else { return nil }
    return "hold \(count) target \(count / 4) search \(count / 4)"
  }

  /// What judges where the rows are held out by the proof.
  static func usualJudges(_ rows: Double?) -> Estimate.Judges {
    let count = min(400, (rows ?? 1_200) / 3)
    return Estimate.Judges(search: count / 4, sealed: count / 2)
  }

  /// Step 1.
  /// - Parameter filter: that the target suggests.
  func search(filter: SuggestedFilter?) throws -> BoundPipeline {
    var ways = ["by_words", "nearest_words", "only_target", "toward_target"]
    if let filter { ways.append(filter.text) }
    let over = ways.map { " { \($0) }" }.joined()
    let draws = try call.integer("draws")
    var block = try block("optimize \(shareText) for \(Self.searching) over\(over) draws \(draws)")
    if call.has("over") { block.calls[0] = block.calls[0].with("over", call.arguments["over"]?.value) }
    return block
  }

  /// Step 2.
  /// - Parameter arm: the choice that the search found, as it can be typed.
  func comparison(of arm: String) throws -> BoundPipeline {
    let draws = try call.integer("draws")
    return try block("compare { \(arm) } { select random \(shareText) } draws \(draws)", problems: true)
  }

  /// Whether problems are asked.
  var asksProblems: Bool { ProblemsRequest.isAsked(of: call) }

  /// Step 3: random rows' own curve.
  func curve() throws -> BoundPipeline {
    let shares = [1.0, 2, 4].map { ($0 * share * 1e4).rounded() / 1e4 }.filter { $0 <= 1 }
    let two = shares.count > 1 ? shares : [share / 2, share]
    return try block(
      "curve { select random } at \(two.map { Share.fraction($0).description }.joined(separator: " ")) on search")
  }
}
