/// What a compressed source holds, or the beginning of it.
public struct Unpacked: Sendable {
  /// How the unpacking ended.
  public enum End: Sendable, Hashable {
    /// With the last member.
    case whole
    /// After as many bytes as were asked for; more may follow.
    case stopped
    /// In the middle: the source ends where more was due.
    case cut
  }

  /// The content, as far as it was unpacked.
  public var bytes: [UInt8] = []
  /// How the unpacking ended.
  public var end = End.whole
  /// Compressed bytes taken.
  public var taken = 0

  private static let piece = 1 << 18

  /// Unpacks a source piece by piece; beside the content no more than two pieces are held.
  ///
  /// - Parameters:
  ///   - limit: more bytes than these are an error, seen as soon as they are there: a small file can hold a great many.
  ///   - enough: stops there, where it comes before.
  ///   - isCancelled: asked for each piece.
  ///   - pull: fills the buffer from the compressed source and says how many bytes it gave; 0 at the end.
  /// - Throws: `CodecError` (`damaged`, `tooLarge`, `cancelled`, `memory`); what `pull` throws.
  public init(
    _ codec: Codec, atMost limit: Int, enough: Int = .max, isCancelled: () -> Bool = { false },
    pull: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws {
    let decompressor = try Decompressor(codec)
    var compressed = [UInt8](repeating: 0, count: Self.piece)
    var output = [UInt8](repeating: 0, count: Self.piece)
    var held = 0..<0
    var isAtEnd = false
    while bytes.count < enough {
      if isCancelled() { throw CodecError(.cancelled, at: decompressor.taken, "cancelled") }
      if held.isEmpty, !isAtEnd {
        held = 0..<(try compressed.withUnsafeMutableBytes { try pull($0) })
        isAtEnd = held.isEmpty
      }
      let (used, given) = try compressed.withUnsafeBytes { input in
        try output.withUnsafeMutableBytes { output in
          try decompressor.unpack(UnsafeRawBufferPointer(rebasing: input[held]), into: output)
        }
      }
      held = held.lowerBound + used..<held.upperBound
      bytes += output[..<given]
      guard bytes.count <= limit else {
        throw CodecError(.tooLarge, at: decompressor.taken, "unpacked it is more than \(limit) bytes")
      }
      if isAtEnd, given == 0 { break }
      // Neither side moved: nothing that follows could change that.
      guard used > 0 || given > 0 || held.isEmpty else {
        throw CodecError(.damaged, at: decompressor.taken, "the compressed bytes are damaged")
      }
    }
    taken = decompressor.taken
    if bytes.count >= enough {
      bytes.removeLast(bytes.count - enough)
      end = .stopped
    } else {
      end = decompressor.isWhole ? .whole : .cut
    }
  }

  /// A block of compressed bytes in memory, whose size unpacked is known: no more memory than that is taken, whatever it holds.
  ///
  /// - Throws: `CodecError`, `damaged` also where it is of another size.
  public static func block(
    _ codec: Codec, _ bytes: UnsafeRawBufferPointer, size: Int
  ) throws(CodecError) -> [UInt8] {
    var rest = bytes[...]
    do {
      let block = try Unpacked(codec, atMost: size) { buffer in
        let next = rest.prefix(buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: next))
        rest = rest.dropFirst(next.count)
        return next.count
      }
      guard block.end == .whole, block.bytes.count == size else {
        throw CodecError(.damaged, at: block.taken, "a block of \(size) bytes unpacks to \(block.bytes.count)")
      }
      return block.bytes
    } catch let error as CodecError {
      throw error
    } catch {
      throw CodecError(.damaged, at: 0, "\(error)")
    }
  }
}
