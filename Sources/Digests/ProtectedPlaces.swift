#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Folders that nothing of cact's ever takes the place of.
package enum ProtectedPlaces {
  /// Why the folder that a path leads to is one of them; nil where it is none, or no folder.
  ///
  /// They are compared by what they are, not by how they are written: any spelling and any link is the same place.
  /// - Parameter store: the folder of remembered results.
  package static func reason(_ path: String, store: String? = nil) -> String? {
    guard FileTree.isDirectory(path), let node = FileNode(at: path) else { return nil }
    let home = getenv("HOME").map { String(cString: $0) }
    let account = getpwuid(getuid()).flatMap { $0.pointee.pw_dir.map { String(cString: $0) } }
    var guarded = [(place: ".", name: "the working directory")]
    for place in [home, account] { if let place, !place.isEmpty { guarded.append((place, "your home directory")) } }
    if let store { guarded.append((store, "the store of remembered results")) }
    for (place, name) in guarded {
      if FileNode(at: place) == node { return "is \(name)" }
      if ancestors(of: place).contains(node) { return "contains \(name)" }
    }
    if let store, let results = FileNode(at: store), ancestors(of: path).contains(results) {
      return "is inside the store of remembered results"
    }
    // The root of a file system is on another device than what holds it, or is held by itself.
    guard let above = FileNode(at: path + "/.."), above != node, above.device == node.device else {
      return "is the root of a file system"
    }
    return nil
  }

  /// The folders that hold a place, the nearest first.
  private static func ancestors(of path: String) -> [FileNode] {
    var nodes: [FileNode] = []
    var above = path
    while let node = FileNode(at: above + "/.."), node != nodes.last, nodes.count < 4096 {
      nodes.append(node)
      above += "/.."
    }
    return nodes
  }
}
