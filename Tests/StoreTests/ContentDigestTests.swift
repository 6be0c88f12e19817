import Digests
import Foundation
import GRDB
import Store
import TestSupport
import Testing

@Suite struct ContentDigestTests {
  /// FIPS 180-2, appendix B, and the empty text.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedValues(_ text: String, _ hex: String) throws {
    let digest = ContentDigest.of(text)
    #expect(digest.hex == hex)
    #expect(ContentDigest(hex) == digest)
    #expect(ContentDigest(bytes: digest.bytes) == digest)
    #expect(try JSONDecoder().decode(ContentDigest.self, from: JSONEncoder().encode(digest)) == digest)
    var builder = ContentDigest.Builder()
    for byte in text.utf8 { builder.update([byte]) }
    #expect(builder.finalize() == digest)
  }

  @Test func hexIsChecked() {
    #expect(ContentDigest("ba78") == nil)
    #expect(ContentDigest(String(repeating: "g", count: 64)) == nil)
    #expect(ContentDigest(bytes: [1, 2]) == nil)
  }

  @Test func updatesAreFramed() {
    func digest(_ feed: (inout ContentDigest.Builder) -> Void) -> ContentDigest {
      var builder = ContentDigest.Builder()
      feed(&builder)
      return builder.finalize()
    }
    let parts = digest {
      $0.update("ab")
      $0.update("c")
    }
    let others = digest {
      $0.update("a")
      $0.update("bc")
    }
    #expect(parts != others)
    #expect(digest { $0.update(1) } != digest { $0.update(1.0) })
    #expect(digest { $0.update(1) } != digest { $0.update(true) })
    #expect(digest { $0.update(0.0) } != digest { $0.update(-0.0) })
  }

  @Test func directoriesByNamesAndContents() throws {
    let folder = try TemporaryDirectory()
    let fill = { (name: String, text: String) in
      let url = URL(fileURLWithPath: folder(name))
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: false, encoding: .utf8)
    }
    try fill("a/x", "1")
    try fill("a/sub/y", "2")
    try fill("b/sub/y", "2")
    try fill("b/x", "1")
    try fill("b/.hidden", "3")
    #expect(try ContentDigest.of(directory: folder("a")) == ContentDigest.of(directory: folder("b")))
    try fill("b/x", "9")
    #expect(try ContentDigest.of(directory: folder("a")) != ContentDigest.of(directory: folder("b")))
    #expect(throws: (any Error).self) { try ContentDigest.of(file: folder("a")) }
    #expect(throws: (any Error).self) { try ContentDigest.of(directory: folder("none")) }
  }
}

/// A remembered digest is told from a fresh one by a change that leaves size and time stamp as they were.
@Suite struct FileDigestMemoryTests {
  let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory() }

  private func fill(_ text: String, age: TimeInterval) throws {
    let file = fopen(folder("f"), "r+") ?? fopen(folder("f"), "w")
    let handle = try #require(file)
    fputs(text, handle)
    fclose(handle)
    let time = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - age).rounded())
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: folder("f"))
  }

  @Test func anOldFileIsRememberedAcrossStores() throws {
    let date = Date(timeIntervalSince1970: 1_000_000_000)
    func stamp() throws {
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder("f"))
    }
    try fill("one", age: 0)
    try stamp()
    let first = try ResultStore(directory: folder("store")).digest(ofFile: folder("f"))
    #expect(first == .of("one"))
    try fill("two", age: 0)
    try stamp()
    #expect(try ResultStore(directory: folder("store")).digest(ofFile: folder("f")) == first, "remembered")
    // By the store and not by this process alone.
    let probe = try BuiltProduct.path("StoreProbe")
    #expect(try Command.run(probe, ["digest", folder("store"), folder("f")]).output == first.hex + "\n")
    // One that was planted there is not taken.
    try DatabaseQueue(path: folder("store/store.sqlite")).write {
      try $0.execute(sql: "UPDATE file_digest SET digest = ?", arguments: [Data(ContentDigest.of("planted").bytes)])
    }
    #expect(
      try Command.run(probe, ["digest", folder("store"), folder("f")]).output == ContentDigest.of("two").hex + "\n")
    try FileManager.default.setAttributes([.modificationDate: date + 1], ofItemAtPath: folder("f"))
    #expect(try ResultStore(directory: folder("store")).digest(ofFile: folder("f")) == .of("two"), "new time stamp")
    #expect(try ResultStore(directory: folder("store")).digest(ofFile: folder("f")) == .of("two"))
  }

  @Test func aFreshFileIsNotTrusted() throws {
    let store = try ResultStore(directory: folder("store"))
    let now = Date()
    for text in ["one", "two"] {
      try fill(text, age: 0)
      // The same stamp twice, as two writes within the file system's resolution have.
      try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: folder("f"))
      #expect(try store.digest(ofFile: folder("f")) == .of(text))
      #expect(try ContentDigest.of(file: folder("f")) == .of(text))
    }
  }
}
