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
  public var isDamage: Bool { diagnostic.code == .damagedSession }

  /// Whether the place itself does not do: another file beside it would not either.
  public var isUnwritable: Bool { diagnostic.code == .unwritableSession }

  /// Code and message in one line.
  public var description: String { "\(diagnostic.code): \(diagnostic.message)" }
}

extension Diagnostic.Code {
  static let damagedSession: Self = "C0601"
  static let foreignSession: Self = "C0602"
  static let newerSession: Self = "C0603"
  static let lockedSession: Self = "C0604"
  static let unwritableSession: Self = "C0605"
  static let unknownCell: Self = "C0606"
  static let unknownEnding: Self = "C0607"
  static let unknownCommand: Self = "C0608"
  static let unboundCell: Self = "C0609"
  static let absentSession: Self = "C0610"
}

/// The long forms of the notebook's codes, for `cact explain`.
public enum NotebookCodes {
  /// What `cact explain` says of each.
  public static let entries: [CodeBook.Entry] = [
    .init(
      .damagedSession, "a session file is not whole",
      """
      The file of a session is JSON and is written whole: to a temporary name first, then renamed. One that breaks off or
      does not parse was cut by something else: a copy that did not finish, a full disk, an editor. It is left as it is.
      cact goes on in a fresh session under another name, and the message names the line and the column where reading
      stopped. What its cells computed is still in the store, so entering the statements again answers at once.
      """),
    .init(
      .foreignSession, "a file is not a session of cact",
      """
      The file is JSON, but not what `--session` or `:save` writes: a member is missing or has another type. Name another
      file; a session file need not exist yet.
      """),
    .init(
      .newerSession, "a session was written by a newer cact",
      """
      The number in the member `version` is higher than this program knows, so parts of it would be lost. Open it with the
      program that wrote it, or export it there to `.cact` and run that here.
      """),
    .init(
      .lockedSession, "a session is open in another process",
      """
      Two processes that write one session would each lose the other's cells. Close the other one, or name another file.
      The lock belongs to a living process: when that ends, in whatever way, the session is free.
      """),
    .init(
      .unwritableSession, "a session cannot be read or written",
      """
      The system's own reason is in the message: no permission, no space, no such folder. Cells go on running; they are
      kept in memory until a later cell can be written. `:save FILE` puts the session elsewhere. A file that an editor, a
      copy or a cell's own `save` has changed meanwhile is not replaced: `:save` with its own name sets that one aside.
      """),
    .init(
      .unknownCell, "there is no such cell",
      """
      `:cells` lists the cells and their numbers. A cell that was dropped comes back with `:undo`.
      """),
    .init(
      .unknownEnding, "the ending names no format to export to",
      """
      `:export` writes a script when the file ends in `.cact`, and a page with the statements and what they printed when it
      ends in `.md`.
      """),
    .init(
      .unknownCommand, "there is no such notebook command",
      """
      Lines that begin with `:` speak to the notebook, not to the language; `:help` lists them.
      """),
    .init(
      .unboundCell, "a cell of the session does not check any more",
      """
      The session holds statements and digests, not data. When it is opened, each statement is checked again against the
      files and stages that are there now. One that fails (a file was moved, a stage was renamed) stays in the session,
      marked stale, and its name is not bound.
      """),
    .init(
      .absentSession, "there is no session in that file",
      """
      `:open FILE` goes on in a session that is there; a mistyped name must not put an empty notebook in its place. `:open new
      FILE` begins one. On the command line, `--session FILE` begins a session where there is none, and says so.
      """),
  ]
}
