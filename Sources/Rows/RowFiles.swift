import Codecs
import Foundation

/// Which files of rows a path stands for: itself, those of a folder, or those that a pattern matches.
public struct RowFiles: Sendable {
  /// At least one, in the order of their paths' bytes.
  public let paths: [String]
  /// Names in the folder, or matches of the pattern, that are no files of rows.
  public let passedOver: [String]

  /// What exists under this very name wins over a pattern (`*`, `?`, `[a-z]`, `{a,b}`). A name without either is that of a file,
  /// whose absence reading it says.
  ///
  /// Throws `RowError` for a folder or a pattern without a file of rows.
  public init(_ path: String) throws {
    if PlainText.isFolder(path) {
      (paths, passedOver) = try Self.files(in: path)
    } else if !FileManager.default.fileExists(atPath: path), path.contains(where: { "*?[{".contains($0) }) {
      (paths, passedOver) = try Self.matches(of: path)
    } else {
      (paths, passedOver) = ([path], [])
    }
  }

  /// Files that are known to be one set, at least one.
  public init(paths: [String]) { (self.paths, passedOver) = (paths, []) }

  /// Whether a file's name says that it holds rows: by a format's ending, and perhaps a codec's behind it. Texts are no tables.
  public static func isOfRows(_ name: String) -> Bool {
    let ending = RowReader.ending(of: PackedFile.inner(name).name)
    return RowFormats.readable.contains { $0.has(ending: ending) && !($0 is PlainText) }
  }

  /// Hidden files do not count, and folders below are not looked into.
  private static func files(in folder: String) throws -> (paths: [String], passedOver: [String]) {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw RowError(.unreadable, file: folder, "the folder cannot be read")
    }
    let seen = sorted(names.filter { !$0.hasPrefix(".") })
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    let found = seen.filter { isOfRows($0) && !PlainText.isFolder(start + $0) }
    guard !found.isEmpty else { throw RowReader.folderRefusal(folder) }
    return (found.map { start + $0 }, seen.filter { !found.contains($0) })
  }

  private static func matches(of pattern: String) throws -> (paths: [String], passedOver: [String]) {
    var found = glob_t()
    defer { globfree(&found) }
    let status = glob(pattern, GLOB_BRACE | GLOB_TILDE | GLOB_NOSORT, nil, &found)
    guard status == 0 || status == GLOB_NOMATCH else {
      throw RowError(.unreadable, file: pattern, "the folders that the pattern names cannot be read")
    }
    var all: [String] = []
    for place in 0..<Int(status == 0 ? found.gl_pathc : 0) {
      if let path = found.gl_pathv[place] { all.append(String(cString: path)) }
    }
    // A brace may name a file twice, and one that there is not.
    let seen = sorted(Array(Set(all)))
    let paths = seen.filter { !PlainText.isFolder($0) }
    guard !paths.isEmpty else {
      throw RowError(
        .missing, file: pattern, "no file matches this pattern",
        help: "`*` and `?` do not match a `/`, nor the point of a hidden file")
    }
    return (paths, seen.filter(PlainText.isFolder))
  }

  private static func sorted(_ names: [String]) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
