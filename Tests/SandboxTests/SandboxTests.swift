import Foundation
import Sandbox
import Synchronization
import TestSupport
import Testing
import Work

/// What foreign code can do in the sandbox, and what it cannot. Where there is none the tests fail: `scripts/packages` installs it.
@Suite("Sandbox")
struct SandboxTests {
  private func shell(
    _ script: String, files: [String: [UInt8]] = [:], limits: SandboxLimits = SandboxLimits()
  ) throws -> SandboxOutcome {
    try Sandbox.isolated().run(["/bin/sh", "-c", script], files: files, limits: limits, work: .silent)
  }

  private func text(_ outcome: SandboxOutcome) -> String { String(decoding: outcome.output, as: UTF8.self) }

  @Test func programsRunOnTheirFiles() throws {
    let outcome = try shell("cat one two; pwd; exit 3", files: ["one": Array("1\n".utf8), "two": [0x32, 0x0A]])
    #expect(outcome == SandboxOutcome(end: .exited(3), output: Array("1\n2\n/code\n".utf8)))
    #expect(try shell("kill -9 $$").end == .exited(137))
    #expect(try shell("echo out; echo err >&2").output == Array("out\nerr\n".utf8))
    #expect(try shell("cat").end == .exited(0), "there is no input")
  }

  @Test func nothingOfTheUserIsThere() throws {
    _ = secretIsSet
    let home = NSHomeDirectory()
    let outcome = try shell(
      "env; ls -a / \(home) 2>/dev/null; cat \(home)/.bashrc /etc/shadow \(PackageRoot.path)/Package.swift; echo x > /usr/x; "
        + "echo x > /code/x; echo x > /x; hostname; id -u")
    let said = text(outcome)
    #expect(!said.contains("hunter2") && !said.contains("swift-tools-version") && !said.contains("root:"))
    #expect(!said.contains("HOME=\(home)") || home == "/tmp")
    #expect(said.contains("sandbox") && said.contains("Read-only") || said.contains("ermission denied"), "\(said)")
    // A folder to write to that goes with it.
    #expect(text(try shell("echo kept > $TMPDIR/x; cat /tmp/x")) == "kept\n")
    #expect(text(try shell("ls /tmp")) == "")
  }

  @Test func thereIsNoNetworkAndNoOtherProcess() throws {
    let outcome = try shell("cat /proc/net/dev | wc -l; ls -d /proc/[0-9]* | wc -l; kill -9 1; echo still here")
    let lines = text(outcome).split(separator: "\n")
    #expect(lines.first == "3", "more than the loopback: \(lines)")
    #expect((Int(lines.dropFirst().first ?? "") ?? 99) < 8 && lines.last == "still here", "\(lines)")
  }

  @Test func limitsHold() throws {
    func limited(_ script: String, _ change: (inout SandboxLimits) -> Void) throws -> SandboxOutcome {
      var limits = SandboxLimits(seconds: 20)
      change(&limits)
      return try shell(script, limits: limits)
    }
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try limited("sleep 600") { $0.seconds = 1 }.end == .timedOut)
    #expect(try limited("while :; do :; done") { $0.seconds = 1 }.end == .timedOut)
    #expect(try limited("sleep 600 & sleep 600 & exit 0") { $0.seconds = 2 }.end != .exited(1))
    #expect(clock.now - start < .seconds(120))
    let loud = try limited("while :; do echo yes; done") { $0.outputBytes = 1_000 }
    #expect(loud.end == .tooMuchOutput && loud.output.count == 1_000)
    let forks = try limited("for n in 1 2 3 4 5 6 7 8 9 10; do sleep 100 & done; wait; echo done") { $0.processes = 5 }
    #expect(text(forks).contains("fork"), "\(text(forks))")
    let disk = try limited("head -c 20000000 /dev/zero > /tmp/x; ls -l /tmp/x | wc -l; wc -c < /tmp/x") {
      $0.diskBytes = 1 << 20
    }
    #expect((Int(text(disk).split(separator: "\n").last ?? "") ?? .max) <= 1 << 20, "\(text(disk))")
    if let python = Tools.find("python3") {
      let outcome = try Sandbox.isolated().run(
        [python, "-c", "x = bytearray(1 << 30)"], limits: SandboxLimits(memoryBytes: 200 << 20), work: .silent)
      #expect(text(outcome).contains("MemoryError"))
    }
  }

  /// Three times as many programs as processors, each with less to compute than its limit: what the others take from one is not its
  /// own time.
  @Test func aBusyMachineIsNoReasonToStop() throws {
    guard let python = Tools.find("python3") else { return print("absent: python3") }
    let script = "import time\nwhile time.process_time() < 1: pass\nprint('done')"
    let limits = SandboxLimits(seconds: 3)
    let count = 3 * ProcessInfo.processInfo.activeProcessorCount
    let sandbox = try Sandbox.isolated()
    let outcomes = Mutex<[SandboxOutcome]>([])
    let all = DispatchGroup()
    let done = SandboxOutcome(end: .exited(0), output: Array("done\n".utf8))
    for _ in 0..<count {
      all.enter()
      Thread.detachNewThread {
        let start = ContinuousClock.now
        let outcome = try? sandbox.run([python, "-c", script], limits: limits, work: .silent)
        // What gets less than a quarter of a processor is given up: other tests may take so much.
        let isGivenUp = outcome?.end == .timedOut && ContinuousClock.now - start >= .seconds(limits.mostSeconds)
        if let outcome { outcomes.withLock { $0.append(isGivenUp ? done : outcome) } }
        all.leave()
      }
    }
    all.wait()
    #expect(outcomes.withLock { $0 } == Array(repeating: done, count: count))
  }

  /// Calls that have let programs out of sandboxes fail.
  @Test func systemCallsAreFiltered() throws {
    guard let python = Tools.find("python3") else { return print("absent: python3") }
    let script = """
      import ctypes, socket
      c = ctypes.CDLL(None, use_errno=True)
      for name, call in [("unshare", lambda: c.unshare(0x10000000)), ("mount", lambda: c.mount(b"a", b"/tmp", b"tmpfs", 0, None)),
                         ("ptrace", lambda: c.ptrace(0, 0, 0, 0)), ("setns", lambda: c.setns(0, 0))]:
          print(name, call(), ctypes.get_errno())
      for family in [1, 2, 16, 40]:
          try: print(family, socket.socket(family, socket.SOCK_DGRAM) is not None)
          except OSError as error: print(family, error.errno)
      """
    let outcome = try Sandbox.isolated().run([python, "-c", script], work: .silent)
    let expected = ["unshare -1 1", "mount -1 1", "ptrace -1 1", "setns -1 1", "1 True", "2 True", "16 1", "40 1"]
    #expect(text(outcome).split(separator: "\n").map(String.init) == expected)
  }

  @Test func isStoppedAndLeavesNothing() throws {
    let folder = FileManager.default.temporaryDirectory.path
    func filters() throws -> Set<String> {
      Set(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("cact-filter") })
    }
    let before = try filters()
    let cancellation = Cancellation()
    cancellation.cancel()
    let outcome = try Sandbox.isolated().run(["/bin/sleep", "30"], work: Work(cancellation: cancellation))
    #expect(outcome.end == .timedOut)
    // Other sandboxes have theirs for a moment.
    var left = try filters().subtracting(before)
    for _ in 0..<1_200 where !left.isEmpty {
      usleep(50_000)
      left = left.intersection(try filters())
    }
    #expect(left.isEmpty)
  }

  /// The limit on processes is the sandbox's own, whatever else the user runs, also where the kernel or the want of isolation counts them
  /// together.
  @Test func otherProcessesOfTheUserDoNotCount() throws {
    #expect(UserProcesses.count(of: getuid()) >= 1)
    for (release, isSo) in [
      ("5.10.0-28-amd64", false), ("5.14.0", true), ("6.1", true), ("4.19.3-gentoo", false), ("odd", false),
    ] {
      #expect(UserProcesses.areCountedByNameSpace(release: release) == isSo, "\(release)")
    }
    // Where the kernel counts them together, other tests may begin some between the count and the limit.
    var said = ""
    for _ in 0..<20 where said != "done\n" {
      said = text(
        try Sandbox.unprotected.run(
          ["/bin/sh", "-c", "for n in 1 2 3; do sleep 0 & done; wait; echo done"],
          limits: SandboxLimits(seconds: 10, processes: 8), work: .silent))
    }
    #expect(said == "done\n")
  }

  @Test func withoutIsolationTheLimitsHoldStill() throws {
    let outcome = try Sandbox.unprotected.run(
      ["/bin/sh", "-c", "cat one; sleep 90"], files: ["one": Array("1".utf8)], limits: SandboxLimits(seconds: 5),
      work: .silent)
    #expect(outcome == SandboxOutcome(end: .timedOut, output: Array("1".utf8)))
  }
}
