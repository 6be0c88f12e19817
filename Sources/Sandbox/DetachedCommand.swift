import CLinux
import Foundation

/// A command of the user's that runs beside the program and outlives it: in a session of its own, without a terminal, its output
/// discarded, and for so many seconds at most. No work waits for it.
public struct DetachedCommand: Sendable {
  /// Seconds after which it is ended, with all that it started.
  public static let mostSeconds = 60

  /// Has started nothing yet.
  public init() {}

  /// The shell's own words; what the user wrote is an argument of it, and never a part of this text. The watch on the time ends with
  /// the command.
  private static let script = """
    sh -c "$1" & command=$!
    ( sleep "$2" & nap=$!; trap 'kill $nap' TERM; wait $nap && kill -KILL 0 ) & watch=$!
    wait $command; kill -TERM $watch
    """

  /// - Parameters:
  ///   - command: of the shell.
  ///   - facts: what it is told, in variables of its environment, `CACT_` before the name.
  /// - Throws: `SandboxError` where no process can be started.
  public func start(_ command: String, _ facts: [(name: String, value: String)]) throws(SandboxError) {
    var child = ChildProcess(
      command: ["/bin/sh", "-c", Self.script, "cact-alert", command, String(Self.mostSeconds)],
      folder: FileManager.default.currentDirectoryPath)
    child.environment =
      ProcessInfo.processInfo.environment.filter { known in !facts.contains { "CACT_" + $0.name == known.key } }
      .map { "\($0.key)=\($0.value)" }
      + facts.map { "CACT_\($0.name)=\(Self.safe($0.value))" }
    let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard nowhere >= 0 else { throw SandboxError.system("/dev/null: \(SystemFault.last)") }
    defer { close(nowhere) }
    let id = try child.start(nowhere, reads: nil)
    // Whoever waits for any child of this process would otherwise meet it for ever once it has ended.
    Thread.detachNewThread { while waitpid(id, nil, 0) < 0, errno == EINTR {} }
  }

  /// A variable ends at a zero byte, and has its limits.
  private static func safe(_ text: String) -> String {
    String(decoding: text.utf8.lazy.filter { $0 != 0 }.prefix(4_096), as: UTF8.self)
  }
}
