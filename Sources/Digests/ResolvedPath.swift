#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The place that a path means, whatever its spelling: a folder without links or dots, and the last name in it, which may
/// be a link and is not followed.
package struct ResolvedPath: Hashable, Sendable {
  package let folder: String
  /// Empty for the root of all files.
  package let name: String

  package var path: String { folder == "/" ? "/" + name : name.isEmpty ? folder : "\(folder)/\(name)" }

  /// The same folder, another name.
  package func beside(_ name: String) -> String { folder == "/" ? "/" + name : "\(folder)/\(name)" }

  /// Folders that do not exist yet are taken as written.
  package init(_ path: String) {
    var parts = path.split(separator: "/").map(String.init)
    var folder = path.hasPrefix("/") ? "/" : Self.real(".") ?? "/"
    // A last part that is a name of its own stays one; "." and ".." name what they lead to.
    let last = parts.last.flatMap { $0 == "." || $0 == ".." ? nil : $0 }
    if last != nil { parts.removeLast() }
    for part in parts {
      switch part {
      case ".": continue
      case "..": folder = Self.split(folder).folder
      default:
        let next = folder == "/" ? "/" + part : "\(folder)/\(part)"
        folder = Self.real(next) ?? next
      }
    }
    if let last {
      (self.folder, name) = (folder, last)
    } else {
      (self.folder, name) = Self.split(folder)
    }
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard path != "/", let slash = path.lastIndex(of: "/") else { return ("/", "") }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
