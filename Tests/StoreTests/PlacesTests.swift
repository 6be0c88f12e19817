import Digests
import Documents
import Foundation
import Store
import TestSupport
import Testing

@Suite("Places that a user names") struct PlacesTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    for name in ["a", "a/b", "store", "store/files"] { try FileTree.makeDirectory(folder(name)) }
    symlink("a", folder("link"))
  }

  @Test func everySpellingIsOnePlace() {
    let wanted = folder("a/b")
    for spelling in [
      "a/b", "a//b", "a/b/", "a/b///", "a/./b", "a/b/.", "a/b/../b", "link/b", "link/../a/b", "a/none/../b", "./a/b",
    ] {
      #expect(ResolvedPath(folder(spelling)).path == wanted, "\(spelling)")
    }
    // The last name is not followed, however it ends; what "." and ".." mean is.
    #expect(ResolvedPath(folder("link")).path == folder("link"))
    #expect(ResolvedPath(folder("link/")).path == folder("link"))
    #expect(ResolvedPath(folder("link/.")).path == folder("a"))
    #expect(ResolvedPath(folder("link/..")).path == folder.path)
    #expect(ResolvedPath("/").path == "/" && ResolvedPath("/..").path == "/" && ResolvedPath("//").name.isEmpty)
    #expect(ResolvedPath("x/../..").path == ResolvedPath("..").path)
    #expect(ResolvedPath(".").path == FileManager.default.currentDirectoryPath)
  }

  @Test func whatIsNeverReplacedIsKnownByWhatItIs() throws {
    symlink(FileManager.default.currentDirectoryPath, folder("here"))
    symlink(folder("here"), folder("there"))
    for spelling in [".", "./", "Sources/..", "/proc/self/cwd", "/proc/self/cwd/", folder("here"), folder("there")] {
      #expect(ProtectedPlaces.reason(spelling) == "is the working directory", "\(spelling)")
    }
    #expect(ProtectedPlaces.reason("..") == "contains the working directory")
    #expect(ProtectedPlaces.reason("/")?.hasSuffix("the working directory") == true)
    #expect(ProtectedPlaces.reason("/proc") == "is the root of a file system")
    let account = try #require(getpwuid(getuid()).flatMap { $0.pointee.pw_dir.map { String(cString: $0) } })
    #expect(ProtectedPlaces.reason(account) != nil)
    let store = folder("store")
    #expect(ProtectedPlaces.reason(store, store: store) == "is the store of remembered results")
    #expect(ProtectedPlaces.reason(folder.path, store: store) == "contains the store of remembered results")
    #expect(ProtectedPlaces.reason(folder("store/files"), store: store) == "is inside the store of remembered results")
    #expect(ProtectedPlaces.reason(folder("a"), store: store) == nil)
    #expect(ProtectedPlaces.reason(folder("none"), store: store) == nil)
  }

  @Test func twoNamesChangePlaces() throws {
    try AtomicFile.write("x", to: folder("a/f"))
    try FileTree.exchange(folder("a"), folder("store"))
    #expect(try FileTree.names(in: folder("store")).sorted() == ["b", "f"])
    try FileTree.exchange(folder("link"), folder("store"))
    #expect(FileKind(of: folder("link")) == .directory && FileKind(of: folder("store")) == .link)
    let error = #expect(throws: FileError.self) { try FileTree.exchange(folder("a"), folder("none")) }
    #expect(error?.isMissing == true)
  }

  @Test func aWriterThatFollowsNoLinkReplacesIt() throws {
    try AtomicFile.write("mine", to: folder("f"))
    symlink("f", folder("l"))
    let writer = try AtomicFile.Writer(folder("l"), followsLink: false)
    try writer.write(Array("new".utf8))
    try writer.commit()
    #expect(FileKind(of: folder("l")) == .file)
    #expect(try AtomicFile.read(folder("f")) == Array("mine".utf8))
    #expect(try AtomicFile.read(folder("l")) == Array("new".utf8))
  }

  /// A store in a folder of the user's that has folders of the same names.
  @Test func theStoreClearsWhatIsItsOwn() throws {
    let old = Date(timeIntervalSinceNow: -90 * 86_400)
    let key = String(repeating: "ab", count: 32)
    let mine = ["work/thesis/chapter", "work/notes", "files/tmp-photos/a", "files/.tmp-12/a"]
    let stale = ["work/\(key)/checkpoint", "files/tmp-12-345/half", "files/.tmp-12-345.12.99.tmp/half"]
    for name in mine + stale {
      try FileTree.makeDirectory(folder(name))
      try AtomicFile.write("x", to: folder(name + "/f"))
    }
    for name in mine + stale {
      let parts = name.split(separator: "/").prefix(2).joined(separator: "/")
      try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: folder(parts))
    }
    try ResultStore(directory: folder.path).evict()
    for name in mine { #expect(FileTree.exists(folder(name + "/f")), "\(name)") }
    for name in stale { #expect(!FileTree.exists(folder(name)), "\(name)") }
  }
}
