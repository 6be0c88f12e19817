import Diagnostics
import Foundation
import Jupyter
import Work

extension Application {
  /// Serves a kernel of Jupyter where a connection file says, until a client shuts it down.
  public func serveKernel(connection path: String) -> ExitStatus {
    started {
      let connection = try ConnectionFile(path)
      // Where the library is absent, no store is made either.
      _ = try ZeroMQ.load()
      let language = try KernelNotebook(self)
      let parent = getppid()
      let isChild = ProcessInfo.processInfo.environment["JPY_PARENT_PID"] != nil
      let hooks = KernelHooks(
        clear: { Signals.clear() }, interrupt: { [cancellation] in cancellation.cancel(signal: SIGINT) },
        // A server that has gone cannot tell its kernels to.
        shouldEnd: { Signals.asksToEnd || isChild && getppid() != parent },
        endHard: { _exit((Signals.asksToEnd ? ExitStatus.stopped : .done).rawValue) },
        log: { Output.errors.line("cact kernel: " + DisplayText.escaped($0)) })
      let kernel = try Kernel(connection, language: language, hooks: hooks)
      Signals.within(.serving) { kernel.run() }
      return Signals.asksToEnd ? .stopped : .done
    }
  }

  /// Writes the description by which Jupyter finds the kernel.
  /// - Parameter prefix: the folder of an environment; nil: the user's.
  public func installKernel(prefix: String?) -> ExitStatus {
    started {
      guard let specification = specification(prefix) else { return .usage }
      try specification.install(program: RunningProgram.file)
      console.line("kernel written: \(specification.folder)")
      return .done
    }
  }

  /// Removes what `installKernel` wrote.
  public func uninstallKernel(prefix: String?) -> ExitStatus {
    started {
      guard let specification = specification(prefix) else { return .usage }
      guard let left = try specification.uninstall() else {
        console.show(
          Diagnostic(
            TerminalCodes.unknownSubject, "there is no kernel in \(specification.folder)", at: Span(0, 0)))
        return .usage
      }
      let rest = left.isEmpty ? "" : "; other files stay there: \(left.joined(separator: ", "))"
      console.line("kernel removed: \(specification.folder)\(rest)")
      return .done
    }
  }

  private func specification(_ prefix: String?) -> KernelSpecification? {
    if let prefix {
      let path = (prefix as NSString).expandingTildeInPath
      return .prefix(path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
    }
    if let user = KernelSpecification.user(ProcessInfo.processInfo.environment) { return user }
    console.show(
      Diagnostic(
        JupyterCodes.unwritableKernel, "neither HOME nor JUPYTER_DATA_DIR says where the user's kernels are",
        at: Span(0, 0),
        helps: [.init("`--prefix DIR` writes it to DIR/share/jupyter")]))
    return nil
  }
}
