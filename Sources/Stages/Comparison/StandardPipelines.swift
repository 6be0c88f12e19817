import Diagnostics
import Pipeline

/// Pipelines and calls that stages build themselves.
enum StandardPipelines {
  /// `pack 4096 | tune`, with every default.
  static func packAndTune(_ span: Span) -> BoundPipeline {
    let calls = [PackStage().signature, TuneStage().signature].map { $0.call(at: span) }
    return BoundPipeline(head: .input, calls: calls, span: span, output: Shape(.model), text: "pack 4096 | tune")
  }

  /// `select random learned N draw D`.
  static func random(learned: Int, draw: Int = 0, at span: Span) -> BoundCall {
    SelectStage().signature.call(at: span)
      .with("kind", .choice(RandomRule().name)).with("learned", .integer(learned)).with("draw", .integer(draw))
  }

  /// The call with so many learned tokens in place of its share.
  static func budgeted(_ call: BoundCall, learned: Int) -> BoundCall {
    let share = SelectStage().signature.slot("share")?.defaultValue
    return call.with("share", share).with("learned", .integer(learned))
  }

  /// A call as it is written.
  static func text(_ call: BoundCall) -> String {
    Registry.standard[call.stage].map { call.text($0.signature) } ?? call.stage
  }
}
