import Documents
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test func writesAndReplaces() throws {
    try AtomicFile.write("one", to: folder("f"))
    try AtomicFile.write([0, 255, 10], to: folder("f"))
    #expect(try AtomicFile.read(folder("f")) == [0, 255, 10])
    try AtomicFile.write([], to: folder("f"))
    #expect(try AtomicFile.read(folder("f")) == [])
    #expect(folder.names == ["f"])
  }

  @Test func largeFilesInPieces() throws {
    let piece = [UInt8](repeating: 7, count: 700_000)
    let writer = try AtomicFile.Writer(folder("f"))
    for _ in 0..<3 { try writer.write(piece) }
    try piece.withUnsafeBytes { try writer.write($0) }
    #expect(folder.names.count == 1 && folder.names != ["f"], "the name appears at commit")
    try writer.commit()
    #expect(try AtomicFile.read(folder("f")) == piece + piece + piece + piece)
    #expect(folder.names == ["f"])
  }

  @Test func whatAKilledProcessLeftIsTakenAwayAndWhatIsBeingWrittenIsNot() throws {
    let writer = try AtomicFile.Writer(folder("f"))
    try writer.write(Array("new".utf8))
    let own = folder.names
    for name in [".f.17.4.tmp", ".f.x.4.tmp", ".f.17.4.5.tmp", "f.17.4.tmp", ".g.17.4.tmp"] {
      try Data().write(to: URL(fileURLWithPath: folder(name)))
    }
    AtomicFile.removeLeftovers(of: folder("f"))
    #expect(Set(folder.names) == Set(own + [".f.x.4.tmp", ".f.17.4.5.tmp", "f.17.4.tmp", ".g.17.4.tmp"]))
    try writer.commit()
    #expect(try AtomicFile.read(folder("f")) == Array("new".utf8))
  }

  @Test func aDroppedWriterLeavesNothing() throws {
    try AtomicFile.write("old", to: folder("f"))
    do {
      let writer = try AtomicFile.Writer(folder("f"))
      try writer.write(Array("new".utf8))
    }
    #expect(folder.names == ["f"])
    #expect(try AtomicFile.read(folder("f")) == Array("old".utf8))
  }

  @Test func permissionsAndLinksStay() throws {
    try AtomicFile.write("old", to: folder("real"))
    chmod(folder("real"), 0o640)
    symlink("real", folder("link"))
    try AtomicFile.write("new", to: folder("link"))
    #expect(try AtomicFile.read(folder("real")) == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("link")) == "real")
    let mode = try FileManager.default.attributesOfItem(atPath: folder("real"))[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func errorsNameFileAndCause() throws {
    let missing = try #require(throws: FileError.self) { try AtomicFile.read(folder("none")) }
    #expect(missing.isMissing && "\(missing)" == "cannot read \(folder("none")): No such file or directory")
    let folderless = FileError(path: folder("none/a"), operation: .write, code: ENOENT)
    #expect("\(folderless)".hasSuffix("No such file or directory (there is no folder \(folder("none")))"))
    let directory = try #require(throws: FileError.self) { try AtomicFile.read(folder.path) }
    #expect("\(directory)".hasSuffix("it is a directory"))
    let onDirectory = try #require(throws: FileError.self) { try AtomicFile.write("x", to: folder.path) }
    #expect(onDirectory.code == EISDIR)
    let nowhere = try #require(throws: FileError.self) { try AtomicFile.write("x", to: folder("no/f")) }
    #expect(nowhere.isMissing)
    #expect(folder.names == [])
  }

  /// The limit stands for a full disk: both fail in the middle of the writing.
  @Test func aFullDiskLeavesTheOldFile() throws {
    try AtomicFile.write("old", to: folder("f"))
    let result = try Command.shell(
      "ulimit -f 8; exec \"$1\" write \"$2\" 2000000", BuiltProduct.path("FileProbe"), folder("f"))
    #expect(result.status == 1)
    #expect(result.output.contains("cannot write \(folder("f")): File too large"), "\(result)")
    #expect(try AtomicFile.read(folder("f")) == Array("old".utf8))
    #expect(folder.names == ["f"])
  }
}
