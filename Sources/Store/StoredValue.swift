import Documents
import Work

/// A remembered result.
public struct StoredValue: Sendable {
  /// Bytes in the database, or a file beside it.
  public enum Content: Sendable, Hashable {
    case bytes([UInt8])
    /// Read-only files of the store, named by their digest: to be read or mapped in place, never changed.
    case file(path: String)
    case directory(path: String)
  }

  /// The value itself, or where it lies.
  public let content: Content
  /// What the writer wrote beside it; JSON by custom.
  public let metadata: String
  /// The engine that computed it.
  public let engine: EngineFingerprint
  /// Seconds since 1970.
  public let created: Double

  /// The bytes, wherever they are. Throws `FileError` for a directory, or when the file has gone.
  public func bytes() throws -> [UInt8] {
    switch content {
    case .bytes(let bytes): bytes
    case .file(let path), .directory(let path): try AtomicFile.read(path, as: .data)
    }
  }

  /// The file or directory, when it is one.
  public var path: String? {
    switch content {
    case .bytes: nil
    case .file(let path), .directory(let path): path
    }
  }
}
