/// What the program tells its caller: one meaning per number, decided here and nowhere else.
public enum ExitStatus: Int32, Sendable {
  case done = 0
  /// Of the language server: the end came without `shutdown` before it (LSP 3.17, `exit`).
  case unasked = 1
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
  /// How values are printed.
  public enum Format: String, Sendable, CaseIterable { case table, json, jsonl }
  /// How errors are printed.
  public enum ErrorFormat: String, Sendable, CaseIterable { case text, json }

  /// Where the session's file lies; nil: the usual place.
  public var session: String?
  /// The setting `model`; nil: as it is set.
  public var model: String?
  /// The setting `seed`; nil: as it is set.
  public var seed: Int?
  /// The setting `threads`; nil: as it is set.
  public var threads: Int?
  /// The store's folder; nil: the usual place.
  public var store: String?
  /// How values are printed.
  public var format: Format
  /// Nothing but values and errors.
  public var quiet: Bool
  /// Whether output has colour.
  public var color: ColorChoice
  /// How errors are printed.
  public var errorFormat: ErrorFormat
  /// Script parameters by name, or by position from `1`.
  public var parameters: [String: String]

  /// What the command line does not say may be left out.
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
