import LanguageModel
import Pipeline
import Rows
import Work

/// The columns that `load` adds to any rows. Of much text they are made when something first reads them.
enum LoadedColumns {
  static let names = [AnswerLanguage.name] + TokenCounts.names

  static func adding(to rows: Rows, _ context: RunContext) throws -> Rows {
    try TokenCounts.adding(
      to: AnswerLanguage.adding(to: rows), settings: context.settings, models: context.models, work: context.work)
  }

  /// Rows as they were stored, with the columns that were still to be made when they were.
  /// - Parameter counting: how tokens are counted, where they are among these.
  /// - Throws: `DamagedValue` where they cannot be made again.
  static func restoring(_ names: [String], to rows: Rows, counting: TokenCounts?, _ models: ModelLibrary) throws -> Rows
  {
    var rows = rows
    if names.contains(AnswerLanguage.name) { rows = AnswerLanguage.adding(to: rows) }
    let counts = names.filter { $0 != AnswerLanguage.name }
    guard !counts.isEmpty else { return rows }
    guard let counting else { throw DamagedValue() }
    return try counting.adding(counts, to: rows, models)
  }

  /// Makes what was not made yet, for a stage that is about to read whole columns or to change texts.
  static func settle(_ value: RowsValue, _ context: RunContext) throws { try settle(value, for: names, context) }

  /// The same for those of these columns that there are.
  static func settle(_ value: RowsValue, for columns: [String], _ context: RunContext) throws {
    if columns.contains(where: TokenCounts.names.contains) { try TokenCounts.settle(value, context) }
    if columns.contains(AnswerLanguage.name) { try value.rows.settle([AnswerLanguage.name], work: context.work) }
  }
}
