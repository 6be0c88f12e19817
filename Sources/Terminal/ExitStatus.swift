/// What the program tells its caller: one meaning per number, decided here and nowhere else.
public enum ExitStatus: Int32, Sendable {
  case done = 0
  /// A command line that makes no sense, or a file that cannot be read.
  case usage = 2
  /// The program does not parse or check; nothing of it ran.
  case rejected = 3
  /// A stage failed while it ran, or its value or its session could not be written.
  case failed = 5
  /// Stopped by SIGTERM, SIGHUP or SIGXCPU (EX_TEMPFAIL): the same command goes on.
  case stopped = 75
  /// Interrupted at the keyboard.
  case interrupted = 130

  /// Of several files the worst.
  static func worst(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
    statuses.max { $0.rawValue < $1.rawValue } ?? .done
  }
}

/// What every command of `cact` takes.
public struct TerminalOptions: Sendable {
  public enum Format: String, Sendable, CaseIterable { case table, json, jsonl }
  public enum ErrorFormat: String, Sendable, CaseIterable { case text, json }

  public var session: String?
  public var model: String?
  public var seed: Int?
  public var threads: Int?
  public var store: String?
  public var format: Format
  public var quiet: Bool
  public var color: ColorChoice
  public var errorFormat: ErrorFormat
  /// Script parameters by name, or by position from `1`.
  public var parameters: [String: String]

  public init(
    session: String? = nil, model: String? = nil, seed: Int? = nil, threads: Int? = nil, store: String? = nil,
    format: Format = .table, quiet: Bool = false, color: ColorChoice = .auto, errorFormat: ErrorFormat = .text,
    parameters: [String: String] = [:]
  ) {
    self.session = session
    self.model = model
    self.seed = seed
    self.threads = threads
    self.store = store
    self.format = format
    self.quiet = quiet
    self.color = color
    self.errorFormat = errorFormat
    self.parameters = parameters
  }
}
