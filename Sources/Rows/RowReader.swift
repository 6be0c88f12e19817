import Documents
import Foundation
import Digests
public import Work

/// How a file is to be read.
public struct ReadOptions: Sendable, Codable, Equatable {
  /// Only the first so many rows.
  public var limit: Int?
  /// The column that holds the questions, where its name does not say so.
  public var question: String?
  /// The column that holds the answers.
  public var answer: String?
  /// The path is a folder of plain text files, each a row.
  public var folder: Bool
  /// Which answers of a conversation are learned; nil: all.
  public var turns: LearnedTurns?

  /// Everything may be left out: all rows, roles by the columns' names, one file.
  public init(
    limit: Int? = nil, question: String? = nil, answer: String? = nil, folder: Bool = false, turns: LearnedTurns? = nil
  ) {
    self.limit = limit
    self.question = question
    self.answer = answer
    self.folder = folder
    self.turns = turns
  }
}

/// Reads rows from files.
public enum RowReader {
  /// Why the last row of a file fails whose end is missing.
  static let cutShort = "cut short by the end of the file"

  /// The rows of a file in one of `RowFormats.readable` or, by option, of a folder of plain texts.
  ///
  /// Rows without an answer, with ill-formed UTF-8, or lines that are no JSON are failed rows of the ledger.
  /// Throws `RowError`, and `Interrupted` when `work` is cancelled.
  public static func read(
    path: String, options: ReadOptions = ReadOptions(), work: Work = .silent
  ) throws -> (Rows, Ledger) {
    if PlainText.isFolder(path) {
      guard options.folder else {
        throw RowError(
          .directory, file: path, "this is a folder",
          help: "to load its text files, each a row: `load \"\(path)\" folder`")
      }
      return try PlainText.readFolder(path, options: options, work: work)
    }
    return try read(bytes: bytes(of: path, work: work), name: path, options: options, work: work)
  }

  /// Names, relative to `path`, of the files that a folder of plain texts consists of. Throws `RowError`.
  public static func textFiles(below path: String) throws -> [String] { try PlainText.files(below: path) }

  /// The same for the content of a file in memory; `name` stands for the path, its ending included.
  public static func read(
    bytes: [UInt8], name: String, options: ReadOptions = ReadOptions(), work: Work = .silent
  ) throws -> (Rows, Ledger) {
    if let kind = binaryKind(bytes) { throw RowError(.binary, file: name, kind) }
    guard let format = RowFormats.reader(of: bytes, ending: ending(of: name)) else {
      let endings = RowFormats.readable.flatMap { $0.endings + $0.furtherEndings }
      throw RowError(
        .unknownFormat, file: name, "neither its extension nor its content tells the format",
        help: "extensions that are read: " + endings.map { "." + $0 }.joined(separator: " "))
    }
    return try format.read(bytes, name: name, options: options, work: work)
  }

  /// The first rows of a file, for its columns and roles, without reading it all; of a folder or a plain text, its rows.
  ///
  /// The source's digest is of the part that was read. Throws as `read` does.
  public static func peek(
    path: String, rows limit: Int = 1000, options: ReadOptions = ReadOptions(), work: Work = .silent
  ) throws -> Rows {
    var options = options
    options.limit = Swift.min(options.limit ?? limit, limit)
    guard !PlainText.isFolder(path) else { return try read(path: path, options: options, work: work).0 }
    var size = firstPeek
    // What is too large for this job is refused by `read`, before it is in memory.
    while size <= Budget.memoryBytes() / 4, let part = try prefix(of: path, bytes: size, work: work), part.count == size
    {
      do {
        // A part that ends before the rows do shows it: an array is cut short, or the last line is.
        let (rows, ledger) = try read(bytes: part, name: path, options: options, work: work)
        if ledger.rowsIn == options.limit, !ledger.failed.contains(where: { $0.reason == cutShort }) {
          return rows
        }
      } catch let error as RowError where [.binary, .unknownFormat].contains(error.code) {
        // The beginning says so, and what follows changes nothing.
        throw error
      } catch is RowError {}
      size *= 4
    }
    return try read(path: path, options: options, work: work).0
  }

  private static let firstPeek = 1 << 22

  /// nil when the file cannot be read: `read` then says why. Throws `Interrupted`.
  private static func prefix(of path: String, bytes count: Int, work: Work) throws -> [UInt8]? {
    guard let file = try? PlainFile(path) else { return nil }
    var part = [UInt8](repeating: 0, count: min(count, file.size))
    var filled = 0
    while filled < part.count {
      try work.checkCancellation()
      let piece = filled..<min(part.count, filled + 16 << 20)
      let got = part.withUnsafeMutableBytes { try? file.read(into: .init(rebasing: $0[piece])) }
      guard let got, got > 0 else { break }
      filled += got
    }
    return Array(part[..<filled])
  }

  static func bytes(of path: String, work: Work) throws -> [UInt8] {
    do throws(FileError) {
      // A whole file is held while its rows are made: one that this job has no memory for is refused before it is read.
      return try PlainFile(path).contents(
        atMost: Budget.memoryBytes(), isCancelled: { work.cancellation.isCancelled })
    } catch {
      try work.checkCancellation()
      throw RowError(error.isMissing ? .missing : .unreadable, file: path, "cannot be read: \(error.reason)")
    }
  }

  static func ending(of name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
    return last[last.index(after: dot)...].lowercased()
  }

  /// What a file that is no text seems to be.
  private static func binaryKind(_ bytes: [UInt8]) -> String? {
    let kinds: [([UInt8], String)] = [
      ([0x1F, 0x8B], "compressed with gzip: unpack it first"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd: unpack it first"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive: unpack it first"),
      (Array("PAR1".utf8), "a Parquet file: export it as JSON lines first"),
      (Array("ARROW1".utf8), "an Arrow file: export it as JSON lines first"),
      ([0xFF, 0xFE], "text in UTF-16: convert it to UTF-8 first"),
      ([0xFE, 0xFF], "text in UTF-16: convert it to UTF-8 first"),
    ]
    if let kind = kinds.first(where: { bytes.starts(with: $0.0) }) { return kind.1 }
    return bytes.prefix(4096).contains(0) ? "not text: it contains zero bytes" : nil
  }
}
