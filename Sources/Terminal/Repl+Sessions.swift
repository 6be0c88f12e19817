import Documents
import Foundation
import Notebook

extension Repl {
  /// Where sessions are kept that nobody has named; nil where there is no home.
  static var sessionsFolder: String? { stateFile("sessions/x").map { $0.pathFolder } }

  /// The sessions that were kept without a name, the latest first, and the one that is open.
  func listSessions() {
    var paths: [(path: String, used: Date)] = []
    if let folder = Self.sessionsFolder {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".json") {
        let path = folder + "/" + name
        let used = (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate]) as? Date
        paths.append((path, used ?? .distantPast))
      }
    }
    if let open = notebook.path, !paths.contains(where: { $0.path == open }) { paths.append((open, Date())) }
    let known = paths.sorted { ($0.used, $0.path) > ($1.used, $1.path) }.compactMap { path, _ in
      (try? SessionFile.read(path)).map { (path, $0) }
    }.filter { !$0.1.cells.isEmpty || $0.0 == notebook.path }
    guard !known.isEmpty else { return console.note("no sessions yet") }
    write(
      Table(columns: [
        .init("session", cells: known.map { (($0.0 as NSString).lastPathComponent as NSString).deletingPathExtension }),
        .init("cells", alignRight: true, cells: known.map { String($0.1.cells.count) }),
        .init("", cells: known.map { $0.0 == notebook.path ? "open" : "" }),
        .init(
          "last cell", cells: known.map { $0.1.cells.last.map { CellText.oneLine($0.source) ?? $0.source } ?? "" }),
      ]))
    if let folder = Self.sessionsFolder { console.note("`:open \(folder)/SESSION.json` goes on in one") }
  }
}
