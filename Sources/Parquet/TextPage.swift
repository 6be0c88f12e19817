import Documents

/// A page of a column's texts, which can be unpacked by itself.
public struct TextPage: Sendable, Equatable {
  /// Where in the file what is packed begins.
  public var offset: Int
  /// Bytes that it has there.
  public var packedSize: Int
  /// Bytes that it has unpacked.
  public var size: Int
  /// The codec's number in parquet.thrift.
  public var codec: Int

  /// A page of the form that a file's own page has.
  public init(offset: Int, packedSize: Int, size: Int, codec: Int) {
    self.offset = offset
    self.packedSize = packedSize
    self.size = size
    self.codec = codec
  }

  /// Its content, of the bytes that the file has at its place. Throws `ParquetError` where these are others. O(size).
  public func unpacked(_ bytes: [UInt8]) throws(ParquetError) -> [UInt8] {
    try PageCodec(codec).unpacked(bytes, size: size)
  }
}

/// The pages of a column whose texts stay in them: a value is a place in their contents, one behind another.
struct ReferredPages {
  private(set) var pages: [TextPage] = []
  /// Of each page, where there was room for it.
  private(set) var contents: [[UInt8]?] = []
  /// Bytes that the pages have together.
  private(set) var size = 0
  /// A value stands in no page as it is.
  var isUnfit = false
  private let form: ValueForm
  /// Where the last page begins.
  private var start = 0

  /// - Parameter form: of the column, which is one of texts or of bytes.
  init(_ form: ValueForm) { self.form = form }

  /// Adds a page, whose values come next.
  mutating func add(_ page: TextPage, content: [UInt8]?) {
    start = size
    size += page.size
    pages.append(page)
    contents.append(content)
  }

  /// Where a value of the last page stands.
  func place(_ range: Range<Int>, of bytes: [UInt8]) -> ColumnValues.Place {
    ColumnValues.Place(
      start: start + range.lowerBound, count: range.count, isIllFormed: !form.isText(bytes[range]))
  }
}

extension ValueForm {
  /// Whether a column of this form has texts that can stay in their pages.
  var isOfTexts: Bool { self == .text || self == .bytes }

  fileprivate func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard self == .text else { return ValueText.isText(bytes) }
    return bytes.withUnsafeBufferPointer { UTF8Bytes.firstIllFormed($0) == nil }
  }
}
