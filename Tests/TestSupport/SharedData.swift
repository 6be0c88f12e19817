import Foundation

/// Real data beside the repository, too large or not ours to keep in it.
public enum SharedData {
  /// CACT_SHARED_DATA, else `../shared/data` beside the package; nil when neither is there.
  public static let directory: String? = {
    let named = ProcessInfo.processInfo.environment["CACT_SHARED_DATA"]
    let path = named ?? PackageRoot.path + "/../shared/data"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  /// The path of a shared file or folder. When it is absent this says so, and the test has nothing to check.
  public static func path(_ name: String) -> String? {
    if let directory, FileManager.default.fileExists(atPath: "\(directory)/\(name)") { return "\(directory)/\(name)" }
    print("absent: shared data \(name) (set CACT_SHARED_DATA); what needs it is not tested")
    return nil
  }
}

/// Where this package's sources are.
public enum PackageRoot {
  /// The folder of Package.swift.
  public static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
}

/// Executables that the package builds, found beside the test bundle that runs.
public enum BuiltProduct {
  /// The path of an executable target's product. Throws `Missing` where it is not built.
  public static func path(_ name: String) throws -> String {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    while folder.path != "/" {
      let path = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: path), !FileTypes.isDirectory(path) { return path }
      folder.deleteLastPathComponent()
    }
    throw Missing(name: name)
  }

  /// An executable that is not there.
  public struct Missing: Error, CustomStringConvertible {
    let name: String
    /// The sentence for who runs the tests.
    public var description: String { "the executable \(name) is not built" }
  }
}

enum FileTypes {
  static func isDirectory(_ path: String) -> Bool {
    var answer: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &answer) && answer.boolValue
  }
}
