import Digests
import Foundation

/// What a row of `value` says, but for its key and the time of its last use.
struct ValueContent {
  /// Exactly one of bytes and file.
  var bytes: Data?
  var file: ContentDigest?
  var size: Int
  var metadata: String
  var engine: EngineFingerprint
  /// Seconds since 1970.
  var created: Double

  init(bytes: Data, metadata: String, engine: EngineFingerprint, created: Double) {
    self.bytes = bytes
    size = bytes.count
    self.metadata = metadata
    self.engine = engine
    self.created = created
  }

  init(file: ContentDigest, size: Int, metadata: String, engine: EngineFingerprint, created: Double) {
    self.file = file
    self.size = size
    self.metadata = metadata
    self.engine = engine
    self.created = created
  }

  func sum(of key: ContentDigest) -> Data {
    Checksum.value(
      key.data, bytes: bytes, file: file?.data, size: size, metadata: metadata, engine: engine, created: created)
  }
}
