import CZlib
import CZstd

/// Unpacks a stream of compressed bytes piece by piece, one member or frame behind another.
///
/// It holds the codec's window (32 KiB for gzip, at most 128 MiB for zstd) and none of the content.
public final class Decompressor {
  /// Compressed bytes taken so far.
  public private(set) var taken = 0
  /// Nothing is missing: no byte was taken yet, or the last member ended with the last byte taken.
  public private(set) var isWhole = true

  private let engine: Engine

  private enum Engine {
    // zlib keeps the stream's address.
    case gzip(UnsafeMutablePointer<z_stream>)
    case zstd(OpaquePointer)
  }

  /// Throws `CodecError` where there is no memory for it.
  public init(_ codec: Codec) throws(CodecError) {
    switch codec {
    case .gzip:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // 15 bits are the largest window, 32 more take the header of gzip and that of zlib, which a Parquet file may have.
      guard inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        stream.deallocate()
        throw CodecError(.memory, at: 0, "there is no memory to unpack it")
      }
      engine = .gzip(stream)
    case .zstd:
      guard let stream = ZSTD_createDCtx() else { throw CodecError(.memory, at: 0, "there is no memory to unpack it") }
      engine = .zstd(stream)
    }
  }

  deinit {
    switch engine {
    case .gzip(let stream):
      inflateEnd(stream)
      stream.deallocate()
    case .zstd(let stream): ZSTD_freeDCtx(stream)
    }
  }

  /// Unpacks from `input` into `output` until one of them is used up.
  ///
  /// With an empty `input` it gives what is still held back from earlier calls.
  /// - Returns: bytes taken of `input`, and bytes written to `output`.
  /// - Throws: `CodecError`, damaged; nothing more can be taken then.
  public func unpack(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> (taken: Int, given: Int) {
    switch engine {
    case .gzip(let stream): return try inflate(stream, input, output)
    case .zstd(let stream): return try decompress(stream, input, output)
    }
  }

  private func inflate(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> (taken: Int, given: Int) {
    // zlib counts in 32 bits.
    var rest = UnsafeRawBufferPointer(rebasing: input.prefix(1 << 30))
    let room = Swift.min(output.count, 1 << 30)
    var padding = 0
    if isWhole, taken > 0 {
      // Archives fill a file up with zeros, and gzip itself passes over them.
      padding = rest.prefix { $0 == 0 }.count
      taken += padding
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(padding))
      guard !rest.isEmpty else { return (padding, 0) }
      guard inflateReset(stream) == Z_OK else { throw CodecError(.damaged, at: taken, "its state cannot be reset") }
    }
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: rest.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(rest.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let used = rest.count - Int(stream.pointee.avail_in)
    taken += used
    if used > 0 { isWhole = false }
    switch status {
    case Z_OK: break
    case Z_STREAM_END: isWhole = true
    // Neither input nor room is left: no error.
    case Z_BUF_ERROR: break
    case Z_MEM_ERROR: throw CodecError(.memory, at: taken, "there is no memory to unpack it")
    case Z_NEED_DICT: throw CodecError(.damaged, at: taken, "it was compressed with a dictionary, which is not there")
    default:
      throw CodecError(
        .damaged, at: taken, stream.pointee.msg.map { String(cString: $0) } ?? "the compressed bytes are damaged")
    }
    return (padding + used, room - Int(stream.pointee.avail_out))
  }

  private func decompress(
    _ stream: OpaquePointer, _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CodecError) -> (taken: Int, given: Int) {
    if isWhole, input.isEmpty { return (0, 0) }
    var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = ZSTD_decompressStream(stream, &to, &from)
    taken += from.pos
    guard ZSTD_isError(status) == 0 else {
      throw CodecError(.damaged, at: taken, String(cString: ZSTD_getErrorName(status)).lowercased())
    }
    isWhole = status == 0
    return (from.pos, to.pos)
  }
}
