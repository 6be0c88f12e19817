import Digests
import Documents
import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Work

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

/// A remembered digest is told from a fresh one by a change that leaves size and times as they were: one through memory that
/// is mapped already, which no file system notices before it is written back.
@Suite struct FileDigestMemoryTests {
  let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory() }

  private func fill(_ text: String) throws {
    let file = fopen(folder("f"), "r+") ?? fopen(folder("f"), "w")
    let handle = try #require(file)
    fputs(text, handle)
    fclose(handle)
  }

  private func stamp(_ date: Date) throws {
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder("f"))
  }

  @Test func aFileAtRestIsRememberedAcrossStores() throws {
    // Memory has no pages to write back.
    let shared = "/dev/shm"
    let place = access(shared, W_OK) == 0 ? shared : folder.path
    let path = "\(place)/cact-test-\(UUID().uuidString)"
    try AtomicFile.write("one", to: path)
    defer { unlink(path) }
    let file = open(path, O_RDWR)
    defer { close(file) }
    let mapping = try #require(mmap(nil, 3, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
    defer { munmap(mapping, 3) }
    memcpy(mapping, "two", 3)
    memcpy(mapping, "one", 3)
    while try !FileIdentity(ofFile: path).isSettled(at: FileIdentity.now()) { usleep(50_000) }

    let first = try ResultStore(directory: folder("store")).digest(ofFile: path)
    #expect(first == .of("one"))
    memcpy(mapping, "two", 3)
    #expect(try ResultStore(directory: folder("store")).digest(ofFile: path) == first, "remembered")
    // By the store and not by this process alone.
    let probe = try BuiltProduct.path("StoreProbe")
    #expect(try Command.run(probe, ["digest", folder("store"), path]).output == first.hex + "\n")
    // One that was planted there is not taken.
    try DatabaseQueue(path: folder("store/store.sqlite")).write {
      try $0.execute(sql: "UPDATE file_digest SET digest = ?", arguments: [Data(ContentDigest.of("planted").bytes)])
    }
    #expect(try Command.run(probe, ["digest", folder("store"), path]).output == ContentDigest.of("two").hex + "\n")
  }

  /// As `touch -r`, `rsync --inplace -t` and archivers do.
  @Test func aChangeThatGivesTheFileItsTimeBackIsSeen() throws {
    let date = Date(timeIntervalSince1970: 1_000_000_000)
    let store = try ResultStore(directory: folder("store"))
    for text in ["one", "two", "six"] {
      try fill(text)
      try stamp(date)
      let settled = try FileIdentity(ofFile: folder("f"))
      if text == "one" { while !settled.isSettled(at: FileIdentity.now()) { usleep(50_000) } }
      #expect(try store.digest(ofFile: folder("f")) == .of(text))
      #expect(try ContentDigest.of(file: folder("f")) == .of(text))
      let probe = try BuiltProduct.path("StoreProbe")
      #expect(
        try Command.run(probe, ["digest", folder("store"), folder("f")]).output == ContentDigest.of(text).hex + "\n")
    }
  }

  @Test func aFreshFileIsNotTrusted() throws {
    let store = try ResultStore(directory: folder("store"))
    let now = Date()
    for text in ["one", "two"] {
      try fill(text)
      // The same stamp twice, as two writes within the file system's resolution have.
      try stamp(now)
      #expect(try store.digest(ofFile: folder("f")) == .of(text))
      #expect(try ContentDigest.of(file: folder("f")) == .of(text))
    }
  }

  /// Nanoseconds since 1970 end in 2262, the years of a file system later or never.
  @Test(arguments: [-99_999_999_999, 99_999_999_999, 9_223_372_036, -9_223_372_037, .max, .min])
  func aTimeBeyondAllCountingIsATime(_ seconds: Int) throws {
    var facts = stat()
    facts.st_mtim.tv_sec = seconds
    facts.st_mtim.tv_nsec = 999_999_999
    let identity = FileIdentity(path: "f", facts)
    #expect(identity.isSettled(at: FileIdentity.now()) == (seconds < 0))
    // A clock that was never set, or set wrongly.
    var clock = timespec()
    clock.tv_sec = seconds
    #expect(identity.isSettled(at: FileIdentity.nanoseconds(clock)) == false)
  }

  @Test func readingStopsWhenItIsAskedTo() throws {
    try fill("one")
    let cancellation = Cancellation()
    cancellation.cancel()
    let store = try ResultStore(directory: folder("store"), cancellation: cancellation)
    #expect(throws: Interrupted.self) { try store.digest(ofFile: folder("f")) }
  }
}
