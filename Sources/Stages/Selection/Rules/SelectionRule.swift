import Curation
import Diagnostics
import Pipeline
import Quantities
import Rows

/// One way to choose rows: what stands after `select`. A new one is a file of its own and a line in `SelectionRules.all`.
protocol SelectionRule: Sendable {
  /// The word after `select`.
  var name: String { get }
  /// One line of help.
  var help: String { get }
  /// Options of `select` that say something to it, beside those that every rule takes. Rules that take the same one share its
  /// declaration (`SelectOptions`); with `with`, the rows have their embedding before the rule sees them.
  ///
  /// A default value stands in the key of every call of `select`: an option of a new rule has none.
  var options: [Option] { get }
  /// Those of its options that say what ranks the rows: the random control of a call does without them.
  var ranking: Set<String> { get }
  /// Whether it compares rows with the target's, which must have been held out. Default: no.
  var needsTarget: Bool { get }
  /// By score, or at random: another draw of the same seed then gives other rows, and a comparison draws several times.
  var choice: RowChoice { get }
  /// Columns that it adds, whatever its options are.
  var adds: [ColumnInfo] { get }

  /// Settings that a call's choice depends on. Default: the seed, and with `with` what embeds the rows.
  func settings(of call: BoundCall) -> [String]

  /// Content that a call's choice depends on, beside the model of `with`: see `StageDefinition.inputs`.
  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput]

  /// Columns that a call adds. Default: `adds`.
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
  var options: [Option] { [] }
  var ranking: Set<String> { [] }
  var needsTarget: Bool { false }
  var choice: RowChoice { .byScore }
  var adds: [ColumnInfo] { [] }
  func settings(of call: BoundCall) -> [String] { ["seed"] + (call.has("with") ? ["template", "precision"] : []) }
  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] { [] }
  func columns(_ call: BoundCall, input: ColumnSet) throws -> [ColumnInfo] { adds }
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
  /// this list. The candidates are its own, of which some may be barred since.
  var select: (_ candidates: [Candidate], _ places: [Int], _ share: Share) throws -> Selection
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

  /// What the rules take, each option once, in the order of the rules.
  static var options: [Option] {
    var known: Set<String> = []
    return all.flatMap(\.options).filter { known.insert($0.name).inserted }
  }

  static subscript(name: String) -> (any SelectionRule)? { all.first { $0.name == name } }

  /// The rule of a call of `select`.
  static func rule(of call: BoundCall) throws -> any SelectionRule {
    let name = try call.choice("kind")
    guard let rule = Self[name] else { throw InternalError("no way to select `\(name)`") }
    return rule
  }
}
