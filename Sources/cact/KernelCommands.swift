import ArgumentParser
import Terminal

/// `cact kernel install|uninstall|run`. What other commands take as options, a kernel takes from the environment (CACT_STORE) and
/// from `set`: it is started by Jupyter, not by hand.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", abstract: "Make cact a kernel of Jupyter: its cells run in JupyterLab as at the prompt.",
    subcommands: [Install.self, Uninstall.self, Serve.self])

  /// Where Jupyter looks for kernels.
  struct Place: ParsableArguments {
    @Flag(help: "In the user's folder; so it is by default.") var user = false
    @ArgumentParser.Option(help: "In DIR/share/jupyter, such as that of a virtual environment.")
    var prefix: String?

    func validate() throws {
      if user, prefix != nil { throw ValidationError("--user and --prefix name different places") }
    }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write the kernel's description where Jupyter finds it.")

    @OptionGroup var place: Place

    func run() throws { try Ended.with(Application(TerminalOptions()).installKernel(prefix: place.prefix)) }
  }

  struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove what `install` wrote.")

    @OptionGroup var place: Place

    func run() throws { try Ended.with(Application(TerminalOptions()).uninstallKernel(prefix: place.prefix)) }
  }

  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Serve the kernel; Jupyter starts it so.",
      discussion: "Needs libzmq.so.5 (Debian's libzmq5). The session is kept by the notebook's document alone.")

    @Argument(help: "Jupyter's connection file.") var file: String

    func run() throws { try Ended.with(Application(TerminalOptions()).serveKernel(connection: file)) }
  }
}
