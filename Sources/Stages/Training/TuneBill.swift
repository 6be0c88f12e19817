import Documents
import Evaluation
import Pipeline
import Quantities
import Tuning
import Work

/// What a tuned model took, choosing its rows included: scores with their warm-ups, and searches, wherever they were done.
struct TuneBill {
  private let choosing: [BillEntry]
  private let tuning: Double
  private let total: BillTotal
  /// The share of the pool that the whole bill would have tuned at random, in as many epochs; nil where nothing was chosen
  /// by score.
  private let randomShare: Double?
  /// What was asked of `select`, of a choice by score.
  private let asked: Share?
  private let isBetter: Bool
  private let context: RunContext

  /// - Parameter verdict: on the choice and its random control; nil: none was made.
  init(_ origin: SelectionOrigin?, verdict: Verdict?, _ model: ModelValue, _ context: RunContext) throws {
    self.context = context
    isBetter = verdict == .better && origin?.choseByScore == true
    // Scoring counts wherever it was done: the names that lead here too.
    let entries = try origin.map { try context.bill(of: $0.chosen) } ?? context.bill
    choosing = entries.filter { $0.purpose == .choosing && $0.seconds > 0 }
    let made =
      context.bill.last { $0.purpose == .tuning }
      ?? BillEntry(stage: "tune", purpose: .tuning, seconds: model.outcome.seconds)
    tuning = made.seconds
    total = context.total(choosing + [made])
    guard let origin, origin.choseByScore else {
      (randomShare, asked) = (nil, nil)
      return
    }
    asked = origin.isSelect ? try origin.call.optionalShare("share") : nil
    guard let pool = try? context.value(of: origin.pool).value.asRows("tune"),
      (try? TokenCounts.settle(pool, context)) != nil, pool.countedTokens > 0, model.outcome.seconds > 0
    else {
      randomShare = nil
      return
    }
    // Tokens that the time would have fed, over those of the pool in as many epochs.
    let all = Double(pool.countedTokens) * model.recipe.options.epochs
    let rate = Double(model.outcome.totalTokens) / model.outcome.seconds
    randomShare = (choosing.reduce(0) { $0 + $1.seconds } + tuning) * rate / all
  }

  private var chosen: Double { choosing.reduce(0) { $0 + $1.seconds } }
  private var all: Double { total.seconds }

  /// In the unit of the time column, with the random share that the same time would have tuned.
  /// - Parameter hint: ends with the edit that tries twice the share.
  func block(hint: Bool) -> StageBlock {
    var text = "Bill    "
    if chosen > 0 {
      var stages: [String] = []
      for entry in choosing where !stages.contains(entry.stage) { stages.append(entry.stage) }
      text += stages.joined(separator: " + ") + " \(Figures.duration(chosen)), "
    }
    text += "tune \(Figures.duration(tuning)): \(total.text)."
    if let randomShare {
      text +=
        randomShare >= 1
        ? " The same \(Figures.duration(all)) would tune all of it."
        : " The same \(Figures.duration(all)) would tune \(Figures.percent(randomShare)) taken at random."
    }
    var lines = [text]
    if let sentence = breakEven { lines.append(sentence) }
    if hint, let asked, case .fraction(let fraction) = asked {
      let doubled = Share.fraction(min(1, fraction * 2))
      lines.append("Edit `\(asked)` to `\(doubled)`: all before `select` is remembered.")
    }
    return StageBlock(text: lines)
  }

  /// Below this part of the tuning the random control of as many tokens is the one of as much time too.
  private static let negligible = 0.05

  /// From which model on the choice is repaid, as far as one control can say it.
  private var breakEven: String? {
    guard isBetter, chosen > 0 else { return nil }
    if chosen <= Self.negligible * tuning {
      return "Choosing took \(Figures.percent(chosen / max(all, 1e-9), 1)) of it: repaid with this model."
    }
    return "Choosing is paid once: another model of these rows takes \(Figures.duration(tuning)). "
      + "`curve { select random } at 10% 20% 40%` says how many rows at random do as well, and so when it is repaid."
  }

  var json: JSONValue {
    var object = total.json
    object["choosing_seconds"] = .number(chosen)
    object["tuning_seconds"] = .number(tuning)
    object["random_share"] = randomShare.map { .number($0) } ?? .null
    return .object(object)
  }
}
