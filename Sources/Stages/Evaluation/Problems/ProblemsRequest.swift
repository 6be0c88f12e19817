import Diagnostics
import Pipeline

/// What a stage is asked of problems: which, and how a model answers them.
struct ProblemsRequest {
  /// How problems are put to a model.
  enum Asking: String { case continuation, question }

  private static let problems = Option(
    "problems", .rows, repeats: true, "Files or rows with problems and tests: answers are run, the base's too")
  private static let samples = Option(
    "samples", .integer, in: 1...1_000, "With `problems`: answers to each, drawn at a temperature; one when absent")
  private static let most = Option(
    "max", .integer, in: 1...1_000_000, "With `problems`: maximum number of tokens in an answer; 512 when absent")
  private static let timeout = Option(
    "timeout", .duration, in: 1...3600, "With `problems`: how long the tests of an answer may take; 10s when absent")
  private static let asking = Option(
    "ask",
    .choice([
      Choice("continuation", "Code that goes on, or a docstring, without a template"),
      Choice("question", "In the template, with a line that asks for a block of code"),
    ]),
    "With `problems`: how they are put; a published problem is continued where the template is plain")

  private static let heldOut = Flag(
    "held_out_problems", "The sealed held-out rows that have tests are problems too: answers are run")

  static let flags = [heldOut]
  static let options = [problems, samples, most, timeout, asking] + GenerationManner.options

  let samples: Int
  let maxTokens: Int
  let seconds: Int
  /// nil: nobody says.
  let asking: Asking?

  /// nil where a call asks for none.
  init?(_ call: BoundCall) throws {
    guard Self.isAsked(of: call) else { return nil }
    samples = try call.optionalInteger(Self.samples.name) ?? 1
    maxTokens = try call.optionalInteger(Self.most.name) ?? 512
    seconds = Int((try call.optionalNumber(Self.timeout.name) ?? 10).rounded(.up))
    asking = try call.optionalChoice(Self.asking.name).flatMap(Asking.init)
  }

  /// Whether the call names problems.
  static func isAsked(of call: BoundCall) -> Bool { call.has(problems.name) || asksHeldOut(call) }

  /// Whether a call takes the sealed rows for problems.
  static func asksHeldOut(_ call: BoundCall) -> Bool { call.flag(heldOut.name) }

  /// Where a call names them.
  static func span(_ call: BoundCall) -> Span {
    call.span(of: call.has(problems.name) || !asksHeldOut(call) ? problems.name : heldOut.name)
  }

  /// The files and rows.
  static func pipelines(_ call: BoundCall) throws -> [BoundPipeline] {
    call.has(problems.name) ? try call.pipelines(problems.name) : []
  }

  /// - Throws: `Diagnostic` for options that exclude each other, or have nothing to say.
  static func check(_ call: BoundCall) throws {
    guard isAsked(of: call) else {
      if let name = options.map(\.name).first(where: { call.isWritten($0) }) {
        throw Diagnostic(
          StageCodes.optionsClash, "`\(name)` says how `problems` are answered, and there are none",
          at: call.span(of: name),
          label: "does nothing here", helps: [Diagnostic.Help("name a file of problems: `problems \"FILE\"`")])
      }
      return
    }
    try GenerationManner.check(call)
    guard let count = try call.optionalInteger(samples.name), count > 1 else { return }
    if try call.optionalInteger("beams").map({ $0 > 1 }) == true {
      throw Diagnostic(
        StageCodes.optionsClash, "`beams` finds one answer, and `samples` asks for \(count)",
        at: call.span(of: samples.name),
        label: "leave one out", secondary: [.init(span: call.span(of: "beams"), text: "does not sample")])
    }
    let draws = try (call.optionalNumber("temperature") ?? (call.has("top_k") || call.has("top_p") ? 1 : 0)) > 0
    if !draws {
      throw Diagnostic(
        StageCodes.optionsClash, "without a temperature above 0 all \(count) answers to a problem are the same",
        at: call.span(of: call.isWritten("temperature") ? "temperature" : samples.name), label: "nothing is drawn",
        helps: [Diagnostic.Help("give one, `temperature 0.8`, or leave out `samples`")])
    }
  }
}
