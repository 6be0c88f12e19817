import Codecs

extension PageCodec {
  /// The content of a page: exactly `size` bytes.
  func unpacked(_ bytes: [UInt8], size: Int) throws(ParquetError) -> [UInt8] {
    do throws(CodecError) {
      return try bytes.withUnsafeBufferPointer { bytes throws(CodecError) in
        let bytes = UnsafeRawBufferPointer(bytes)
        switch self {
        case .none:
          guard bytes.count == size else {
            throw CodecError(.damaged, at: 0, "a page of \(size) bytes has \(bytes.count)")
          }
          return Array(bytes)
        case .snappy: return try Snappy.unpacked(bytes, size: size)
        case .gzip: return try Unpacked.block(.gzip, bytes, size: size)
        case .zstd: return try Unpacked.block(.zstd, bytes, size: size)
        }
      }
    } catch {
      throw ParquetError(error.kind == .memory ? .tooLarge : .damaged, "a page cannot be unpacked: \(error.message)")
    }
  }

  /// Whether the bytes of a page are those that its writer summed up.
  static func fits(_ bytes: [UInt8], _ checksum: UInt32) -> Bool {
    bytes.withUnsafeBytes { Checksum.crc32($0) } == checksum
  }
}
