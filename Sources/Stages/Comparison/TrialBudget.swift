/// What every arm of a comparison is given: learned tokens of one pass over its rows, and optimizer steps.
struct TrialBudget {
  /// Answer tokens, and one for the end of each row.
  var learned: Int
  /// nil: as many as the rows of `learned` tokens have by themselves.
  var steps: Int?
  /// Passes over the rows, times those of `then`.
  var passes = 1.0

  /// Rows of fewer tokens than this part of the budget are repeated; what is missing above it is the row that did not fit.
  static let full = 0.98
}
