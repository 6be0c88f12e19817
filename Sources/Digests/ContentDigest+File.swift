import Documents
import Synchronization
public import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ContentDigest {
  private static let remembered = Mutex<[FileIdentity: ContentDigest]>([:])

  /// Of a file's bytes, read in pieces of 1 MB; remembered in this process while path, device, inode, size and
  /// times of change stay, unless the file changed within the last two seconds. Throws `FileError`,
  /// and `Interrupted` when `work` is cancelled: a model's weights take minutes to read.
  public static func of(file path: String, work: Work = .silent) throws -> ContentDigest {
    try of(file: path, work: work, recall: { _ in nil }, remember: { _, _ in })
  }

  /// The same with a memory of the caller's, asked first; this process remembers what comes from it too.
  package static func of(
    file path: String, work: Work = .silent, recall: (FileIdentity) throws -> ContentDigest?,
    remember: (FileIdentity, ContentDigest) throws -> Void
  ) throws -> ContentDigest {
    let identity = try FileIdentity(ofFile: path)
    let now = FileIdentity.now()
    guard identity.isSettled(at: now) else { return try reading(path, work) }
    if let digest = try recall(identity) {
      remembered.withLock { $0[identity] = digest }
      return digest
    }
    if let digest = remembered.withLock({ $0[identity] }) {
      try remember(identity, digest)
      return digest
    }
    let digest = try reading(path, work)
    // Only when nothing moved while it was read.
    if try FileIdentity(ofFile: path) == identity {
      remembered.withLock { $0[identity] = digest }
      try remember(identity, digest)
    }
    return digest
  }

  /// Of a directory: of the sorted relative names of its files (hidden ones left out) and their digests.
  /// Throws `FileError`.
  public static func of(directory path: String) throws -> ContentDigest {
    try of(directory: path, file: { try of(file: $0) })
  }

  package static func of(directory path: String, file: (String) throws -> ContentDigest) throws -> ContentDigest {
    var builder = Builder()
    for name in try FileTree.files(under: path) {
      builder.update(name)
      builder.update(try file("\(path)/\(name)"))
    }
    return builder.finalize()
  }

  private static func reading(_ path: String, _ work: Work) throws -> ContentDigest {
    let file = try PlainFile(path)
    var builder = Builder()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      try work.checkCancellation()
      let count = try file.read(into: buffer)
      if count == 0 { return builder.finalize() }
      builder.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
