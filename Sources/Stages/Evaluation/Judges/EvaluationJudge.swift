import Digests
import Documents
import Packing
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

  /// Options of `eval` that it reads, and no other judge; none has a default. Default: none.
  var options: [Option] { get }

  /// Whether a call asks for what it says: only then do its settings and its version enter the key. Default: every call does.
  func isAsked(by call: BoundCall) -> Bool

  /// Long work goes through the context of `models`.
  /// - Returns: nil where it has nothing to judge by.
  /// - Throws: `Interrupted`; `Diagnostic`; errors of the engine.
  func judge(_ models: JudgedModels) throws -> Judgement?
}

extension EvaluationJudge {
  var version: Int { 1 }
  var options: [Option] { [] }
  func isAsked(by call: BoundCall) -> Bool { true }
}

/// A model, by what it is made of.
struct JudgedModel {
  let directory: String
  /// Of its content when it was made, or named.
  let digest: ContentDigest
}

/// What is judged, and on what.
struct JudgedModels {
  /// The model that came in, else the one of the settings.
  let tuned: JudgedModel
  /// What it was tuned from; nil: it began with random weights, or is nobody's here.
  let base: JudgedModel?
  /// In which both are asked.
  let template: Template
  /// Rows, and the losses on them; nil: there are none to judge by.
  let heldOut: HeldOutJudge?
  let call: BoundCall
  let context: RunContext
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
  /// What the report has a table of; one judge at most has one.
  var table: Table?

  /// Lines of a table, as they are shown and as data.
  struct Table {
    var columns: [(String, isNumeric: Bool)]
    var cells: [[String]]
    var data: [JSONValue]
  }
}

/// What `eval` can say.
enum EvaluationJudges {
  /// In the order of the report.
  static let all: [any EvaluationJudge] = [LossJudge(), EndingsJudge(), ProblemsJudge()]

  /// Of all, each once.
  static var options: [Option] { all.flatMap(\.options) }

  /// Of those that a call asks, each once; of no call in particular: of all.
  static func settings(of call: BoundCall? = nil) -> [String] {
    var known: Set<String> = []
    return asked(by: call).flatMap(\.settings).filter { known.insert($0).inserted }
  }

  /// The versions of those that a call asks, as part of a key.
  static func inputs(of call: BoundCall) -> [FileInput] {
    asked(by: call).filter { $0.version > 0 }.map { FileInput("judge \($0.name)", version: $0.version) }
  }

  private static func asked(by call: BoundCall?) -> [any EvaluationJudge] {
    all.filter { judge in call.map { judge.isAsked(by: $0) } ?? true }
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
