import CZlib
import CZstd

/// Compresses bytes that come piece by piece. The same bytes give the same compressed bytes: no time and no name is noted.
public final class Compressor {
  private let engine: Engine
  private var output = [UInt8](repeating: 0, count: 1 << 17)

  private enum Engine {
    case gzip(UnsafeMutablePointer<z_stream>)
    case zstd(OpaquePointer)
  }

  /// Throws `CodecError` where there is no memory for it.
  public init(_ codec: Codec) throws(CodecError) {
    switch codec {
    case .gzip:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // 15 bits are the largest window, 16 more write gzip's header.
      let status = deflateInit2_(
        stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard status == Z_OK else {
        stream.deallocate()
        throw CodecError(.memory, at: 0, "there is no memory to compress it")
      }
      engine = .gzip(stream)
    case .zstd:
      guard let stream = ZSTD_createCCtx() else {
        throw CodecError(.memory, at: 0, "there is no memory to compress it")
      }
      // As the zstd program does, so that a reader sees damage.
      ZSTD_CCtx_setParameter(stream, ZSTD_c_checksumFlag, 1)
      engine = .zstd(stream)
    }
  }

  deinit {
    switch engine {
    case .gzip(let stream):
      deflateEnd(stream)
      stream.deallocate()
    case .zstd(let stream): ZSTD_freeCCtx(stream)
    }
  }

  /// Takes bytes, and hands what is compressed so far to `put`, which is perhaps nothing. Throws what `put` throws.
  public func compress<Failure: Error>(
    _ bytes: [UInt8], put: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) { try run(bytes, ends: false, put) }

  /// Hands over the rest; nothing can be taken any more. Throws what `put` throws.
  public func finish<Failure: Error>(put: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try run([], ends: true, put)
  }

  private func run<Failure: Error>(
    _ bytes: [UInt8], ends: Bool, _ put: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var at = 0
    while true {
      let step = bytes.withUnsafeBytes { bytes in
        output.withUnsafeMutableBytes { output in
          advance(UnsafeRawBufferPointer(rebasing: bytes[at...]), ends: ends, output)
        }
      }
      at += step.taken
      if step.given > 0 { try put(Array(output[..<step.given])) }
      if step.isDone { return }
    }
  }

  /// One call of the library. It cannot fail but by misuse, as it has its memory since the beginning.
  private func advance(
    _ input: UnsafeRawBufferPointer, ends: Bool, _ output: UnsafeMutableRawBufferPointer
  ) -> (taken: Int, given: Int, isDone: Bool) {
    switch engine {
    case .gzip(let stream):
      let part = Swift.min(input.count, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(part)
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(output.count)
      let status = deflate(stream, ends ? Z_FINISH : Z_NO_FLUSH)
      let used = part - Int(stream.pointee.avail_in)
      let isFull = stream.pointee.avail_out == 0
      return (
        used, output.count - Int(stream.pointee.avail_out),
        ends ? status == Z_STREAM_END || status == Z_STREAM_ERROR : used == input.count && !isFull
      )
    case .zstd(let stream):
      var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
      var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      let left = ZSTD_compressStream2(stream, &to, &from, ends ? ZSTD_e_end : ZSTD_e_continue)
      let isDone = ends ? left == 0 || ZSTD_isError(left) != 0 : from.pos == input.count
      return (from.pos, to.pos, isDone)
    }
  }
}
