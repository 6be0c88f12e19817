import Digests
import Documents
import Work

/// Copies of what a store holds as files, summed up as they are made.
enum StoreCopy {
  /// Copies a file, or the files of a directory but the hidden ones. Returns the digest of what was written.
  /// - Parameter copied: told of every piece, in bytes.
  /// - Throws: `FileError`; `Interrupted`.
  static func item(
    _ source: String, to target: String, _ work: Work, copied: (Int) -> Void = { _ in }
  ) throws -> ContentDigest {
    guard FileTree.isDirectory(source) else { return try file(source, to: target, work, copied: copied) }
    try FileTree.makeDirectory(target)
    var digests: [String: ContentDigest] = [:]
    for name in try FileTree.files(under: source) {
      let place = "\(target)/\(name)"
      if let slash = name.lastIndex(of: "/") { try FileTree.makeDirectory("\(target)/\(name[..<slash])") }
      digests[place] = try file("\(source)/\(name)", to: place, work, copied: copied)
    }
    AtomicFile.syncDirectory(target)
    return try ContentDigest.of(directory: target) { place in try digests[place] ?? ContentDigest.of(file: place) }
  }

  /// Copies a file, synced.
  static func file(
    _ source: String, to target: String, _ work: Work, copied: (Int) -> Void = { _ in }
  ) throws -> ContentDigest {
    let output = try AtomicFile.Writer(target)
    let digest = try sum(source, work) { piece in
      try output.write(piece)
      copied(piece.count)
    }
    try output.commit()
    return digest
  }

  /// The digest of a file or a directory as it is on the disk now. Throws `FileError`; `Interrupted`.
  static func digest(_ path: String, _ work: Work, read: (Int) -> Void = { _ in }) throws -> ContentDigest {
    guard FileTree.isDirectory(path) else { return try sum(path, work) { read($0.count) } }
    return try ContentDigest.of(directory: path) { place in try sum(place, work) { read($0.count) } }
  }

  private static func sum(
    _ path: String, _ work: Work, piece: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> ContentDigest {
    let input = try PlainFile(path)
    var builder = ContentDigest.Builder()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      try work.checkCancellation()
      let count = try input.read(into: buffer)
      if count == 0 { return builder.finalize() }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      builder.update(bytes)
      try piece(bytes)
    }
  }
}
