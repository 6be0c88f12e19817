import Codecs
import Documents
import Work

/// A file whose content is compressed, which its beginning says, or is to be, which the ending of its name says.
enum PackedFile {
  /// The name without a codec's ending, which says what the content is: `rows.csv` of `rows.csv.gz`.
  static func inner(_ name: String) -> (name: String, codec: Codec?) {
    let ending = RowReader.ending(of: name)
    guard let codec = Codec.of(ending: ending) else { return (name, nil) }
    return (String(name.dropLast(ending.count + 1)), codec)
  }

  /// Bytes that the content of a compressed file may have: its rows and what stands beside them while they are made take three
  /// times as much, and the file itself does not say what it will come to.
  static var largest: Int { Budget.memoryBytes() / 3 }

  /// The content of a compressed file, or its first `enough` bytes.
  ///
  /// - Parameter pull: gives the file's bytes; see `Unpacked`.
  /// - Throws: `RowError`, but for a content that is cut short, which is returned as far as it goes; `Interrupted`.
  static func content(
    _ codec: Codec, name: String, atMost limit: Int = largest, enough: Int = .max, work: Work,
    pull: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  ) throws -> Unpacked {
    do {
      return try Unpacked(
        codec, atMost: limit, enough: enough, isCancelled: { work.cancellation.isCancelled }, pull: pull)
    } catch let error as CodecError {
      try work.checkCancellation()
      throw refusal(error, codec, name)
    } catch let error as FileError {
      throw RowError(.unreadable, file: name, "cannot be read: \(error.reason)")
    }
  }

  private static func refusal(_ error: CodecError, _ codec: Codec, _ name: String) -> RowError {
    switch error.kind {
    case .tooLarge, .memory:
      RowError(
        .unreadable, file: name, offset: error.offset,
        "unpacked it takes more memory than this job has for it: \(error.message) (\(codec.rawValue), byte \(error.offset))",
        help: "unpack it, and split it into files of fewer rows")
    case .damaged, .cut, .cancelled:
      RowError(
        .damaged, file: name, offset: error.offset,
        "the compressed file is damaged: \(error.message) (\(codec.rawValue), byte \(error.offset))",
        help: "fetch the file again")
    }
  }

  /// The same for bytes in memory.
  static func content(
    of bytes: [UInt8], _ codec: Codec, name: String, enough: Int = .max, work: Work
  ) throws -> Unpacked {
    var rest = bytes[...]
    return try content(codec, name: name, enough: enough, work: work) { buffer throws(FileError) in
      let next = rest.prefix(buffer.count)
      next.withUnsafeBytes { buffer.copyMemory(from: $0) }
      rest = rest.dropFirst(next.count)
      return next.count
    }
  }
}
