import Digests
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

    /// A relative name means nothing there; it must not come to mean a file of the root.
    @Test("from a working directory that is gone nothing is written anywhere")
    func goneDirectory() throws {
      let name = "cact-test-\(UUID().uuidString).jsonl"
      try cact.writeRows(3, to: "rows.jsonl")
      let script = "mkdir \"$1/gone\" && cd \"$1/gone\" && rmdir ../gone; exec \"$2\" run -e \"$3\" --store \"$4\""
      for path in [name, "./\(name)", "../gone/\(name)"] {
        let command = try Command.shell(
          script, cact.folder.path, BuiltProduct.path("cact"),
          "load \"\(cact.folder("rows.jsonl"))\" | save \"\(path)\"",
          cact.store.path)
        expectRefusal(command, status: 5, "R0111", names: ["No such file"])
        #expect(FileKind(of: "/" + name) == nil)
        unlink("/" + name)
        unlink("/.\(name).cact.json")
      }
    }

    @Test("a name that begins with a mark, which would sit on the slash, is a name")
    func markedNames() throws {
      try cact.writeRows(3, to: "rows.jsonl")
      try FileTree.makeDirectory(cact.folder("new/\u{301}deep"))
      for path in ["new/\u{301}deep/\u{308}a.jsonl", "\(cact.folder.path)/\u{20DD}b.jsonl"] {
        for _ in 1...2 { #expect(try cact.run("load \"rows.jsonl\" | save \"\(path)\"").status == 0) }
      }
      #expect(try cact.rows("new/\u{301}deep/\u{308}a.jsonl").count == 3)
      #expect(try cact.rows("\u{20DD}b.jsonl").count == 3)
    }

    /// What is mounted cannot be renamed, so that it could not stay in its place.
    @Test("a model's directory in which something is mounted is refused whole")
    func mountedFolder() throws {
      guard try Command.shell("unshare -rm mount -t tmpfs none $1", cact.folder.path).status == 0 else {
        return print("absent: user namespaces; mounted folders are not tested")
      }
      try cact.writeRows(4, to: "rows.jsonl")
      let script = """
        cd "$1" && mkdir -p m/data && mount -t tmpfs none m/data && echo mine > m/data/mine || exit 99
        "$2" run -e "$3" --store "$4"; status=$?; cat m/data/mine; exit $status
        """
      let command = try Command.run(
        "/usr/bin/env",
        [
          "unshare", "-rm", "/bin/sh", "-c", script, "sh", cact.folder.path, BuiltProduct.path("cact"),
          #"load "rows.jsonl" | pack 256 | tune steps 1 control 0 | save "m" replace"#, cact.store.path,
        ])
      expectRefusal(command, status: 5, "C0403", names: ["mounted", "data"])
      #expect(command.output == "mine\n")
      #expect(cact.folder.names == ["m", "rows.jsonl"])
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
