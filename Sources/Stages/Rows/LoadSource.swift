import Documents
import Digests
import Foundation
import Pipeline
import Rows
import Work

/// What a path in `load` stands for.
struct LoadSource {
  /// As the user wrote it.
  let path: String
  private let kind: Kind
  /// The name and the part, where it is a data set of the hub.
  private let dataset: String?

  private enum Kind {
    case files(RowFiles)
    /// A folder of which each text file is a row.
    case texts
    case standardInput
  }

  /// Throws `RowError` for a folder or a pattern without files of rows.
  init(_ path: String, _ call: BoundCall) throws {
    self.path = path
    if path == "-", !FileManager.default.fileExists(atPath: path) {
      kind = .standardInput
    } else if call.flag("folder") {
      kind = .texts
    } else {
      let split = try call.optionalString("split")
      if !FileManager.default.fileExists(atPath: path), let files = try CachedDataset.files(of: path, split: split) {
        kind = .files(RowFiles(paths: files))
        dataset = [path, split].compactMap { $0 }.joined(separator: " ")
        return
      }
      guard split == nil else {
        throw RowError(
          .missing, file: path,
          "`split` chooses a part of a data set of the hub, and none of this name is in the cache",
          help: "fetch it with `hf download \(path) --repo-type dataset`, or leave `split` out for a file of your own")
      }
      kind = .files(try RowFiles(path))
    }
    dataset = nil
  }

  /// The one file that it is; nil: it is something else.
  var onlyFile: String? {
    if case .files(let files) = kind, files.paths.count == 1 { files.paths[0] } else { nil }
  }

  var isStandardInput: Bool { if case .standardInput = kind { true } else { false } }

  /// As the user's disk has them.
  var paths: [String] {
    switch kind {
    case .files(let files): files.paths == [path] ? [path] : [path] + files.paths
    case .texts: [path] + ((try? RowReader.textFiles(below: path)) ?? []).map { path + "/" + $0 }
    case .standardInput: []
    }
  }

  /// What the block of `load` calls it.
  var name: String {
    switch kind {
    case .standardInput: StandardInput.name
    case .texts: (path as NSString).lastPathComponent
    case .files(let files):
      (dataset ?? (path as NSString).lastPathComponent)
        + (files.paths.count > 1 ? " · \(Figures.count(files.paths.count)) files" : "")
    }
  }

  func digest(_ work: Work) throws -> ContentDigest {
    switch kind {
    case .standardInput: return ContentDigest.of(try StandardInput.bytes(work))
    case .texts: return try TextFolder.digest(of: path, isFolder: true, work: work)
    case .files(let files):
      if let file = onlyFile { return try TextFolder.digest(of: file, isFolder: false, work: work) }
      var builder = ContentDigest.Builder()
      for file in files.paths {
        builder.update(file)
        builder.update(try TextFolder.digest(of: file, isFolder: false, work: work).description)
      }
      return builder.finalize()
    }
  }

  /// Bytes of text that the rows are, about.
  func size(_ work: Work) throws -> Int {
    switch kind {
    case .standardInput: try StandardInput.bytes(work).count
    case .texts: RowReader.contentSize(of: path, work: work)
    case .files(let files): files.paths.reduce(0) { $0 + RowReader.contentSize(of: $1, work: work) }
    }
  }

  /// Bytes of memory that reading them takes, about.
  func memory(_ work: Work) throws -> Int {
    switch kind {
    case .standardInput, .texts: 3 * (try size(work))
    case .files(let files): files.paths.reduce(0) { $0 + RowReader.memory(toRead: $1, work: work) }
    }
  }

  /// Some of the rows, for their columns: of many files, the beginnings of the first ones.
  func peek(rows: Int = 1_000, options: ReadOptions, work: Work = .silent) throws -> Rows {
    guard case .files(let files) = kind, files.paths.count > 1 else {
      if isStandardInput { return try read(work) { _ in options }.0 }
      return try RowReader.peek(path: onlyFile ?? path, rows: rows, options: options, work: work)
    }
    let looked = files.paths.prefix(Self.mostLooked)
    let parts = try looked.map {
      try RowReader.peek(path: $0, rows: max(1, rows / looked.count), options: options, work: work)
    }
    return parts.dropFirst().reduce(parts[0]) { $0.appending($1) }
  }

  private static let mostLooked = 16

  /// All rows. Throws as `RowReader.read` does.
  func read(_ work: Work, options: (String) throws -> ReadOptions) throws -> (Rows, Ledger) {
    switch kind {
    case .standardInput:
      return try RowReader.read(
        bytes: StandardInput.bytes(work), name: path, options: options(path), work: work)
    case .texts: return try RowReader.read(path: path, options: options(path), work: work)
    case .files(let files):
      var (rows, ledger) = try RowReader.read(paths: files.paths, of: path, work: work, options: options)
      if dataset != nil, let first = files.paths.first {
        ledger.notes.append("from the cache: \(first.pathFolder)")
      }
      if !files.passedOver.isEmpty {
        let shown = files.passedOver.prefix(3).map { "\(($0 as NSString).lastPathComponent)" }.joined(separator: ", ")
        let count = files.passedOver.count
        ledger.notes.append("not read, as no file of rows: \(shown)\(count > 3 ? " and \(count - 3) more" : "")")
      }
      return (rows, ledger)
    }
  }
}
