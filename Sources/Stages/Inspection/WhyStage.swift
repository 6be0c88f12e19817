import Diagnostics
import Documents
import Foundation
import Pipeline
import Rows

/// A stage that can say how it decided about one row.
protocol ExplainsRows: StageDefinition {
  /// What decided about the row with that number, in short parts; empty where there is nothing to say.
  /// - Parameter context: as the call ran.
  func why(_ number: Int, _ call: BoundCall, before: RowsValue, context: RunContext) throws -> [String]
}

/// `why`: one row's way through the stages behind a value.
struct WhyStage: StageDefinition {
  let signature = Signature(
    "why", input: [.rows, .packs, .model], output: .type(.report),
    slots: [Slot("row", .integer, in: 1...(.infinity), "The row, by its number in the file")],
    version: 2,
    help: "What every stage did with one row: what it gave it, or why it dropped it",
    examples: [
      "load | where tokens < 300 | why 5", "load | sample 10 | why 7",
      "load | score complexity | select top 10% | why 12",
    ],
    related: ["dropped", "diff", "view"])

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet { ColumnSet() }

  func estimate(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Estimate { Estimate(seconds: 0) }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    let number = try call.integer("row")
    let steps = try RowHistory(context).steps
    var entries: [(stage: String, what: String)] = []
    var isThere = false
    var seen = false
    for step in steps {
      let name = context.text(of: step.stage.call)
      if let loss = step.losses.first(where: { $0.holds(number, in: step.before?.rows) }) {
        let parts = try account(number, step, context)
        entries.append((name, "dropped: " + ([loss.details[number] ?? loss.reason] + parts).joined(separator: "; ")))
        (isThere, seen) = (false, true)
        continue
      }
      guard let after = step.after else {
        if isThere { entries.append((name, "taken")) }
        continue
      }
      guard after.rows.rowNumbers.contains(number) else { continue }
      let file = (after.rows.source.path as NSString).lastPathComponent
      let parts =
        try (step.before == nil ? ["row \(number) of \(file)"] : []) + account(number, step, context)
        + step.reductions.filter { $0.rows.contains(number) }.map { "kept " + $0.reason }
        + Self.given(number, step)
      entries.append((name, parts.isEmpty ? "kept" : parts.joined(separator: "; ")))
      (isThere, seen) = (true, true)
    }
    guard seen else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row here ever had the number \(number)", at: call.span(of: "row"),
        label: "not in what was loaded")
    }
    let last = entries.last { $0.what.hasPrefix("dropped: ") }
    let verdict =
      isThere
      ? "Row \(number) is in it."
      : "Row \(number) is not in it" + (last.map { ": `\($0.stage)` dropped it." } ?? ".")
    return StageResult(
      ReportValue(
        title: verdict, columns: [("stage", false), ("row \(number)", false)],
        cells: entries.map { [$0.stage, $0.what] },
        data: .array(
          entries.map {
            .object(
              JSONObject([
                ("row", .integer(Int64(number))), ("stage", .string($0.stage)), ("what", .string($0.what)),
              ]))
          })),
      blocks: [StageBlock("why", [StageBlock.Line(verdict)])])
  }

  /// What the stage says of how it decided, where it can.
  private func account(_ number: Int, _ step: RowHistory.Step, _ context: RunContext) throws -> [String] {
    guard let before = step.before, let stage = context.definition(of: step.stage.call) as? any ExplainsRows else {
      return []
    }
    return try stage.why(number, step.stage.call, before: before, context: context.context(of: step.stage))
  }

  /// What the stage added to the row.
  private static func given(_ number: Int, _ step: RowHistory.Step) -> [String] {
    guard let before = step.before?.rows, let after = step.after?.rows,
      let place = after.rowNumbers.firstIndex(of: number)
    else { return [] }
    return after.names.filter { !before.hasColumn($0) && !after.isDeferred($0) }.compactMap {
      after.told($0, place)
    }
  }
}

extension Rows {
  /// A value in few words, `tokens 134`; nil where it has none.
  func told(_ name: String, _ place: Int) -> String? {
    switch cell(place, name) {
    case .number(let value): "\(name) \(Figures.digits(value))"
    case .integer(let value): "\(name) \(value)"
    case .bool(let value): "\(name) \(value)"
    case .text(let bytes) where bytes.count <= 40: "\(name) \"\(TextBytes.shown(bytes))\""
    case .text(let bytes): "\(name), \(Figures.count(bytes.count)) bytes"
    case .missing: "no \(name)"
    case .json, .vector: nil
    }
  }
}

extension RowHistory.Loss {
  /// Whether a row of that number is among them.
  fileprivate func holds(_ number: Int, in rows: Rows?) -> Bool {
    guard let rows else { return numbers.contains(number) }
    return places.contains { rows.rowNumbers[$0] == number }
  }
}
