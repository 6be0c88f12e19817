import Diagnostics
import Foundation
import LanguageServer
import Pipeline
import Stages
import Work

extension Application {
  /// Serves an editor on standard input and output (LSP 3.17) until it says `exit`. Opens no store.
  public func serveLanguage() -> ExitStatus {
    started {
      let checker = Checker(registry: .standard)
      try prepare(checker)
      let channel = DescriptorChannel(
        input: STDIN_FILENO, output: STDOUT_FILENO, isCancelled: { [cancellation] in cancellation.isCancelled })
      let server = LanguageServer(
        checker, version: Self.version, channel: channel,
        enter: { _ = FileManager.default.changeCurrentDirectoryPath($0) },
        complain: { [console] in console.err.line("cact lsp: " + DisplayText.escaped($0)) })
      return server.run() ? .done : .unasked
    }
  }
}
