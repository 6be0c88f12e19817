public import Diagnostics
import Documents

/// Something that the notebook cannot do: a diagnostic, and the text it points into where there is one.
public struct NotebookError: Error, Sendable, CustomStringConvertible {
  /// The error with its place and ways out.
  public var diagnostic: Diagnostic
  /// nil: the error has no place.
  public var source: SourceText?

  /// The error; `source` is what the diagnostic points into.
  public init(_ diagnostic: Diagnostic, in source: SourceText? = nil) {
    self.diagnostic = diagnostic
    self.source = source
  }

  init(_ code: Diagnostic.Code, _ message: String, notes: [String] = [], helps: [String] = []) {
    self.init(
      Diagnostic(code, message, at: Span(0, 0), notes: notes, helps: helps.map { Diagnostic.Help($0) }))
  }

  /// The file itself is at fault, not who asks for it.
  public var isDamage: Bool { diagnostic.code == NotebookCodes.damagedSession }

  /// Whether the place itself does not do: another file beside it would not either.
  public var isUnwritable: Bool { diagnostic.code == NotebookCodes.unwritableSession }

  /// Code and message in one line.
  public var description: String { "\(diagnostic.code): \(diagnostic.message)" }
}
