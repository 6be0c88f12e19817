import Documents
import Foundation
public import Store

extension Notebook {
  /// Removes the oldest of the sessions in `folder` that nobody named: those whose name is a time and a process
  /// (`2026-01-31-235959-4711.json`). The newest `kept` stay, and so does one that is open anywhere, or no session.
  public static func prune(_ folder: String, keeping kept: Int, store: ResultStore) {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter(isUnnamed)
    let dated = names.map { name -> (path: String, used: Date) in
      let path = folder + "/" + name
      let used = (try? manager.attributesOfItem(atPath: path)[.modificationDate]) as? Date
      return (path, used ?? .distantPast)
    }
    for (path, _) in dated.sorted(by: { ($0.used, $0.path) > ($1.used, $1.path) }).dropFirst(kept) {
      guard SessionFile.began(path), let lock = try? FileLock(ifFree: path + ".lock") else { continue }
      if (try? manager.removeItem(atPath: path)) != nil { try? store.unpin(session: path) }
      lock.releaseAndDelete()
    }
  }

  /// `yyyy-mm-dd-hhmmss-PROCESS.json`.
  private static func isUnnamed(_ name: String) -> Bool {
    name.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9]+\.json/) != nil
  }
}
