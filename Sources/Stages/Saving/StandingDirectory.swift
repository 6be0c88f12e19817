import Digests
import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A directory that stands where one is to be written, and what becomes of each thing in it.
struct StandingDirectory {
  let path: String
  /// Files that are as cact wrote them, as they were when that was seen: they go.
  private(set) var own: [String: FileIdentity] = [:]
  /// Files and links of the user's that a new file takes the name of, by the user's word: they go too.
  private(set) var overwritten: Set<String> = []
  /// Everything else: it stays.
  private(set) var kept: [String] = []

  /// - Parameters:
  ///   - shown: the path as the user wrote it.
  ///   - content: what is to be written there.
  ///   - written: names of its files; nil before they are known, when only the whole is looked at.
  ///   - replacing: files and links of these names are to be replaced, whoever made them, but for those in `loaded`.
  /// - Throws: `Refusal` naming what is in the way; `FileError`.
  init(
    _ path: String, shown: String, _ content: DirectoryContent, written: Set<String>?, replacing: Bool,
    loaded: Set<FileNode>
  ) throws {
    self.path = path
    AtomicFile.removeLeftovers(of: path + "/" + DirectoryManifest.name)
    let names = try FileTree.names(in: path)
    try Self.checkMovable(names, in: path, shown: shown)
    let state = DirectoryManifest.state(of: path)
    if case .listed(let files) = state {
      own[DirectoryManifest.name] = Self.facts(path + "/" + DirectoryManifest.name)
      for (name, digest) in files {
        let file = path + "/" + name
        guard !name.contains("/"), FileKind(of: file) == .file, let facts = Self.facts(file),
          try ContentDigest.of(file: file) == digest
        else { continue }
        own[name] = facts
      }
    } else if !replacing, !names.isEmpty {
      var notes = ["it contains \(Refusal.named(names))"]
      if case .unlisted = state {
        notes.append("it was saved by an earlier version of cact, which kept no list of what it wrote")
      }
      throw Refusal(
        "\"\(shown)\" was not written by cact",
        "add `replace`: files of the same names are then replaced, all others stay", notes: notes)
    }
    guard let written else { return }
    var (immovable, changed, misleading): ([String], [String], [String]) = ([], [], [])
    for name in names where own[name] == nil {
      let kind = FileKind(of: path + "/" + name)
      switch (written.contains(name), kind) {
      case (true, .file) where FileNode(at: path + "/" + name).map(loaded.contains) == true: immovable.append(name)
      case (true, .file), (true, .link): if replacing { overwritten.insert(name) } else { changed.append(name) }
      case (true, _): immovable.append(name)
      case (false, _): if content.isPart(name) { misleading.append(name) } else { kept.append(name) }
      }
    }
    if !changed.isEmpty {
      throw Refusal(
        "\"\(shown)\" contains files that were changed after cact wrote them: \(Refusal.named(changed))",
        "add `replace` to replace them, or move them away")
    }
    if !immovable.isEmpty {
      throw Refusal(
        "names of \(content.whole)'s files are taken in \"\(shown)\": \(Refusal.named(immovable))",
        "move them away, or choose another name")
    }
    if !misleading.isEmpty {
      throw Refusal(
        "\"\(shown)\" contains files that would be taken for part of \(content.whole): \(Refusal.named(misleading))",
        "move them away, or choose another name", notes: ["cact removes nothing that it did not write"])
    }
  }

  /// Refuses a directory with things that could not be brought to the one that takes its place.
  private static func checkMovable(_ names: [String], in path: String, shown: String) throws {
    let mounted = names.filter { FileTree.isMounted("\(path)/\($0)") }
    guard mounted.isEmpty else {
      throw Refusal(
        "file systems are mounted in \"\(shown)\": \(Refusal.named(mounted))", "unmount them, or choose another name")
    }
    // Bytes that are no UTF-8 are read as U+FFFD, under which nothing is there.
    let unspelled = names.filter { $0.unicodeScalars.contains("\u{FFFD}") && FileKind(of: "\(path)/\($0)") == nil }
    guard unspelled.isEmpty else {
      throw Refusal(
        "\"\(shown)\" contains files whose names are not UTF-8: \(Refusal.named(unspelled))",
        "rename them, move them away, or choose another name")
    }
  }

  /// A directory that a process left behind when it ended.
  init(leftover path: String) {
    self.path = path
    guard case .listed(let files) = DirectoryManifest.state(of: path) else { return }
    own[DirectoryManifest.name] = Self.facts(path + "/" + DirectoryManifest.name)
    for (name, digest) in files where !name.contains("/") {
      let file = path + "/" + name
      guard FileKind(of: file) == .file, (try? ContentDigest.of(file: file)) == digest else { continue }
      own[name] = Self.facts(file)
    }
  }

  /// Gives the user's files a second name in the directory that will take this one's place, in folders of the same names,
  /// so that there is no moment without them. What cannot have one is moved by `settle`.
  func linkKept(into directory: String) {
    for name in kept where !Self.mirror("\(path)/\(name)", "\(directory)/\(name)") {
      FileTree.remove("\(directory)/\(name)")
    }
  }

  /// - Returns: whether everything below has its second name.
  private static func mirror(_ original: String, _ copy: String) -> Bool {
    guard FileKind(of: original) == .directory else { return link(original, copy) == 0 }
    guard mkdir(copy, 0o700) == 0, let names = try? FileTree.names(in: original) else { return false }
    return names.allSatisfy { mirror("\(original)/\($0)", "\(copy)/\($0)") }
  }

  /// Empties the directory, which is called `aside` by now, into the one that took its place. What cact wrote and what was
  /// to be overwritten is removed, everything else is at home afterwards.
  /// - Parameter returning: the user's folders here are the ones that were there always, those at home their mirrors.
  /// - Returns: whether nothing had to stay.
  @discardableResult
  func settle(from aside: String, into home: String, returning: Bool) -> Bool {
    let names = (try? FileTree.names(in: aside)) ?? []
    // The user's things first: a process that ends here leaves only cact's behind.
    for name in names where own[name] == nil && !overwritten.contains(name) {
      let (from, to) = ("\(aside)/\(name)", "\(home)/\(name)")
      if returning, FileKind(of: from) == .directory, FileKind(of: to) == .directory {
        try? FileTree.exchange(from, to)
      }
      Self.merge(from, to)
    }
    for name in names {
      let from = "\(aside)/\(name)"
      let isOwn = own[name].map { $0 == Self.facts(from) } ?? false
      if isOwn || (overwritten.contains(name) && FileKind(of: from) != .directory) { unlink(from) }
      if own[name] != nil, !isOwn { Self.merge(from, "\(home)/\(name)") }
    }
    return rmdir(aside) == 0
  }

  /// Brings a thing to its place; what is there under another name only loses this one, and what finds its place taken
  /// stays.
  private static func merge(_ from: String, _ to: String) {
    guard FileKind(of: to) != nil else {
      rename(from, to)
      return
    }
    if FileKind(of: from) == .directory {
      guard FileKind(of: to) == .directory else { return }
      for name in (try? FileTree.names(in: from)) ?? [] { merge("\(from)/\(name)", "\(to)/\(name)") }
      rmdir(from)
    } else if FileNode(named: from) == FileNode(named: to) {
      unlink(from)
    }
  }

  /// What tells one state of a file from another, whatever it is called.
  private static func facts(_ path: String) -> FileIdentity? {
    var facts = stat()
    return lstat(path, &facts) == 0 ? FileIdentity(path: "", facts) : nil
  }
}
