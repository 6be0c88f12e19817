import Pipeline
import Rows

/// Rows as expressions see them.
struct RowCells: RowAccess {
  let rows: Rows

  var count: Int { rows.count }

  func columnIndex(_ name: String) -> Int? {
    if name == "row" { return -1 }
    let own = rows.resolved(name)
    return rows.names.firstIndex { $0.utf8.elementsEqual(own.utf8) }
  }

  func cell(row: Int, column: Int) -> ExpressionValue {
    if column < 0 { return .integer(Int64(rows.rowNumbers[row])) }
    switch rows.columns[column].cell(row) {
    case .missing, .vector: return .missing
    case .text(let bytes): return .text(Array(bytes))
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .bool(let value): return .bool(value)
    case .json(let bytes): return .json(Array(bytes))
    }
  }
}

extension Cell {
  /// What rows with this value are called together.
  var groupName: String { isMissing ? "(missing)" : description }
}

extension Value {
  /// The rows of a value that the checker promised to be rows.
  func asRows(_ stage: String) throws -> RowsValue {
    guard let rows = self as? RowsValue else { throw InternalError("`\(stage)` was given a \(type), not Rows") }
    return rows
  }
}

extension Optional where Wrapped == any Value {
  func asRows(_ stage: String) throws -> RowsValue {
    guard let value = self else { throw InternalError("`\(stage)` was given nothing") }
    return try value.asRows(stage)
  }
}

/// A stage's result from rows that were kept and a ledger, with the block that says so.
extension StageResult {
  static func rows(
    _ value: any Value, _ title: String, _ what: StageBlock.Line, _ ledger: Ledger, more: [StageBlock.Line] = [],
    purpose: BillEntry.Purpose = .other, isComplete: Bool = true
  ) -> StageResult {
    let notes = (ledger.notes + [ledger.emptiness].compactMap { $0 }).map { StageBlock.Line($0) }
    return StageResult(
      value, blocks: [StageBlock(title, [what, ledger.line] + more + notes)], purpose: purpose, accounting: ledger,
      isComplete: isComplete)
  }

  /// A result with its ledger, and which rows it counts.
  /// - Parameter file: where the rows come from.
  init(
    _ value: any Value, blocks: [StageBlock], purpose: BillEntry.Purpose = .other, accounting ledger: Ledger,
    file: String? = nil, isComplete: Bool = true
  ) {
    self.init(
      value, blocks: blocks, purpose: purpose, ledger: ledger.json(file: file), fates: ledger.fates,
      isComplete: isComplete)
  }
}
