import Curation
import Numerics
import Pipeline

/// `select random`: drawn by the seed, scored or not. The control of every other rule.
struct RandomRule: SelectionRule {
  let name = "random"
  let help = "Drawn by the seed: the control"
  let choice = RowChoice.atRandom

  func prepare(
    _ call: BoundCall, _ value: RowsValue, _ candidates: [Candidate], context: RunContext
  ) throws -> PreparedRule {
    let draw = try call.integer("draw")
    return PreparedRule(
      value: value, candidates: candidates, isEligible: { _ in true },
      select: { candidates, places, share in
        Selection.random(places.map { candidates[$0] }, share: share, seed: context.seed, draw: draw)
      },
      words: { _ in StageBlock.Line(", drawn with seed \(context.seed)") }, ranked: "not drawn")
  }
}
