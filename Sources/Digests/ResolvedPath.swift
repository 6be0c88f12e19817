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

  /// Folders that do not exist yet are taken as written; so is everything where the working directory is gone.
  package init(_ path: String) {
    // By bytes: a mark that would sit on a slash belongs to the name behind it.
    var parts = path.utf8.split(separator: Self.slash).map { String(Substring($0)) }
    var folder = Self.isAbsolute(path) ? "/" : Self.real(".") ?? "."
    // A last part that is a name of its own stays one; "." and ".." name what they lead to.
    let last = parts.last.flatMap { $0 == "." || $0 == ".." ? nil : $0 }
    if last != nil { parts.removeLast() }
    for part in parts {
      switch part {
      case ".": continue
      case ".." where Self.isAbsolute(folder): folder = Self.split(folder).folder
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

  private static let slash = UInt8(ascii: "/")

  private static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard path != "/", let place = path.utf8.lastIndex(of: slash) else { return (path, "") }
    let folder = String(path[..<place])
    return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: place)...]))
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
