import CZlib

/// Checksums by which a reader sees damage.
public enum Checksum {
  /// CRC-32 as gzip, zip and Parquet's pages have it.
  public static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
  }
}
