import Diagnostics
import Digests
import Documents
import Foundation
import Pipeline
import Store

/// Where `save` writes, and what may be replaced there: only what cact wrote, and never the file that was loaded.
///
/// Beside each file stands `.NAME.cact.json` with the file's digest and where its scores come from; a model's directory
/// holds `cact.json`.
struct SavePlace {
  let path: String
  let call: BoundCall

  var ending: String { (path as NSString).pathExtension.lowercased() }
  private var folder: String { (path as NSString).deletingLastPathComponent }
  private var sidecar: String {
    let name = ".\((path as NSString).lastPathComponent).cact.json"
    return folder.isEmpty ? name : folder + "/" + name
  }

  func checkEnding(for type: ValueType) throws {
    switch type {
    case .rows: try check(ending: ["jsonl", "ndjson", "json", "csv"], of: "rows")
    case .report: try check(ending: ["json", "md", "csv"], of: "a report")
    case .model, .packs, .nothing: break
    }
  }

  private func check(ending allowed: [String], of what: String) throws {
    guard !allowed.contains(ending) else { return }
    throw Diagnostic(
      StageCodes.wrongEnding, ending.isEmpty ? "the path has no ending" : "\(what) cannot be saved as `.\(ending)`",
      at: call.span(of: "path"),
      label: "\(what): " + allowed.filter { $0 != "ndjson" }.map { "." + $0 }.joined(separator: ", "))
  }

  /// - Parameter loaded: files and directories that the value was made of.
  func checkMayReplace(loaded: [String], isDirectory: Bool) throws {
    let files = FileManager.default
    var found: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &found) else { return }
    func refuse(_ reason: String, _ label: String) -> Diagnostic {
      Diagnostic(StageCodes.notOverwritten, reason, at: call.span(of: "path"), label: label)
    }
    if loaded.map(Self.realPath).contains(Self.realPath(path)) {
      throw refuse("`save` never replaces what was loaded", "choose another name")
    }
    if found.boolValue != isDirectory {
      throw refuse(
        isDirectory ? "\"\(path)\" is a file; a model is saved to a directory" : "\"\(path)\" is a directory",
        "choose another name")
    }
    if call.flag("replace") { return }
    if isDirectory {
      let entries = (try? files.contentsOfDirectory(atPath: path)) ?? []
      if !entries.isEmpty, !entries.contains(ModelDirectory.mark) {
        throw refuse("\"\(path)\" was not written by cact", "write `replace` after it to replace it")
      }
    } else if !wasWrittenHere() {
      throw refuse("\"\(path)\" was not written by cact", "write `replace` after it to replace it")
    }
  }

  /// True when the file is still as cact wrote it.
  private func wasWrittenHere() -> Bool {
    guard let bytes = try? AtomicFile.read(sidecar), let json = try? JSONValue.parse(bytes, file: sidecar),
      case .object(let object) = json, case .string(let digest)? = object["sha256"]
    else { return false }
    return (try? ContentDigest.of(file: path).description) == digest
  }

  /// Writes the file and what stands beside it. When the second cannot be written, a new file does not stay behind either:
  /// the next `save` would take it for somebody else's.
  func write(_ members: KeyValuePairs<String, JSONValue>, _ body: () throws -> Void) throws {
    let isNew = !FileManager.default.fileExists(atPath: path)
    try body()
    do {
      try mark(members)
    } catch {
      if isNew { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
  }

  private func mark(_ members: KeyValuePairs<String, JSONValue>) throws {
    var object = JSONObject([
      ("written_by", .string("cact")), ("sha256", .string(try ContentDigest.of(file: path).description)),
    ])
    for (key, value) in members { object[key] = value }
    try AtomicFile.write(Array((JSONValue.object(object).serialized(pretty: true) + "\n").utf8), to: sidecar)
  }

  private static func realPath(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
