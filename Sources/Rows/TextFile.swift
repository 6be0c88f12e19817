package import Digests

/// A file that texts stand in, of which parts are read while it is as it was.
protocol TextFile: AnyObject, Sendable {
  /// What says whether it is.
  var standing: StandingFile { get }
  /// Bytes that texts can stand in: places in them are below it.
  var size: Int { get }
  /// Those at a place; nil where the file is not what it was. For any number of threads at once.
  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8>?
}

/// A file whose own bytes are the texts.
extension StandingFile: TextFile {
  var standing: StandingFile { self }

  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8>? {
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      isRead = range.isEmpty || read(range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
      filled = isRead ? range.count : 0
    }
    return isRead ? bytes[...] : nil
  }
}
