public import Diagnostics

/// The codes of this module by their names.
public typealias JupyterCodes = CodeNames<JupyterCodeTable>

/// What the Jupyter kernel finds (C0650 to C0659).
public struct JupyterCodeTable: CodeTable {
  /// One entry a property.
  public static let table = Self()

  package let missingLibrary = CodeBook.Entry(
    "C0650", "the kernel needs ZeroMQ",
    """
    Jupyter's clients and kernels talk to each other through ZeroMQ. Its library, libzmq.so.5, is loaded when a kernel starts and
    needed for nothing else. On Debian and Ubuntu the package is `libzmq5`.
    """)
  package let unusableConnection = CodeBook.Entry(
    "C0651", "a connection file cannot be used",
    """
    Jupyter writes the file and names it when it starts a kernel: JSON with `transport`, `ip`, five ports, `key` and
    `signature_scheme`. The message names the file and the member that is missing or has no meaning.
    """)
  package let unusablePort = CodeBook.Entry(
    "C0652", "a port of the connection file cannot be listened to",
    """
    Another process listens to it, or the address is not one of this machine. Jupyter chooses ports that are free when it writes
    the file; start the kernel again, and it chooses others.
    """)
  package let foreignKernel = CodeBook.Entry(
    "C0653", "a kernel of that name is another program's, or was changed",
    """
    `cact kernel install` writes a folder `kernels/cact` with `kernel.json`, and `cact kernel uninstall` removes what it wrote. A
    `kernel.json` there that starts another program is left as it is by both. One that the user has changed since, such as its `env`,
    keeps that when it is installed again, and is not removed.
    """)
  package let unwritableKernel = CodeBook.Entry(
    "C0654", "the kernel's description cannot be written or removed",
    """
    The system's own reason is in the message. `cact kernel install` writes to the user's folder, which `JUPYTER_DATA_DIR` names,
    else to `~/.local/share/jupyter`; `--prefix DIR` to `DIR/share/jupyter`, such as that of a virtual environment.
    """)
}
