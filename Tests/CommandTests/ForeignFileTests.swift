import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Files of the user's") struct ForeignFiles {
    private let cact: Cact
    init() throws { cact = try Cact() }

    /// The working directory, what holds it and home are known by any name, before anything runs.
    @Test("`save` never takes the place of where it stands")
    func protectedPlaces() throws {
      try cact.write("mine", to: "notes.txt")
      try cact.writeRows(5, to: "rows.jsonl")
      symlink(cact.folder.path, cact.folder("here"))
      let names = cact.folder.names
      for place in [".", "..", "./", "x/..", "here", "here/", "here/.", "/proc/self/cwd", "~", "/", cact.folder.path] {
        let command = try cact.run(
          "load \"rows.jsonl\" | pack 512 | tune epochs 1 | save \"\(place)\" replace",
          environment: ["HOME": cact.folder.path])
        expectRefusal(command, status: 3, "C0403")
        #expect(command.computed.isEmpty, "\(place)")
      }
      #expect(cact.folder.names == names)
      #expect(try cact.bytes("notes.txt") == Array("mine".utf8))
      // A home elsewhere, as target of rows too.
      try FileManager.default.createDirectory(atPath: cact.folder("home.jsonl"), withIntermediateDirectories: true)
      for place in ["home.jsonl", "home.jsonl/", "./home.jsonl/."] {
        let command = try cact.run(
          "load \"rows.jsonl\" | save \"\(place)\" replace", environment: ["HOME": cact.folder("home.jsonl")])
        expectRefusal(command, status: 3, "C0403", names: ["home directory"])
      }
    }

    /// What is formatted is the file that was read: a link to it stays one.
    @Test("`fmt` writes through a link")
    func formatsThroughLinks() throws {
      try cact.write("load|take   3\n", to: "script.cact")
      symlink("script.cact", cact.folder("link.cact"))
      #expect(try cact(["fmt", "link.cact"]).status == 0)
      #expect(try cact.bytes("script.cact") == Array("load | take 3\n".utf8))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: cact.folder("link.cact")) == "script.cact")
      #expect(cact.folder.names == ["link.cact", "script.cact"])
    }
  }
}
