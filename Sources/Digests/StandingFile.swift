import CLinux
package import Documents
import Synchronization
package import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file whose content is known by its digest, and of which parts are read while it has that content and no other.
///
/// It is open while anyone refers to it, so that another file under its name, or none, changes nothing here. Who writes into the file
/// itself is found out by the time of its last change, which only the system's clock sets, at every single reading: what is read
/// is what the digest stands for, or a `FileChange`.
package final class StandingFile: Sendable {
  /// Absolute.
  package let path: String
  /// Of all its bytes.
  package let digest: ContentDigest
  /// Bytes that it has.
  package let size: Int
  // Unchecked: of the file only its number is used, and `path`, which never change.
  nonisolated(unsafe) private let file: PlainFile
  /// The state of the file for which the digest is known to stand.
  private let known: Mutex<State>
  /// The same's time of change, to be compared without a lock.
  private let changed: Atomic<Int64>

  private struct State {
    var identity: FileIdentity
    var isOther = false
  }

  private init(_ file: PlainFile, _ identity: FileIdentity, _ digest: ContentDigest) {
    self.file = file
    self.digest = digest
    path = identity.path
    size = file.size
    known = Mutex(State(identity: identity))
    changed = Atomic(identity.changed)
  }

  /// What tells the file as it is now from any other state of it.
  package var identity: FileIdentity { known.withLock { $0.identity } }

  // MARK: - Opening

  /// The file at `path`, whose digest is taken, or remembered; nil where it changes all the time.
  ///
  /// A file that has just been written may change once more unseen: it is waited for, two seconds at most.
  /// - Throws: `FileError`; `Interrupted`.
  package static func open(_ path: String, work: Work) throws -> StandingFile? {
    let file = try PlainFile(path)
    guard let identity = try settled(file, path: try FileIdentity(ofFile: path).path, work) else { return nil }
    let digest = try ContentDigest.of(file: path, work: work)
    // What was summed up by its name has to be what is open.
    guard try FileIdentity(ofFile: path) == identity, try Self.identity(of: file, path: identity.path) == identity
    else { return nil }
    return shared(StandingFile(file, identity, digest))
  }

  /// The file in which rows stood that were remembered: it has to be as it was, or to have the same content.
  /// - Throws: `FileChange`; `FileError` where it cannot be read; `Interrupted`.
  package static func again(
    _ identity: FileIdentity, _ digest: ContentDigest, work: Work = .silent
  ) throws -> StandingFile {
    if let open = open.withLock({ $0[Name(path: identity.path, digest: digest)]?.file }), open.isUnchanged {
      return open
    }
    let file = try PlainFile(identity.path)
    if try Self.identity(of: file, path: identity.path) == identity {
      return shared(StandingFile(file, identity, digest))
    }
    guard file.size == identity.size, let now = try settled(file, path: identity.path, work),
      try ContentDigest.of(file: identity.path, work: work) == digest,
      try FileIdentity(ofFile: identity.path) == now, try Self.identity(of: file, path: identity.path) == now
    else { throw FileChange(path: identity.path) }
    return shared(StandingFile(file, now, digest))
  }

  /// Of the file that is open, once it has not changed for so long that another change would be seen; nil where it goes on changing.
  private static func settled(_ file: PlainFile, path: String, _ work: Work) throws -> FileIdentity? {
    for _ in 0..<150 {
      let identity = try identity(of: file, path: path)
      if identity.isSettled(at: FileIdentity.now()) { return identity }
      try work.checkCancellation()
      usleep(20_000)
    }
    return nil
  }

  private struct Name: Hashable {
    var path: String
    var digest: ContentDigest
  }

  private struct Reference {
    weak var file: StandingFile?
  }

  /// Those that are in use: columns of one file share what is open.
  private static let open = Mutex<[Name: Reference]>([:])

  private static func shared(_ file: StandingFile) -> StandingFile {
    open.withLock { open in
      open = open.filter { $0.value.file != nil }
      open[Name(path: file.path, digest: file.digest)] = Reference(file: file)
      return file
    }
  }

  private static func identity(of file: PlainFile, path: String) throws(FileError) -> FileIdentity {
    var facts = stat()
    guard fstat(file.descriptor, &facts) == 0 else { throw FileError(path: file.path, operation: .read) }
    return FileIdentity(path: path, facts)
  }

  // MARK: - Reading

  /// Fills `buffer` with the bytes from `start` on; false where they are not those that the digest stands for: then
  /// `FileChange.log` says so too. For any number of threads at once.
  package func read(_ start: Int, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var count = 0
    while count < buffer.count {
      let got = pread(
        file.descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count, off_t(start + count))
      if got > 0 {
        count += got
      } else if got == 0 || errno != EINTR {
        break
      }
    }
    // Behind the reading: whoever writes after this look has not been read.
    if count == buffer.count, isUnchanged { return true }
    FileChange.log.note(path)
    return false
  }

  /// Whether the file has the content that its digest stands for.
  package var isUnchanged: Bool {
    guard let now = try? Self.identity(of: file, path: path) else { return false }
    if now.changed == changed.load(ordering: .relaxed), now.size == size { return true }
    return known.withLock { state in
      if state.isOther { return false }
      if now == state.identity { return true }
      // It may have been renamed or marked: its bytes say what it is.
      guard now.size == size, digestNow() == digest else {
        state.isOther = true
        return false
      }
      guard (try? Self.identity(of: file, path: path)) == now else { return false }
      if now.isSettled(at: FileIdentity.now()) {
        state.identity = now
        changed.store(now.changed, ordering: .relaxed)
      }
      return true
    }
  }

  private func digestNow() -> ContentDigest? {
    var builder = ContentDigest.Builder()
    for start in stride(from: 0, to: size, by: 1 << 20) {
      guard let part = try? file.part(start..<min(size, start + 1 << 20)), !part.isEmpty else { return nil }
      builder.update(part)
    }
    return builder.finalize()
  }
}
