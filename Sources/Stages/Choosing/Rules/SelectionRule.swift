import Curation
import Diagnostics
import Numerics
import Pipeline
import Rows

/// One way to choose rows: what stands after `select`. A new one is a file of its own and a line in `SelectionRules.all`.
protocol SelectionRule: Sendable {
  /// The word after `select`.
  var name: String { get }
  /// One line of help.
  var help: String { get }
  /// Options of `select` that say something to it, beside those that every rule takes.
  var options: Set<String> { get }
  /// Whether another draw of the same seed gives other rows: what a comparison draws several times.
  var drawsAtRandom: Bool { get }

  /// Columns that a call adds.
  /// - Throws: `Diagnostic` where the rows lack what it chooses by.
  func columns(_ call: BoundCall, input: ColumnSet) throws -> [ColumnInfo]

  /// Seconds that it takes beside sorting.
  func seconds(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Double

  /// Makes it ready for the rows that enter.
  /// - Parameter candidates: the rows, each with the tokens that the budget counts.
  func prepare(
    _ call: BoundCall, _ value: RowsValue, _ candidates: [Candidate], context: RunContext
  ) throws -> PreparedRule
}

extension SelectionRule {
  var options: Set<String> { [] }
  var drawsAtRandom: Bool { false }
  func columns(_ call: BoundCall, input: ColumnSet) throws -> [ColumnInfo] { [] }
  func seconds(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Double { 0 }
}

/// A rule that knows its rows.
struct PreparedRule {
  /// The rows with the columns that the rule adds.
  var value: RowsValue
  /// Each with what ranks or excludes it.
  var candidates: [Candidate]
  /// Whether the rule may take a row at all.
  var isEligible: (Int) -> Bool
  /// Chooses among some of the rows: their places, ascending, and how much. The places in what it returns are places in
  /// this list.
  var select: (_ places: [Int], _ share: Share) throws -> Selection
  /// What was done, behind the number of rows: `: the hardest in each of 10 clusters`.
  var words: (Selection) -> StageBlock.Line
  /// Why an eligible row was not taken: `easier than the cut`.
  var ranked: String
  /// Said below, and counted before, where making ready did something of its own.
  var more: [StageBlock.Line] = []
  var ledger: Ledger?
}

/// What `select` can choose by.
enum SelectionRules {
  static let all: [any SelectionRule] = [
    DiverseRule(), TopRule(), NearestRule(), RepresentativeRule(), RandomRule(),
  ]

  static subscript(name: String) -> (any SelectionRule)? { all.first { $0.name == name } }

  /// The rule of a call of `select`.
  static func rule(of call: BoundCall) throws -> any SelectionRule {
    let name = try call.choice("kind")
    guard let rule = Self[name] else { throw InternalError("no way to select `\(name)`") }
    return rule
  }
}
