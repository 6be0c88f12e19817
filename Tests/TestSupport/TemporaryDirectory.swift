import Foundation

/// A folder of a test's own, removed with the last reference.
public final class TemporaryDirectory: Sendable {
  /// Absolute, without symbolic links.
  public let path: String

  /// A new empty folder.
  public init() throws {
    let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("cact-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path in the folder.
  public func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Names in the folder, sorted.
  public var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
