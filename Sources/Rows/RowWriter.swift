import Codecs
package import Documents

/// Writes rows to a file, whole or not at all, in the format that its ending names, and compressed where a codec's ending (`.gz`,
/// `.zst`) follows it.
public enum RowWriter {
  /// Writes every column but the virtual `row`. Values that cact does not read into keep their source's bytes; a
  /// missing value is left out, or `null` where its source said so; a number takes its shortest exact form.
  ///
  /// Throws `RowError` when the ending is no format's, or the system refuses; what stood there stays then.
  public static func write(_ rows: Rows, to path: String) throws {
    do {
      let file = try AtomicFile.Writer(path)
      try write(rows, into: file, path: path)
      try file.commit()
    } catch let error as FileError {
      throw RowError(.notWritten, file: path, "cannot be written: \(error.reason)")
    }
  }

  /// The same into a file in the making; the ending of `path` says in which format.
  package static func write(_ rows: Rows, into file: AtomicFile.Writer, path: String) throws {
    let (name, codec) = PackedFile.inner(path)
    let ending = RowReader.ending(of: name)
    guard let format = RowFormats.writer(ending: ending) else {
      throw RowError(
        .unknownFormat, file: path, "rows cannot be written as `.\(ending)`",
        help: "extensions that are written: "
          + RowFormats.writable.flatMap(\.endings).map { "." + $0 }.joined(separator: " ")
          + ", and each of them with " + RowFormats.list(Codec.allCases.map(\.ending)) + " behind it")
    }
    if let reason = format.refusal(of: rows) { throw RowError(.notWritten, file: path, reason) }
    guard let codec else { return try format.write(rows) { bytes throws(FileError) in try file.write(bytes) } }
    do {
      let compressor = try Compressor(codec)
      try format.write(rows) { bytes throws(FileError) in
        try compressor.compress(bytes) { bytes throws(FileError) in try file.write(bytes) }
      }
      try compressor.finish { bytes throws(FileError) in try file.write(bytes) }
    } catch let error as CodecError {
      throw RowError(.notWritten, file: path, "cannot be compressed: \(error.message)")
    }
  }

  /// What is to be said of rows that are written under this name: values that the format has no form for.
  public static func remarks(on rows: Rows, to path: String) -> [String] {
    RowFormats.writer(ending: RowReader.ending(of: PackedFile.inner(path).name))?.remarks(on: rows) ?? []
  }

  /// The ending that says in which format rows are written under this name: that before a codec's.
  package static func ending(of name: String) -> String { RowReader.ending(of: PackedFile.inner(name).name) }

  /// Whether rows can be written under this name.
  public static func canWrite(_ name: String) -> Bool {
    RowFormats.writer(ending: RowReader.ending(of: PackedFile.inner(name).name)) != nil
  }

  /// The same as one array of bytes.
  public static func bytes(_ rows: Rows, as format: some WritableRowFormat = RowFormats.usual) -> [UInt8] {
    var all: [UInt8] = []
    format.write(rows) { all.append(contentsOf: $0) }
    return all
  }
}
