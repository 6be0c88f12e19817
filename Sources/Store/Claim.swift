public import Digests
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

/// The sole right to compute the value of a key, among all threads and processes on the store.
///
/// It ends with `release`, with the last reference, or with the process, however that ends.
public final class Claim: Sendable {
  /// Of the value that is being computed.
  public let key: ContentDigest
  /// Somebody else held it first: the value may be there by now.
  public let waited: Bool
  private let lock: Mutex<FileLock>

  init(key: ContentDigest, lock: sending FileLock, waited: Bool) {
    self.key = key
    self.waited = waited
    self.lock = Mutex(lock)
  }

  deinit { release() }

  /// Lets others compute the value; without effect when it is released already.
  public func release() { lock.withLock { $0.releaseAndDelete() } }
}

extension ResultStore {
  /// Waits until no other thread or process computes the value of `key`, then takes that right.
  ///
  /// After waiting the caller looks for the value again. A dead owner's claim is free at once. Claiming a key that this
  /// thread already holds waits for ever.
  /// - Parameter waiting: called once, with the number of the process that holds it, when there is one to wait for.
  /// - Throws: `Interrupted` when `work` is cancelled while it waits; `StoreError`.
  public func claim(
    _ key: ContentDigest, work: Work = .silent, waiting: (_ process: Int?) -> Void = { _ in }
  ) throws -> Claim {
    let path = "\(directory)/claims/\(key.hex)"
    var waited = false
    setAside(path, unlessKind: S_IFREG)
    try guarded { try FileTree.makeDirectory("\(directory)/claims") }
    // Who has the store alone knows that nobody else computes, whatever another host left.
    if isAlone { LockFile.removeOthers(FileLock.nameBeside(path)) }
    while true {
      if let lock = try guarded({ try FileLock(ifFree: path) }) {
        lock.sign("\(getpid())\n")
        return Claim(key: key, lock: lock, waited: waited)
      }
      if !waited {
        let owner = (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        waiting(Int(owner.filter { !$0.isWhitespace }))
      }
      waited = true
      try work.checkCancellation(of: "waiting for another process")
      usleep(20_000)
    }
  }

  /// The value of a key, computed at most once at a time among all processes: looked up, else claimed, looked up again,
  /// else computed by `compute`, which puts it into the store.
  public func value(
    for key: ContentDigest, work: Work, waiting: (_ process: Int?) -> Void = { _ in }, compute: () throws -> Void
  ) throws -> StoredValue? {
    if let value = try value(for: key) { return value }
    let claim = try claim(key, work: work, waiting: waiting)
    defer { claim.release() }
    if let value = try value(for: key) { return value }
    try compute()
    return try value(for: key)
  }

  /// The folder in which the holder of a key's claim keeps unfinished work (checkpoints); created when missing, there
  /// until `removeWork`, or until nobody has touched it for 30 days.
  public func workDirectory(for key: ContentDigest) throws -> String {
    let path = "\(workRoot)/\(key.hex)"
    setAside(path, unlessKind: S_IFDIR)
    try guarded { try FileTree.makeDirectory(path) }
    return path
  }

  /// Whether interrupted work on this key has left something.
  public func hasWork(for key: ContentDigest) -> Bool {
    ((try? FileTree.names(in: "\(workRoot)/\(key.hex)")) ?? []).contains { name in
      !((try? FileTree.names(in: "\(workRoot)/\(key.hex)/\(name)")) ?? [name]).isEmpty
    }
  }

  /// Removes what interrupted work on this key has left.
  public func removeWork(for key: ContentDigest) { FileTree.remove("\(workRoot)/\(key.hex)") }

  private var workRoot: String { "\(directory)/work" }

  func removeStaleWork() {
    let oldest = FileIdentity.now() - 30 * 86_400 * 1_000_000_000
    for name in (try? FileTree.names(in: workRoot)) ?? []
    // What else lies there is not the store's.
    where ContentDigest(name) != nil {
      var facts = stat()
      let path = "\(workRoot)/\(name)"
      if stat(path, &facts) == 0, FileIdentity(path: path, facts).modified < oldest { FileTree.remove(path) }
    }
    // What was found damaged, for those who want to look at it.
    for name in (try? FileTree.names(in: "\(directory)/damaged")) ?? [] {
      var facts = stat()
      let path = "\(directory)/damaged/\(name)"
      if lstat(path, &facts) == 0, FileIdentity(path: path, facts).modified < oldest { FileTree.remove(path) }
    }
    // What processes remembered that could not have this store, and nobody took over.
    for name in (try? FileTree.names(in: "\(directory)/apart")) ?? [] {
      var facts = stat()
      let path = "\(directory)/apart/\(name)"
      guard stat("\(path)/store.sqlite", &facts) == 0, FileIdentity(path: path, facts).modified < oldest,
        LockFile.holder(of: StoreOpening.lockPath(path)) == nil
      else { continue }
      FileTree.remove(path)
    }
    // What a killed process left half-copied; a day is longer than any copy takes.
    for name in (try? FileTree.names(in: "\(directory)/files")) ?? []
    where name.wholeMatch(of: /tmp-[0-9]+-[0-9]+|\.tmp-[0-9]+-[0-9]+\.[0-9]+\.[0-9]+\.tmp/) != nil {
      var facts = stat()
      let path = "\(directory)/files/\(name)"
      let yesterday = FileIdentity.now() - 86_400 * 1_000_000_000
      if stat(path, &facts) == 0, FileIdentity(path: path, facts).modified < yesterday { FileTree.remove(path) }
    }
  }
}
