import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The three standard streams as a shell may leave them, and paths that are no files.
  @Suite("Streams and paths") struct Streams {
    private let cact: Cact
    init() throws {
      cact = try Cact()
      try cact.writeRows(60, to: "rows.jsonl")
      try cact.write("load \"rows.jsonl\"\n", to: "s.cact")
      try cact.write("load|take 1\n", to: "loose.cact")
    }

    private static let functions =
      ShellFunctions.awaits + "cact() { \"$program\" \"$@\" --store \"$store\"; }\n"

    /// Runs a shell command in the working directory; `cact` in it is the program with its store.
    private func shell(_ script: String) throws -> Command {
      let program = try BuiltProduct.path("cact")
      return try Command.run(
        "/bin/bash", ["-c", Self.functions + script],
        environment: ["program": program, "store": cact.store.path, "LC_ALL": "C.UTF-8"], directory: cact.folder.path)
    }

    /// Every way to standard output.
    private static let writers = [
      "cact run -e 'load \"rows.jsonl\"'", "cact run -e 'load \"rows.jsonl\"' --format json --quiet",
      "cact run -e 'load \"rows.jsonl\"' --format jsonl", "cact run s.cact", "cact run -e 'help load'",
      "\"$program\" --help", "\"$program\" --version", "cact help", "cact help select",
      "cact explain C0203", "cact explain -e 'load \"rows.jsonl\"'", "cact fmt --check loose.cact",
      "echo hello | cact tokenize", "echo hello | cact tokenize --ids",
    ]

    @Test("rows from standard input, plain and packed; none are an error with its code")
    func rowsFromStandardInput() throws {
      let load = "cact run -e 'load \"-\" | where row > 58 | describe'"
      for way in [
        "cat rows.jsonl | \(load)", "\(load) < rows.jsonl", "gzip -c rows.jsonl | \(load)",
        "\(load) < <(cat rows.jsonl)",
      ] {
        let command = try shell(way)
        #expect(
          command.status == 0 && (command.output + command.errors).contains("60 in = 60 kept"),
          "\(way): \(command.errors)")
      }
      for way in ["\(load) < /dev/null", "\(load) <&-", "head -c 100 rows.jsonl | gzip | head -c 30 | \(load)"] {
        let command = try shell(way)
        #expect(command.status == 2 && command.errors.contains("R010"), "\(way): \(command.errors)")
      }
      // A name that exists wins.
      #expect(try shell("cp rows.jsonl ./- && \(load) < /dev/null").status == 0)
    }

    @Test("`fmt` takes standard input and writes its canonical form")
    func formatsStandardInput() throws {
      for way in ["echo 'load|take   5 # few' | cact fmt", "echo 'load|take   5 # few' | cact fmt -"] {
        let command = try shell(way)
        #expect(command.status == 0 && command.output == "load | take 5  # few\n", "\(way): \(command)")
      }
      let unformatted = try shell("echo 'load|take 5' | cact fmt --check")
      #expect(unformatted.status == 3 && unformatted.output == "-\n", "\(unformatted)")
      let broken = try shell("echo 'load | ' | cact fmt")
      #expect(broken.status == 3 && broken.output == "" && broken.errors.contains("stdin"), "\(broken)")
    }

    @Test("names of one character are names", arguments: ["x", "é", ".", "a/", "/", ""])
    func shortNames(name: String) throws {
      let lines = [
        "load", "load | take 1 | save", "use", "set model", "eval problems", "load | take 1 | report",
        "load | plot tokens to",
      ].map { "\($0) \"\(name)\"\n" }.joined()
      try cact.write(lines, to: "short.cact")
      #expect(try shell("cact check short.cact").status == 3)
      let run = try shell("cact run -e 'load \"\(name)\"'")
      // A folder may hold rows.
      #expect([".", "/", ""].contains(name) ? run.status < 128 : run.status == 2, "\(run)")
    }

    @Test("`help` knows the program's commands, and a shell can complete them")
    func helpOnCommands() throws {
      for name in ["run", "check", "fmt", "tokenize", "watch"] {
        let page = try shell("cact help \(name)")
        #expect(page.status == 0 && page.output.contains("USAGE: cact \(name)"), "\(page)")
      }
      #expect(try shell("cact help template").output.hasPrefix("template: Chat template"))
      for kind in ["bash", "zsh", "fish"] {
        #expect(try shell("\"$program\" --generate-completion-script \(kind)").output.contains("tokenize"))
      }
    }

    @Test("`exit` ends a script")
    func exitEndsAScript() throws {
      let command = try shell(
        "printf 'load \"rows.jsonl\" | take 1\nexit\nload | nonsense\n' | cact run --format jsonl -")
      #expect(command.status == 0 && command.output.split(separator: "\n").count == 1, "\(command)")
    }

    @Test("what is saved is not printed besides")
    func savedRowsAreNotPrinted() throws {
      let saved = try shell("cact run -e 'load \"rows.jsonl\" | save \"saved.jsonl\"'")
      #expect(saved.status == 0 && saved.output == "" && saved.errors.contains("saved.jsonl"), "\(saved)")
      // Also where what is saved is a choice of columns to look at.
      let shown = try shell("cact run -e 'load \"rows.jsonl\" | show instruction | save \"shown.jsonl\"'")
      #expect(shown.status == 0 && shown.output == "" && !shown.errors.contains("Add 1 to x."), "\(shown)")
      #expect(try cact.rows("shown.jsonl").count == 60)
      let looked = try shell("cact run -e 'load \"rows.jsonl\" | save \"saved2.jsonl\" | take 1'")
      #expect(looked.status == 0 && looked.output.contains("instruction"), "\(looked)")
    }

    @Test("values that cannot be written: an error and status 5, whatever writes them")
    func fullDisk() throws {
      for writer in Self.writers {
        let full = try shell(writer + " > /dev/full")
        #expect(full.status == 5 || writer.contains("--check") && full.status == 3, "\(writer): \(full.status)")
        #expect(
          full.flat.contains("cannot write standard output: No space left on device"), "\(writer): \(full.errors)")
      }
    }

    @Test("the same for a closed descriptor and a limit on file sizes; a file gets nobody else's text")
    func closedAndLimited() throws {
      for writer in Self.writers {
        let closed = try shell(writer + " >&-")
        #expect(closed.status == 5 || writer.contains("--check") && closed.status == 3, "\(writer): \(closed.status)")
        #expect(
          closed.flat.contains("cannot write standard output: Bad file descriptor"), "\(writer): \(closed.errors)")
      }
      let limited = try shell(
        "(ulimit -f 0; exec \"$program\" --help 2>&1 > help.txt) | cat; exit ${PIPESTATUS[0]}")
      #expect(limited.status == 5 && limited.output.contains("File too large"), "\(limited)")
      // All three closed: no file of the store takes their numbers.
      let all = try shell("cact run -e 'load \"rows.jsonl\" | take 7' --format jsonl <&- >&- 2>&-; echo $?")
      #expect(all.output == "5\n")
      let whole = try cact.run("load \"rows.jsonl\" | take 7", ["--format", "jsonl"])
      #expect(try whole.status == 0 && whole.objects.count == 7, "\(whole.errors)")
      #expect(!whole.errors.contains("warning"), "\(whole.errors)")
    }

    @Test("JSON errors stay JSON; a lost standard error loses neither values nor status")
    func standardError() throws {
      let json = try shell("cact run -e 'load \"rows.jsonl\"' --quiet --error-format json > /dev/full")
      #expect(json.status == 5)
      #expect(try JSONValue.parse(json.errors, file: "errors")["code"]?.string == "C0624", "\(json.errors)")
      for end in ["2>/dev/full", "2>&-"] {
        let good = try shell("cact run -e 'load \"rows.jsonl\" | take 2' --format jsonl \(end)")
        #expect(good.status == 0 && good.output.split(separator: "\n").count == 2, "\(end): \(good)")
        #expect(try shell("cact run -e 'laod' \(end)").status == 3, "\(end)")
        #expect(try shell("cact run nothing.cact \(end)").status == 2, "\(end)")
        #expect(try shell("cact run -e 'load \"none.jsonl\"' \(end)").status == 2, "\(end)")
        #expect(try shell("\"$program\" --nonsense \(end)").status == 2, "\(end)")
      }
      #expect(try shell("cact <&-").status == 2)
    }

    @Test("a reader that goes, and one that never reads")
    func readers() throws {
      let gone = try shell(
        "{ cact run -e 'load \"rows.jsonl\"' --format jsonl --quiet; echo $? >&2; } | head -n 1")
      #expect(gone.errors == "0\n" && gone.output.split(separator: "\n").count == 1)
      let rows = (1...3_000).map {
        #"{"instruction": "Add \#($0).", "output": "\#(String(repeating: "x", count: 40))"}"#
      }
      try cact.write(rows.joined(separator: "\n"), to: "many.jsonl")
      // More than a pipe holds: the write waits, and SIGTERM ends the waiting.
      let started = ContinuousClock.now
      let stuck = try shell(
        """
        mkfifo p; sleep 600 < p & reader=$!
        "$program" run -e 'load "many.jsonl"' --format jsonl --quiet --store "$store" > p & writer=$!
        awaits $writer; kill -TERM $writer; wait $writer; echo $?; kill -9 $reader
        """)
      #expect(stuck.output == "75\n", "\(stuck)")
      #expect(ContinuousClock.now - started < .seconds(300))
    }

    @Test("a session that cannot be written: the values come, the status is 5, and it says so once")
    func session() throws {
      let text = "load \"rows.jsonl\" | take 2"
      // The limit lets the store be written, and a session that is still small.
      let long =
        "let few = load \"rows.jsonl\" | where question != \"\(String(repeating: "x", count: 1_500_000))\" | take 3\n"
      try cact.write(long + "few\nfew | take 1\n", to: "long.cact")
      let limited = try shell(
        """
        (ulimit -f 1000; exec "$program" run long.cact --quiet --format jsonl --session s.json --store "$store" \
          2> >(cat >&2; :)) | cat; exit ${PIPESTATUS[0]}
        """)
      #expect(limited.status == 5 && limited.output.split(separator: "\n").count == 4, "\(limited.status)")
      #expect(limited.errors.components(separatedBy: "error[C0605]").count == 2, "\(limited.errors.suffix(400))")
      if getuid() != 0 {
        let closed = try shell("mkdir shut; chmod 500 shut; cact run -e '\(text)' --session shut/s.json")
        #expect(closed.status == 2 && closed.errors.contains("shut/s.json"), "\(closed.errors)")
      }
    }

    @Test("rows that a cell saves in the session's own place are not lost to it")
    func savedOverTheSession() throws {
      try cact.writeRows(3, to: "rows.jsonl")
      let command = try cact.run(#"load "rows.jsonl" | take 2 | save "s.json" replace"#, ["--session", "s.json"])
      expectRefusal(command, status: 5, "C0605", names: ["s.json", "was changed after this session wrote it"])
      #expect(command.errors.contains("2 rows to s.json"))
      #expect(try JSONValue.parse(cact.bytes("s.json"), file: "s.json").array?.count == 2)
    }

    @Test("no path that is no file is waited for or read without end", .timeLimit(.minutes(120)))
    func paths() throws {
      try cact.write("use \"p\"\n", to: "uses.cact")
      let refused: [(String, Int)] = [
        ("cact run p", 2), ("cact check p", 2), ("cact fmt p", 2), ("cact fmt --check p", 2), ("cact explain ./p", 2),
        ("cact run /dev/zero", 2), ("cact check /dev/zero", 2), ("cact fmt /dev/zero", 2), ("cact run .", 2),
        ("cact check uses.cact", 3), ("cact run -e 'use \"/dev/zero\"'", 3),
        ("cact run s.cact --session p", 2), ("cact run s.cact --session /dev/zero", 2),
        ("cact run s.cact --session .", 2), ("cact run -e 'load \"p\"'", 2), ("cact run -e 'load \"/dev/zero\"'", 2),
        ("cact run s.cact --model p", 2), ("cact run s.cact --model /dev/zero", 2),
        ("cact run -e 'set model \"p\"\nload'", 2), ("\"$program\" run -e load --store p", 2),
        ("\"$program\" run -e load --store /dev/null", 2),
        ("cact < /dev/zero", 2), ("cact run /dev/stdin < /dev/zero", 2), ("cact tokenize < /dev/zero", 2),
      ]
      let program = try shell("mkfifo p; mkdir m; cp rows.jsonl m/r; mkfifo m/config.json; declare -f cact")
      #expect(program.status == 0)
      for (line, status) in refused {
        let command = try shell("export program store; timeout 120 bash -c '\(Self.body(line))'")
        #expect(command.status == status, "\(line): \(command.status) \(command.errors)")
        #expect(!command.errors.isEmpty && !command.errors.contains("Fatal"), "\(line): \(command.errors)")
      }
      #expect(try shell("timeout 120 \"$program\" run -e load --model m --store \"$store\"").status == 2)
      #expect(try shell("stat -c %F /dev/null").output == "character special file\n")
      #expect(!FileManager.default.fileExists(atPath: "/dev/zero.lock"))
    }

    private static func body(_ line: String) -> String {
      ("cact() { \"$program\" \"$@\" --store \"$store\"; }; " + line).replacing("'", with: "'\\''")
    }

    @Test("a script through standard input or a process substitution runs; waiting for one ends with the signal")
    func scriptsThatCome() throws {
      for line in [
        "cact run <(echo 'load \"rows.jsonl\" | take 3') --format jsonl",
        "echo 'load \"rows.jsonl\" | take 3' | cact run /dev/stdin --format jsonl",
        "cact run /dev/stdin --format jsonl < <(sleep 0.5; echo 'load \"rows.jsonl\" | take 3')",
      ] {
        let command = try shell(line)
        #expect(try command.status == 0 && command.objects.count == 3, "\(line): \(command)")
      }
      #expect(try shell("cact check <(echo laod)").status == 3)
      for line in ["run /dev/stdin", "tokenize", "check /dev/stdin", ""] {
        let started = ContinuousClock.now
        let stopped = try shell(
          """
          mkfifo q; sleep 600 > q & writer=$!
          "$program" \(line) --store "$store" < q & waits=$!
          awaits $waits; kill -TERM $waits; wait $waits; echo $?; kill -9 $writer; rm q
          """)
        #expect(stopped.output == "75\n", "\(line): \(stopped)")
        #expect(ContinuousClock.now - started < .seconds(300))
      }
    }
  }
}
