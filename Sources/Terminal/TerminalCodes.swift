public import Diagnostics
import Jupyter
import Notebook
import Pipeline
import Stages
import Syntax

/// The codes of this module by their names.
typealias TerminalCodes = CodeNames<TerminalCodeTable>

/// What the terminal finds (C0620 to C0649), and the book of all codes.
public struct TerminalCodeTable: CodeTable {
  /// One entry a property.
  public static let table = Self()

  package let unusableStore = CodeBook.Entry(
    "C0620", "the store cannot be used",
    """
    Results are remembered in a folder: `--store DIR`, else CACT_STORE, else the cache folder of the user. It must be
    writable. A damaged store is set aside with a warning and a new one started; this error means that
    even that did not work, and the message says why.
    """)
  package let ownFault = CodeBook.Entry(
    "C0621", "an internal error of cact",
    """
    Something happened that should be impossible. What was computed before it is kept. Please report it, with the statement
    and this message.
    """)
  package let unreadableScript = CodeBook.Entry(
    "C0622", "a script cannot be read",
    """
    The file does not exist, is no plain file, may not be read, or has more than 16 MiB. Paths of scripts are relative to
    the working directory. Standard input and a shell's `<(command)` are read as they come; other pipes and devices are
    refused, as they may have no end.
    """)
  package let unknownSubject = CodeBook.Entry(
    "C0623", "nothing has that name",
    """
    `cact explain` takes a script or a code such as C0203; `cact help` takes a stage, a statement, a setting or a topic, and lists
    all of them when it is given nothing; `cact learn` takes the number or the name of a lesson, and lists those.
    """)
  package let unwritableOutput = CodeBook.Entry(
    "C0624", "output cannot be written",
    """
    The values of a command go to standard output, and part of them did not arrive there: the disk is full, a limit on the
    size of files was reached, or the descriptor is closed. What was computed is remembered, so that the same command soon
    comes to the same place. `cact fmt` says so of a script that it may not replace, which is left as it is. A pipe whose
    reader has gone (`cact … | head`) is no error.
    """)
  package let missingArgument = CodeBook.Entry(
    "C0625", "a notebook command needs another argument",
    """
    `:save`, `:open` and `:export` take the name of a file, `:rerun`, `:edit` and `:drop` the number of a cell, `:rename` both a number and
    a name. `:help` shows how each is written.
    """)
  package let editorFailed = CodeBook.Entry(
    "C0627", "the editor failed",
    """
    `:edit N` and Ctrl-X Ctrl-E hand a text to the program that VISUAL or EDITOR names, through the shell, and take it back when that
    ends. A status other than 0 means that the change is not wanted (`:cq` in vi) or that there is no such program; the text
    is then as it was. Editors that return at once need to be told to wait, such as `code --wait`.
    """)
  package let unkeptCells = CodeBook.Entry(
    "C0626", "opening another session would lose cells",
    """
    The cells of this session could not be written to any file, so they exist in memory only. `:save FILE` keeps them;
    then another session can be opened.
    """)

  /// Every code of the program. A test holds that none is there twice.
  public static let book = CodeBook(
    SyntaxCodes.entries, PipelineCodes.entries, StageCodeTable.entries, StageCodeTable.ofData,
    NotebookCodeTable.entries, JupyterCodeTable.entries,
    entries)
}
