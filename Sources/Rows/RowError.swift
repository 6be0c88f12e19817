/// A load or a save that cannot be done; names the file and, where they are known, the row, the field and the place.
public struct RowError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A stable code; its long form is what `cact explain R0103` prints.
  public enum Code: String, Sendable, CaseIterable {
    case missing = "R0101"
    case unreadable = "R0102"
    case truncated = "R0103"
    case malformed = "R0104"
    case empty = "R0105"
    case binary = "R0106"
    case unknownFormat = "R0107"
    case directory = "R0108"
    case noRows = "R0109"
    case noColumn = "R0110"
    case notWritten = "R0111"
    case damagedValue = "R0112"
    case damaged = "R0113"
    case unsupported = "R0114"
  }

  /// The kind of error.
  public var code: Code
  /// The file, as the user named it.
  public var file: String
  /// 1-based position in the file.
  public var row: Int?
  /// The field or column at fault.
  public var field: String?
  /// 1-based line of the file.
  public var line: Int?
  /// 0-based byte offset in the file.
  public var offset: Int?
  /// What is wrong, without the place.
  public var message: String
  /// What to do about it, as a sentence.
  public var help: String?

  /// An error in `file`; places that are not known are nil.
  public init(
    _ code: Code, file: String, row: Int? = nil, field: String? = nil, line: Int? = nil, offset: Int? = nil,
    _ message: String, help: String? = nil
  ) {
    self.code = code
    self.file = file
    self.row = row
    self.field = field
    self.line = line
    self.offset = offset
    self.message = message
    self.help = help
  }

  /// Code, place and message in one line.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let row { place += ": row \(row)" }
    if let field { place += ", field `\(field)`" }
    return "\(code.rawValue): \(place): \(message)"
  }
}

extension RowError.Code {
  /// `.jsonl, .ndjson`
  private static func endings(_ format: any RowFormat) -> String {
    (format.endings + format.furtherEndings).map { "." + $0 }.joined(separator: ", ")
  }

  /// `JSON lines (.jsonl, .ndjson) and plain text (.txt)`
  private static var readable: String {
    let all = RowFormats.readable.map { "\($0.name) (\(endings($0)))" }
    return all.dropLast().joined(separator: ", ") + " and " + (all.last ?? "")
  }

  /// One line: what the code stands for.
  public var title: String {
    switch self {
    case .missing: "the file does not exist"
    case .unreadable: "the file cannot be read"
    case .truncated: "the file ends in the middle of a row"
    case .malformed: "the file is not in the form that its format asks for"
    case .empty: "the file contains no rows"
    case .binary: "the file is not text"
    case .unknownFormat: "the kind of file is not known"
    case .directory: "the path is a directory"
    case .noRows: "no row of the file can be used"
    case .noColumn: "the file has no column of that name"
    case .notWritten: "the rows cannot be written"
    case .damagedValue: "stored rows are damaged"
    case .damaged: "the file is damaged"
    case .unsupported: "the file uses something that is not read"
    }
  }

  /// The long form: what happened, why it is an error, what to do.
  public var explanation: String {
    switch self {
    case .missing:
      """
      No file has this name. Paths in `load` are relative to the folder in which cact was started; `~` stands for the
      home folder. Nothing was read.
      """
    case .unreadable:
      """
      The file is there, but the system refused to open or read it; the message carries the system's reason (most often
      missing permission). Nothing was read.
      """
    case .truncated:
      """
      The file stops before its last row, its closing bracket or its compressed content is complete: a download or a copy that was
      cut short. The message says how many rows were whole. They are not used silently, because half a data set is not the data set:
      fetch the file again, or take the whole rows on purpose with `load "file" limit N`.
      """
    case .malformed:
      """
      A JSON array must be valid JSON from the first bracket to the last; the message gives the row, the line and the byte
      at which it stops being so. In a file of JSON lines a bad line costs that row alone: it is counted as failed, by
      number, and the others are loaded. Comma-separated values begin with a line of names.
      """
    case .empty:
      """
      The file is empty, or holds nothing but blanks, an empty array or empty lines. A data set without rows is far more
      often a mistake than meant, so it is an error.
      """
    case .binary:
      """
      The file holds bytes that no text holds, and is in no other format that is read. Files that are compressed with gzip (`.gz`)
      or zstd (`.zst`) are read as they are; a zip archive has to be unpacked first.
      """
    case .unknownFormat:
      """
      cact reads \(Self.readable),
      each also compressed with gzip (`.gz`) or zstd (`.zst`). The ending of this file is none of these and its content does not begin like JSON.
      """
    case .directory:
      """
      `load` reads a file, or all files of rows in a folder, and this folder has none. Folders below it are not looked into: a pattern
      does (`load "data/*/*.jsonl"`). To load a folder of plain text files (\(Self.endings(PlainText()))), each file one row, say so
      with the flag `folder`.
      """
    case .noRows:
      """
      The file was read to its end, but every row failed: none is an object with a text in its answer column. The message
      names the first reasons. If the answer stands in a column with an unusual name, give it: `load "file" answer "name"`.
      """
    case .noColumn:
      """
      The option `question` or `answer` names a column that no row of the file has. The message lists the columns that
      there are.
      """
    case .notWritten:
      """
      The file could not be written; the message carries the system's reason. What stood under that name before is
      unchanged, and no part-written file is left.
      """
    case .damagedValue:
      """
      A value from the store does not have the form in which cact writes rows: the store's file was changed or damaged.
      The value is not used; it is computed again.
      """
    case .damaged:
      """
      A compressed file, a Parquet or an Arrow file contradicts itself: a checksum does not fit, or a length leads out of the file. The
      message says what, and near which byte. Nothing in such a file can be trusted, so none of it is used: fetch it again.
      """
    case .unsupported:
      """
      The file may be in order, and uses a part of its format that cact does not read: in Parquet codecs other than snappy, gzip
      and zstd, encryption, or columns that stand in other files; in Arrow files LZ4, unions, intervals and views. The message names it. Write the file again without it, or as
      JSON lines: in Python `pandas.read_parquet("rows.parquet").to_json("rows.jsonl", orient="records", lines=True)`.
      """
    }
  }
}
