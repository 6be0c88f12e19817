import Pipeline

/// A stage that makes of a row what it would make of it among any others, and leaves rows in their order: done shard by shard, it comes to
/// what it comes to on all rows. One that does not say so is taken to look at rows together.
protocol RowwiseStage: StageDefinition {
  /// Why this call looks at more than a row, as a sentence about the stage; nil: it does not. Default: nil.
  ///
  /// - Parameter before: the calls before it, from the source on.
  func dependence(_ call: BoundCall, after before: [BoundCall]) -> String?
}

extension RowwiseStage {
  func dependence(_ call: BoundCall, after before: [BoundCall]) -> String? { nil }
}

extension ShowStage: RowwiseStage {}
extension EmbedStage: RowwiseStage {}
extension VerifyStage: RowwiseStage {}
extension RepairStage: RowwiseStage {}
extension DecontaminateStage: RowwiseStage {}

extension WhereStage: RowwiseStage {
  func dependence(_ call: BoundCall, after before: [BoundCall]) -> String? {
    (try? call.expression("condition")).flatMap(ShardLineage.dependence)
  }
}

extension DeriveStage: RowwiseStage {
  func dependence(_ call: BoundCall, after before: [BoundCall]) -> String? {
    (try? call.assignments("columns"))?.lazy.compactMap { ShardLineage.dependence($0.expression) }.first
  }
}

extension ScoreStage: RowwiseStage {
  func dependence(_ call: BoundCall, after before: [BoundCall]) -> String? {
    if call.has("for") { return "`for` may leave rows without a score" }
    return (try? Measures.measure(of: call))?.dependence(call)
  }
}

extension HoldStage: RowwiseStage {
  /// Right behind `load` it draws from the whole pool.
  func dependence(_ call: BoundCall, after before: [BoundCall]) -> String? {
    before.count == 1 ? nil : "it draws from all rows where it stands right behind `load`, and nowhere else"
  }
}
