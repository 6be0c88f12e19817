import Curation
import Diagnostics
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows

/// `select nearest`: each of the target's rows in turn takes its nearest row, by the model's hidden states (RDS+,
/// arXiv 2503.01807) or by words.
struct NearestRule: SelectionRule {
  let name = "nearest"
  let help = "Each target row in turn takes its nearest, by hidden states or words"
  let options = [
    Option(
      "space", .choice(Space.allCases.map { Choice($0.rawValue, $0.help) }),
      default: .choice(Space.hidden.rawValue), "nearest: what makes rows alike")
  ]

  let needsTarget = true

  private enum Space: String, CaseIterable {
    case hidden, words

    var help: String {
      switch self {
      case .hidden: "Last hidden states over question and answer, later ones weighing more"
      case .words: "tf-idf of words: no model is asked"
      }
    }

    init(_ call: BoundCall) throws {
      let word = try call.choice("space")
      guard let space = Self(rawValue: word) else { throw InternalError("no space `\(word)`") }
      self = space
    }
  }

  /// Whether the model of the settings is asked, in place of words.
  private func asksModel(_ call: BoundCall) -> Bool { (try? Space(call)) == .hidden }

  /// Only what asks a model depends on template, precision and context.
  func settings(of call: BoundCall) -> [String] {
    asksModel(call) ? ["context", "model", "precision", "seed", "template"] : ["seed"]
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    asksModel(call) ? [try context.models.input(context)] : []
  }

  func seconds(_ call: BoundCall, input: Estimate, context: RunContext) throws -> Double {
    guard asksModel(call), let tokens = input.tokens else { return (input.rows ?? 0) * 1e-4 }
    return tokens / Rates.scoring(try context.models.load(context.settings), context)
  }

  func prepare(
    _ call: BoundCall, _ value: RowsValue, _ candidates: [Candidate], context: RunContext
  ) throws -> PreparedRule {
    let target = try Target(of: value, call: call, what: "`select nearest`")
    let words = ": each of the target's \(Figures.rows(target.rows.count)) takes its nearest in turn"
    if try Space(call) == .words {
      let (texts, targets) = (RowTexts(value.rows), RowTexts(target.rows))
      let space = try WordSpace(targets: targets, pool: texts, work: context.work)
      return prepared(value, candidates, space, words + ", by words", context) { places in
        try WordSpace(targets: targets, pool: texts.taking(places), work: context.work)
      } hasPlace: {
        $0.hasPlace($1)
      }
    }
    let loaded = try context.models.load(context.settings)
    let pool = try HiddenStates.vectors(value.rows, loaded, context)
    let targets = try HiddenStates.vectors(target.rows, loaded, context)
    let dimension = loaded.model.configuration.hiddenSize
    let space = VectorSpace(targets: targets, pool: pool, dimension: dimension)
    return prepared(value, candidates, space, words + ", by hidden states of \(loaded.name)", context) { places in
      VectorSpace(
        targets: targets, pool: places.flatMap { pool[$0 * dimension..<($0 + 1) * dimension] }, dimension: dimension)
    } hasPlace: {
      $0.hasPlace($1)
    }
  }

  private func prepared<Space: NeighbourSpace>(
    _ value: RowsValue, _ candidates: [Candidate], _ whole: Space, _ words: String, _ context: RunContext,
    of part: @escaping ([Int]) throws -> Space, hasPlace: @escaping (Space, Int) -> Bool
  ) -> PreparedRule {
    PreparedRule(
      value: value, candidates: candidates, isEligible: { hasPlace(whole, $0) },
      select: { candidates, places, share in
        let space = places.count == candidates.count ? whole : try part(places)
        return try NearestSelection.select(
          space, places.map { candidates[$0] }, share: share, hasPlace: { hasPlace(space, $0) }, work: context.work)
      },
      words: { _ in StageBlock.Line(words) }, ranked: "farther than those taken")
  }
}
