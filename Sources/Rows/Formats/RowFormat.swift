public import Work

/// A format of files of rows. A new one is a file of its own and a line in `RowFormats.all`; it is a `ReadableRowFormat`, a
/// `WritableRowFormat` or both.
public protocol RowFormat: Sendable {
  /// As it stands in sentences, in the plural: "JSON lines".
  var name: String { get }
  /// Endings of its files, in lower case and without the point; the usual one first.
  var endings: [String] { get }
  /// Endings that are taken as well, and named only where all are.
  var furtherEndings: [String] { get }
}

/// A format that `load` reads.
public protocol ReadableRowFormat: RowFormat {
  /// Whether a file whose ending is no format's begins as one of this format does. Default: no.
  /// - Parameter beginning: the first byte that is neither blank nor a byte order mark; nil: there is none.
  func recognizes(_ beginning: UInt8?) -> Bool

  /// What its files begin with, one of these, where they are no text: that says what a file is, whatever its ending. Default:
  /// nothing.
  var signatures: [[UInt8]] { get }

  /// The rows of a file's content, and what became of each: `RowAssembly` finds their roles.
  ///
  /// - Parameters:
  ///   - name: stands for the path, in messages and as the rows' source.
  ///   - options: those that are not `folder`.
  /// - Throws: `RowError`; `Interrupted` when `work` is cancelled. A last row that the end of the content cuts short is one that
  ///   failed for `RowReader.cutShort`, or an error: `RowReader.peek` reads on where it finds either.
  func read(_ bytes: [UInt8], name: String, options: ReadOptions, work: Work) throws -> (Rows, Ledger)
}

/// A format that `save` writes.
public protocol WritableRowFormat: RowFormat {
  /// Whether reading what was written gives every value back as it was, its kind included. Default: yes.
  var keepsKinds: Bool { get }

  /// What becomes of values that the format has no form for, a sentence each. Default: nothing is to be said.
  func remarks(on rows: Rows) -> [String]

  /// Why the format cannot hold these rows at all; default: it can.
  func refusal(of rows: Rows) -> String?

  /// Hands every column but the virtual `row` to `put`, a line or a few at a time. Values that cact does not read into keep their
  /// source's bytes where the format can hold them.
  func write<Failure: Error>(_ rows: Rows, put: ([UInt8]) throws(Failure) -> Void) throws(Failure)
}

extension RowFormat {
  /// None.
  public var furtherEndings: [String] { [] }
  func has(ending: String) -> Bool { endings.contains(ending) || furtherEndings.contains(ending) }
}

extension WritableRowFormat {
  /// Yes.
  public var keepsKinds: Bool { true }
  /// Nothing.
  public func remarks(on rows: Rows) -> [String] { [] }
  /// It can.
  public func refusal(of rows: Rows) -> String? { nil }
}

extension ReadableRowFormat {
  /// No file.
  public func recognizes(_ beginning: UInt8?) -> Bool { false }
  /// Text.
  public var signatures: [[UInt8]] { [] }
}

/// The formats that there are.
public enum RowFormats {
  /// In the order of messages.
  public static let all: [any RowFormat] = [
    JSONArray(), JSONLines(), CSV(), TSV(), ParquetTable(), ArrowTable(), PlainText(),
  ]

  /// The one that rows are written in where nobody names another.
  public static let usual = JSONLines()

  /// Those that `load` reads, in the order of messages.
  public static let readable = all.compactMap { $0 as? any ReadableRowFormat }
  /// The usual one first.
  public static let writable: [any WritableRowFormat] =
    [usual] + all.compactMap { $0 as? any WritableRowFormat }.filter { $0.endings != usual.endings }

  /// That of a signature, else that of an ending, else that of the content; nil where none tells.
  static func reader(of bytes: [UInt8], ending: String) -> (any ReadableRowFormat)? {
    if let format = readable.first(where: { $0.signatures.contains { bytes.starts(with: $0) } }) { return format }
    if let format = readable.first(where: { $0.has(ending: ending) }) { return format }
    let beginning = bytes.first { ![0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) }
    return readable.first { $0.recognizes(beginning) }
  }

  /// nil where no format that is written has this ending.
  public static func writer(ending: String) -> (any WritableRowFormat)? {
    writable.first { $0.has(ending: ending) }
  }

  /// `.jsonl, .json or .csv`.
  public static func list(_ endings: [String]) -> String {
    let shown = endings.map { "." + $0 }
    guard shown.count > 1, let last = shown.last else { return shown.joined() }
    return shown.dropLast().joined(separator: ", ") + " or " + last
  }
}
