import Documents
import Foundation
import GRDB
import TestSupport
import Testing

/// Everything here runs the built program as a user does: as a process, on files, with a store of its own. Nothing is shared,
/// so tests run beside each other; what one waits for is something to be seen, never a time.
@Suite("The command") struct CommandTests {}

/// The program with a working directory and a store of its own.
struct Cact {
  let folder: TemporaryDirectory
  let store: TemporaryDirectory
  private let program: String

  init() throws {
    folder = try TemporaryDirectory()
    store = try TemporaryDirectory()
    program = try BuiltProduct.path("cact")
  }

  /// No setting of the shell that runs the tests reaches the program.
  private static let environment: [String: String?] = [
    "LC_ALL": "C.UTF-8", "NO_COLOR": nil, "CACT_STORE": nil, "OMP_NUM_THREADS": nil, "OPENBLAS_NUM_THREADS": nil,
    "COLUMNS": nil,
  ]

  private static func environment(_ more: [String: String?]) -> [String: String?] {
    environment.merging(more) { $1 }
  }

  /// Runs `arguments` after `cact`, in the working directory, on the store.
  func callAsFunction(
    _ arguments: [String], environment: [String: String?] = [:], input: String? = nil
  ) throws -> Command {
    try Command.run(
      program, arguments + ["--store", store.path], environment: Self.environment(environment), directory: folder.path,
      input: input)
  }

  /// Runs the statements of `text`.
  func run(_ text: String, _ options: [String] = [], environment: [String: String?] = [:]) throws -> Command {
    try self(["run", "-e", text] + options, environment: environment)
  }

  /// Runs the statements of `text` under limits that a shell sets; `limits` is a shell command.
  func run(_ text: String, limits: String) throws -> Command {
    try Command.run(
      "/bin/bash", ["-c", limits + "\nexec \"$@\"", "bash", program, "run", "-e", text, "--store", store.path],
      environment: Self.environment([:]), directory: folder.path)
  }

  /// Starts the statements of `text` and does not wait for their end.
  func start(_ text: String, _ options: [String] = [], environment: [String: String?] = [:]) throws -> Running {
    try Running(
      program, ["run", "-e", text, "--store", store.path] + options, Self.environment(environment), folder.path)
  }

  /// How many rows' scores the store holds, a program that goes on adding to them or not.
  func remembered() throws -> Int {
    guard FileManager.default.fileExists(atPath: store("store.sqlite")) else { return 0 }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    return try DatabaseQueue(path: store("store.sqlite"), configuration: configuration).read { database in
      // The tables come with the program that opens the store first.
      guard try database.tableExists("row_value") else { return 0 }
      // How values came about is noted beside them.
      return try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM row_value WHERE kind NOT IN (SELECT id FROM row_kind WHERE name LIKE 'recipe %')
          """) ?? 0
    }
  }

  // MARK: - Files

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: folder(name)))
    return folder(name)
  }

  func bytes(_ name: String) throws -> [UInt8] { try AtomicFile.read(folder(name)) }

  /// The values of JSON lines.
  func rows(_ name: String) throws -> [JSONValue] {
    try String(decoding: bytes(name), as: UTF8.self).split(separator: "\n").map {
      try JSONValue.parse(String($0), file: name)
    }
  }

  /// Instruction rows as JSON lines; row `n` is left to `change`.
  @discardableResult
  func writeRows(_ count: Int, to name: String, change: (Int) -> String? = { _ in nil }) throws -> String {
    let lines = (1...count).map { number in
      change(number)
        ?? #"{"instruction": "Add \#(number) to x.", "output": "def add(x):\n    return x + \#(number)\n"}"#
    }
    return try write(lines.joined(separator: "\n") + "\n", to: name)
  }
}

extension Command {
  /// Standard output as one JSON value per line.
  var objects: [JSONValue] {
    get throws {
      try output.split(separator: "\n").map { try JSONValue.parse(String($0), file: "standard output") }
    }
  }

  /// Of each stage that the blocks on standard error name, whether it was remembered; in the order printed.
  var stages: [(name: String, isRemembered: Bool)] {
    errors.split(separator: "\n").compactMap { line in
      // A log has a line of how far a stage is, now and then.
      guard !line.contains(#/^\d\d:\d\d:\d\d \w+ +[\d,]+ of [\d,]+ /#) else { return nil }
      guard let match = line.firstMatch(of: #/^\d\d:\d\d:\d\d (\w+) /#) else { return nil }
      return (String(match.1), line.hasSuffix("remembered"))
    }
  }

  /// Standard error with every run of blanks and line ends as one blank: lines are broken to fit.
  var flat: String { errors.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// Names of the stages that ran.
  var computed: [String] { stages.filter { !$0.isRemembered }.map(\.name) }
}

/// A program that runs beside the test.
final class Running {
  private let process = Process()
  private let files: TemporaryDirectory

  init(_ program: String, _ arguments: [String], _ environment: [String: String?], _ directory: String) throws {
    files = try TemporaryDirectory()
    for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: files(name), contents: nil) }
    // Whoever runs the tests may ignore signals that these programs are to be sent.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT,HUP,TERM,XCPU", program] + arguments
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: files("out"))
    process.standardError = FileHandle(forWritingAtPath: files("err"))
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  private func text(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: files(name)) ?? Data(), as: UTF8.self)
  }

  /// Waits until the block of a stage is printed, or the program has ended.
  func wait(forStage name: String) {
    wait { Command(status: 0, output: "", errors: text("err")).stages.contains { $0.name == name } }
  }

  /// Waits until `isSo`, or the program has ended.
  func wait(until isSo: () throws -> Bool) rethrows {
    while process.isRunning, try !isSo() { usleep(5_000) }
  }

  func send(_ signal: Int32) { if process.isRunning { kill(process.processIdentifier, signal) } }

  func end() -> Command {
    process.waitUntilExit()
    let status = Int(process.terminationStatus)
    return Command(
      status: process.terminationReason == .uncaughtSignal ? -status : status, output: text("out"), errors: text("err"))
  }
}

/// That a command ended with an error as it should: status, code, what its message names; no crash, no stray output.
func expectRefusal(
  _ command: Command, status: Int, _ code: String, names: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(command.status == status, "\(command.errors)", sourceLocation: sourceLocation)
  #expect(command.errors.contains("error[\(code)]: "), "\(command.errors)", sourceLocation: sourceLocation)
  for name in names {
    #expect(command.errors.contains(name), "`\(name)` is not named:\n\(command.errors)", sourceLocation: sourceLocation)
  }
  // What a trap of the language prints.
  #expect(!command.errors.contains("Fatal error"), sourceLocation: sourceLocation)
}
