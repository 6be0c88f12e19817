import Documents
import Foundation
import Notebook
import Pipeline

/// What is kept where the user's state is: the history, and sessions that nobody named.
extension Repl {
  /// So many of the sessions that nobody named are kept.
  private static let unnamedSessions = 20

  /// Gives a session without a name a file of its own, so that a crash loses nothing.
  func keepUnnamed(running: Bool = false) {
    guard notebook.path == nil, running || !notebook.cells.isEmpty, !hasNoState else { return }
    guard let path = Repl.stateFile("sessions/\(Repl.timestamp()).json") else { return }
    do {
      try notebook.save(as: path)
      Notebook.prune(
        path.pathFolder, keeping: Repl.unnamedSessions,
        store: notebook.interpreter.executor.store)
    } catch {
      hasNoState = true
      console.note("This session is not saved: \(error)")
    }
  }

  /// A file under XDG_STATE_HOME/cact, its folder made; nil where there is no home.
  static func stateFile(_ name: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let base: String
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      base = state
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      base = home + "/.local/state"
    } else {
      return nil
    }
    let path = base + "/cact/" + name
    let folder = path.pathFolder
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return path
  }

  private static func timestamp() -> String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let day = String(format: "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
    let hour = String(format: "%02d%02d%02d", parts.tm_hour, parts.tm_min, parts.tm_sec)
    return "\(day)-\(hour)-\(getpid())"
  }
}
