/// What foreign code may take.
public struct SandboxLimits: Sendable, Hashable, Codable {
  /// Of the clock, for all of it, less what it waited for a processor; a process may compute for so many seconds, too.
  public var seconds: Int
  /// Of the clock, however busy the machine is.
  public var mostSeconds: Int { 4 * seconds }
  /// Memory that one process may write to and shares with no other.
  public var memoryBytes: Int
  /// What all processes together may hold, shared memory among it; looked at some twenty times a second.
  public var totalMemoryBytes: Int { 2 * memoryBytes }
  /// Processes and threads at once. Where this program runs as root without the right to become another user, none.
  public var processes: Int
  /// Bytes of output and errors together, after which it is stopped.
  public var outputBytes: Int
  /// Bytes of all files that it writes: in `/tmp`, and as many in shared memory.
  public var diskBytes: Int

  /// By default ten seconds, 1 GiB of memory, 64 processes, 64 KiB of output and 64 MiB of files.
  public init(
    seconds: Int = 10, memoryBytes: Int = 1 << 30, processes: Int = 64, outputBytes: Int = 64 << 10,
    diskBytes: Int = 64 << 20
  ) {
    self.seconds = seconds
    self.memoryBytes = memoryBytes
    self.processes = processes
    self.outputBytes = outputBytes
    self.diskBytes = diskBytes
  }
}

extension SandboxLimits {
  /// The command under these limits.
  /// - Parameters:
  ///   - others: processes that count with the command's, and that are not its own.
  ///   - countingProcesses: whether there is a limit on them.
  func limiting(_ command: [String], besides others: Int = 0, countingProcesses: Bool = true) -> [String] {
    [Tools.limiter] + (countingProcesses ? ["--nproc=\(processes + others)"] : [])
      + [
        "--data=\(memoryBytes)", "--cpu=\(seconds):\(seconds + 1)", "--fsize=\(diskBytes)", "--core=0", "--nofile=256",
        "--",
      ] + command
  }
}

/// What became of foreign code.
public struct SandboxOutcome: Sendable, Equatable {
  /// How it ended.
  public enum End: Sendable, Equatable {
    /// By itself, with this status; by a signal, 128 and its number.
    case exited(Int)
    case timedOut
    case tooMuchOutput
    case tooMuchMemory
  }

  /// How it ended.
  public var end: End
  /// What it wrote to standard output and standard error, in its order; untrusted.
  public var output: [UInt8]

  /// An end, and what was written before it.
  public init(end: End, output: [UInt8]) {
    self.end = end
    self.output = output
  }
}

/// Why nothing is run.
public enum SandboxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no sandbox here, for this reason.
  case unavailable(String)
  /// The system could not start a program or make its folder, for this reason.
  case system(String)

  /// A sentence without a full stop.
  public var description: String {
    switch self {
    case .unavailable(let reason): "there is no sandbox: \(reason)"
    case .system(let reason): "the sandbox does not work: \(reason)"
    }
  }
}
