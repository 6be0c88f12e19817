import Documents
import Foundation
import TestSupport
import Testing

/// What the gate lets through, and that nothing it refuses is waited for. (A time limit counts from when all tests begin.)
@Suite struct PlainFileTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func refusal(_ path: String, as kind: FileContent = .document) -> FileError? {
    do throws(FileError) {
      _ = try AtomicFile.read(path, as: kind)
      return nil
    } catch {
      return error
    }
  }

  @Test(.timeLimit(.minutes(120)))
  func onlyPlainFilesAreRead() throws {
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    symlink("pipe", folder("link"))
    let socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // The path may be too long for an address: bound under a short name instead.
    let name = "/tmp/cact-\(getpid()).socket"
    // One that was killed may have had this number.
    unlink(name)
    defer { unlink(name) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(name.utf8).prefix($0.count - 1)) }
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    #expect(isBound)
    let cases: [(String, Int32, String)] = [
      (folder("pipe"), ESPIPE, "it is a pipe, not a file"), (folder("link"), ESPIPE, "it is a pipe, not a file"),
      (name, ENOTSOCK, "it is a socket, not a file"), ("/dev/zero", ENODEV, "it is a device, not a file"),
      ("/dev/null", ENODEV, "it is a device, not a file"), (folder.path, EISDIR, "it is a directory"),
      (folder("none"), ENOENT, "No such file or directory"), ("", ENOENT, "No such file or directory"),
    ]
    for (path, code, reason) in cases {
      let error = try #require(refusal(path), "\(path)")
      #expect(error.code == code && error.reason == reason, "\(error)")
      #expect(throws: FileError.self) { try PlainFile.check(path) }
    }
    // The system would read the file whose name ends before the character.
    try AtomicFile.write("x", to: folder("a"))
    #expect(try #require(refusal(folder("a\0b"))).reason == "its name contains a NUL character")
  }

  @Test(.timeLimit(.minutes(120)))
  func asMuchIsReadAsTheKindMayHave() throws {
    for kind in [FileContent.text, .session, .document] {
      let path = folder("large")
      _ = FileManager.default.createFile(atPath: path, contents: Data("x".utf8))
      // Sparse: takes no room.
      #expect(truncate(path, off_t(kind.largest) + 1) == 0)
      #expect(refusal(path, as: kind)?.code == EFBIG, "\(kind)")
    }
    let text = folder("large")
    #expect(truncate(text, off_t(FileContent.text.largest)) == 0)
    #expect(try AtomicFile.read(text, as: .text).count == FileContent.text.largest)
    // More than a machine has: refused by its size, before room is made for it.
    #expect(truncate(text, off_t(1) << 42) == 0)
    #expect(refusal(text)?.reason == "it is too large")
  }

  @Test(.timeLimit(.minutes(120)))
  func filesOfTheKernelAreReadUpToALimit() throws {
    #expect(try AtomicFile.read("/proc/self/status").count > 100)
    // Says that it is empty, and holds 8 bytes for each page of the address space.
    guard access("/proc/self/pagemap", R_OK) == 0 else { return }
    #expect(refusal("/proc/self/pagemap", as: .data)?.code == EFBIG)
    // In pieces, as a digest is taken.
    let file = try PlainFile("/proc/self/pagemap")
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    let error = try #require(throws: FileError.self) {
      while try piece.withUnsafeMutableBytes({ try file.read(into: $0) }) > 0 {}
    }
    #expect(error.code == EFBIG)
  }

  @Test func writingRefusesDevicesPipesAndProtectedFiles() throws {
    mkfifo(folder("pipe"), 0o600)
    try AtomicFile.write("kept", to: folder("protected"))
    chmod(folder("protected"), 0o444)
    for (path, code) in [(folder("pipe"), ESPIPE), ("/dev/null", ENODEV), (folder.path, EISDIR)] {
      let error = try #require(throws: FileError.self) { try AtomicFile.write("x", to: path) }
      #expect(error.code == code && error.operation == .write, "\(error)")
    }
    if getuid() != 0 { #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder("protected")) } }
    #expect(folder.names.sorted() == ["pipe", "protected"])
    var facts = stat()
    #expect(stat("/dev/null", &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR)
  }

  @Test(.timeLimit(.minutes(120)))
  func aStreamIsReadToItsEndToALimitOrUntilStopped() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let text = Array("load | take 3\n".utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    var looks = 0
    // The writer is still there: only the signal ends the waiting.
    let stopped = try #require(throws: FileError.self) {
      try ByteStream.read(ends[0], name: "standard input", atMost: 100) {
        looks += 1
        return looks > 3
      }
    }
    #expect(stopped.code == ECANCELED && looks == 4)
    #expect(write(ends[1], text, text.count) == text.count)
    let large = try #require(throws: FileError.self) {
      try ByteStream.read(ends[0], name: "standard input", atMost: 5) { false }
    }
    #expect(large.description == "cannot read standard input: it is too large")
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    ends[1] = -1
    #expect(try ByteStream.read(ends[0], name: "", atMost: 100) { false } == text)
    #expect(ByteStream.descriptor(namedBy: "/dev/stdin") == 0 && ByteStream.descriptor(namedBy: "/dev/fd/63") == 63)
    for path in ["/dev/fd/x", "/dev/fd/-1", "/dev/fd/", "stdin", "/dev/zero"] {
      #expect(ByteStream.descriptor(namedBy: path) == nil, "\(path)")
    }
  }
}
