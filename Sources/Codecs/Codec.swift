/// A way to compress files: each has its ending, and bytes that its files begin with.
public enum Codec: String, Sendable, CaseIterable {
  /// RFC 1952, by zlib; several members behind one another are one content.
  case gzip
  /// RFC 8878, by libzstd; several frames are one content.
  case zstd

  /// Of its files, in lower case and without the point.
  public var ending: String {
    switch self {
    case .gzip: "gz"
    case .zstd: "zst"
    }
  }

  /// The bytes that its files begin with.
  public var signature: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    }
  }

  /// The codec whose files begin as these bytes do; nil: none.
  public static func of(_ beginning: some Collection<UInt8>) -> Codec? {
    allCases.first { beginning.starts(with: $0.signature) }
  }

  /// The codec whose files have this ending.
  public static func of(ending: String) -> Codec? { allCases.first { $0.ending == ending } }
}
