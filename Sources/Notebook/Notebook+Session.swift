import Diagnostics
import Digests
import Documents
import Foundation
public import Pipeline
import Store

/// Where a notebook is kept, if anywhere, and the lock that keeps other processes out.
final class Session {
  var path: String?
  var lock: FileLock?
  /// Why the last cell could not be written; nil when it was.
  var problem: NotebookError?
  /// Files that were to be opened and turned out not to be whole.
  var damaged: Set<String> = []
  /// The file as this process read or wrote it last.
  private var known: (identity: FileIdentity?, digest: ContentDigest)?

  /// The file of the session holds bytes of this digest, by this process's doing or knowing.
  func remember(_ digest: ContentDigest) { known = path.map { (try? FileIdentity(ofFile: $0), digest) } }

  /// Whether the file is as this process read or wrote it, or gone: what somebody else has written there is theirs.
  var isAsKnown: Bool {
    guard let path, let known, let identity = try? FileIdentity(ofFile: path) else { return true }
    if identity == known.identity { return true }
    guard let bytes = try? AtomicFile.read(path, as: .session), ContentDigest.of(bytes) == known.digest else {
      return false
    }
    remember(known.digest)
    return true
  }

  deinit { lock?.releaseAndDelete() }
}

extension Notebook {
  /// The session's file; nil: nothing is written.
  public var path: String? { session.path }

  /// What kept the session from being written after the last change.
  public var problem: NotebookError? { session.problem }

  /// What `open` takes the file to be.
  public enum Opening: Sendable {
    /// One that is there.
    case existing
    /// One that is not there yet.
    case new
    case either
  }

  /// Places in the session's file that mean nothing to this program, such as `bindings.x`. They are kept.
  public var foreignPlaces: [String] { foreign.places }

  /// Opens a session, or begins one. The cells that are there come back with their names and settings; nothing runs.
  /// - Returns: whether the session was there.
  /// - Throws: `NotebookError`, also when the file is not what `opening` says; the notebook is then as it was.
  @discardableResult
  public func open(_ path: String, _ opening: Opening = .either) throws -> Bool {
    let path = Notebook.resolved(path)
    let exists = FileManager.default.fileExists(atPath: path)
    switch opening {
    case .existing where !exists:
      throw NotebookError(
        NotebookCodes.absentSession, "there is no session \(path)",
        helps: ["`:open new \"FILE\"` starts one without cells"])
    case .new where exists:
      throw NotebookError(
        NotebookCodes.unwritableSession, "\(path) exists and is not overwritten",
        helps: ["`:open` without `new` continues it; or name another file"])
    case .existing, .new, .either: break
    }
    let lock = path == session.path ? session.lock : try Notebook.lock(path)
    do {
      let digest: ContentDigest
      if exists {
        let (document, known) = try SessionFile.readKnown(path)
        try adopt(document)
        digest = known
      } else {
        try adopt(SessionDocument())
        digest = try SessionFile.write(SessionDocument(), to: path)
      }
      moved(to: path, lock, digest)
    } catch {
      if path != session.path { lock?.releaseAndDelete() }
      if let error = error as? NotebookError, error.isDamage { session.damaged.insert(path) }
      throw error
    }
    return exists
  }

  /// Goes on in another file, which then holds all cells. A damaged session that stands there is set aside first, and so is
  /// what another program has put in the place of this session.
  /// - Returns: where the file that was there is now; nil when there was none.
  /// - Throws: `NotebookError` when the file is a session already or no session at all, or cannot be written.
  @discardableResult
  public func save(as path: String) throws -> String? {
    let path = Notebook.resolved(path)
    if path == session.path {
      let aside = session.isAsKnown ? nil : try Self.setAside(path, as: "changed")
      session.remember(try SessionFile.write(document, to: path))
      return aside
    }
    let lock = try Notebook.lock(path)
    var aside: String?
    do {
      if FileManager.default.fileExists(atPath: path) {
        aside = try setAside(path)
      }
      moved(to: path, lock, try SessionFile.write(document, to: path))
    } catch {
      lock.releaseAndDelete()
      throw error
    }
    return aside
  }

  /// Writes the session if it has a file; what goes wrong is kept in `problem`, as the cell itself is done.
  func keep() {
    session.problem = nil
    guard let path = session.path else { return }
    do {
      try writeKnown(to: path)
      let keys = cells.compactMap { $0.digest.flatMap { ContentDigest($0) } }
      try interpreter.executor.store.pin(session: path, keys: keys)
    } catch let error as NotebookError {
      session.problem = error
    } catch {
      session.problem = NotebookError(
        NotebookCodes.unwritableSession, "the session's results cannot be pinned in the store: \(error)")
    }
  }

  /// Writes the session with the cell that runs in it.
  func keepRunning() {
    session.problem = nil
    guard let path = session.path else { return }
    do {
      try writeKnown(to: path)
    } catch let error as NotebookError {
      session.problem = error
    } catch {
      session.problem = NotebookError(NotebookCodes.unwritableSession, "\(error)")
    }
  }

  /// Writes the session over what this process knows of its file: not over what an editor, another copy or a cell's own
  /// `save` has put there meanwhile.
  private func writeKnown(to path: String) throws {
    guard session.isAsKnown else {
      throw NotebookError(
        NotebookCodes.unwritableSession, "\(path) was changed after this session wrote it, and is not overwritten",
        helps: [
          "at the prompt `:save FILE` saves the cells to another file; `:save` with this name moves the changed one aside"
        ])
    }
    session.remember(try SessionFile.write(document, to: path))
  }

  /// A path beside `path` that no file has: `work.json` gives `work-2.json`.
  public static func fresh(besides path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().path
    let ending = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
    var number = 2
    while FileManager.default.fileExists(atPath: "\(stem)-\(number)\(ending)") { number += 1 }
    return "\(stem)-\(number)\(ending)"
  }

  /// - Parameter digest: of what the file holds.
  private func moved(to path: String, _ lock: FileLock?, _ digest: ContentDigest) {
    if path != session.path { session.lock?.releaseAndDelete() }
    session.path = path
    session.lock = lock
    session.remember(digest)
    keep()
  }

  private static func lock(_ path: String) throws -> FileLock {
    let name = path + ".lock"
    // A file of that name that holds something else is another program's.
    if let kind = FileKind(of: name), kind != .file || !holdsNumber(name) {
      throw NotebookError(
        NotebookCodes.unwritableSession, "\(name) is not a lock file of cact, and is left as it is",
        helps: ["name another file for the session"])
    }
    let lock: FileLock?
    do {
      // Before a lock is made beside what is no session's place: a device, a folder.
      if FileManager.default.fileExists(atPath: path) { try PlainFile.check(path) }
      lock = try FileLock(ifFree: name)
    } catch {
      throw NotebookError(NotebookCodes.unwritableSession, error.description)
    }
    guard let lock else {
      let bytes = (try? AtomicFile.read(name, as: .text)) ?? []
      let number = String(decoding: bytes, as: UTF8.self).trimmingBlankEnds()
      let holder = FileLock.holder(of: name) ?? (number.isEmpty ? "another process" : "process \(number)")
      throw NotebookError(
        NotebookCodes.lockedSession, "the session \(path) is open in \(holder)",
        helps: ["close it there, or name another file with --session"])
    }
    lock.sign("\(getpid())\n")
    return lock
  }

  /// Whether a file holds the number of a process, or nothing yet.
  private static func holdsNumber(_ path: String) -> Bool {
    guard let bytes = try? AtomicFile.read(path, atMost: 64) else { return false }
    return bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x0A }
  }

  /// Renames a session that is not whole. A whole one is somebody's work, and what never was one is none of cact's: neither
  /// is touched.
  private func setAside(_ path: String) throws -> String {
    do {
      _ = try SessionFile.read(path)
    } catch let error as NotebookError
      where error.isDamage && (session.damaged.contains(path) || SessionFile.began(path))
    {
      return try Self.setAside(path, as: "damaged")
    } catch {}
    throw NotebookError(
      NotebookCodes.unwritableSession, "\(path) exists and is not overwritten",
      helps: ["`:open` continues it; or name another file"])
  }

  /// Renames a file to one that is not there yet: `work.json.damaged-1`.
  private static func setAside(_ path: String, as what: String) throws -> String {
    var number = 1
    while FileKind(of: "\(path).\(what)-\(number)") != nil { number += 1 }
    let aside = "\(path).\(what)-\(number)"
    guard rename(path, aside) == 0 else {
      throw NotebookError(NotebookCodes.unwritableSession, FileError(path: path, operation: .setAside).description)
    }
    return aside
  }

  /// Absolute, so that a later change of the working directory does not move the session.
  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: (path as NSString).expandingTildeInPath).resolvingSymlinksInPath().path
  }

  private var document: SessionDocument {
    let scope = interpreter.scope
    var settings = JSONObject()
    for definition in scope.settings.definitions {
      if let value = scope.settings.values[definition.name] { settings[definition.name] = .string(value.plainText) }
    }
    var bindings = JSONObject()
    for (name, binding) in scope.bindings.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("_") {
      var entry: JSONObject = ["type": .string(binding.shape.type.description)]
      if let key = binding.key { entry["digest"] = .string(key.description) }
      if let cell = cells.last(where: { $0.name == name }) { entry["cell"] = .integer(cell.number) }
      if !binding.shape.columns.names.isEmpty {
        entry["columns"] = .array(binding.shape.columns.names.map { .string($0) })
      }
      bindings[name] = .object(entry)
    }
    var cells = cells
    var next = nextNumber
    if let (cell, index) = running {
      if index < cells.count { cells[index] = cell } else { cells.append(cell) }
      next = max(next, cell.number + 1)
    }
    return SessionDocument(
      nextNumber: next, cells: cells, settings: foreign.completing(settings: settings),
      bindings: foreign.completing(bindings: bindings), unknown: foreign.members)
  }
}

extension ArgumentValue {
  /// A setting's value as one reads it.
  public var plainText: String {
    switch self {
    case .number(let x), .rate(let x): "\(x)"
    case .integer(let n), .size(let n): "\(n)"
    case .percentage(let x): "\((x * 1e6).rounded() / 1e4)%"
    case .duration(let x): "\(x)s"
    case .string(let text), .path(let text), .word(let text), .column(let text), .choice(let text): text
    case .flag(let value): value ? "true" : "false"
    case .share, .shard, .expression, .assignments, .sortKeys, .block, .pipeline, .list: ""
    }
  }
}
