import Digests
import Rows

/// One model of an arm: the rows that it was given, and what it came to.
struct Trial {
  /// Mean answer loss on the part that judges, nats per token.
  var loss: Double
  /// Of the whole run.
  var steps: Int
  /// How often the rows were repeated to reach the budget, beyond the passes of all arms; 1: they fill it.
  var repeated: Double
  var rows: Int
  /// Learned tokens of one pass over the rows.
  var learned: Int
  /// What choosing the rows and tuning on them took.
  var choosing: Double
  var tuning: Double
  /// What made the model of the rows, as it can be typed behind them.
  var making: String
  var model: ContentDigest
  /// Where it lies.
  var directory: String
  /// What it learned from.
  var learnedFrom: Rows

  /// Floating-point operations of both; 0 where an older program made the rows or the model.
  var operations = 0.0

  var seconds: Double { choosing + tuning }
}

/// An arm with its models.
struct ArmResult {
  let arm: Arm
  var trials: [Trial] = []
  /// Why it has fewer models than were asked for.
  var failure: String?
  /// What a reader has to know of it: whole clauses.
  var remarks: [String] = []

  init(_ arm: Arm) { self.arm = arm }

  var losses: [Double] { trials.map(\.loss) }
  var mean: Double { losses.isEmpty ? .nan : losses.reduce(0, +) / Double(losses.count) }
  var seconds: Double { trials.reduce(0) { $0 + $1.seconds } }
  var operations: Double { trials.reduce(0) { $0 + $1.operations } }

  mutating func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }
}
