import Foundation

/// A program run to its end, with what it wrote.
public struct Command: Sendable {
  /// Exit status, or minus the signal that ended it.
  public let status: Int
  /// What it wrote to standard output, as UTF-8.
  public let output: String
  /// What it wrote to standard error, as UTF-8.
  public let errors: String

  /// What a program left behind.
  public init(status: Int, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// - Parameters:
  ///   - environment: added to this process's; nil for a value removes the variable.
  ///   - input: standard input; none when nil.
  @discardableResult
  public static func run(
    _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:], directory: String? = nil,
    input: String? = nil
  ) throws -> Command {
    // Files rather than pipes: no amount of output can block the program.
    let folder = try TemporaryDirectory()
    for name in ["in", "out", "err"] {
      _ = FileManager.default.createFile(atPath: folder(name), contents: Data((name == "in" ? input ?? "" : "").utf8))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    process.standardInput = FileHandle(forReadingAtPath: folder("in"))
    process.standardOutput = FileHandle(forWritingAtPath: folder("out"))
    process.standardError = FileHandle(forWritingAtPath: folder("err"))
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) -> String {
      String(decoding: FileManager.default.contents(atPath: folder(name)) ?? Data(), as: UTF8.self)
    }
    let status = Int(process.terminationStatus)
    return Command(
      status: process.terminationReason == .uncaughtSignal ? -status : status, output: text("out"), errors: text("err"))
  }

  /// Runs a shell command with `$1`… set to `arguments`.
  @discardableResult
  public static func shell(_ script: String, _ arguments: String...) throws -> Command {
    try run("/bin/sh", ["-c", script, "sh"] + arguments)
  }
}
