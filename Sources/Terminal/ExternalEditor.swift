import Diagnostics
import Documents
import Foundation
import Notebook

/// The user's own editor of texts: $VISUAL, else $EDITOR. It has the terminal until it ends.
struct ExternalEditor {
  private let command: String

  /// Nil where none is set.
  init?(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard
      let command = [environment["VISUAL"], environment["EDITOR"]].compactMap({ $0?.trimmingBlanks() })
        .first(where: { !$0.isEmpty })
    else { return nil }
    self.command = command
  }

  /// The text as the user leaves it, without the line end that editors add.
  /// - Throws: `NotebookError` where the editor cannot be started or fails; `FileError`.
  func edit(_ text: String) throws -> String {
    let folder = NSTemporaryDirectory() + "cact-edit-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Its ending tells an editor which language it is.
    let path = folder + "/cell.cact"
    try AtomicFile.write(text + "\n", to: path)
    let status = try run(path)
    guard status == 0 else {
      throw NotebookError(
        Diagnostic(
          TerminalCodes.editorFailed, "`\(command)` ended with status \(status); the text stays as it was",
          at: Span(0, 0)))
    }
    let changed = String(decoding: try AtomicFile.read(path, as: .text), as: UTF8.self)
    return changed.hasSuffix("\n") && !text.hasSuffix("\n") ? String(changed.dropLast()) : changed
  }

  /// The command is the shell's, as other programs take it: `code --wait` is one.
  private func run(_ path: String) throws -> Int32 {
    let words = ["/bin/sh", "-c", command + " \"$1\"", "cact-edit", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks the editor is to hear.
    var heard = sigset_t()
    var none = sigset_t()
    sigemptyset(&none)
    sigemptyset(&heard)
    for signal in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGTERM, SIGHUP] { sigaddset(&heard, signal) }
    posix_spawnattr_setsigdefault(&attributes, &heard)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let code = posix_spawn(&process, words[0], nil, &attributes, &arguments, environ)
    guard code == 0 else {
      throw NotebookError(
        Diagnostic(
          TerminalCodes.editorFailed, "`\(command)` cannot be started: \(String(cString: strerror(code)))",
          at: Span(0, 0)))
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // What was typed there, Ctrl-C among it, was meant for the editor.
    Signals.clear()
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
  }
}
