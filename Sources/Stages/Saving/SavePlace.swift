import Diagnostics
import Digests
import Documents
import Foundation
import Pipeline
import Quantities
import Rows
import Sandbox
import Store
import Work

/// Where `save` writes, and what may be replaced there: only what cact wrote, and never what was loaded.
struct SavePlace {
  /// As it is written.
  let path: String
  let call: BoundCall
  /// The slot or option that names the path.
  var argument = "path"

  var ending: String { (path as NSString).pathExtension.lowercased() }
  var file: WrittenFile { WrittenFile(path) }
  func directory(loaded: [String]) -> ModelDirectory { ModelDirectory(path, replacing: replacing, loaded: loaded) }
  var replacing: Bool { call.flag("replace") }

  func checkEnding(for type: ValueType) throws {
    switch type {
    case .rows:
      guard !RowWriter.canWrite(path) else { return }
      throw wrongEnding(of: "rows", Self.rowEndings)
    case .report: _ = try reportFormat()
    case .model, .packs, .nothing: break
    }
  }

  /// Refuses formats in which a part of the rows may look like something else than all of them.
  func checkKinds(of shard: ShardNumber) throws {
    let format = RowFormats.writer(ending: RowWriter.ending(of: path))
    guard let format, !format.keepsKinds else { return }
    throw Diagnostic(
      StageCodes.wrongEnding, "\(format.name) do not say of what kind values are, as `gather` needs to know of a shard",
      at: call.span(of: argument), label: "shard \(shard): .jsonl",
      helps: [Diagnostic.Help("save shards as `.jsonl`, and what `gather` makes of them as anything")])
  }

  /// Those that messages name.
  static let rowEndings = RowFormats.writable.flatMap(\.endings)

  /// - Throws: `Diagnostic` where no format of reports has the ending, or this machine cannot write it.
  func reportFormat() throws -> ReportFormat {
    if let format = ReportFormats.all.first(where: { $0.ending == ending }) {
      guard let obstacle = format.obstacle() else { return format }
      throw Diagnostic(
        StageCodes.noConverter, obstacle.reason, at: call.span(of: argument), label: obstacle.advice)
    }
    throw wrongEnding(of: "a report", ReportFormats.all.map(\.ending))
  }

  private func wrongEnding(of what: String, _ allowed: [String]) -> Diagnostic {
    Diagnostic(
      StageCodes.wrongEnding, ending.isEmpty ? "the path has no ending" : "\(what) cannot be saved as `.\(ending)`",
      at: call.span(of: argument), label: "\(what): " + allowed.map { "." + $0 }.joined(separator: ", "))
  }

  /// Refuses what no value is ever written over: the working directory and the like, and what the value was made of.
  /// - Parameter loaded: files and directories.
  func check(loaded: [String], store: String? = nil) throws {
    let target = ResolvedPath((path as NSString).expandingTildeInPath).path
    if let reason = ProtectedPlaces.reason(target, store: store) {
      throw diagnostic(Refusal("\"\(path)\" \(reason)", "name a place in it"))
    }
    if let node = FileNode(at: target), loaded.contains(where: { FileNode(at: $0) == node }) {
      throw diagnostic(Refusal("`save` never replaces what was loaded", "choose another name"))
    }
  }

  /// Writes a report in the format of the path's ending; the line says so.
  /// - Throws: `Diagnostic` for what is not to be replaced, or a format that needs a plot where there is none.
  func write(_ report: ReportValue, loaded: [String], _ context: RunContext) throws -> StageBlock.Line {
    try check(loaded: loaded, store: context.store.directory)
    let bytes: [UInt8]?
    do { bytes = try reportFormat().bytes(report, context.work) } catch let error as SandboxError {
      try context.work.checkCancellation()
      throw Diagnostic(
        StageCodes.noConverter, "the picture was not drawn: \(error)", at: call.span(of: argument),
        label: "`.svg` needs no other program")
    }
    guard let bytes else {
      throw Diagnostic(
        StageCodes.wrongEnding, "only a plot can be saved as `.\(ending)`", at: call.span(of: argument),
        label: "this report is text")
    }
    try writing {
      try file.write(["report": .string(report.title)], replacing: replacing, work: context.work) {
        try $0.write(bytes)
      }
    }
    return StageBlock.Line("\(report.title) to \(path)")
  }

  /// Runs what writes; a refusal becomes a diagnostic at the path.
  func writing<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let refusal as Refusal { throw diagnostic(refusal) }
  }

  private func diagnostic(_ refusal: Refusal) -> Diagnostic {
    Diagnostic(
      StageCodes.notOverwritten, refusal.reason, at: call.span(of: argument), label: refusal.advice,
      notes: refusal.notes)
  }
}
