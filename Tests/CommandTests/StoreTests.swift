import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Store and disk") struct Stores {
    private let cact: Cact
    init() throws { cact = try Cact() }

    /// Names and bytes of everything below the working directory.
    private func contents() throws -> String {
      try Command.shell(
        "cd $1 && find . -type f -exec sha256sum {} + | sort -k2 && find . -type d | sort", cact.folder.path
      )
      .output
    }

    @Test("a full disk while a model is saved leaves what was there, and nothing else")
    func fullDisk() throws {
      try cact.writeRows(4, to: "rows.jsonl")
      let tuned = #"load "rows.jsonl" | pack 256 | tune steps 1 control 0"#
      #expect(try cact.run(tuned + #" | save "old""#).status == 0)
      let before = try contents()
      // The weights are 16 MB: what is remembered fits, they do not.
      for name in ["old", "new", "deep/new"] {
        let full = try cact.run(tuned + " | save \"\(name)\"", limits: "ulimit -f 6000")
        expectRefusal(full, status: 5, "C0407", names: ["too large", "-e:1:57"])
        let after = try contents().replacing("./deep\n", with: "")
        #expect(after == before, "\(name)")
      }
      #expect(try cact.run(tuned + #" | save "old""#).status == 0)
    }

    @Test("a file system without room for rows, or for the store")
    func smallFileSystem() throws {
      guard try Command.shell("unshare -rm mount -t tmpfs -o size=64k none $1", cact.folder.path).status == 0 else {
        return print("absent: user namespaces; a full file system is not tested")
      }
      try cact.writeRows(3_000, to: "rows.jsonl")
      let program = try BuiltProduct.path("cact")
      let small = try TemporaryDirectory()
      let script = """
        mount -t tmpfs -o size=64k none "$1" && cd "$2" && echo mine > "$1/mine"
        "$3" run -e "$4" --store "$5"; status=$?
        ls -A "$1" >&2; exit $status
        """
      func run(_ text: String, store: String) throws -> Command {
        try Command.run(
          "/usr/bin/env",
          ["unshare", "-rm", "/bin/sh", "-c", script, "sh", small.path, cact.folder.path, program, text, store],
          environment: ["LC_ALL": "C.UTF-8"])
      }
      let rows = try run("load \"rows.jsonl\" | save \"\(small.path)/out.jsonl\"", store: cact.store.path)
      expectRefusal(rows, status: 5, "R0111", names: ["out.jsonl", "No space left"])
      #expect(rows.errors.hasSuffix("\nmine\n"), "\(rows.errors)")
      let store = try run(#"load "rows.jsonl" | columns"#, store: small("store"))
      #expect([2, 5].contains(store.status) && store.errors.contains("No space left") || store.errors.contains("full"))
      #expect(store.errors.contains("error[C0620]") || store.errors.contains("error[C0515]"), "\(store.errors)")
    }

    @Test("a model or rows below a file, or in a folder that takes none")
    func noPlace() throws {
      try cact.writeRows(4, to: "rows.jsonl")
      let before = try contents()
      let load = #"load "rows.jsonl" | "#
      expectRefusal(
        try cact.run(load + #"save "rows.jsonl/out.jsonl""#), status: 5, "R0111", names: ["rows.jsonl/out.jsonl"])
      expectRefusal(
        try cact.run(load + #"pack 256 | tune steps 1 control 0 | save "rows.jsonl/model""#), status: 5, "C0407",
        names: ["rows.jsonl"])
      #expect(try contents() == before)
    }

    @Test("`save` replaces only what cact wrote, and never the file that was loaded")
    func replacing() throws {
      try cact.writeRows(4, to: "rows.jsonl")
      try cact.write("mine\n", to: "mine.jsonl")
      let before = try contents()
      let load = #"load "rows.jsonl" | "#
      expectRefusal(
        try cact.run(load + #"save "mine.jsonl""#), status: 5, "C0403",
        names: ["\"mine.jsonl\" was not written by cact", "-e:1:26"])
      // The program alone tells that an ending is wrong: nothing runs.
      for name in ["rows.xml", "rows", "deep/rows.feather"] {
        let refused = try cact.run(load + "save \"\(name)\"")
        expectRefusal(refused, status: 3, "C0404", names: ["-e:1:26"])
        #expect(refused.stages.isEmpty)
      }
      for line in [
        load + #"save "rows.jsonl""#, load + #"save "rows.jsonl" replace"#,
        "let rows = \(load)take 2\nrows | save \"./rows.jsonl\" replace",
      ] {
        expectRefusal(try cact.run(line), status: 5, "C0403", names: ["never replaces what was loaded"])
      }
      try FileManager.default.copyItem(atPath: cact.folder("rows.jsonl"), toPath: cact.folder("rows.json"))
      expectRefusal(
        try cact.run(#"load "rows.json" | count by row | save "rows.json" replace"#), status: 5, "C0403",
        names: ["never replaces what was loaded"])
      try FileManager.default.removeItem(atPath: cact.folder("rows.json"))
      #expect(try contents() == before)
      #expect(try cact.run(#"load "rows.jsonl" | save "mine.jsonl" replace"#).status == 0)
      #expect(try cact.rows("mine.jsonl").count == 4)
    }

    @Test("a damaged store is set aside with a warning; the work is done again")
    func damagedStore() throws {
      try cact.writeRows(4, to: "rows.jsonl")
      let line = #"load "rows.jsonl" | columns"#
      let first = try cact.run(line)
      for name in cact.store.names where name.hasPrefix("store.sqlite") {
        try Data(repeating: 0x58, count: 20_000).write(to: URL(fileURLWithPath: cact.store(name)))
      }
      let second = try cact.run(line)
      #expect(second.status == 0 && second.errors.contains("moved to"), "\(second.errors)")
      #expect(second.output == first.output)
      #expect(try cact.run(line).errors.contains("moved to") == false)
    }

    @Test("two processes that need the same scores: both succeed, one computes")
    func twoProcesses() throws {
      try cact.writeRows(200, to: "rows.jsonl")
      let line = #"load "rows.jsonl" | score complexity | save "#
      let both = try [cact.start(line + #""a.jsonl""#), cact.start(line + #""b.jsonl""#)]
      let ended = both.map { $0.end() }
      #expect(ended.map(\.status) == [0, 0], "\(ended.map(\.errors))")
      #expect(ended.flatMap(\.computed).count { $0 == "score" } == 1, "\(ended.map(\.errors))")
      #expect(try cact.bytes("a.jsonl") == cact.bytes("b.jsonl"))
      #expect(try cact.rows("a.jsonl").count == 200)
    }

    @Test("signals end a run early, with what is done kept: 130 for Ctrl-C, 75 for the others")
    func signals() throws {
      try cact.writeRows(3_000, to: "rows.jsonl")
      let names = cact.folder.names
      for (signal, status) in [(SIGINT, 130), (SIGTERM, 75), (SIGHUP, 75), (SIGXCPU, 75)] {
        let running = try cact.start(
          #"load "rows.jsonl" | score complexity | save "scores.jsonl""#, ["--threads", "1"])
        // Each run goes on from the rows of those before it.
        let before = try cact.remembered()
        try running.wait { try cact.remembered() > before }
        running.send(signal)
        let sent = ContinuousClock.now
        let ended = running.end()
        #expect(ended.status == status, "\(ended.errors)")
        #expect(ContinuousClock.now - sent < .seconds(120))
        #expect(
          ended.errors.contains(#/after \d+ of 3000 \w+ scored/#)
            && ended.errors.contains("resume with the same command"),
          "\(ended.errors)")
        #expect(cact.folder.names == names)
      }
    }

    @Test("a run that is killed while it scores goes on to the bytes of an undisturbed one, in a store that is whole")
    func killed() throws {
      let line = #"load "rows.jsonl" | score complexity | save "scores.jsonl""#
      // Enough for one thread that it is still at them when it is killed.
      let session = ["--session", "s.json", "--threads", "1"]
      let undisturbed = try Cact()
      for each in [cact, undisturbed] { try each.writeRows(2_000, to: "rows.jsonl") }
      #expect(try undisturbed.run(line, session).status == 0)
      let running = try cact.start(line, session)
      try running.wait { try cact.remembered() > 0 }
      running.send(SIGKILL)
      #expect(running.end().status == -Int(SIGKILL))
      try #require(!cact.folder.names.contains("scores.jsonl"))
      let again = try cact.run(line, session)
      #expect(again.status == 0 && again.flat.contains("rows were scored before"), "\(again.errors)")
      #expect(try cact.bytes("scores.jsonl") == undisturbed.bytes("scores.jsonl"))
      let check = try cact(["store", "check"])
      #expect(check.status == 0 && !check.flat.contains("damaged"), "\(check)")
    }

    @Test("a session: its cells come back; one that is cut in half or open elsewhere is left as it is, status 2")
    func sessions() throws {
      // So many, on one thread, that the first process still scores while the second asks for its session.
      try cact.writeRows(3000, to: "rows.jsonl")
      let session = ["--session", "s.json"]
      #expect(try cact.run(#"let rows = load "rows.jsonl""#, session).status == 0)
      let more = try cact.run("rows | take 2 | show row", session + ["--format", "jsonl"])
      #expect(more.status == 0, "\(more.errors)")
      #expect(try more.objects.compactMap { $0["row"]?.int } == [1, 2])

      let first = try cact.start(#"load "rows.jsonl" | score complexity"#, session + ["--threads", "1"])
      first.wait(forStage: "load")
      expectRefusal(try cact.run("rows | take 1", session), status: 2, "C0604", names: ["s.json"])
      first.send(SIGTERM)
      #expect([0, 75].contains(first.end().status))

      let whole = try cact.bytes("s.json")
      let half = Array(whole.prefix(whole.count / 2))
      try cact.write(half, to: "s.json")
      let names = cact.folder.names
      expectRefusal(try cact.run("load | take 1", session), status: 2, "C0601", names: ["s.json"])
      #expect(try cact.bytes("s.json") == half)
      #expect(cact.folder.names == names)
    }

    @Test("changing the share starts at `select`, in another process; changing the seed of nothing before it")
    func rememberedPrefix() throws {
      try cact.writeRows(60, to: "rows.jsonl")
      func line(_ share: String) -> String {
        "load \"rows.jsonl\" | score complexity | select diverse \(share) clusters 4"
      }
      #expect(try cact.run(line("10%")).computed == ["load", "score", "select"])
      let second = try cact.run(line("20%"))
      #expect(second.computed == ["select"], "\(second.errors)")
      #expect(second.stages.filter(\.isRemembered).map(\.name) == ["load", "score"])
      #expect(try cact.run(line("20%")).computed.isEmpty)
      // The file is what counts, not its name.
      try FileManager.default.moveItem(atPath: cact.folder("rows.jsonl"), toPath: cact.folder("other.jsonl"))
      try cact.writeRows(61, to: "rows.jsonl")
      #expect(try cact.run(line("20%")).computed == ["load", "score", "select"])
    }
  }
}
