/// Why compressed bytes cannot be unpacked, or bytes not be compressed.
public struct CodecError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of trouble.
  public enum Kind: Sendable, Hashable {
    /// The bytes are not what the codec writes, or a checksum does not fit them.
    case damaged
    /// The bytes end in the middle.
    case cut
    /// Unpacked they are more than the caller allowed.
    case tooLarge
    /// The caller asked to stop.
    case cancelled
    /// The library got no memory, or wants more than it may use.
    case memory
  }

  /// What kind of trouble.
  public var kind: Kind
  /// Offset of the compressed byte behind which it was seen.
  public var offset: Int
  /// What is wrong, without the place.
  public var message: String

  /// An error at `offset`.
  public init(_ kind: Kind, at offset: Int, _ message: String) {
    self.kind = kind
    self.offset = offset
    self.message = message
  }

  /// The message and its place.
  public var description: String { "\(message) (byte \(offset))" }
}
