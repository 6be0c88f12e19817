import Diagnostics
import Pipeline

/// One thing that `score` measures of rows. A new one is a file of its own and a line in `Measures.all`.
protocol Measure: Sendable {
  /// The word after `score`.
  var name: String { get }
  /// One line of help.
  var help: String { get }
  /// Columns that it adds; the first is what ranks the rows.
  var adds: [ColumnInfo] { get }
  /// The numbers among them, in the order in which they stand behind what was there. Default: the one that ranks last.
  var order: [String] { get }
  /// Settings that its numbers depend on. Default: none.
  var settings: [String] { get }
  /// Options of `score` that say something to it; default: none. Measures that take the same one share its declaration (`ScoreOptions`). None
  /// has a default value, which would stand in the key of every call of `score`.
  var options: [Option] { get }
  /// Whether it compares rows with the target's, which must have been held out. Default: no.
  var needsTarget: Bool { get }
  /// Part of the key of every call: raised when its numbers could come out differently. Default: 1.
  var version: Int { get }

  /// Why a row's number depends on the other rows that are scored, as a sentence about the measure; nil: it does not, and shards can be
  /// scored apart. Default: it may.
  func dependence(_ call: BoundCall) -> String?
  /// Content that its numbers depend on: see `StageDefinition.inputs`. Default: none.
  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput]
  /// Rows, tokens, time and memory: see `StageDefinition.estimate`.
  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate
  /// The rows with its columns.
  func run(_ call: BoundCall, on value: RowsValue, context: RunContext) throws -> StageResult
}

extension Measure {
  var order: [String] { adds.reversed().map(\.name) }
  var settings: [String] { [] }
  var options: [Option] { [] }
  var needsTarget: Bool { false }
  var version: Int { 1 }
  func dependence(_ call: BoundCall) -> String? { "it looks at rows together" }
  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { [] }
}

/// Options of `score` that several measures take.
enum ScoreOptions {
  static let with = Option("with", .model, "A model other than the setting `model`")
  static let duration = Option("for", .duration, "Stop after this long; the same line resumes next time")
  static let depth = Option(
    "depth", .integer, in: 1...100_000, "Steps of the warm-up on the target; 20 when absent")
}

/// What `score` can measure.
enum Measures {
  static let all: [any Measure] = [
    ComplexityMeasure(), LexicalMeasure(), CodeMeasure(), TargetMeasure(), ContrastMeasure(), GradientMeasure(),
    LossMeasure(),
  ]

  /// The one that rows are ranked by where nothing else is said: by how hard a row is for its model.
  static let usual = ComplexityMeasure()

  /// What the measures take, each option once, in the order of the measures.
  static var options: [Option] {
    var known: Set<String> = []
    return all.flatMap(\.options).filter { known.insert($0.name).inserted }
  }

  static subscript(name: String) -> (any Measure)? { all.first { $0.name == name } }

  /// The measure of a call of `score`.
  static func measure(of call: BoundCall) throws -> any Measure {
    let name = try call.choice("measure")
    guard let measure = Self[name] else { throw InternalError("no measure `\(name)`") }
    return measure
  }

  /// The column that ranks where nobody says: that of the measure which was scored last.
  ///
  /// Each leaves its columns in its own order, behind those that were there. So the last of all measures is the one whose
  /// columns still stand in that order and end last; of two that end alike, the one with more of them.
  static func rankingColumn(among names: [String]) -> String? {
    var best: (end: Int, count: Int, column: String)?
    for measure in all {
      guard let ranking = measure.adds.first?.name, names.contains(ranking) else { continue }
      let places = measure.order.compactMap { names.firstIndex(of: $0) }
      guard places == places.sorted(), let end = places.last else { continue }
      if let best, (best.end, best.count) >= (end, places.count) { continue }
      best = (end, places.count, ranking)
    }
    return best?.column
  }
}
