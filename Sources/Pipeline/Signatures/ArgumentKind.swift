/// One word of a choice, with the line that completion and help show beside it.
public struct Choice: Sendable, Hashable {
  /// What the user writes.
  public var word: String
  /// What it means, for help and completion.
  public var help: String
  /// A word that may stand for the argument.
  public init(_ word: String, _ help: String) {
    self.word = word
    self.help = help
  }
}

/// What a slot or an option takes. The binder checks the literal's unit; the accessor of `BoundCall` is named after the kind.
public indirect enum ArgumentKind: Sendable, Hashable {
  /// `0.5`, `3`, `10k`.
  case number
  /// A whole number, suffixes included: `4096`, `4Ki`.
  case integer
  /// `10%`; kept as a fraction, 0.1.
  case percentage
  /// `N%`, `N`, `N rows` or `N tokens`.
  case share
  /// `30m`, with one of the units of time; kept in seconds.
  case duration
  /// `20GB`, with one of the units of size; kept in bytes.
  case size
  /// `2.10/h`; per hour.
  case rate
  /// `K of N`: one of N parts, from 1.
  case shard
  case string
  /// A string that names a file or directory; `~` is expanded.
  case path
  /// A word that names something new, such as a column to add.
  case word
  /// A column that exists at this point; vectors and bare JSON too.
  case column
  /// An expression over a row's columns that is true or false: a condition.
  case expression
  /// An expression that comes to a number; a column is one.
  case formula
  /// `name = expression`, several separated by commas.
  case assignments
  /// Expressions, each with `asc` or `desc`, separated by commas.
  case sortKeys
  case choice([Choice])
  /// `{ stages }`, which takes what the stage takes.
  case block
  /// A bound name, a cell, `{ pipeline }`, or a string that is loaded.
  case rows
  case packs
  /// A bound name, a cell, `{ pipeline }`, or a string that names a directory or a model of the hub's cache.
  case model
  /// A value of one of these types: a bound name, a cell, `{ pipeline }`, or a string that is loaded.
  case value([ValueType])

  /// The user's word for it, in messages and in help.
  public var words: String {
    switch self {
    case .number: "a number"
    case .integer: "a whole number"
    case .percentage: "a percentage such as 10%"
    case .share: "a share: N%, N rows or N tokens"
    case .duration: "a duration such as 30m"
    case .size: "a size such as 20GB"
    case .rate: "a rate such as 2.10/h"
    case .shard: "a part such as 2 of 4"
    case .string: "a string in double quotes"
    case .path: "a path in double quotes"
    case .word: "a name"
    case .column: "a column"
    case .expression: "an expression"
    case .formula: "a column or an expression that comes to a number"
    case .assignments: "`name = expression`"
    case .sortKeys: "a column or an expression to sort by"
    case .choice(let choices): "one of " + choices.map(\.word).joined(separator: ", ")
    case .block: "a block of stages in { }"
    case .rows: "rows: a name, a cell, a block or a file in double quotes"
    case .packs: "packs: a name, a cell or a block"
    case .model: "a model: a name, a cell, a block, or a directory or org/name in double quotes"
    case .value(let types):
      Words.list(types.map(\.withArticle), "or") + ": a name, a cell, a block or a file in double quotes"
    }
  }

  /// The short placeholder of the usage line: `N`, `SHARE`, `"PATH"`.
  public var placeholder: String {
    switch self {
    case .number, .integer: "N"
    case .percentage: "N%"
    case .share: "SHARE"
    case .duration: "TIME"
    case .size: "SIZE"
    case .rate: "N/h"
    case .shard: "K of N"
    case .string: "\"TEXT\""
    case .path: "\"PATH\""
    case .word: "NAME"
    case .column: "COLUMN"
    case .expression: "EXPRESSION"
    case .formula: "NUMBER"
    case .assignments: "NAME = EXPRESSION"
    case .sortKeys: "KEY"
    case .choice(let choices): choices.map(\.word).joined(separator: "|")
    case .block: "{ STAGES }"
    case .rows: "ROWS"
    case .packs: "PACKS"
    case .model: "MODEL"
    case .value: "VALUE"
    }
  }
}
