import Curation
import Diagnostics
import Pipeline
import Sandbox

/// What stages run other people's code in.
struct SandboxedCode {
  static let setting = "sandbox"
  static let timeout = Option(
    "timeout", .duration, in: 1...3600, default: .duration(10), "How long the tests of a row may take")
  static let tests = Option(
    "tests", .column, "The column with tests; test, tests, test_list, test_code or assertion when absent")

  /// What programs are tested by: part of the key of every value that tells what came of them.
  static var input: FileInput { FileInput("tests of programs", version: CodeChecker.harnessVersion) }

  let checker: CodeChecker
  private let sandbox: Sandbox

  /// - Throws: a diagnostic where there is no sandbox, and the user did not say that there need be none.
  init(_ call: BoundCall, _ context: RunContext) throws {
    try self.init(call, context, seconds: Int(try call.number(Self.timeout.name).rounded(.up)))
  }

  /// - Parameter seconds: of one test.
  init(_ call: BoundCall, _ context: RunContext, seconds: Int) throws {
    sandbox = try Self.sandbox(call, context)
    var checker = CodeChecker(sandbox, limits: SandboxLimits(seconds: seconds))
    checker.crew = context.models.crew as? any TrialCrew
    self.checker = checker
  }

  /// What every block says that ran code without a sandbox.
  var lines: [StageBlock.Line] {
    sandbox.isIsolated
      ? [] : [StageBlock.Line("Without a sandbox, by `set sandbox off`: this code could read and write your files.")]
  }

  private static func sandbox(_ call: BoundCall, _ context: RunContext) throws -> Sandbox {
    if context.settings.string(setting) == "off" { return .unprotected }
    do { return try Sandbox.isolated() } catch {
      throw Diagnostic(
        StageCodes.noSandbox, "`\(call.stage)` runs code of others, and \(error)", at: call.nameSpan, label: "not run",
        helps: [
          Diagnostic.Help("install bubblewrap: `sudo apt-get install bubblewrap`"),
          Diagnostic.Help("for code that you trust as your own: `set sandbox off`"),
        ])
    }
  }
}
