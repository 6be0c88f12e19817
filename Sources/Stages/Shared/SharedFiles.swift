import Foundation
import Work

/// The files that come with cact: the embedded model and the teaching set.
public enum SharedFiles {
  /// The folder `share`: CACT_SHARE, else beside the executable's real path as `make install` or the build lays it out.
  public static let directory: String? = {
    let files = FileManager.default
    func isShare(_ path: String) -> Bool { files.fileExists(atPath: path + "/teaching/train.jsonl") }
    if let path = ProcessInfo.processInfo.environment["CACT_SHARE"] { return path }
    guard let executable else { return nil }
    let installed = executable.deletingLastPathComponent().deletingLastPathComponent().path + "/share/cact"
    if isShare(installed) { return installed }
    // A build folder lies some levels below the package.
    var folder = executable.deletingLastPathComponent()
    while folder.pathComponents.count > 1 {
      if isShare(folder.path + "/share") { return folder.path + "/share" }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  /// The program's file, links followed: a symlink in ~/bin must still find the folder beside the program. Foundation has the
  /// same in `Bundle.main`, which crashes where a folder's name is not UTF-8.
  private static var executable: URL? {
    for path in [RunningProgram.path] + CommandLine.arguments.prefix(1) {
      guard let resolved = realpath(path, nil) else { continue }
      defer { free(resolved) }
      return URL(fileURLWithPath: String(cString: resolved))
    }
    return nil
  }

  /// The path of a file or folder under share/. Throws `MissingShare` where it is not there.
  public static func path(_ name: String) throws -> String {
    guard let directory else { throw MissingShare() }
    return directory + "/" + name
  }

  /// The folder of the embedded model. Throws `MissingShare`.
  public static func modelDirectory() throws -> String { try path("model/cact-4m") }
}

/// The program was moved without its folder.
public struct MissingShare: Error, CustomStringConvertible {
  /// Something of `share` was not found.
  package init() {}

  /// What is missing and where it was looked for.
  public var description: String {
    "the embedded model and data were not found beside the program: install it with `make install`, or set CACT_SHARE to "
      + "their folder"
  }
}
