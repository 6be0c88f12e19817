import Curation
import Diagnostics
import Foundation
import Pipeline
import Quantities
import Rows
import Syntax
import Work

/// Which rows `hold` puts out of reach, and into which part.
///
/// One permutation by the seed: the target first, then the search part, then the sealed one; of groups, whole ones until a part has
/// as many rows as it was asked for. A near twin of a row in an
/// earlier part is passed over, so that nothing which judges was looked at in other words.
struct HoldDraw {
  struct Parts {
    var target: [Int] = []
    var search: [Int] = []
    var sealed: [Int] = []
    /// Rows that were not drawn themselves but share the group of one that was.
    var mates = Set<Int>()
    /// Near twins of held-out rows among those that came in.
    var twins = Set<Int>()
    /// Near twins across parts in `from`, which stand in none.
    var passedOver = 0
    /// Whether nearly all rows share some text.
    var sharesTemplate = false
  }

  private let rows: Rows
  private let judges: Rows?
  private let call: BoundCall
  private let context: RunContext
  /// Rows that may be drawn, in the order of the permutation.
  private let order: [Int]
  private let count: Int
  private let groups: [String?]?

  /// - Parameter from: rows to draw from in place of those that came in.
  init(_ value: RowsValue, from judges: RowsValue?, call: BoundCall, _ context: RunContext) throws {
    self.call = call
    self.context = context
    rows = value.rows
    self.judges = judges?.rows
    let source = judges ?? value
    let share = try call.optionalShare("share") ?? .fraction(1)
    var eligible = [Bool](repeating: true, count: source.rows.count)
    if let condition = try call.optionalExpression("where") {
      try LoadedColumns.settle(value, for: condition.columns.map(\.text), context)
      let cells = RowCells(rows: rows)
      let evaluator = try ExpressionEvaluator(condition, over: cells)
      for row in eligible.indices { eligible[row] = evaluator.verdict(row: row, of: cells) == .holds }
    }
    let places = eligible.indices.filter { eligible[$0] }
    let candidates = try Candidates.tokens(of: source, for: share, context)
    let drawn = Selection.random(places.map { candidates[$0] }, share: share, seed: context.seed &+ 0x401d)
    count = drawn.kept.count
    let permutation = Selection.randomOrder(places.count, seed: context.seed &+ 0x401d)
    // By tokens the drawn ones are not the first of the permutation: those that would not fit were passed over.
    let isDrawn = Set(drawn.kept)
    order = (permutation.filter(isDrawn.contains) + permutation.filter { !isDrawn.contains($0) }).map { places[$0] }
    // Without parts or a condition, what is left says it: see `HoldStage.check`.
    let isPlain = !call.has("where") && !call.has("from") && !call.has("target") && !call.has("search")
    if case .rows(let asked) = share, asked > places.count, !isPlain {
      let matching = call.has("where") ? " for which the condition holds" : ""
      throw Diagnostic(
        StageCodes.nothingLeft, "`hold \(share)` asks for more rows than there are\(matching)",
        at: call.span(of: "share"), label: "of \(Figures.rows(places.count))\(matching)",
        helps: [Diagnostic.Help("hold fewer rows out")])
    }
    groups = try call.optionalColumn("group").map { name in
      (0..<source.rows.count).map { row in
        let cell = source.rows.cell(row, name)
        return cell.isMissing ? nil : cell.description
      }
    }
  }

  func parts() throws -> Parts {
    let target = try call.optionalInteger("target") ?? 0
    let search = try call.optionalInteger("search") ?? 0
    guard target + search < count || target + search == 0 else {
      throw Diagnostic(
        StageCodes.optionsClash,
        "`target` and `search` take \(Figures.rows(target + search)), but only \(Figures.count(count)) are held out",
        at: call.span,
        label: "nothing would be left to judge by",
        helps: [
          Diagnostic.Help(
            call.has("from") && !call.has("share")
              ? "make the parts smaller than the rows of `from`, or load more of these"
              : "hold more rows out than target and search together")
        ])
    }
    var parts = Parts()
    let members = Dictionary(grouping: (groups ?? []).indices.filter { groups?[$0] != nil }) { groups?[$0] ?? "" }
    // Rows that are in a part already, or may be in none.
    var taken = Set<Int>()
    var barred = Set<Int>()
    func draw(_ number: Int) throws -> [Int] {
      guard number > 0 else { return [] }
      var part: [Int] = []
      for row in order where part.count < number && !taken.contains(row) && !barred.contains(row) {
        part.append(row)
        taken.insert(row)
        // Its group comes with it, and counts: another is begun only while rows are missing.
        let mates =
          groups.flatMap { groups in groups[row].flatMap { members[$0] } }?.filter {
            !taken.contains($0) && !barred.contains($0)
          }
          ?? []
        part += mates
        taken.formUnion(mates)
        parts.mates.formUnion(mates)
      }
      if part.isEmpty, groups != nil {
        throw Diagnostic(
          StageCodes.nothingLeft, "there are too few groups for the parts", at: call.span(of: "group"),
          label: "has \(Figures.count(members.count)) value\(members.count == 1 ? "" : "s")",
          helps: [Diagnostic.Help("hold by a column with more values, or leave out a part")])
      }
      let found = try twins(of: part)
      parts.sharesTemplate = parts.sharesTemplate || found.templateShingles > 0
      if judges == nil {
        let fresh = found.twins.filter { !taken.contains($0) }
        barred.formUnion(fresh)
        parts.twins.formUnion(fresh)
      } else {
        // The texts are those of `from`, then those that came in.
        let here = judges?.count ?? 0
        barred.formUnion(found.twins.filter { $0 < here && !taken.contains($0) })
        parts.twins.formUnion(found.twins.filter { $0 >= here }.map { $0 - here })
      }
      return part
    }
    parts.target = try draw(target)
    parts.search = try draw(search)
    parts.sealed = try draw(count - target - search)
    if judges != nil { parts.passedOver = max(0, count - parts.target.count - parts.search.count - parts.sealed.count) }
    return parts
  }

  /// Near twins by the whole prompt and answer, among all rows that there are.
  private func twins(of part: [Int]) throws -> NearDuplicates.Found {
    let source = judges ?? rows
    let others = judges == nil ? 0 : rows.count
    return try NearDuplicates().twins(
      of: Set(part), among: source.count + others, label: "hold", work: context.work
    ) { row in
      row < source.count ? source.wholeText(row) : rows.wholeText(row - source.count)
    }
  }
}
