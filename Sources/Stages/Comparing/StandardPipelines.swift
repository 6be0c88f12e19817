import Diagnostics
import Pipeline

/// Pipelines that stages build themselves.
enum StandardPipelines {
  /// `pack 4096 | tune`, with every default.
  static func packAndTune(_ span: Span) -> BoundPipeline {
    let calls = [PackStage().signature, TuneStage().signature].map { signature in
      var arguments: [String: BoundArgument] = [:]
      for slot in signature.slots { arguments[slot.name] = slot.defaultValue.map { BoundArgument($0) } }
      for option in signature.options { arguments[option.name] = option.defaultValue.map { BoundArgument($0) } }
      return BoundCall(stage: signature.name, span: span, nameSpan: span, arguments: arguments)
    }
    return BoundPipeline(head: .input, calls: calls, span: span, output: Shape(.model), text: "pack 4096 | tune")
  }
}
