import Diagnostics
import Documents
import Pipeline
import Quantities
import Rows
import Work

/// `correlate`: which measures say the same of rows.
struct CorrelateStage: StageDefinition {
  let signature = Signature(
    "correlate", input: [.rows, .report], output: .type(.report),
    slots: [
      Slot("columns", .column, optional: true, repeats: true, "Columns of numbers; all of them when absent")
    ],
    effect: .view,
    help: "Spearman's rank correlation of each two measures, with its 95% interval",
    examples: [
      "load | correlate", "load | derive n = len(answer) | correlate tokens answer_tokens n",
      "load | correlate | where abs(rho) > 0.5",
    ],
    related: ["describe", "score", "count"])

  private static let outcome: [(name: String, kind: ColumnKind)] = [
    ("a", .text), ("b", .text), ("rho", .number), ("low", .number), ("high", .number), ("rows", .integer),
  ]

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    for name in try call.columns("columns") where input[name].map({ !$0.kind.isNumeric }) ?? false {
      throw Self.notNumeric(name, call)
    }
    return ColumnSet(Self.outcome.map { ColumnInfo($0.name, $0.kind) })
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let asked = try call.columns("columns")
    let rows = try Table(input, call, reads: asked, context).rows
    var measures: [Measured] = []
    var constant: [String] = []
    for name in asked.isEmpty ? rows.names : asked {
      guard let values = rows.column(name)?.doubles else {
        // A report's kinds are known only now.
        if asked.contains(name) { throw Self.notNumeric(name, call) }
        continue
      }
      let known = values.filter(\.isFinite)
      if known.allSatisfy({ $0 == known.first }) {
        constant.append(name)
      } else {
        measures.append(Measured(name, values))
      }
    }
    var pairs: [Correlation] = []
    for (place, a) in measures.enumerated() {
      for b in measures[(place + 1)...] {
        try context.work.checkCancellation()
        pairs.append(Correlation(a, b))
      }
    }
    // Those that say the same first, those of which nothing can be said last; ties as the columns stand.
    let ordered = pairs.enumerated().sorted { ($1.element.strength, $0.offset) < ($0.element.strength, $1.offset) }
    return StageResult(Self.report(ordered.map(\.element), measures.count, constant, rows.count))
  }

  private static func notNumeric(_ name: String, _ call: BoundCall) -> Diagnostic {
    Diagnostic(
      StageCodes.notNumbers, "`correlate` needs numbers, and `\(name)` has none", at: call.span(of: "columns"),
      label: "`\(name)` is not a column of numbers")
  }

  private static func report(
    _ pairs: [Correlation], _ measures: Int, _ constant: [String], _ rows: Int
  ) -> ReportValue {
    let left =
      constant.isEmpty ? "" : " · the same in every row: \(constant.map { "`\($0)`" }.joined(separator: ", "))"
    return ReportValue(
      title:
        "\(pairs.count) pair\(pairs.count == 1 ? "" : "s") of \(measures) measures of \(Figures.rows(rows))\(left)",
      columns: outcome.map { ($0.name, isNumeric: $0.kind.isNumeric) },
      cells: pairs.map { pair in
        [pair.a, pair.b] + [pair.rho, pair.low, pair.high].map { $0.map { Figures.signed($0, 2) } ?? "" }
          + [Figures.count(pair.count)]
      },
      data: .array(
        pairs.map { pair in
          .object(
            JSONObject(
              [("a", .string(pair.a)), ("b", .string(pair.b))]
                + [("rho", pair.rho), ("low", pair.low), ("high", pair.high)].map { name, value in
                  (name, value.map { .number($0) } ?? .null)
                }
                + [("rows", .integer(Int64(pair.count)))]))
        }))
  }
}

/// A column of numbers, and where it has one.
private struct Measured {
  let name: String
  let values: [Double]
  /// Its ranks where it has a value in every row: they serve every pair with another such.
  let ranks: [Double]?

  init(_ name: String, _ values: [Double]) {
    (self.name, self.values) = (name, values)
    ranks = values.allSatisfy(\.isFinite) ? Statistics.ranks(values) : nil
  }
}

/// Two measures over the rows that have both.
private struct Correlation {
  let a: String
  let b: String
  let count: Int
  /// nil where one of them is the same in all these rows.
  let rho: Double?
  let low: Double?
  let high: Double?

  init(_ a: Measured, _ b: Measured) {
    (self.a, self.b) = (a.name, b.name)
    if let x = a.ranks, let y = b.ranks {
      count = x.count
      rho = Statistics.pearson(x, y)
    } else {
      let both = a.values.indices.filter { a.values[$0].isFinite && b.values[$0].isFinite }
      count = both.count
      rho = Statistics.spearman(both.map { a.values[$0] }, both.map { b.values[$0] })
    }
    let interval = rho.map { [count] in Statistics.spearmanInterval($0, count: count) }
    (low, high) = (interval?.low, interval?.high)
  }

  var strength: Double { rho.map(abs) ?? -1 }
}
