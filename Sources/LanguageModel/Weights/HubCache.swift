import Documents
public import Foundation

/// The local cache of the Hugging Face hub: `models--ORG--NAME/snapshots/COMMIT`, read without network.
public struct HubCache: Sendable, Hashable {
  /// The folder that holds `models--ORG--NAME`.
  public let path: String

  /// HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else ~/.cache/huggingface/hub.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    func variable(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : Self.expand($0, environment) }
    }
    let home = environment["HOME"] ?? NSHomeDirectory()
    path =
      variable("HF_HUB_CACHE") ?? variable("HF_HOME").map { $0 + "/hub" }
      ?? variable("XDG_CACHE_HOME").map { $0 + "/huggingface/hub" } ?? home + "/.cache/huggingface/hub"
  }

  private static func expand(_ path: String, _ environment: [String: String]) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] else {
      return (path as NSString).expandingTildeInPath
    }
    return home + path.dropFirst()
  }

  /// The models that it holds, as `org/name`, sorted.
  public var names: [String] {
    let prefix = "models--"
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return folders.filter { $0.hasPrefix(prefix) }.map {
      $0.dropFirst(prefix.count).replacingOccurrences(of: "--", with: "/")
    }.filter(Self.isName).sorted()
  }

  /// Whether the text has the form of a hub's name: `name` or `org/name`.
  public static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".."
          && part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
              true
            default: false
            }
          }
      }
  }

  /// The snapshot that `refs/main` names, or the only one; nil where the cache does not hold the model.
  /// Throws `LanguageModelError.file` where it holds it, but no snapshot that can be chosen.
  public func snapshot(_ name: String) throws -> String? {
    let folder = path + "/models--" + name.replacingOccurrences(of: "/", with: "--")
    let manager = FileManager.default
    guard manager.fileExists(atPath: folder) else { return nil }
    let snapshots = ((try? manager.contentsOfDirectory(atPath: folder + "/snapshots")) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
    if let bytes = try? AtomicFile.read(folder + "/refs/main", as: .text) {
      let commit = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard snapshots.contains(commit) else {
        throw LanguageModelError.file(
          path: folder, reason: "refs/main names the snapshot \(commit), which is missing; \(Self.fetch(name))")
      }
      return "\(folder)/snapshots/\(commit)"
    }
    switch snapshots.count {
    case 1: return "\(folder)/snapshots/\(snapshots[0])"
    case 0: throw LanguageModelError.file(path: folder, reason: "contains no snapshot; \(Self.fetch(name))")
    default:
      throw LanguageModelError.file(
        path: folder,
        reason: "has no refs/main and several snapshots; name one by its path: "
          + snapshots.map { "\(folder)/snapshots/\($0)" }.joined(separator: ", "))
    }
  }

  static func fetch(_ name: String) -> String { "fetch it with `hf download \(name)`" }
}
