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
      guard count > 0, access(path, X_OK) == 0 else { return link }
      return starting(path, named: CommandLine.arguments.first) { access($0, X_OK) == 0 }
    #else
      return CommandLine.arguments.first ?? "cact"
    #endif
  }()
  private static let link = "/proc/self/exe"

  /// What starts the program that runs from the file `executable`. In an archive (`make archive`) that is `bin/cact` for
  /// `libexec/cact`: by itself the latter would look for the C library of the system. Where the C library's loader was started with
  /// the program as its argument, the file is the loader's, and the program's name is the first of its arguments.
  package static func starting(
    _ executable: String, named name: String?, isProgram: (String) -> Bool
  ) -> String {
    var parts = executable.split(separator: "/", omittingEmptySubsequences: false)
    if let file = parts.last, file.hasPrefix("ld-linux") || file.hasPrefix("ld-musl") || file == "ld.so" {
      guard let name, let real = realpath(name, nil) else { return executable }
      defer { free(real) }
      return starting(String(cString: real), named: nil, isProgram: isProgram)
    }
    guard parts.count > 2, parts[parts.count - 2] == "libexec" else { return executable }
    parts[parts.count - 2] = "bin"
    let launcher = parts.joined(separator: "/")
    return isProgram(launcher) ? launcher : executable
  }

  /// The file by which others start it, too; nil: it was replaced or removed since.
  public static var file: String? { path == link ? nil : path }

  /// Begins again in the place of this process, with its arguments and the environment as it is now: for what is read only as
  /// a program is loaded. Returns where the system refuses.
  public static func restart() { execv(path, CommandLine.unsafeArgv) }
}
