import Foundation
public import Work

/// Runs foreign code: the only place of cact that does.
///
/// Isolated by bubblewrap, the code has name spaces of its own (processes, network, users, IPC), no network, no terminal, none of
/// the environment, no capability, a filter of system calls, of the file system the system's programs and libraries, which it
/// cannot change, and a scratch folder in memory. No home directory and no file of the user is there. The limits hold in either
/// case.
public struct Sandbox: Sendable {
  /// Whether the code is kept from the rest of the machine.
  public let isIsolated: Bool

  private static let probe: Result<Void, SandboxError> = {
    do throws(SandboxError) {
      let outcome = try Sandbox(isIsolated: true).run(["/usr/bin/env"], work: .silent)
      guard outcome.end == .exited(0) else {
        let text = String(decoding: outcome.output.prefix(300), as: UTF8.self).split(separator: "\n").first ?? ""
        throw SandboxError.unavailable("bubblewrap cannot isolate here (\(text))")
      }
      return .success(())
    } catch { return .failure(error) }
  }()

  private static let nobody: uid_t = 65_534

  private init(isIsolated: Bool) { self.isIsolated = isIsolated }

  /// The sandbox of this machine, tried once. Throws `SandboxError` where it cannot be had.
  public static func isolated() throws(SandboxError) -> Sandbox {
    guard Tools.bubblewrap != nil else {
      throw SandboxError.unavailable("bubblewrap (`bwrap`) is not installed")
    }
    try probe.get()
    return Sandbox(isIsolated: true)
  }

  /// Limits, and nothing else between the code and the user's files: for code that the user trusts.
  public static let unprotected = Sandbox(isIsolated: false)

  /// Runs a program to its end, or to a limit's. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - command: the program by its whole path, and its arguments.
  ///   - files: by name, without folders; the code sees them in its working directory, which it cannot change where it is isolated.
  ///   - input: what it reads from standard input, once: what no code is to find in a file goes there.
  ///   - work: where it is cancelled, the code is stopped, and the outcome is `timedOut`.
  /// - Throws: `SandboxError` where the system fails.
  public func run(
    _ command: [String], files: [String: [UInt8]] = [:], input: [UInt8] = [],
    limits: SandboxLimits = SandboxLimits(), work: Work
  ) throws(SandboxError) -> SandboxOutcome {
    let folder = try CodeFolder(files)
    defer { folder.remove() }
    var child = ChildProcess(command: arguments(command, folder.path, limits), folder: isIsolated ? "/" : folder.path)
    child.environment = environment(folder.path)
    child.input = input
    if isIsolated { child.filter = SystemCalls.filter }
    return try child.run(limits, cancellation: work.cancellation)
  }

  private func environment(_ folder: String) -> [String] {
    // Isolated, the rest of it is bubblewrap's to set.
    ["PATH=\(Tools.path)", "LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1"]
      + (isIsolated ? [] : ["HOME=\(folder)", "TMPDIR=\(folder)"])
  }

  private func arguments(_ command: [String], _ folder: String, _ limits: SandboxLimits) -> [String] {
    // What the user runs besides counts with it where there is no name space, or the kernel asks for none.
    let others =
      isIsolated && UserProcesses.areCountedByNameSpace
      ? 0 : UserProcesses.count(of: isIsolated && getuid() == 0 ? Self.nobody : getuid())
    let limited = limits.limiting(command, besides: others)
    guard isIsolated, let bubblewrap = Tools.bubblewrap else { return limited }
    var arguments = [
      bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox",
      "--proc", "/proc", "--dev", "/dev", "--size", "\(limits.diskBytes)", "--tmpfs", "/tmp",
      "--size", "\(limits.diskBytes)", "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
      "--setenv", "HOME", "/tmp", "--setenv", "TMPDIR", "/tmp",
    ]
    for place in Tools.places {
      // In a system of today /bin is a link to /usr/bin.
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place) {
        arguments += ["--symlink", target, place]
      } else {
        arguments += ["--ro-bind-try", place, place]
      }
    }
    arguments += ["--ro-bind", folder, "/code", "--chdir", "/code", "--remount-ro", "/", "--seccomp", "3"]
    // Root is counted by no limit on processes: as nobody it is.
    let asNobody =
      getuid() == 0 ? [Tools.user, "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups"] : []
    return asNobody + arguments + ["--"] + limited
  }
}

/// The programs of the system that are used, and where others are.
public enum Tools {
  static let limiter = "/usr/bin/prlimit"
  static let user = "/usr/bin/setpriv"
  static let bubblewrap = executable("bwrap", in: ["/usr/bin", "/usr/local/bin"])
  /// What of the system is seen in the sandbox.
  static let places =
    ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/etc/alternatives", "/etc/ld.so.cache"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: "/etc")) ?? []).filter { $0.hasPrefix("java") }.sorted()
    .map { "/etc/" + $0 }

  /// Folders of programs that are there in the sandbox, those of the user's PATH first.
  static let folders: [String] = {
    let own = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    var seen: Set<String> = []
    return (own + ["/usr/local/bin", "/usr/bin", "/bin"]).filter { folder in
      ["/usr/", "/bin", "/opt/"].contains { folder.hasPrefix($0) } && seen.insert(folder).inserted
    }
  }()

  static let path = folders.joined(separator: ":")

  /// The path of a program that the sandbox sees; nil where there is none.
  public static func find(_ name: String) -> String? { executable(name, in: folders) }

  private static func executable(_ name: String, in folders: [String]) -> String? {
    folders.lazy.map { $0 + "/" + name }.first { path in
      // Not one that leads to where the sandbox does not see.
      let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      return FileManager.default.isExecutableFile(atPath: path)
        && ["/usr/", "/opt/", "/bin/"].contains { real.hasPrefix($0) }
    }
  }
}

enum SystemFault {
  static var last: String { String(cString: strerror(errno)) }
}
