import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Bad rows") struct BadRows {
    private let cact: Cact
    init() throws { cact = try Cact() }

    @Test("a file that is missing, a folder, a pipe, or closed to the user: status 2, and nothing appears")
    func unreadableFiles() throws {
      try FileManager.default.createDirectory(atPath: cact.folder("inside"), withIntermediateDirectories: true)
      _ = try Command.shell(
        "mkfifo $1 && printf '[]' > $2 && chmod 0 $2", cact.folder("pipe.json"), cact.folder("shut.json"))
      let before = cact.folder.names
      expectRefusal(
        try cact.run(#"load "no.json" | describe"#), status: 2, "R0101",
        names: ["no.json", "No such file", "-e:1:1", "^^^^"])
      expectRefusal(try cact.run(#"load "inside" | describe"#), status: 2, "R0108", names: ["inside", "folder"])
      // A pipe that nobody writes to would otherwise be waited for.
      expectRefusal(try cact.run(#"load "pipe.json" | describe"#), status: 2, "R0102", names: ["pipe.json", "pipe"])
      if getuid() == 0 {
        print("run as root, to whom no file is closed: the file without permissions is not tested")
      } else {
        expectRefusal(try cact.run(#"load "shut.json" | describe"#), status: 2, "R0102", names: ["shut.json"])
      }
      #expect(cact.folder.names == before)
    }

    @Test("a script that is missing or a folder")
    func unreadableScripts() throws {
      for command in [["no.cact"], ["run", "no.cact"], ["check", "no.cact"], ["explain", "no.cact"]] {
        expectRefusal(try cact(command), status: 2, "C0622", names: ["no.cact"])
      }
      expectRefusal(try cact(["run", cact.folder.path]), status: 2, "C0622", names: ["directory"])
      // It has no end.
      expectRefusal(try cact(["run", "/dev/zero"]), status: 2, "C0622", names: ["/dev/zero", "it is a device"])
      try cact.write("use \"/dev/zero\"\n", to: "endless.cact")
      expectRefusal(try cact(["run", "endless.cact"]), status: 3, "C0215", names: ["/dev/zero", "it is a device"])
      #expect(try cact(["--no-such-option"]).status == 2)
      #expect(try cact(["run", "-e", "load", "--threads", "0"]).status == 2)
    }

    @Test("files without rows, or cut in the middle of one")
    func emptyAndTruncated() throws {
      for (name, text) in [("empty.json", ""), ("blank.jsonl", "\n \n"), ("none.json", "[]")] {
        try cact.write(text, to: name)
        expectRefusal(try cact.run("load \"\(name)\" | take 1"), status: 2, "R0105", names: [name])
      }
      let array = #"[{"instruction": "a", "output": "b"},"# + "\n" + #" {"instruction": "c", "outp"#
      try cact.write(array, to: "cut.json")
      expectRefusal(
        try cact.run(#"load "cut.json" | take 1"#), status: 2, "R0103",
        names: ["cut.json:2", "row 2", "byte \(array.utf8.count)", "1 rows before that are complete"])
      try cact.write(#"[{"instruction": "a", "output": "b"} {"x": 1}]"#, to: "odd.json")
      expectRefusal(try cact.run(#"load "odd.json""#), status: 2, "R0104", names: ["odd.json:1", "row 1"])
      try cact.write([0x1F, 0x8B, 8, 0, 0, 0], to: "packed.jsonl")
      expectRefusal(
        try cact.run(#"load "packed.jsonl""#), status: 2, "R0103", names: ["packed.jsonl", "gzip", "byte 6"])
      try cact.write([0x50, 0x4B, 3, 4, 0, 0], to: "archive.jsonl")
      expectRefusal(try cact.run(#"load "archive.jsonl""#), status: 2, "R0106", names: ["archive.jsonl", "zip"])
    }

    @Test("a row without an answer is counted and named; too many of them stop the stage with status 5")
    func noAnswer() throws {
      try cact.writeRows(200, to: "few.jsonl") { $0 == 17 ? #"{"instruction": "Add 17 to x."}"# : nil }
      let few = try cact.run(#"load "few.jsonl" | columns"#)
      #expect(few.status == 0)
      #expect(few.flat.contains("200 in = 199 kept + 1 no answer"))
      #expect(few.flat.contains("field `output`: row 17"))

      try cact.writeRows(200, to: "many.jsonl") {
        $0 % 40 == 7 ? #"{"instruction": "Add 7 to x.", "output": ""}"# : nil
      }
      let many = #"load "many.jsonl" | columns"#
      expectRefusal(
        try cact.run(many), status: 5, "C0510",
        names: [
          "many.jsonl: 5 of 200 rows failed", "max_failed", "5 empty answer, field `output`: rows 7, 47, 87, 127, 167",
        ])
      #expect(try cact.run("set max_failed 3%\n" + many).status == 0)
    }

    @Test("a field that changes its type between rows is kept; an answer that does is a failed row")
    func changingTypes() throws {
      try cact.writeRows(300, to: "mixed.jsonl") { number in
        let value = [#""text""#, "1", "2.5", "true", "null", "[1, 2]", #"{"deep": 1}"#][number % 7]
        return #"{"instruction": "Add \#(number).", "output": \#(number == 9 ? "9" : #""x = 1""#), "odd": \#(value)}"#
      }
      let mixed = try cact.run(#"load "mixed.jsonl" | where not is_missing(odd) | save "out.jsonl""#)
      #expect(mixed.status == 0, "\(mixed.errors)")
      #expect(mixed.flat.contains("299 kept + 1 the answer is not text"))
      #expect(mixed.flat.contains("field `output`: row 9"))
      let rows = try cact.rows("out.jsonl")
      // 299 rows, of which those with 4 as the rest by 7 have null.
      #expect(rows.count == 299 - 43)
      #expect(rows.first?["odd"]?.int == 1 && rows.first { $0["odd"]?["deep"] != nil } != nil)
      // Two types do not compare; the answer to that is a sentence and no crash.
      #expect([0, 3, 5].contains(try cact.run(#"load "mixed.jsonl" | where odd > 1 | columns"#).status))
    }

    @Test("invalid UTF-8 names row and field")
    func invalidUTF8() throws {
      try cact.writeRows(150, to: "rows.jsonl")
      var bytes = try cact.bytes("rows.jsonl")
      bytes += Array(#"{"instruction": "ok", "output": "a"#.utf8) + [0xC3, 0x28] + Array("\"}\n".utf8)
      try cact.write(bytes, to: "bytes.jsonl")
      let one = try cact.run(#"load "bytes.jsonl" | columns"#)
      #expect(one.status == 0 && one.flat.contains("1 not valid UTF-8, field `output`: row 151"), "\(one.errors)")
      try cact.write(Array(#"{"instruction": "ok", "output": "a"#.utf8) + [0xFF] + Array("\"}\n".utf8), to: "bad.jsonl")
      expectRefusal(
        try cact.run(#"load "bad.jsonl" | columns"#), status: 2, "R0109",
        names: ["bad.jsonl", "row 1", "field `output`"])
    }

    @Test("a single line of 50 MB: of JSON, and of none")
    func longLine() throws {
      let words = Array(String(repeating: #"total = total + value\n"#, count: 50_000_000 / 23).utf8)
      try cact.write(Array(#"{"instruction": "Q", "output": ""#.utf8) + words + Array("\"}\n".utf8), to: "long.jsonl")
      let row = try cact.run(#"load "long.jsonl" | pack 1024 | save "no""#)
      // The row loads and is cut; what cannot be saved is found before anything runs.
      #expect(row.status == 3)
      let described = try cact.run(#"load "long.jsonl" | show row tokens"#, ["--format", "jsonl"])
      #expect(described.status == 0, "\(described.errors)")
      #expect(try (described.objects.first?["tokens"]?.int ?? 0) > 1_000_000)
      try cact.write(words, to: "noise.jsonl")
      let noise = try cact.run(#"load "noise.jsonl""#)
      expectRefusal(noise, status: 2, "R0104", names: ["noise.jsonl:1"])
      // Neither the message nor the snippet repeats the line.
      #expect(noise.errors.utf8.count < 4_000)
    }

    @Test("a row longer than the model's context: cut and counted, dropped where a question fills it all")
    func tooLong() throws {
      let long = String(repeating: #"total = total + value\n"#, count: 600)
      try cact.writeRows(4, to: "long.jsonl") { number in
        number == 2
          ? #"{"instruction": "Add.", "output": "\#(long)"}"#
          : number == 3 ? #"{"instruction": "\#(long)", "output": "x = 1"}"# : nil
      }
      let scored = try cact.run(#"load "long.jsonl" | score complexity"#, ["--format", "jsonl"])
      #expect(scored.status == 0, "\(scored.errors)")
      #expect(scored.flat.contains("4 in = 3 kept + 1 "))
      #expect(scored.flat.contains(#/[1-9][0-9,]* tokens cut/#))
      let rows = try scored.objects
      #expect(rows.map { $0["row"]?.int } == [1, 2, 4])
      #expect(rows.allSatisfy { ($0["ifd"]?.double ?? .nan).isFinite })

      let packed = try cact.run(#"load "long.jsonl" | pack 1024 long drop"#)
      #expect(packed.status == 0 && packed.flat.contains("4 in = 2 kept + "), "\(packed.errors)")
      let cut = try cact.run(#"load "long.jsonl" | pack 1024"#)
      #expect(cut.status == 0 && cut.flat.contains("4 in = 3 kept + 1 "), "\(cut.errors)")
    }

    @Test("numbers out of their range: status 3, before anything runs")
    func ranges() throws {
      try cact.writeRows(5, to: "rows.jsonl")
      for (stages, limit) in [
        ("take -1", "takes the first rows"), ("pack 0", "between 8 and 1048576"), ("pack 99999999999", "between 8 and"),
        ("select diverse 10% clusters 0", "between 1 and"),
        ("select diverse 10% clusters 9999999999999", "between 1 and"),
        ("select random learned 0", "at least 1"), ("pack | tune epochs 0", "between 0.001"),
        ("pack | tune steps 0", "between 1 and"), ("pack | tune batch -1", "between 1 and"),
        ("pack | tune rate -1", "between 0 and"), ("pack | tune control 2", "between 0 and 1"),
        ("hold 2 | compare { select random 10% } draws 0", "between 1 and"),
      ] {
        let refused = try cact.run("load \"rows.jsonl\" | " + stages)
        expectRefusal(refused, status: 3, "C0207", names: [limit])
        #expect(refused.stages.isEmpty)
      }
      for setting in ["threads 0", "threads 99999", "seed -1", "max_failed 101%"] {
        expectRefusal(try cact.run("set \(setting)\nload \"rows.jsonl\""), status: 3, "C0207", names: ["-e:1:"])
      }
    }

    @Test("shares outside of what there is, and a column that does not exist: status 3, before anything runs")
    func checkedBefore() throws {
      try cact.writeRows(5, to: "rows.jsonl")
      let before = cact.folder.names
      for share in ["0%", "101%", "0", "0 rows", "0 tokens"] {
        let program = "load \"rows.jsonl\" | select random \(share) | save \"out.jsonl\""
        let refused = try cact.run(program)
        #expect(refused.status == 3, "\(share): \(refused.errors)")
        #expect(
          refused.errors.contains("error[C03") || refused.errors.contains("error[C02"), "\(share): \(refused.errors)")
        #expect(refused.errors.contains("-e:1:35"), "\(share): \(refused.errors)")
        #expect(refused.stages.isEmpty)
        #expect(try cact(["check", "-e", program]).status == 3)
      }
      let unknown = try cact.run(#"load "rows.jsonl" | where lenght > 3 | save "out.jsonl""#)
      expectRefusal(unknown, status: 3, "C0303", names: ["lenght", "-e:1:27"])
      #expect(unknown.stages.isEmpty && unknown.output.isEmpty)
      // A mistake in the last line keeps the first from running.
      let late = try cact.run("load \"rows.jsonl\" | save \"out.jsonl\"\nload | sleect diverse 10%")
      expectRefusal(late, status: 3, "C0203", names: ["sleect", "-e:2:8", "select"])
      #expect(cact.folder.names == before)
    }
  }
}
