import Foundation
import Stages

extension Assistant {
  /// Files whose name begins as typed; folders end in `/`. The part up to the last `/` stays as it is.
  public static func file(_ typed: String) -> Completion {
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let stem = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    let path = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let candidates = names.filter { $0.hasPrefix(stem) && (!$0.hasPrefix(".") || stem.hasPrefix(".")) }.sorted().map {
      name -> Candidate in
      var facts = stat()
      guard stat(path + "/" + name, &facts) == 0 else { return Candidate(name, "", .file) }
      if facts.st_mode & S_IFMT == S_IFDIR { return Candidate(name + "/", "folder", .folder) }
      return Candidate(name, Figures.bytes(Int(facts.st_size)), .file)
    }
    return Completion(length: stem.utf8.count, candidates: candidates, keepsOpen: true)
  }
}
