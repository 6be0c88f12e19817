import Foundation
import Pipeline
import Plots
import Quantities
import Rows

/// The way of the rows through the stages behind a value.
struct ChoiceWay {
  /// One stage that took rows in.
  struct Step {
    let text: String
    let after: Int
    let losses: [(reason: String, count: Int)]
  }

  /// Rows that were loaded, and rows that are left.
  let entered, kept: Int
  let steps: [Step]
  /// The last stage that set rows aside, as it found them.
  let last: RowHistory.Step?
  private let file: String
  private let tokens: (entered: Int, kept: Int)

  init(_ value: RowsValue, _ context: RunContext) throws {
    let history = try RowHistory(context).steps
    steps = history.compactMap { step in
      guard let after = step.after else { return nil }
      return Step(
        text: context.text(of: step.stage.call), after: after.rows.count,
        losses: step.losses.map { ($0.isHeldOut ? "held out to judge by" : $0.reason, $0.count) })
    }
    kept = value.rows.count
    // Rows of a source that it refused are none of the pool.
    let first = history.first { $0.after != nil }?.after ?? value
    entered = max(first.rows.count, kept)
    tokens = (first.countedTokens, value.countedTokens)
    file = (value.rows.source.path as NSString).lastPathComponent
    last = history.last { step in step.before != nil && step.losses.contains { !$0.isHeldOut } }
  }

  /// What the page of a choice is called.
  var title: String {
    kept == entered ? Figures.rows(kept) : "\(Figures.count(kept)) of \(Figures.rows(entered)) chosen"
  }

  /// All that is said of a choice.
  func sections(_ value: RowsValue, _ context: RunContext) throws -> [String] {
    [summary, flow] + (try ChoiceSections(value.rows, self, context)).all
  }

  /// What happened, in sentences.
  var summary: String {
    var sentences = ["Of \(Figures.rows(entered)) of \(file), \(Figures.count(kept)) are left"]
    if entered > 0 { sentences[0] += " (\(Figures.percent(Double(kept) / Double(entered), 1)))" }
    if tokens.entered > 0 {
      sentences[0] +=
        ", with \(Figures.count(tokens.kept)) of \(Figures.count(tokens.entered)) tokens"
    }
    let all = steps.flatMap { step in step.losses.map { (step.text, $0.reason, $0.count) } }
    if let most = all.max(by: { $0.2 < $1.2 }) {
      sentences.append("Most of the others, \(Figures.count(most.2)), went at \(most.0): \(most.1)")
    }
    return sentences.map { "<p>\(Markup.escaped($0)).</p>" }.joined(separator: "\n")
  }

  /// A bar for each stage, as long as what is left of the most rows that there were.
  var flow: String {
    let most = Double(max(1, steps.map(\.after).max() ?? 1))
    let body = steps.map { step in
      let losses = step.losses.map { "\(Figures.count($0.count)) \($0.reason)" }.joined(separator: " · ")
      return """
        <div class="step"><code>\(Markup.escaped(step.text))</code>
        <div class="bar"><i style="width:\(Figures.fixed(100 * Double(step.after) / most, 2))%"></i></div>
        <span class="soft">\(Markup.escaped(Figures.rows(step.after)))\(losses.isEmpty ? "" : " · set aside: " + Markup.escaped(losses))</span></div>
        """
    }
    return HTMLPage.section("The way of the rows", body.joined(separator: "\n"))
  }
}
