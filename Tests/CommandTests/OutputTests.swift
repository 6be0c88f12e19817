import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Output") struct Output {
    private let cact: Cact
    init() throws { cact = try Cact() }

    @Test("`--format json`: one object per statement on standard output, blocks on standard error")
    func json() throws {
      try cact.writeRows(40, to: "rows.jsonl") { $0 == 4 ? #"{"instruction": "No answer."}"# : nil }
      let text = """
        set max_failed 5%
        let rows = load "rows.jsonl"
        rows | where tokens > 0 and row < 30 | save "out.jsonl"
        rows | count by row | save "counts.csv"
        """
      let command = try cact.run(text, ["--format", "json"])
      #expect(command.status == 0, "\(command.errors)")
      let objects = try command.objects
      #expect(objects.map { $0["cell"]?.int } == [1, 2, 3, 4])
      #expect(objects.map { $0["type"]?.string } == [nil, "Rows", "Rows", "Report"])
      #expect(objects.allSatisfy { ($0["seconds"]?.double ?? -1) >= 0 })
      let loaded = try #require(objects[1]["ledger"])
      #expect(loaded["in"] == 40 && loaded["kept"] == 39)
      #expect(loaded["failed"]?[0]?["reason"] == "no answer" && loaded["failed"]?[0]?["count"] == 1)
      let chosen = try #require(objects[2]["ledger"])
      #expect(chosen["in"] == 39 && chosen["kept"] == 28)
      #expect(objects[1...].allSatisfy { ($0["digest"]?.string?.count ?? 0) == 64 })
      #expect(objects[2]["saved"] == "out.jsonl")
      #expect(objects[3]["saved"] == "counts.csv")
      #expect(command.stages.map(\.name).contains("where") && !command.output.contains("kept +"))
      // The values themselves, rows up to a limit that is said, and what each stage took.
      let value = try #require(objects[1]["value"])
      #expect(value["count"] == 39 && value["limit"] == 100 && value["rows"]?.array?.count == 39)
      #expect(value["rows"]?[0]?["row"] == 1 && value["rows"]?[0]?["instruction"]?.string != nil)
      #expect(value["columns"]?.array?.compactMap { $0["name"]?.string }.contains("answer_tokens") == true)
      #expect(objects[3]["value"]?.array?.count == 39)
      #expect(objects[2]["bill"]?["stages"]?.array?.map { $0["stage"]?.string } == ["where", "save"])
      #expect(objects[0]["value"] == nil && objects[0]["bill"] == nil)
      #expect(objects.allSatisfy { $0["conclusion"] == nil })
      // The same program again has the same digests.
      #expect(try cact.run(text, ["--format", "json"]).objects.map { $0["digest"] } == objects.map { $0["digest"] })
    }

    @Test("`--format json` keeps a row's numbers as they were written, cuts at its limit, and leaves vectors to jsonl")
    func values() throws {
      try cact.writeRows(130, to: "rows.jsonl") {
        $0 == 1 ? #"{"instruction": "a", "output": "b", "id": 12345678901234567890123, "x": 1.50}"# : nil
      }
      let command = try cact.run("load \"rows.jsonl\"\nload \"rows.jsonl\" | take 2 | embed", ["--format", "json"])
      #expect(command.output.contains("12345678901234567890123") && command.output.contains("1.50"))
      let objects = try command.objects
      #expect(objects[0]["value"]?["count"] == 130 && objects[0]["value"]?["rows"]?.array?.count == 100)
      let columns = objects[1]["value"]?["columns"]?.array ?? []
      #expect(columns.contains { $0["name"] == "embedding" && $0["kind"] == "vector" })
      #expect(objects[1]["value"]?["rows"]?[0]?["embedding"] == nil)
      let lines = try cact.run("load \"rows.jsonl\" | take 2 | embed", ["--format", "jsonl"]).objects
      #expect((lines.first?["embedding"]?.array?.count ?? 0) > 1)
    }

    @Test("`--format jsonl` prints rows; `--quiet` no blocks; `--error-format json` one object per finding")
    func otherFormats() throws {
      try cact.writeRows(30, to: "rows.jsonl")
      let rows = try cact.run(#"load "rows.jsonl" | show row question"#, ["--format", "jsonl", "--quiet"])
      #expect(try rows.objects.map { $0["row"]?.int } == Array(1...30) && rows.errors.isEmpty, "\(rows.errors)")
      #expect(try rows.objects.first?.object?.keys == ["row", "instruction"])
      let numbers = try cact.run(#"load "rows.jsonl" | take 2 | show row"#, ["--format", "jsonl"])
      #expect(numbers.output == "{\"row\": 1}\n{\"row\": 2}\n")
      let errors = try cact.run("load | sleect 1\nload | tkae 2", ["--error-format", "json"])
      #expect(errors.status == 3 && errors.output.isEmpty)
      let found = try errors.errors.split(separator: "\n").map { try JSONValue.parse(String($0), file: "errors") }
      #expect(found.map { $0["code"]?.string } == ["C0203", "C0203"])
    }

    @Test("standard input that is no terminal is a script; `$1` and `--arg` are its parameters")
    func scripts() throws {
      try cact.writeRows(30, to: "rows.jsonl")
      let piped = try cact(["--format", "jsonl"], input: "load \"rows.jsonl\"\n  | take 3\n  | show row\n")
      #expect(try piped.status == 0 && piped.objects.count == 3, "\(piped.errors)")
      try cact.write("param n = 5\nload $1\n  | take $n\n  | show row\n", to: "s.cact")
      let given = try cact(["s.cact", "rows.jsonl", "--arg", "n=7", "--format", "jsonl"])
      #expect(try given.status == 0 && given.objects.count == 7, "\(given.errors)")
      #expect(try cact(["s.cact", "rows.jsonl", "--format", "jsonl"]).objects.count == 5)
      #expect(try cact(["check", "s.cact", "--arg", "1=rows.jsonl"]).status == 0)
      #expect(try cact([], input: "").status == 0)
    }

    @Test("a plan says what it costs where a price is set")
    func price() throws {
      let line = "load | take 40 | score complexity"
      let free = try cact.run("explain \(line)")
      #expect(free.status == 0 && !free.output.contains("36/h"), "\(free)")
      let priced = try cact.run("set price 36/h\nexplain \(line)")
      #expect(priced.status == 0 && priced.output.contains(#/\d at 36\/h/#), "\(priced.output)")
    }

    @Test("a person is told names, never digests")
    func names() throws {
      let run = try cact.run(
        "load | take 40 | hold 10 | score complexity | select diverse 50% | pack 1024 | tune steps 2")
      #expect(run.status == 0 && run.flat.contains("Model in _1 · "), "\(run)")
      #expect(!(run.output + run.errors).contains(#/[0-9a-f]{32}/#), "\(run)")
    }

    @Test("commands that run nothing: check, explain, help, version")
    func otherCommands() throws {
      let plan = try cact(["explain", "-e", "load | score complexity | select diverse 10% | pack 4096 | tune epochs 3"])
      #expect(plan.status == 0 && plan.stages.isEmpty, "\(plan.errors)")
      for name in ["load", "score", "select", "pack", "tune"] { #expect(plan.output.contains(name)) }
      let code = try cact(["explain", "C0203"])
      #expect(code.status == 0 && code.output.contains("take 10"))
      for code in ["C0407", "C0510", "R0103", "T0101"] { #expect(try cact(["explain", code]).status == 0, "\(code)") }
      #expect(try cact(["explain", "C9999"]).status == 2)
      let help = try cact(["help", "select"])
      #expect(help.status == 0 && help.output.contains("diverse"))
      #expect(try cact(["help", "sleect"]).status == 2)
      #expect(try cact(["--version"]).status == 0)
      #expect(try cact(["check", "-e", "load | take 5"]).status == 0)
    }

    @Test("`view` colours code between fences, and changes nothing else")
    func colouredCode() throws {
      let answer =
        "It is `def`:\n\n```python\ndef f(x):  # \u{1B}[31mred\u{202E}\n    return \"a\" + 12 if x else '''é\n\u{301}b'''\n```\ndef is 1"
      let row = JSONValue.object(["instruction": "How?", "output": .string(answer)]).serialized()
      try cact.write(row + "\n", to: "rows.jsonl")
      let program = "load \"rows.jsonl\" | view 1"
      let plain = try cact.run(program)
      #expect(plain.status == 0 && !plain.output.contains("\u{1B}"))
      #expect(plain.output.contains("# \\u{1b}[31mred\\u{202e}"))
      let coloured = try cact.run(program, ["--color", "always"])
      for part in [
        "\u{1B}[34mdef\u{1B}[0m f", "\u{1B}[34mreturn", "\u{1B}[32m\"a\"\u{1B}[0m", "\u{1B}[33m12\u{1B}[0m",
        "\u{1B}[2m# \\u{1b}[31m",
      ] { #expect(coloured.output.contains(part), "\(part.debugDescription) in \(coloured.output.debugDescription)") }
      #expect(coloured.output.replacing(/\u{1B}\[[0-9;]*m/.matchingSemantics(.unicodeScalar), with: "") == plain.output)
      #expect(coloured.output.hasSuffix("  ```\n  def is 1\n"))
      // A pipe has no colour unless it is asked for.
      #expect(try cact.run(program, environment: ["NO_COLOR": "1"]).output == plain.output)
    }

    @Test("`describe` stays within the screen", arguments: [40, 80, 120])
    func describeFits(columns: Int) throws {
      try cact.writeRows(30, to: "rows.jsonl") { row in
        let topic = row % 3 == 0 ? String(repeating: "漢字", count: 8) : "short"
        return #"{"instruction": "Question \#(row) of 漢字?", "output": "a", "topic": "\#(topic)", "ok": \#(row > 9)}"#
      }
      let output = try cact.run("load \"rows.jsonl\" | describe", environment: ["COLUMNS": "\(columns)"]).output
      for line in output.split(separator: "\n") {
        let width = line.unicodeScalars.reduce(0) { $0 + ((0x4E00...0x9FFF).contains($1.value) ? 2 : 1) }
        #expect(width <= columns, "\(line)")
      }
      #expect(output.contains("true ×"))
    }

    @Test("no escape codes where no terminal is, and none from the data anywhere")
    func escapes() throws {
      let evil =
        #"{"instruction": "a\u001b[31mred\u0007\u009b31m\r\u202egnp", "output": "x\u001b]0;title\u0007\u0000", "k\u001b[2J": "v"}"#
      try cact.write(evil + "\n", to: "evil.jsonl")
      func controls(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter {
          ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || $0.value == 0x202E
        }
      }
      let programs = [
        #"load "evil.jsonl""#, #"load "evil.jsonl" | columns"#, #"load "evil.jsonl" | describe"#,
        #"load "evil.jsonl" | count by question"#, #"load "evil.jsonl" | where questoin == 1"#,
        "load \"no\u{1B}[31m.json\"",
      ]
      for program in programs {
        for environment in [[:], ["NO_COLOR": "1"], ["TERM": "dumb"]] as [[String: String?]] {
          let command = try cact.run(program, environment: environment)
          #expect(controls(command.output).isEmpty, "\(program): \(command.output.debugDescription)")
          #expect(controls(command.errors).isEmpty, "\(program): \(command.errors.debugDescription)")
        }
      }
      for format in ["json", "jsonl"] {
        let command = try cact.run(#"load "evil.jsonl""#, ["--format", format])
        #expect(controls(command.output).isEmpty, "\(command.output.debugDescription)")
        #expect(try command.objects.count == 1)
      }
      // What the command line, the environment and other files say is no more trusted.
      let bad = "x\u{1B}[31m\u{9B}2J\u{202E}\u{200B}\u{2028}"
      try cact.write(
        "{\"format\": \"\(bad.unicodeScalars.map { "\\u" + String(0x10000 + $0.value, radix: 16).dropFirst() }.joined())\"}",
        to: "s.json")
      let lines: [[String]] = [
        ["--\(bad)"], ["run", "--seed", bad], ["run", "--arg", bad], ["run", "--format", bad], ["check", bad],
        ["explain", bad], ["help", bad], ["run", "-e", "load", "--model", bad],
        ["run", "-e", "load", "--session", "s.json"],
        ["run", "-e", "load", "--arg", "\(bad)=1"], ["run", "-e", "load", bad],
        ["run", "-e", "set template \"\(bad)\"\nload"],
        ["fmt", "--check", bad], ["run", "-e", "use \"\(bad)\""], ["run", "-e", "load", "--session", "\(bad)/s.json"],
        ["run", "-e", "load", "--model", "org/none"],
      ]
      for arguments in lines {
        for format in ["text", "json"] {
          let command = try cact(
            arguments + ["--error-format", format], environment: ["HF_HOME": bad, "COLUMNS": bad, "HOME": "/\(bad)"])
          #expect(command.status == 2 || command.status == 3 || command.status == 5, "\(arguments): \(command.status)")
          let out = command.output + command.errors
          #expect(
            controls(out).isEmpty && !out.contains("\u{200B}") && !out.contains("\u{2028}"), "\(out.debugDescription)")
        }
      }
      // Colour on demand colours cact's own words, and still escapes the data's.
      let coloured = try cact.run(#"load "evil.jsonl""#, ["--color", "always"])
      #expect(coloured.errors.contains("\u{1B}[") && !coloured.output.contains("\u{1B}[31mred"))
      #expect(!coloured.output.contains("\u{1B}]0;"))
    }

    @Test("output that nobody reads any more ends the program without a crash")
    func closedPipe() throws {
      try cact.writeRows(2_000, to: "rows.jsonl")
      let program = try BuiltProduct.path("cact")
      let piped = try Command.shell(
        "cd $1 && { \"$2\" run -e 'load \"rows.jsonl\"' --format jsonl --store \"$3\"; echo \"status $?\" >&2; } | head -n 1",
        cact.folder.path, program, cact.store.path)
      #expect(piped.output.split(separator: "\n").count == 1)
      let status = try #require(piped.errors.firstMatch(of: #/status (\d+)\n$/#)?.1)
      #expect((Int(status) ?? 999) < 128, "\(piped.errors)")
    }
  }
}
