import Curation
import Pipeline

/// What makes two rows twins: what stands after `dedup`. A new one is a file of its own and a line in `TwinRules.all`.
protocol TwinRule: Sendable {
  /// The word after `dedup`.
  var name: String { get }
  /// One line of help.
  var help: String { get }
  /// Whether it reads the option `threshold`, from where to where, and what it is where nobody says.
  var threshold: TwinThreshold? { get }

  /// Columns that it compares, beside the texts. Default: none.
  var needs: [String] { get }

  /// Of the rows that enter. Long work goes through the context.
  /// - Parameter threshold: nil for a rule that has none.
  /// - Throws: `Interrupted`; `Diagnostic`; `OutOfMemory`.
  func twins(_ value: RowsValue, threshold: Double?, _ call: BoundCall, _ context: RunContext) throws -> Twins

  /// What is compared, behind the number of rows that go: ", the same after white space".
  func words(threshold: Double?) -> String
}

/// A likeness from which rows are twins.
struct TwinThreshold {
  var range: ClosedRange<Double>
  var usual: Double
}

extension TwinRule {
  var threshold: TwinThreshold? { nil }
  var needs: [String] { [] }
}

/// What `dedup` can compare.
enum TwinRules {
  /// The first is the one that is meant where none is named.
  static let all: [any TwinRule] = [NearTwinRule(), ExactTwinRule(), EmbeddingTwinRule()]

  /// The rule of a call of `dedup`.
  static func rule(of call: BoundCall) throws -> any TwinRule {
    let name = try call.choice("kind")
    guard let rule = all.first(where: { $0.name == name }) else { throw InternalError("no twins by `\(name)`") }
    return rule
  }
}
