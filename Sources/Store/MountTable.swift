import Documents

/// What the system says of the mounts (/proc/self/mountinfo, see proc_pid_mountinfo(5)).
package struct Mount: Sendable, Hashable {
  /// "nfs4", "fuse.sshfs"
  package let type: String
  /// Of the mount and of the file system.
  package let options: Set<String>

  /// The mount that holds an absolute path without links; nil: the table does not tell.
  /// - Parameter table: nil: this process's.
  package static func holding(_ path: String, in table: String? = nil) -> Mount? {
    let text =
      table
      ?? (try? AtomicFile.read("/proc/self/mountinfo", as: .data)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    var best: (length: Int, mount: Mount)?
    for line in text.split(separator: "\n") {
      // … ID, parent, device, root, place, options, fields of their own kinds, "-", type, source, options.
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count > 6, let dash = words[6...].firstIndex(of: "-"), dash + 1 < words.count else { continue }
      let place = unescaped(words[4])
      guard path == place || place == "/" || path.hasPrefix(place + "/") else { continue }
      // Of several on one place the last is on top.
      guard place.utf8.count >= best?.length ?? 0 else { continue }
      let options = [words[5]] + words[(dash + 1)...].dropFirst(2)
      best = (
        place.utf8.count,
        Mount(
          type: String(words[dash + 1]), options: Set(options.flatMap { $0.split(separator: ",") }.map(String.init)))
      )
    }
    return best?.mount
  }

  /// Blanks and backslashes stand as three octal digits.
  private static func unescaped(_ word: Substring) -> String {
    let bytes = Array(word.utf8)
    var plain: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\\"), at + 3 < bytes.count,
        let code = UInt8(String(decoding: bytes[at + 1...at + 3], as: UTF8.self), radix: 8)
      {
        plain.append(code)
        at += 4
      } else {
        plain.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
