import Documents
import Foundation
import LanguageModel
import Rows

/// A data set of the Hugging Face hub as other programs have left it on this machine: in the hub's own cache, or as the `datasets`
/// library prepared it. Nothing is fetched.
package enum CachedDataset {
  /// The files of a part of a data set.
  ///
  /// - Parameters:
  ///   - name: `org/name`.
  ///   - split: `train`; nil: the only one that there is.
  /// - Returns: nil where neither cache has the data set.
  /// - Throws: `RowError` where it is there and the part is not, or where the part is not one set of files.
  package static func files(
    of name: String, split: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> [String]? {
    guard HubCache.isName(name), name.contains("/") else { return nil }
    let hub = HubCache(environment: environment).path
    let prepared =
      environment["HF_DATASETS_CACHE"].flatMap { $0.isEmpty ? nil : ($0 as NSString).expandingTildeInPath }
      ?? hub.pathFolder + "/datasets"
    let roots = [
      snapshot(hub + "/datasets--" + name.replacing("/", with: "--")),
      prepared + "/" + name.replacing("/", with: "___"),
    ].compactMap { $0 }
    var isThere = false
    for root in roots where FileManager.default.fileExists(atPath: root) {
      isThere = true
      let parts = parts(below: root)
      if !parts.isEmpty { return try chosen(split, of: parts, name, root) }
    }
    guard isThere else { return nil }
    throw RowError(
      .missing, file: name, "the cache has this data set, and no file of rows of it: \(roots.joined(separator: ", "))",
      help: "fetch it with `hf download \(name) --repo-type dataset`")
  }

  /// The snapshot that `refs/main` names, or the only one.
  private static func snapshot(_ folder: String) -> String? {
    let known = ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/snapshots")) ?? [])
      .filter { !$0.hasPrefix(".") }
    let main = FileManager.default.contents(atPath: folder + "/refs/main")
      .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
    guard let commit = main.flatMap({ known.contains($0) ? $0 : nil }) ?? (known.count == 1 ? known[0] : nil) else {
      return nil
    }
    return "\(folder)/snapshots/\(commit)"
  }

  /// Files of rows by the part that their names say; what says none is `train`, as the `datasets` library has it.
  private static func parts(below root: String) -> [String: [String]] {
    guard let below = FileManager.default.enumerator(atPath: root) else { return [:] }
    var parts: [String: [String]] = [:]
    var others: [String] = []
    for case let path as String in below where RowFiles.isOfRows(path) && !path.contains("/.") && !path.hasPrefix(".") {
      if let split = split(of: path) { parts[split, default: []].append(path) } else { others.append(path) }
    }
    return parts.isEmpty && !others.isEmpty ? ["train": others] : parts
  }

  private static let words = [
    "train": "train", "training": "train", "test": "test", "testing": "test", "eval": "test", "evaluation": "test",
    "validation": "validation", "valid": "validation", "val": "validation", "dev": "validation",
  ]

  /// `train_sft` of `data/train_sft-00000-of-00002.parquet`; `test` of `main/test.jsonl` and of `test/a.csv`.
  private static func split(of path: String) -> String? {
    let file = (path as NSString).lastPathComponent
    if let shard = file.firstMatch(of: /^(?:.*-)?([A-Za-z0-9_.]+)-[0-9]{5}-of-[0-9]{5}/) { return String(shard.1) }
    // The nearest to the file's end says it.
    let parts = path.lowercased().split { !$0.isLetter && !$0.isNumber }
    return parts.last { words[String($0)] != nil }.flatMap { words[String($0)] }
  }

  private static func chosen(
    _ split: String?, of parts: [String: [String]], _ name: String, _ root: String
  ) throws -> [String] {
    let known = parts.keys.sorted()
    guard let split = split ?? (known.count == 1 ? known[0] : nil), let files = parts[split] else {
      let list = known.map { "\($0) (\(parts[$0]?.count ?? 0) files)" }.joined(separator: ", ")
      throw RowError(
        .missing, file: name,
        split.map { "the data set has no part `\($0)`: it has \(list)" } ?? "the data set has several parts: \(list)",
        help: "`load \"\(name)\" split \"\(known.contains("train") ? "train" : known[0])\"` takes one")
    }
    let folders = Set(files.map { ($0.pathFolder) }).sorted()
    guard folders.count == 1 else {
      throw RowError(
        .missing, file: name,
        "the part `\(split)` stands in several folders: \(folders.prefix(6).joined(separator: ", "))",
        help: "load one by its path: `load \"\(root)/\(folders[0])\"`")
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { root + "/" + $0 }
  }
}
