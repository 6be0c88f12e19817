import Documents
import Diagnostics
import Foundation

/// Files whose names are close to one that is not there.
enum NearFiles {
  /// Names of a folder that are looked at.
  private static let most = 10_000

  /// At most three paths beside the one that was meant, the nearest; none rather than a bad one.
  static func candidates(for path: String) -> [String] {
    let name = (path as NSString).lastPathComponent
    let folder = path.pathFolder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let near = Spelling.candidates(for: name, among: names.prefix(most).filter { !$0.hasPrefix(".") })
    let shown = near.filter { !$0.unicodeScalars.contains(where: DisplayText.isHidden) }
    return shown.map { folder.isEmpty ? $0 : (folder as NSString).appendingPathComponent($0) }
  }
}
