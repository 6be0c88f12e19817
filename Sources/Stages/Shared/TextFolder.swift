import Digests
import Documents
import Rows
import Store
import Work

/// Digests and sizes of what `load` reads: a file, or a folder of text files.
enum TextFolder {
  /// Of a file's content; of a folder, of the names and contents of the files below it.
  static func digest(of path: String, isFolder: Bool, work: Work) throws -> ContentDigest {
    guard isFolder else {
      do { return try ContentDigest.of(file: path, work: work) } catch let error as FileError {
        // A file of rows that cannot be read is the reader's error, with the reader's code.
        _ = try RowReader.peek(path: path, rows: 1, work: work)
        throw error
      }
    }
    var builder = ContentDigest.Builder()
    for name in try RowReader.textFiles(below: path) {
      builder.update(name)
      builder.update(try ContentDigest.of(file: path + "/" + name, work: work).description)
    }
    return builder.finalize()
  }

  /// Bytes of the rows' own text: how far into its file a reader went.
  static func bytes(of rows: Rows) -> Int {
    (0..<rows.count).reduce(0) { $0 + rows.textLength($1) }
  }
}
