import Digests
import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Store
import Tuning
import Work

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A tuned model as a Hugging Face directory of the user's.
///
/// `cact.json` in it says which files cact wrote, and as what: only these are ever removed.
struct ModelDirectory {
  /// As the user wrote it.
  let path: String
  let place: ResolvedPath
  /// Files and links that stand in the way are to be replaced, whoever made them.
  let replacing: Bool
  /// What the model was made of, which stays whatever is to be replaced.
  let loaded: Set<FileNode>

  init(_ path: String, replacing: Bool, loaded: [String]) {
    self.path = path
    place = ResolvedPath((path as NSString).expandingTildeInPath)
    self.replacing = replacing
    self.loaded = Set(loaded.compactMap { FileNode(at: $0) })
  }

  /// What was written, and what became of other things there.
  struct Written {
    /// The number format of the weights.
    var type: StoredType
    /// Names of the user's files that stayed beside the model's.
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
      return try StandingDirectory(place.path, shown: path, written: written, replacing: replacing, loaded: loaded)
    case .link:
      guard replacing else {
        throw Refusal(
          "\"\(path)\" is a link that cact did not make",
          "add `replace` to replace the link; its target stays")
      }
      return nil
    case .file, .other:
      throw Refusal("\"\(path)\" is a file; a model is saved to a directory", "choose another name")
    }
  }

  /// Writes the model, or its adapter alone as PEFT keeps it, beside its place, then takes the place in one step: whenever
  /// the process ends, the old directory or the new one stands there, whole. The weights are written in `type`, nil for the
  /// number format of the model it was tuned from.
  func write(_ model: ModelValue, as type: StoredType?, store: String?, models library: ModelLibrary, work: Work) throws
    -> Written
  {
    let loaded = try library.load(directory: model.directory, expecting: model.digest)
    let tuned = loaded.model
    try FileTree.makeDirectory(place.folder)
    let staging = try begin(work)
    var landed = false
    defer { if !landed { FileTree.remove(staging) } }
    try tuned.write(into: staging, dtype: type, tokenizerFrom: model.directory)
    try LearnedEnd(
      token: library.template(of: model).endToken(in: loaded.tokenizer), tokenizer: loaded.tokenizer
    ).name(in: staging, base: library.baseDirectory(model.directory), configuration: tuned.configuration)

    let lock = try FolderLock(place.folder, work: work)
    defer { lock.release() }
    let leftovers = clearLeftovers(but: staging)
    let files = try DirectoryManifest.finish(in: staging, provenance: Self.provenance(model))
    AtomicFile.syncDirectory(staging)
    // Whatever came there meanwhile counts.
    let standing = try check(written: Set(files.keys).union([DirectoryManifest.name]), store: store)
    var written = Written(
      type: type ?? tuned.originalType, kept: (standing?.kept ?? []).sorted(),
      overwritten: (standing?.overwritten ?? []).sorted(), left: leftovers)
    if let standing {
      var facts = stat()
      if stat(place.path, &facts) == 0 { chmod(staging, facts.st_mode & 0o7777) }
      standing.linkKept(into: staging)
      let aside = try swap(staging)
      landed = true
      if !standing.settle(from: aside, into: place.path, returning: true) { written.left.append(aside) }
    } else if FileKind(of: place.path) == .link {
      let aside = try swap(staging)
      landed = true
      unlink(aside)
    } else {
      guard rename(staging, place.path) == 0 else { throw FileError(path: path, operation: .write) }
      landed = true
    }
    AtomicFile.syncDirectory(place.folder)
    return written
  }

  /// Makes the directory in which the model is written. The folder is locked meanwhile: another process would clear one that
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

  /// Base and recipe, so that the directory says how it came about.
  private static func provenance(_ model: ModelValue) -> JSONObject {
    let options = model.recipe.options
    return JSONObject([
      ("written_by", .string("cact")), ("digest", .string(model.digest.description)),
      ("base", model.base.path.map { .string(ModelLibrary.name(of: $0)) } ?? .null),
      ("base_digest", .string(model.base.digest.description)), ("pipeline", .string(model.recipe.text)),
      ("rows", .integer(Int64(model.recipe.rows))), ("steps", .integer(Int64(model.outcome.steps))),
      ("epochs", .number(options.epochs)), ("learning_rate", .number(options.learningRate)),
      ("seed", .string(String(options.seed))), ("template", .string(model.recipe.template)),
      ("learned_tokens", .integer(Int64(model.outcome.learnedTokens))),
    ])
  }
}
