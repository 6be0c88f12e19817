import Digests
import Documents
import Pipeline

/// One thing that `eval` says of a model and of its base, on rows that neither was tuned on. A new one is a file of its own and
/// a line in `EvaluationJudges.all`.
protocol EvaluationJudge: Sendable {
  /// By which its version stands in keys.
  var name: String { get }
  /// Settings that its figures depend on.
  var settings: [String] { get }
  /// Part of the key of every `eval`: raised when its figures could come out differently. Default: 1. 0: it was there when judges
  /// were first told apart, and stands in the version of `eval`.
  var version: Int { get }

  /// Long work goes through the context of `models`.
  /// - Throws: `Interrupted`; `Diagnostic`; errors of the engine.
  func judge(_ models: JudgedModels) throws -> Judgement
}

extension EvaluationJudge {
  var version: Int { 1 }
}

/// What is judged, and on what.
struct JudgedModels {
  let tuned: ModelValue
  /// The rows, the template in which both models are asked, and the losses on them.
  let heldOut: HeldOutJudge
  let context: RunContext

  /// The directory of the base; nil: the model began with random weights.
  var base: String? { tuned.base.path }
}

/// What a judge found.
struct Judgement {
  /// Of the report, whole lines.
  var lines: [String]
  /// The line of these that decides; nil where none does.
  var verdict: String?
  /// Members of the report's data.
  var data: JSONObject
  /// What the report is called; the first judge that has one names it.
  var title: String?
}

/// What `eval` can say.
enum EvaluationJudges {
  /// In the order of the report.
  static let all: [any EvaluationJudge] = [LossJudge(), EndingsJudge()]

  /// Of all, each once.
  static var settings: [String] {
    var known: Set<String> = []
    return all.flatMap(\.settings).filter { known.insert($0).inserted }
  }

  /// Their versions, as part of a key.
  static var inputs: [FileInput] {
    all.filter { $0.version > 0 }.map { FileInput("judge \($0.name)", version: $0.version) }
  }
}

extension FileInput {
  /// The version of a part of a stage, as content that the result depends on.
  init(_ name: String, version: Int) {
    var builder = ContentDigest.Builder()
    builder.update(version)
    self.init(name, builder.finalize())
  }
}
