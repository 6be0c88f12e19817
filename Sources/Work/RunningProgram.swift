#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program that this process runs.
public enum RunningProgram {
  /// The file that it was started from.
  public static let path: String = {
    #if os(Linux)
      var bytes = [CChar](repeating: 0, count: 4096)
      let count = readlink(link, &bytes, bytes.count - 1)
      let path = String(decoding: bytes.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
      // One that was replaced or removed since is still there behind the link.
      return count > 0 && access(path, X_OK) == 0 ? path : link
    #else
      return CommandLine.arguments.first ?? "cact"
    #endif
  }()
  private static let link = "/proc/self/exe"

  /// The file by which others start it, too; nil: it was replaced or removed since.
  public static var file: String? { path == link ? nil : path }

  /// Begins again in the place of this process, with its arguments and the environment as it is now: for what is read only as
  /// a program is loaded. Returns where the system refuses.
  public static func restart() { execv(path, CommandLine.unsafeArgv) }
}
