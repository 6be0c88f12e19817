public import Digests
import Documents
import Foundation
import GRDB
import Synchronization
import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ResultStore {
  /// Whether the value of a key was found damaged by this process and has not been put again.
  public func wasDamaged(_ key: ContentDigest) -> Bool { damage.withLock { $0.missing.contains(key) } }

  /// Sets a file of the store aside that its reader found damaged: a checkpoint.
  public func setAside(file path: String) {
    let name = (path as NSString).lastPathComponent
    move(path, aside: "\(ContentDigest.of(path).short)-\(name)")
  }

  // MARK: - Inside the module

  func setAside(_ path: String, unlessKind kind: mode_t) {
    guard let other = StoreOpening.setAside(path, unlessKind: kind) else { return }
    damage.withLock { $0.found.stores.append(other) }
  }

  /// Forgets a value whose row is not as it was written.
  func discard(_ key: ContentDigest) throws {
    var isIndexAtFault = damage.withLock { damage in
      damage.found.values.append(key)
      damage.missing.insert(key)
      return !damage.once.insert(key).inserted
    }
    try write { database in
      // What was put anew and is damaged again is another key's value: the whole database goes, and `body` runs once more.
      if isIndexAtFault {
        isIndexAtFault = false
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a value is not under its key")
      }
      try drop([key.data.databaseValue], database)
    }
  }

  /// Whether a file or directory under files/ holds what its name says.
  ///
  /// Whole files are read for that once per process, and again when one's inode, size or time has changed: whoever uses
  /// them reads them anyway, and what goes bad on the disk in between is found by the next process.
  /// - Throws: `Interrupted` when `work` is cancelled.
  func isSound(_ path: String, _ digest: ContentDigest, work: Work = .silent) throws -> Bool {
    guard let identities = try? identities(path) else { return false }
    if verified.withLock({ $0[digest] }) == identities { return true }
    do {
      let found =
        try FileTree.isDirectory(path)
        ? ContentDigest.of(directory: path) { try ContentDigest.of(file: $0, work: work) }
        : ContentDigest.of(file: path, work: work)
      guard found == digest else { return false }
    } catch let stop as Interrupted {
      throw stop
    } catch {
      return false
    }
    verified.withLock { $0[digest] = identities }
    return true
  }

  private func identities(_ path: String) throws -> [FileIdentity] {
    guard FileTree.isDirectory(path) else { return [try FileIdentity(ofFile: path)] }
    return try FileTree.files(under: path).map { try FileIdentity(ofFile: "\(path)/\($0)") }
  }

  /// Renames a file or directory whose content is not what its name says, and forgets the values that were in it.
  func setAsideFile(of digest: ContentDigest) throws {
    move(filePath(of: digest), aside: digest.hex)
    try write { database in
      for row in try Row.fetchAll(database, sql: "SELECT key FROM value WHERE file = ?", arguments: [digest.data]) {
        guard let key = Self.digest(try? row.decode(Data.self, atIndex: 0)) else { continue }
        damage.withLock { _ = $0.missing.insert(key) }
      }
      try database.execute(sql: "DELETE FROM value WHERE file = ?", arguments: [digest.data])
      try database.execute(sql: "DELETE FROM file WHERE digest = ?", arguments: [digest.data])
    }
  }

  private func move(_ path: String, aside name: String) {
    let aside = "\(directory)/damaged/\(name)"
    FileTree.remove(aside)
    guard rename(path, aside) == 0 else { return FileTree.remove(path) }
    // The days until it goes begin now.
    utimes(aside, nil)
    damage.withLock { $0.found.files.append(aside) }
  }
}
