public import Diagnostics

/// An error of the engine that has a code and words of its own: `Stages` makes the engine's errors conform.
public protocol DescribedError: Error {
  var diagnosticCode: Diagnostic.Code { get }
  /// One sentence without a full stop; names file, row and field where there are any.
  var diagnosticMessage: String { get }
  var notes: [String] { get }
  /// What to do, without an edit.
  var helps: [String] { get }
  /// Whether numbers were no longer finite.
  var isDivergence: Bool { get }
}

extension DescribedError {
  /// No notes: the message says it all.
  public var notes: [String] { [] }
  /// No advice: nothing that the user types would help.
  public var helps: [String] { [] }
  /// False: it failed for another reason.
  public var isDivergence: Bool { false }
}

/// A stage that failed while it ran.
enum StageFailure {
  /// The error with the stage's place, and what was kept.
  static func diagnostic(
    _ error: any Error, call: BoundCall, kept: [String], label: String = "failed here"
  ) -> Diagnostic {
    var diagnostic: Diagnostic
    switch error {
    case let found as Diagnostic: diagnostic = found
    case let described as any DescribedError:
      diagnostic = Diagnostic(
        described.diagnosticCode, described.diagnosticMessage, at: call.span, label: label,
        notes: described.notes,
        helps: described.helps.map { Diagnostic.Help($0) })
    default:
      diagnostic = Diagnostic(
        Codes.stageFailed, "`\(call.stage)` failed: \(error)", at: call.span, label: label)
    }
    if !kept.isEmpty {
      diagnostic.notes.append(
        "the results of \(Words.list(Words.quoted(kept), "and")) are kept: the same line resumes at `\(call.stage)`")
    }
    return diagnostic
  }
}
