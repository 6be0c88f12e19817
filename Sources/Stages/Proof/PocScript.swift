import Foundation
import Pipeline
import Quantities

/// The full run as a file that runs: all rows of the pool, the choice at its share, the model, and its random control.
struct PocScript {
  let text: String

  /// Beside the page: `report.html` and `report.cact`.
  static func path(beside page: String) -> String { (page as NSString).deletingPathExtension + ".cact" }

  /// nil where no choice came out that is worth a full run, or nobody says how its rows came about.
  init?(proof: Proof, report: PocReport, _ context: RunContext) {
    guard proof.stopped == nil, proof.steps.count == 3, let choice = proof.choice,
      let chosen = Self.choosing(choice.line, proof, context),
      let history = try? context.history(), !history.isEmpty
    else { return nil }
    let pool = history.map { context.text(of: $0.call) } + [proof.holding].compactMap(\.self)
    let making =
      (try? proof.call.optionalBlock("then")).flatMap(\.self)?.calls
      ?? StandardPipelines.packAndTune(proof.call.span).calls
    let last = making.last.map { $0.with("control", .integer(1)) }
    let models = (making.dropLast() + [last].compactMap(\.self)).map(StandardPipelines.text)
    var lines = ["# The full run of a proof: all rows, the choice, and the random control that judges it."]
    lines += report.next.dropFirst().map { "# \($0)" }
    if let model = context.settings.model { lines.append("set model \(Self.quoted(model))") }
    lines.append("set seed \(context.seed)")
    lines.append("let pool = \(pool.joined(separator: " | "))")
    lines.append("let chosen = pool | \(chosen)")
    lines.append("chosen | \(models.joined(separator: " | "))")
    text = lines.map { $0.replacing("\n", with: " ") }.joined(separator: "\n") + "\n"
  }

  /// The choice with the share in place of the learned tokens that it had of the sample.
  private static func choosing(_ line: String, _ proof: Proof, _ context: RunContext) -> String? {
    guard var block = try? context.blocks([line]).first else { return nil }
    if let place = block.calls.lastIndex(where: { $0.calls(SelectStage.self) }) {
      block.calls[place] = block.calls[place].with("learned", nil).with("draw", nil)
        .with("share", .share(.fraction(proof.share)))
    }
    return block.calls.map(StandardPipelines.text).joined(separator: " | ")
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
