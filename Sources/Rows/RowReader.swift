import Codecs
import Digests
import Documents
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
  /// The file is one that `save` wrote and nobody has changed since: the columns under cact's own names, which they keep. nil: it is
  /// another program's, or that is not known.
  public var savedColumns: Set<String>?
  /// What the file's rows were when they were written, where that is known: nothing is then guessed. nil: it is not.
  public var form: SavedForm?
  /// The bytes are the beginning of a longer content, so that a last line without its end is not whole.
  var isPart = false
  /// Of the file that is read, where it is known already.
  var digest: ContentDigest?

  private enum CodingKeys: String, CodingKey { case limit, question, answer, folder, turns }

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
        throw folderRefusal(path)
      }
      return try PlainText.readFolder(path, options: options, work: work)
    }
    switch try kind(of: path) {
    case .packed(let codec):
      return try read(unpacked(path, codec, work: work), codec, name: path, options: options, work: work)
    case .table(let file, let format): return try format.read(path: path, file, options: options, work: work)
    case .plain:
      if let found = try JSONLinesInFile.read(path, options: options, work: work) { return found }
      // Summing up takes longer than reading, and has been done for the key of what is loaded.
      var options = options
      let before = try? FileIdentity(ofFile: path)
      let bytes = try bytes(of: path, work: work)
      if let before, before.isSettled(at: FileIdentity.now()) {
        options.digest = try digest(of: path, work: work)
        if (try? FileIdentity(ofFile: path)) != before { options.digest = nil }
      }
      return try read(content: bytes, name: path, options: options, work: work)
    }
  }

  /// Whether a file that begins so is one of JSON lines, or of JSON objects over several lines.
  static func areJSONLines(_ beginning: [UInt8], name: String) -> Bool {
    let rest = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? beginning.dropFirst(3) : beginning[...]
    guard binaryKind(beginning) == nil,
      rest.first(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }) == UInt8(ascii: "{")
    else { return false }
    let format = RowFormats.reader(of: beginning, ending: ending(of: PackedFile.inner(name).name))
    return format is JSONLines || format is JSONArray
  }

  static func folderRefusal(_ path: String) -> RowError {
    RowError(
      .directory, file: path, "this is a folder, and no file in it is one of rows by its ending",
      help: "to load its text files, each a row: `load \"\(path)\" folder`")
  }

  /// Names, relative to `path`, of the files that a folder of plain texts consists of. Throws `RowError`.
  public static func textFiles(below path: String) throws -> [String] { try PlainText.files(below: path) }

  /// The same for the content of a file in memory, compressed or not; `name` stands for the path, its endings included.
  public static func read(
    bytes: [UInt8], name: String, options: ReadOptions = ReadOptions(), work: Work = .silent
  ) throws -> (Rows, Ledger) {
    guard let codec = Codec.of(bytes) else {
      return try read(content: bytes, name: name, options: options, work: work)
    }
    let unpacked = try PackedFile.content(of: bytes, codec, name: name, work: work)
    return try read(unpacked, codec, name: name, options: options, work: work)
  }

  private static func read(
    content bytes: [UInt8], name: String, options: ReadOptions, work: Work
  ) throws -> (Rows, Ledger) {
    let ending = ending(of: PackedFile.inner(name).name)
    let format = RowFormats.reader(of: bytes, ending: ending)
    if format?.signatures.isEmpty ?? true, let kind = binaryKind(bytes) { throw RowError(.binary, file: name, kind) }
    guard let format else {
      // An ending that is no format's is somebody's word that it is something else.
      if ending.isEmpty, let (format, evidence) = DelimitedGuess.format(of: bytes) {
        var (rows, ledger) = try format.read(bytes, name: name, options: options, work: work)
        ledger.notes.insert(evidence, at: 0)
        return (rows, ledger)
      }
      let endings = RowFormats.readable.flatMap { $0.endings + $0.furtherEndings }
      throw RowError(
        .unknownFormat, file: name, "neither its extension nor its content tells the format",
        help: "extensions that are read: " + endings.map { "." + $0 }.joined(separator: " ")
          + ", and each of them with " + RowFormats.list(Codec.allCases.map(\.ending)) + " behind it")
    }
    return try format.read(bytes, name: name, options: options, work: work)
  }

  /// The rows of a compressed content. What was cut short is refused, as a JSON array is; its first rows are read where these
  /// alone are asked for.
  private static func read(
    _ unpacked: Unpacked, _ codec: Codec, name: String, options: ReadOptions, work: Work
  ) throws -> (Rows, Ledger) {
    guard unpacked.end == .cut else {
      return try read(content: unpacked.bytes, name: name, options: options, work: work)
    }
    var options = options
    options.isPart = true
    let wanted = options.limit
    if let (rows, ledger) = try? read(content: unpacked.bytes, name: name, options: options, work: work),
      ledger.rowsIn == wanted, !isCut(ledger)
    {
      return (rows, ledger)
    }
    try work.checkCancellation()
    options.limit = nil
    var whole = 0
    // Of a text nothing says how much of it is missing.
    let isText = RowFormats.reader(of: unpacked.bytes, ending: ending(of: PackedFile.inner(name).name)) is PlainText
    if !isText, let (_, ledger) = try? read(content: unpacked.bytes, name: name, options: options, work: work) {
      whole = ledger.rowsIn - (isCut(ledger) ? 1 : 0)
    }
    let found = whole > 0 ? "; \(whole) rows before that are complete" : ""
    throw RowError(
      .truncated, file: name, offset: unpacked.taken,
      "the compressed file ends early, at byte \(unpacked.taken) (\(codec.rawValue))\(found)",
      help: "fetch the file again"
        + (whole > 0 ? ", or load only the complete rows: `load \"\(name)\" limit \(whole)`" : ""))
  }

  /// Whether the last row failed because the content ended in it.
  private static func isCut(_ ledger: Ledger) -> Bool { ledger.failed.contains { $0.reason == cutShort } }

  /// The first rows of a file, for its columns and roles, without reading it all; of a folder or a plain text, its rows.
  ///
  /// The source's digest is of the part that was read. Throws as `read` does.
  public static func peek(
    path: String, rows limit: Int = 1000, options: ReadOptions = ReadOptions(), work: Work = .silent
  ) throws -> Rows {
    var options = options
    options.limit = Swift.min(options.limit ?? limit, limit)
    guard !PlainText.isFolder(path) else { return try read(path: path, options: options, work: work).0 }
    let kind = try? kind(of: path)
    // A table is read no further than its rows are asked for.
    let whole = options
    options.isPart = true
    if case .table = kind { return try read(path: path, options: options, work: work).0 }
    var size = firstPeek
    // What is too large for this job is refused by `read`, before it is in memory.
    while size <= Budget.memoryBytes() / 4, let part = try prefix(of: path, kind, bytes: size, work: work),
      part.count == size
    {
      do {
        // A part that ends before the rows do shows it: an array is cut short, or the last line is.
        let (rows, ledger) = try read(content: part, name: path, options: options, work: work)
        if ledger.rowsIn == options.limit, !isCut(ledger) { return rows }
      } catch let error as RowError where [.binary, .unknownFormat].contains(error.code) {
        // The beginning says so, and what follows changes nothing.
        throw error
      } catch is RowError {}
      size *= 4
    }
    return try read(path: path, options: whole, work: work).0
  }

  static func ending(of name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
    return last[last.index(after: dot)...].lowercased()
  }

  /// What a file that is no text seems to be.
  private static func binaryKind(_ bytes: [UInt8]) -> String? {
    let kinds: [([UInt8], String)] = [
      ([0x1F, 0x8B], "compressed with gzip twice: unpack it first"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd inside: unpack it first"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive: unpack it first"),
      ([0xFF, 0xFE], "text in UTF-16: convert it to UTF-8 first"),
      ([0xFE, 0xFF], "text in UTF-16: convert it to UTF-8 first"),
    ]
    if let kind = kinds.first(where: { bytes.starts(with: $0.0) }) { return kind.1 }
    // One in some thousand characters may be one, in a set of texts from anywhere; of UTF-16 each second byte is zero.
    let beginning = bytes.prefix(4096)
    return beginning.count { $0 == 0 } * 20 > beginning.count ? "not text: it contains zero bytes" : nil
  }
}
