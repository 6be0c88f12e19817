import Pipeline

/// Options of `select` that several rules take.
enum SelectOptions {
  static let by = Option("by", .formula, "What ranks the rows, highest first; the last score when absent")
  static let with = Option("with", .model, "What embeds the questions, in place of the column `embedding`")

  /// Those that every rule takes.
  static let common = [
    Option("within", .column, "Select within each group of equal values; numbers in 10 groups of equal count"),
    Option("blend", .percentage, "This share of the selection is drawn at random from the rest"),
    Option("learned", .integer, in: 1...(.infinity), "At most this many learned tokens, in place of a share"),
    Option("draw", .integer, in: 0...1e9, default: .integer(0), "random: which of the seed's draws"),
  ]

  static let verified = Flag(
    "verified", "Verify what is chosen; the next in rank take the places of rows whose code is no good")
}
