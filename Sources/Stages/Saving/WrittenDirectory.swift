import Digests
import Documents
import Foundation
import Pipeline
import Store
import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a directory of the user's holds that cact writes: how messages call it, and which names belong to it.
struct DirectoryContent {
  /// `a model`
  var what: String
  /// `the model`
  var whole: String
  /// Whether a reader would take a file of this name for part of it, whoever wrote the file.
  var isPart: @Sendable (String) -> Bool
}

/// A directory that cact writes for the user.
///
/// `cact.json` in it says which files cact wrote, and as what: only these are ever removed.
struct WrittenDirectory {
  /// As the user wrote it.
  let path: String
  let place: ResolvedPath
  let content: DirectoryContent
  /// Files and links that stand in the way are to be replaced, whoever made them.
  let replacing: Bool
  /// What the content was made of, which stays whatever is to be replaced.
  let loaded: Set<FileNode>

  init(_ path: String, _ content: DirectoryContent, replacing: Bool, loaded: [String]) {
    self.path = path
    self.content = content
    place = ResolvedPath((path as NSString).expandingTildeInPath)
    self.replacing = replacing
    self.loaded = Set(loaded.compactMap { FileNode(at: $0) })
  }

  /// What became of other things there.
  struct Outcome {
    /// Names of the user's files that stayed beside the new ones.
    var kept: [String] = []
    /// Names of files that cact had not written, or not so.
    var overwritten: [String] = []
    /// Folders with things of the user's that could not be moved to their place.
    var left: [String] = []
  }

  /// Looks at what stands in the place, before anything is made for it.
  ///
  /// - Parameters:
  ///   - written: names of the files to come; nil before they are known.
  ///   - store: the folder of remembered results.
  /// - Returns: nil where no directory stands there: nothing, or a link that is to be replaced.
  /// - Throws: `Refusal`; `FileError`.
  @discardableResult
  func check(written: Set<String>? = nil, store: String?) throws -> StandingDirectory? {
    if let reason = ProtectedPlaces.reason(place.path, store: store) {
      throw Refusal("\"\(path)\" \(reason)", "name a directory in it")
    }
    switch FileKind(of: place.path) {
    case nil: return nil
    case .directory:
      return try StandingDirectory(
        place.path, shown: path, content, written: written, replacing: replacing, loaded: loaded)
    case .link:
      guard replacing else {
        throw Refusal(
          "\"\(path)\" is a link that cact did not make",
          "add `replace` to replace the link; its target stays")
      }
      return nil
    case .file, .other:
      throw Refusal("\"\(path)\" is a file; \(content.what) is saved to a directory", "choose another name")
    }
  }

  /// Has everything written beside the place, then takes the place in one step: whenever the process ends, the old directory
  /// or the new one stands there, whole.
  ///
  /// - Parameter body: puts files, and no folders, into the directory that it is given; what it returns stands in `cact.json`.
  /// - Throws: `Refusal`; `FileError`; what `body` throws.
  func write(store: String?, work: Work, _ body: (String) throws -> JSONObject) throws -> Outcome {
    try FileTree.makeDirectory(place.folder)
    let staging = try begin(work)
    var landed = false
    defer { if !landed { FileTree.remove(staging) } }
    let provenance = try body(staging)

    let lock = try FolderLock(place.folder, work: work)
    defer { lock.release() }
    let leftovers = clearLeftovers(but: staging)
    let files = try DirectoryManifest.finish(in: staging, provenance: provenance)
    AtomicFile.syncDirectory(staging)
    // Whatever came there meanwhile counts.
    let standing = try check(written: Set(files.keys).union([DirectoryManifest.name]), store: store)
    var outcome = Outcome(
      kept: (standing?.kept ?? []).sorted(), overwritten: (standing?.overwritten ?? []).sorted(), left: leftovers)
    if let standing {
      var facts = stat()
      if stat(place.path, &facts) == 0 { chmod(staging, facts.st_mode & 0o7777) }
      standing.linkKept(into: staging)
      let aside = try swap(staging)
      landed = true
      if !standing.settle(from: aside, into: place.path, returning: true) { outcome.left.append(aside) }
    } else if FileKind(of: place.path) == .link {
      let aside = try swap(staging)
      landed = true
      unlink(aside)
    } else {
      guard rename(staging, place.path) == 0 else { throw FileError(path: path, operation: .write) }
      landed = true
    }
    AtomicFile.syncDirectory(place.folder)
    return outcome
  }

  /// Makes the directory in which all is written. The folder is locked meanwhile: another process would clear one that
  /// does not say yet whose it is.
  private func begin(_ work: Work) throws -> String {
    let lock = try FolderLock(place.folder, work: work)
    defer { lock.release() }
    let staging = temporaryPath()
    guard mkdir(staging, 0o777) == 0 else { throw FileError(path: path, operation: .write) }
    do { try DirectoryManifest.begin(in: staging) } catch {
      FileTree.remove(staging)
      throw error
    }
    return staging
  }

  /// Puts the new directory in the place; returns where that which stood there is now.
  private func swap(_ staging: String) throws -> String {
    do {
      try FileTree.exchange(staging, place.path)
      return staging
    } catch  where [EINVAL, ENOSYS, ENOTSUP].contains(error.code) {
      // Some network file systems cannot: there is a moment with neither, and the next `save` puts back what it finds.
      let aside = temporaryPath()
      guard rename(place.path, aside) == 0 else { throw FileError(path: path, operation: .replace) }
      guard rename(staging, place.path) == 0 else {
        let error = FileError(path: path, operation: .write)
        rename(aside, place.path)
        throw error
      }
      return aside
    }
  }

  // MARK: - What a killed process left

  private static let mark = ".cact-partial"

  private func temporaryPath() -> String {
    let number = String(UInt64.random(in: 0 ... .max), radix: 16)
    return place.beside(".\(place.name).\(number)\(Self.mark)")
  }

  /// Clears directories that earlier saves to this place left when their process was killed: half-written ones, and whole
  /// ones whose swap was not finished, out of which the user's things are moved home. The folder is locked.
  /// - Returns: those in which something had to stay.
  private func clearLeftovers(but staging: String) -> [String] {
    var left: [String] = []
    let prefix = ".\(place.name)."
    for name in (try? FileTree.names(in: place.folder)) ?? [] {
      guard name.hasPrefix(prefix), name.hasSuffix(Self.mark), case let path = place.beside(name), path != staging,
        UInt64(name.dropFirst(prefix.count).dropLast(Self.mark.count), radix: 16) != nil,
        FileKind(of: path) == .directory
      else { continue }
      if case .unfinished(let process) = DirectoryManifest.state(of: path) {
        if process.isAlive || (!process.canBeAsked && !Self.isOld(path)) { continue }
        // That process made the folder and put nothing but files in it.
        for file in (try? FileTree.names(in: path)) ?? [] where FileKind(of: path + "/" + file) == .file {
          unlink(path + "/" + file)
        }
        rmdir(path)
      } else if FileKind(of: place.path) == nil, rename(path, place.path) == 0 {
        continue
      } else if FileKind(of: place.path) == .directory {
        if !StandingDirectory(leftover: path).settle(from: path, into: place.path, returning: false) {
          left.append(path)
        }
      }
    }
    return left
  }

  /// A day is longer than any save takes on a machine that cannot be asked.
  private static func isOld(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0
      && FileIdentity.now() - FileIdentity(path: path, facts).modified > 86_400 * 1_000_000_000
  }
}

extension WrittenDirectory.Outcome {
  /// What became of other things there, for the block of a stage.
  func lines(beside whole: String) -> [StageBlock.Line] {
    var lines: [StageBlock.Line] = []
    if !overwritten.isEmpty {
      lines.append(StageBlock.Line("replaced, though not written by cact: \(Refusal.named(overwritten))"))
    }
    if !kept.isEmpty { lines.append(StageBlock.Line("left in place beside \(whole): \(Refusal.named(kept))")) }
    return lines
      + left.map {
        StageBlock.Line("not written by cact, and not moved back when a save was interrupted: \($0)")
      }
  }
}
