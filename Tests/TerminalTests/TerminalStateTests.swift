import Foundation
import TestSupport
import Testing

/// However the notebook ends or stops, the terminal is as it was; and however it comes back, so is the line.
@Suite(.serialized) struct TerminalStateTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test(
    arguments: [
      (SIGQUIT, 131), (SIGABRT, 134), (SIGSEGV, 139), (SIGBUS, 135), (SIGUSR1, 138), (SIGALRM, 142), (SIGTERM, 75),
      (SIGHUP, 75), (SIGXCPU, 75),
    ] as [(Int32, Int32)])
  func everySignalLeavesTheTerminalAsItWas(_ number: Int32, _ status: Int32) throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    terminal.send("load | ta")
    try terminal.expect("load | ta")
    #expect(terminal.currentSettings != terminal.settings)
    // Ctrl-\ as a person presses it; the others as a shell sends them.
    if number == SIGQUIT { terminal.send("\u{1C}") } else { terminal.signal(number) }
    #expect(try terminal.finish() == status)
    #expect(terminal.currentSettings == terminal.settings)
    #expect(terminal.hasBracketsOff)
  }

  @Test func aStoppedNotebookComesBackWithItsLine() throws {
    let terminal = try PseudoTerminal(in: folder, ["-i"], shell: "/bin/sh")
    try terminal.expect("shell> ")
    terminal.send("stty -echoctl; \"$CACT\" --quiet\n")
    try terminal.expect("[1] ")
    for round in 1...2 {
      terminal.send("load | ta")
      try terminal.expect("load | ta")
      terminal.send("\u{1A}")
      try terminal.expect("shell> ")
      #expect(terminal.hasBracketsOff)
      // What the shell says comes out line by line again, and it may set the terminal otherwise.
      terminal.send("stty erase ^H; stty -a | tr ' ;' '\\n\\n' | grep -c -e '^icanon$' -e '^echo$' -e '^-echoctl$'\n")
      try terminal.expect("\n3\n")
      terminal.resize(columns: 60 + round)
      try terminal.expect("shell> ")
      terminal.send("fg\n")
      try terminal.expect("[\(round)] load | ta")
      // The changed key erases, and the line goes on.
      terminal.send("xy\u{8}\u{8}ke \(round + 2) | show row\r")
      try terminal.expect("\n  \(round + 2)\n")
      try terminal.expect("[\(round + 1)] ")
    }
    terminal.send("\u{4}")
    try terminal.expect("shell> ")
    terminal.send("stty -a | tr ' ;' '\\n\\n' | grep -c -e '^icanon$' -e '^echo$' -e '^-echoctl$' -e '^.H$'\n")
    try terminal.expect("\n4\n")
    terminal.send("exit\n")
    _ = try terminal.finish()
  }

  /// libedit opens its files by name and reads to their end.
  @Test(arguments: [".editrc", "keys", "state/cact/history"])
  func whatIsNoFileOfKeysIsPassedOver(_ name: String) throws {
    let path = folder(name)
    try FileManager.default.createDirectory(atPath: folder("state/cact"), withIntermediateDirectories: true)
    let makes: [(String) -> Int32] = [
      { mkfifo($0, 0o600) }, { symlink("/dev/zero", $0) }, { mkdir($0, 0o700) },
      { path in
        fclose(fopen(path, "w"))
        return truncate(path, 1 << 40)
      },
    ]
    for make in makes {
      try #require(make(path) == 0)
      let terminal = try PseudoTerminal(in: folder, more: name == "keys" ? ["EDITRC": path] : [:])
      try terminal.expect("[1] ")
      terminal.send("load | take 2 | show row\r")
      try terminal.expect("\n  2\n")
      try terminal.expect("[2] ")
      terminal.send("\u{4}")
      #expect(try terminal.finish() == 0)
      #expect(FileManager.default.fileExists(atPath: path))
      remove(path)
    }
  }

  /// Alt-x begins a command of libedit's own; an empty one was a null pointer there. So was `:` in the command mode of vi.
  @Test(arguments: [("", "\u{1B}x"), ("bind -v\n", "\u{1B}:")])
  func theEditorsOwnCommandLineIsOutOfReach(_ habits: String, _ keys: String) throws {
    try habits.write(toFile: folder(".editrc"), atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    terminal.send(keys)
    usleep(300_000)
    terminal.send("\r\u{3}")
    try terminal.expect("[1] ")
    terminal.send((habits.isEmpty ? "" : "i") + "load | take 3 | show row\r")
    if !habits.isEmpty { terminal.send("\u{1B}i") }
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
  }

  @Test func aNotebookThatCouldNotSayGoodbyeTakesTheTerminalAgain() throws {
    let terminal = try PseudoTerminal(in: folder)
    try terminal.expect("[1] ")
    terminal.send("load | ta")
    try terminal.expect("load | ta")
    // SIGSTOP cannot be caught; whoever has the terminal meanwhile sets it for itself.
    terminal.signal(SIGSTOP)
    usleep(100_000)
    terminal.cook()
    terminal.signal(SIGCONT)
    try terminal.expect("[1] load | ta")
    terminal.send("ke 2 | show row\r")
    try terminal.expect("\n  2\n")
    // Another size: the line is drawn anew.
    try terminal.expect("[2] ")
    terminal.send("load | ta")
    try terminal.expect("load | ta")
    terminal.resize(columns: 70)
    try terminal.expect("[2] load | ta")
    terminal.send("ke 4 | show row\r")
    try terminal.expect("\n  4\n")
    try terminal.expect("[3] ")
    terminal.send("\u{4}")
    #expect(try terminal.finish() == 0)
    #expect(terminal.currentSettings == terminal.settings)
  }
}

extension PseudoTerminal {
  /// Whether the last word on bracketed paste was to switch it off.
  var hasBracketsOff: Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let on = text.range(of: "\u{1B}[?2004h", options: .backwards) else { return true }
    return text[on.upperBound...].contains("\u{1B}[?2004l")
  }
}
