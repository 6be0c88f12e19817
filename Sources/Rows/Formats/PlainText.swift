import Documents
import Foundation
import Digests
public import Work

/// Plain text files: each one row, its text the answer, without a question.
public struct PlainText: ReadableRowFormat {
  /// "plain text"
  public let name = "plain text"
  /// `.txt`, `.md`, `.py`
  public let endings = ["txt", "md", "py"]

  /// Nothing to set.
  public init() {}

  /// The whole file as one row; see `ReadableRowFormat`.
  public func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    try Self.rows(
      [(name.split(separator: "/").last.map(String.init) ?? name, bytes)], path: name,
      digest: ContentDigest.of(bytes))
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Names, relative to the folder, of the text files below it, in the order of their bytes; hidden files and folders are
  /// passed over.
  static func files(below path: String) throws -> [String] {
    guard let below = FileManager.default.enumerator(atPath: path) else {
      throw RowError(.unreadable, file: path, "the folder cannot be read")
    }
    var names: [String] = []
    let format = PlainText()
    for case let name as String in below where format.has(ending: RowReader.ending(of: name)) {
      if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) || isFolder(path + "/" + name) { continue }
      names.append(name)
    }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names
  }

  /// Every text file below the folder, in the order of its path's bytes; hidden files and folders are passed over.
  static func readFolder(_ path: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger) {
    let names = try files(below: path)
    var files: [(String, [UInt8])] = []
    var digest = ContentDigest.Builder()
    for name in names.prefix(options.limit ?? .max) {
      try work.checkCancellation()
      let bytes = try RowReader.bytes(of: path + "/" + name, work: work)
      digest.update(name)
      digest.update(bytes.count)
      digest.update(bytes)
      files.append((name, bytes))
    }
    guard !files.isEmpty else {
      throw RowError(
        .empty, file: path, "the folder contains no file with the extension \(RowFormats.list(PlainText().endings))")
    }
    var (found, ledger) = try rows(files, path: path, digest: digest.finalize())
    if files.count < names.count { ledger.notes.append("more files follow after file \(files.count)") }
    return (found, ledger)
  }

  private static func rows(
    _ files: [(name: String, bytes: [UInt8])], path: String, digest: ContentDigest
  ) throws -> (Rows, Ledger) {
    var ledger = Ledger(rowsIn: files.count)
    var kept: [(number: Int, name: String, text: ArraySlice<UInt8>)] = []
    for (index, file) in files.enumerated() {
      let text = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? file.bytes[3...] : file.bytes[...]
      if text.isEmpty {
        ledger.fail("empty file", field: "text", row: index + 1)
      } else if text.withUnsafeBufferPointer({ UTF8Bytes.firstIllFormed($0) }) != nil {
        ledger.fail("not valid UTF-8", field: "text", row: index + 1)
      } else {
        kept.append((index + 1, file.name, text))
      }
    }
    guard !kept.isEmpty else {
      let isEmpty = ledger.failed.allSatisfy { $0.reason == "empty file" }
      throw RowError(
        isEmpty ? .empty : .noRows, file: path, row: 1, field: "text",
        isEmpty ? "the file is empty" : "no file can be used: not valid UTF-8")
    }
    ledger.kept = kept.count
    let rows = Rows(
      names: ["text", "file"],
      columns: [.text(TextColumn(bytes: kept.map(\.text))), .texts(kept.map(\.name))],
      rowNumbers: kept.map(\.number), roles: Roles(answer: "text"), source: RowSource(path: path, digest: digest))
    return (rows, ledger)
  }
}
