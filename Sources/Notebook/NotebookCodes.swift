public import Diagnostics

/// The codes of this module by their names.
public typealias NotebookCodes = CodeNames<NotebookCodeTable>

/// What the notebook finds (C0601 to C0619).
public struct NotebookCodeTable: CodeTable {
  /// One entry a property.
  public static let table = Self()

  package let damagedSession = CodeBook.Entry(
    "C0601", "a session file is not whole",
    """
    The file of a session is JSON and is written whole: to a temporary name first, then renamed. One that breaks off or
    does not parse was cut by something else: a copy that did not finish, a full disk, an editor. It is left as it is.
    cact goes on in a fresh session under another name, and the message names the line and the column where reading
    stopped. What its cells computed is still in the store, so entering the statements again answers at once.
    """)
  package let foreignSession = CodeBook.Entry(
    "C0602", "a file is not a session of cact",
    """
    The file is JSON, but not what `--session` or `:save` writes: a member is missing or has another type. Name another
    file; a session file need not exist yet.
    """)
  package let newerSession = CodeBook.Entry(
    "C0603", "a session was written by a newer cact",
    """
    The number in the member `version` is higher than this program knows, so parts of it would be lost. Open it with the
    program that wrote it, or export it there to `.cact` and run that here.
    """)
  package let lockedSession = CodeBook.Entry(
    "C0604", "a session is open in another process",
    """
    Two processes that write one session would each lose the other's cells. Close the other one, or name another file.
    The lock belongs to a living process: when that ends, in whatever way, the session is free.
    """)
  package let unwritableSession = CodeBook.Entry(
    "C0605", "a session cannot be read or written",
    """
    The system's own reason is in the message: no permission, no space, no such folder. Cells go on running; they are
    kept in memory until a later cell can be written. `:save FILE` puts the session elsewhere. A file that an editor, a
    copy or a cell's own `save` has changed meanwhile is not replaced: `:save` with its own name sets that one aside.
    """)
  package let unknownCell = CodeBook.Entry(
    "C0606", "there is no such cell",
    """
    `:cells` lists the cells and their numbers. A cell that was dropped comes back with `:undo`.
    """)
  package let unknownEnding = CodeBook.Entry(
    "C0607", "the ending names no format to export to",
    """
    `:export` writes a script when the file ends in `.cact`, a page with the statements and what came of them when it ends in `.md` or
    `.html`, and a Jupyter notebook when it ends in `.ipynb`.
    """)
  package let unknownCommand = CodeBook.Entry(
    "C0608", "there is no such notebook command",
    """
    Lines that begin with `:` speak to the notebook, not to the language; `:help` lists them.
    """)
  package let unboundCell = CodeBook.Entry(
    "C0609", "a cell of the session does not check any more",
    """
    The session holds statements and digests, not data. When it is opened, each statement is checked again against the
    files and stages that are there now. One that fails (a file was moved, a stage was renamed) stays in the session,
    marked stale, and its name is not bound.
    """)
  package let absentSession = CodeBook.Entry(
    "C0610", "there is no session in that file",
    """
    `:open FILE` goes on in a session that is there; a mistyped name must not put an empty notebook in its place. `:open new
    FILE` begins one. On the command line, `--session FILE` begins a session where there is none, and says so.
    """)
}
