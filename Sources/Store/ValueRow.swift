import Digests
import Foundation
import GRDB
import Work

/// A row of `value` that is as it was written.
struct ValueRow {
  static let query = """
    SELECT bytes, file, size, metadata, created, used, sum, engine, library, version, kernel, threads, precision
    FROM value LEFT JOIN engine ON engine.id = value.engine WHERE key = ?
    """

  /// Empty where the content is a file.
  let bytes: Data
  let file: ContentDigest?
  /// Bytes of the content.
  let size: Int
  let metadata: String
  let engine: EngineFingerprint
  let created: Double
  /// Not part of the sum: it decides nothing but what is let go first.
  let used: Double

  /// Nil where anything in it is missing, of another kind, or other than it was.
  init?(_ row: Row, _ key: ContentDigest) {
    do {
      let bytes = try row.decode(Data?.self, forColumn: "bytes")
      let file = try row.decode(Data?.self, forColumn: "file")
      size = try row.decode(forColumn: "size")
      metadata = try row.decode(forColumn: "metadata")
      created = try row.decode(forColumn: "created")
      guard let engine = ResultStore.engine(row), (bytes == nil) != (file == nil),
        try row.decode(forColumn: "engine") == Checksum.number(of: engine),
        try row.decode(forColumn: "sum")
          == Checksum.value(
            key.data, bytes: bytes, file: file, size: size, metadata: metadata, engine: engine, created: created)
      else { return nil }
      self.engine = engine
      self.bytes = bytes ?? Data()
      self.file = ResultStore.digest(file)
    } catch {
      return nil
    }
    used = (try? row.decode(forColumn: "used")) ?? -.infinity
  }

  /// What it says, to be written elsewhere.
  var content: ValueContent {
    if let file { return ValueContent(file: file, size: size, metadata: metadata, engine: engine, created: created) }
    return ValueContent(bytes: bytes, metadata: metadata, engine: engine, created: created)
  }
}
