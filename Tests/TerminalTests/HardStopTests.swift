import Foundation
import TestSupport
import Testing

/// What a second signal does, and what the first one does where nothing is there to be kept.
@Suite(.serialized) struct HardStopTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test func aSecondControlCStopsTheCellAndThePromptComesBack() throws {
    let terminal = try PseudoTerminal(in: folder, ["--session", folder("work.json")])
    #expect(try terminal.expect("[1] ").contains("new session in \(folder("work.json"))"))
    terminal.send("let few = load | take 3\r")
    try terminal.expect("[2] ")
    terminal.send("let scored = load | score complexity\r")
    // The first Ctrl-C may be answered before the second comes, though the program is stopped in between, for longer than two
    // may be apart to count as one; then the cell goes on, and it is tried again.
    var isHard = false
    var wasAnswered = false
    for _ in 1...20 {
      try terminal.expect("\nscore ", within: 300)
      terminal.send("\u{3}")
      usleep(10_000)
      terminal.signal(SIGSTOP)
      usleep(200_000)
      terminal.send("\u{3}")
      terminal.signal(SIGCONT)
      isHard = try terminal.expect("[3] ", within: 300).contains("cell 2 was stopped hard")
      guard !isHard else { break }
      wasAnswered = true
      // The second may have met the prompt, or the moment before it; what is typed upon a Ctrl-C may go with it.
      usleep(2_000_000)
      terminal.send(":rerun 2\r")
    }
    #expect(isHard)
    // The same process, in which the other cells and what was stored are as they were.
    terminal.send("few | show row\r")
    try terminal.expect("\n  3\n")
    try terminal.expect("[4] ")
    terminal.send(":cells\r")
    let cells = try terminal.expect("[4] ")
    #expect(cells.contains("let scored = ") && cells.contains("interrupted"))
    terminal.send("scored\r")
    // Where a Ctrl-C was answered before, what was done by then may be at hand.
    let shown = try terminal.expect("\n[")
    #expect(wasAnswered || shown.contains("error"))
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    #expect(terminal.currentSettings == terminal.settings)
  }

  /// Standard input is a pipe on which nothing comes.
  @Test(
    arguments: zip([SIGINT, SIGTERM, SIGHUP, SIGXCPU], [["tokenize"], ["run", "-"], [], ["tokenize", "--ids"]]))
  func whatWaitsForStandardInputEndsAtOnce(_ number: Int32, _ arguments: [String]) throws {
    let status = number == SIGINT ? 130 : 75
    let script = """
      \(ShellFunctions.awaits)
      mkfifo "$2/in"; exec 3<>"$2/in"; program=$1; folder=$2; number=$3; shift 3
      CACT_STORE=$folder/store env --default-signal "$program" "$@" <&3 2>/dev/null &
      it=$!; awaits $it; kill -"$number" $it
      for try in {1..600}; do kill -0 $it 2>/dev/null || break; sleep 0.1; done
      kill -KILL $it 2>/dev/null; wait $it
      """
    // One that is not answered is killed after a minute.
    let run = try Command.run(
      "/bin/bash", ["-c", script, "bash", try BuiltProduct.path("cact"), folder.path, String(number)] + arguments)
    #expect(run.status == status)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGXCPU, SIGINT])
  func aSecondSignalStopsAScriptHard(_ number: Int32) throws {
    // One block is long in coming, so that the first signal finds the script at work. It is stopped before it can answer,
    // for longer than two signals may be apart to count as one.
    let script = """
      CACT_STORE=$2/store env --default-signal "$1" run -e 'load | score complexity' 2>"$2/errors" &
      until grep -q ^load "$2/errors" || grep -q ' load ' "$2/errors"; do sleep 0.05; done
      sleep 0.3; kill -"$3" $!; sleep 0.01; kill -STOP $!; sleep 0.2; kill -"$3" $!; kill -CONT $!; wait $!
      """
    var isHard = false
    for round in 1...10 where !isHard {
      let run = try Command.run(
        "/bin/bash", ["-c", script, "bash", try BuiltProduct.path("cact"), folder.path, String(number)])
      #expect(run.status == (number == SIGINT ? 130 : 75), "round \(round)")
      // One that was asked once says how to go on.
      isHard = try !String(contentsOfFile: folder("errors"), encoding: .utf8).contains("resume with")
    }
    #expect(isHard)
  }

  @Test(arguments: ["64", "128", "8192"]) func aSmallStackIsNoCrash(_ kilobytes: String) throws {
    let run = try Command.shell(
      "ulimit -s \"$3\" || exit; CACT_STORE=\"$2\" \"$1\" run --quiet -e \"$4\"", try BuiltProduct.path("cact"),
      folder("store"), kilobytes, "load | take 3 | score complexity | sort row | show row")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "row\n  1\n  2\n  3\n")
    let many = 50_000
    let brackets = [String(repeating: "(", count: many), String(repeating: ")", count: many)]
    for deep in [
      "load | where \(brackets[0])1\(brackets[1]) > 0", "load | where \(String(repeating: "not ", count: many))",
      // Thousands of mistakes in one line.
      "load | \(String(repeating: "{ load | ", count: 6_000))",
    ] {
      let path = folder("deep.cact")
      try deep.write(toFile: path, atomically: true, encoding: .utf8)
      let check = try Command.shell(
        "ulimit -s \"$3\"; \"$1\" check \"$2\"", try BuiltProduct.path("cact"), path, kilobytes)
      #expect(check.status == 3, "\(check.errors)")
    }
  }
}
