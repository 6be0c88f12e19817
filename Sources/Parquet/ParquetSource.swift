/// Where the bytes of a Parquet file are: it is read from its end, and in parts, of which several threads ask for.
public protocol ParquetSource {
  /// Bytes that there are.
  var size: Int { get }
  /// The bytes of a range that lies within `size`; fewer only where the source has become shorter meanwhile.
  func bytes(_ range: Range<Int>) throws -> [UInt8]
}

/// A file that is in memory.
public struct ParquetBytes: ParquetSource {
  private let content: [UInt8]

  /// The content of a whole file.
  public init(_ content: [UInt8]) { self.content = content }

  /// Bytes that there are.
  public var size: Int { content.count }
  /// A copy of a part.
  public func bytes(_ range: Range<Int>) -> [UInt8] { Array(content[range]) }
}

extension ParquetSource {
  /// The bytes of a range that a file claims to have.
  func checked(_ start: Int, _ count: Int, what: String) throws -> [UInt8] {
    guard start >= 0, count >= 0, start <= size, count <= size - start else {
      throw ParquetError(.damaged, "\(what) lies outside of the file", offset: start)
    }
    let found = try bytes(start..<start + count)
    guard found.count == count else { throw ParquetError(.cut, "\(what) is no longer there", offset: start) }
    return found
  }
}
