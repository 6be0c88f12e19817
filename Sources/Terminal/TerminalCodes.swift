public import Diagnostics
import Notebook
import Pipeline
import Stages
import Syntax

extension Diagnostic.Code {
  static let unusableStore: Self = "C0620"
  static let ownFault: Self = "C0621"
  static let unreadableScript: Self = "C0622"
  static let unknownSubject: Self = "C0623"
  static let unwritableOutput: Self = "C0624"
  static let missingArgument: Self = "C0625"
  static let unkeptCells: Self = "C0626"
}

/// The long forms of the terminal's own codes, and the book of all codes.
public enum TerminalCodes {
  public static let entries: [CodeBook.Entry] = [
    .init(
      .unusableStore, "the store cannot be used",
      """
      Results are remembered in a folder: `--store DIR`, else CACT_STORE, else the cache folder of the user. It must be
      possible to write there. A damaged store is set aside with a warning and a new one begun; this error means that
      even that did not work, and the message says why.
      """),
    .init(
      .ownFault, "a fault of cact itself",
      """
      Something happened that the program holds to be impossible. What was computed before it is kept. A report with the
      statement and this message helps to repair it.
      """),
    .init(
      .unreadableScript, "a script cannot be read",
      """
      The file does not exist, is no plain file, may not be read, or has more than 16 MiB. Paths of scripts are relative to
      the working directory. Standard input and a shell's `<(command)` are read as they come; other pipes and devices are
      refused, as they may have no end.
      """),
    .init(
      .missingArgument, "a notebook command needs a word more",
      """
      `:save`, `:open` and `:export` take the name of a file, `:rerun`, `:edit` and `:drop` the number of a cell. `:help` shows
      how each is written.
      """),
    .init(
      .unkeptCells, "opening another session would lose cells",
      """
      The cells of this session could not be written to any file, so that they are in memory alone. `:save FILE` keeps them;
      then another session can be opened.
      """),
    .init(
      .unknownSubject, "nothing has that name",
      """
      `cact explain` takes a script or a code such as C0203; `cact help` takes a stage, a statement, a setting or a topic, and lists
      all of them when it is given nothing.
      """),
    .init(
      .unwritableOutput, "output cannot be written",
      """
      The values of a command go to standard output, and part of them did not arrive there: the disk is full, a limit on the
      size of files was reached, or the descriptor is closed. What was computed is remembered, so that the same command soon
      comes to the same place. `cact fmt` says so of a script that it may not replace, which is left as it is. A pipe whose
      reader has gone (`cact … | head`) is no error.
      """),
  ]

  /// Every code of the program.
  public static let book = CodeBook(
    SyntaxCodes.entries, PipelineCodes.entries, StageCodes.entries, NotebookCodes.entries, entries)
}
