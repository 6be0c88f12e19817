import Diagnostics
import Digests
import Pipeline
import Rows

/// `dropped`: the rows that the stages behind a value set aside.
struct DroppedStage: StageDefinition {
  let signature = Signature(
    "dropped", input: [.rows, .packs, .model], output: .type(.rows),
    options: [Option("reason", .string, "Only those whose reason contains this")],
    adds: [ColumnInfo("stage", .text), ColumnInfo("reason", .text)],
    help: "The rows that a value's history dropped, each with the stage that did and why",
    examples: [
      "load | where tokens < 300 | sample 200 | dropped", "load | sample 10 | dropped reason \"drawn\"",
      "load | where level >= 3 | dropped | count by reason",
    ],
    related: ["why", "diff", "where"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    // A row has the columns that it had where it was dropped.
    var columns = input.adding(signature.adds.map { ColumnInfo($0.name, $0.kind, addedBy: signature.name) })
    columns.isOpen = true
    return columns
  }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate { Estimate(seconds: 0) }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let wanted = try call.optionalString("reason")?.lowercased()
    let steps = try RowHistory(context).steps
    let losses = steps.flatMap { step in step.losses.map { (step: step, loss: $0) } }
    let matching = losses.compactMap { item in
      Self.matching(item.loss, wanted, of: item.step.before?.rows).map { (step: item.step, loss: $0) }
    }
    // Rows to judge by stay where no stage sees them.
    let asked = matching.filter { !$0.loss.isHeldOut }
    let held = losses.reduce(0) { $0 + ($1.loss.isHeldOut ? $1.loss.count : 0) }
    var value = input as? RowsValue
    var rows: Rows?
    for (step, loss) in asked {
      if let before = step.before { try LoadedColumns.settle(before, context) }
      let part = Self.part(step, loss)
      rows = rows.map { $0.appending(part) } ?? part
      value = value ?? step.before
    }
    let all = rows ?? (value?.rows.taking([])).map { Self.marked($0, "", "") } ?? Self.unread([], "", "")
    var ledger = Ledger(rowsIn: losses.reduce(0) { $0 + $1.loss.count }, kept: all.count)
    let others = ledger.rowsIn - all.count - held
    ledger.dropped = [("held out, which nothing opens here", held), ("dropped for another reason", others)]
      .filter { $0.1 > 0 }.map { Ledger.Entry(reason: $0.0, count: $0.1) }
    let stages = asked.reduce(into: [String]()) { names, item in
      if names.last != item.step.stage.call.stage { names.append(item.step.stage.call.stage) }
    }
    // Rows without what was asked after are good news, and no error of who asks; a word misspelt is seen by the reasons that there are.
    var none = "no row that a stage dropped"
    if let wanted, matching.isEmpty, !losses.isEmpty {
      none = "no row was dropped for a reason that contains \"\(wanted)\""
      ledger.notes += losses.map {
        "\(Figures.count($0.loss.count)) by `\($0.step.stage.call.stage)`: \($0.loss.reason)"
      }
    }
    let what = StageBlock.Line(
      asked.isEmpty
        ? none
        : "\(Figures.rows(all.count)) that " + stages.map { "`\($0)`" }.joined(separator: ", ") + " dropped")
    return .rows(value?.with(all) ?? RowsValue(all), "dropped", what, ledger)
  }

  /// Those of a loss whose reason contains the text, or whose own does; nil: none.
  private static func matching(_ loss: RowHistory.Loss, _ wanted: String?, of rows: Rows?) -> RowHistory.Loss? {
    guard let wanted, !loss.reason.lowercased().contains(wanted) else { return loss }
    let own = loss.details.filter { $0.value.lowercased().contains(wanted) }
    var some = loss
    some.places = rows.map { rows in loss.places.filter { own[rows.rowNumbers[$0]] != nil } } ?? []
    some.numbers = loss.numbers.filter { own[$0] != nil }
    return some.count > 0 ? some : nil
  }

  /// The rows of one reason with the columns that they had, or of a source what is known of them.
  private static func part(_ step: RowHistory.Step, _ loss: RowHistory.Loss) -> Rows {
    let stage = step.stage.call.stage
    guard let before = step.before else { return unread(loss.numbers, stage, loss.reason, loss.details) }
    return marked(before.rows.taking(loss.places), stage, loss.reason, loss.details)
  }

  /// Rows that never became any.
  private static func unread(
    _ numbers: [Int], _ stage: String, _ reason: String, _ details: [Int: String] = [:]
  ) -> Rows {
    marked(
      Rows(
        names: [], columns: [], rowNumbers: numbers, roles: Roles(),
        source: RowSource(path: "(dropped)", digest: .of([UInt8]()))), stage, reason, details)
  }

  /// The same with the two columns; a file's own of these names are renamed, as `load` renames others.
  private static func marked(
    _ rows: Rows, _ stage: String, _ reason: String, _ details: [Int: String] = [:]
  ) -> Rows {
    rows.steppingAside("stage").steppingAside("reason")
      .adding(.texts([String](repeating: stage, count: rows.count)), named: "stage")
      .adding(.texts(rows.rowNumbers.map { details[$0] ?? reason }), named: "reason")
  }
}
