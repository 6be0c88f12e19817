/// The mean validation loss (nats per target) after `step` optimizer steps.
public struct ValidationPoint: Sendable, Codable, Hashable {
  /// Steps done when it was measured.
  public var step: Int
  /// Mean loss, nats a token.
  public var loss: Double

  /// The loss after so many steps.
  public init(step: Int, loss: Double) {
    self.step = step
    self.loss = loss
  }
}

/// What a tuning run did.
public struct TuningOutcome: Sendable, Codable, Hashable {
  /// Optimizer steps done.
  public var steps = 0
  /// Per step: nats / answer tokens, before its update.
  public var lossCurve: [Double] = []
  /// Answer tokens that were targets, over all steps.
  public var learnedTokens = 0
  /// Tokens run, prompts included.
  public var totalTokens = 0
  /// Seconds of the whole machine (see `Stopwatch`), of all processes that worked on it.
  public var seconds = 0.0
  /// Room in the packs, the last of each step counted at its real length.
  public var packedTokens = 0
  /// Losses on the rows for validation, in order.
  public var validation: [ValidationPoint] = []
  /// Of a run that kept its best weights; nil: the last ones are the result.
  public var early: EarlyStopping?

  /// Nothing done yet.
  public init() {}

  /// Whether the validation loss was still falling when the run ended: more steps would have gone on with it.
  ///
  /// The rate falls to 0, so that every curve is flat at its very end; what tells is the last third of the run. False of
  /// fewer than four points.
  public var endedFalling: Bool {
    guard let last = validation.last, validation.count >= 4, last.step > 0,
      let before = validation.last(where: { 3 * $0.step <= 2 * last.step }), let first = validation.first
    else { return false }
    let fall = before.loss - last.loss
    let isLowest = validation.allSatisfy { $0.loss >= last.loss }
    return isLowest && fall >= Self.leastFall && fall >= Self.leastPart * (first.loss - last.loss)
  }

  private static let leastFall = 0.005
  private static let leastPart = 0.05

  /// The first point of the lowest validation loss; nil where none was measured.
  public var bestValidation: ValidationPoint? {
    validation.reduce(nil) { best, point in
      guard let best, !best.loss.isNaN else { return point }
      return point.loss < best.loss ? point : best
    }
  }

  /// Validations since the best one.
  var validationsSinceBest: Int {
    validation.lastIndex { $0.step == bestValidation?.step }.map { validation.count - 1 - $0 } ?? 0
  }

  /// Steps that the run was planned with; it may have ended before them.
  public var plannedSteps: Int { early?.plannedSteps ?? steps }
  /// Answer tokens that all planned steps have.
  public var plannedLearnedTokens: Int { early?.plannedLearnedTokens ?? learnedTokens }

  /// Real tokens / room in the packs.
  public var density: Double { packedTokens > 0 ? Double(totalTokens) / Double(packedTokens) : 0 }
}

/// Of a run with `TuningOptions.patience`: what was planned, and what the weights that were kept have learned.
public struct EarlyStopping: Sendable, Codable, Hashable {
  /// Steps of the whole plan.
  public var plannedSteps: Int
  /// Answer tokens in them.
  public var plannedLearnedTokens: Int
  /// The step after which the kept weights were; 0: those that the run began with.
  public var bestStep: Int
  /// Answer tokens that they learned.
  public var bestLearnedTokens: Int
  /// Whether patience ended the run, before the last planned step.
  public var ranOut: Bool
}

/// Why a run stopped by itself.
public enum TuningError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No sample has a token to learn.
  case nothingToLearn
  /// A loss or gradient of step `step` (from 1) was not finite; `rows` took part in it.
  case notFinite(what: String, step: Int, rows: [Int])
  /// A checkpoint that is there but cannot be read.
  case checkpoint(path: String, reason: String)
  /// An option outside its range.
  case option(String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .nothingToLearn: "no row has an answer token to learn"
    case .notFinite(let what, let step, let rows):
      "the \(what) of step \(step) is not finite; its rows: "
        + rows.prefix(20).map(String.init).joined(separator: ", ") + (rows.count > 20 ? ", …" : "")
    case .checkpoint(let path, let reason): "\(path): the checkpoint cannot be used: \(reason)"
    case .option(let reason): reason
    }
  }
}
