import Foundation
import Sandbox
import TestSupport
import Testing
import Work

/// A variable that no sandbox is to have; set once, since other tests read the environment meanwhile.
let secretIsSet = setenv("CACT_SECRET", "hunter2", 1) == 0

/// Code that tries to get out, to take more than its share, or to do harm, and what it meets. Each attempt is a program in Python that
/// says `contained` or what it got.
@Suite("Escapes")
struct EscapeTests {
  struct Attempt: Sendable, CustomStringConvertible {
    var description: String
    var script: String
    /// What all output must be; nil: only that the machine is as before, or that a limit ended it.
    var says: String? = "contained"
    var ends: [SandboxOutcome.End] = [.exited(0)]
    /// Few where it is to be ended; else a machine that stands still for moments is no failure.
    var seconds: Int { ends.contains(.timedOut) ? 3 : 30 }
  }

  private static let preamble = """
    import os, sys, socket, ctypes, mmap, time, signal
    c = ctypes.CDLL(None, use_errno=True)
    def attempt(*calls):
        for call in calls:
            try: got = call()
            except (OSError, ValueError, MemoryError, RuntimeError): continue
            if got not in (-1, None): print("got", got); sys.exit(0)
        print("contained"); sys.exit(0)
    def read(path): return open(path, "rb").read(4000) or None
    def write(path):
        with open(path, "wb") as file: file.write(b"x"); return path

    """

  private static func attempts(home: String, tree: String, listener: Int, abstract: String) -> [Attempt] {
    [
      // The network.
      Attempt(
        description: "an address of the internet",
        script:
          "attempt(lambda: socket.create_connection(('1.1.1.1', 53), 2), lambda: socket.create_connection(('::1', 53), 2))"
      ),
      Attempt(description: "a name of the internet", script: "attempt(lambda: socket.getaddrinfo('example.com', 80))"),
      Attempt(
        description: "a port of the host",
        script: "attempt(lambda: socket.create_connection(('127.0.0.1', \(listener)), 2))"),
      Attempt(
        description: "a datagram",
        script: """
          def send():
              one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              return one.sendto(b"x", ("8.8.8.8", 53))
          attempt(send)
          """),
      Attempt(
        description: "a socket of the host without a name in the file system",
        script: """
          def connect():
              one = socket.socket(socket.AF_UNIX); one.connect(b"\\0\(abstract)"); return one
          attempt(connect)
          """),
      Attempt(
        description: "other families of sockets",
        script: "attempt(*[lambda f=f: socket.socket(f, socket.SOCK_RAW) for f in (2, 16, 17, 31, 38, 40, 44)])"),
      // Files.
      Attempt(
        description: "the passwords", script: "attempt(lambda: read('/etc/shadow'), lambda: read('/etc/passwd'))"),
      Attempt(
        description: "the home folder",
        script: """
          home = "\(home)"
          attempt(lambda: [n for n in os.listdir(home) if home != "/tmp"] or None, lambda: read(home + "/.bashrc"),
                  lambda: os.listdir("/home") or None, lambda: read(os.path.expanduser("~/.ssh/id_rsa")))
          """),
      Attempt(description: "this program's folder", script: "attempt(lambda: read('\(tree)/Package.swift'))"),
      Attempt(
        description: "what the environment holds",
        script: "attempt(lambda: [v for v in os.environ.values() if 'hunter2' in v] or None, "
          + "lambda: b'hunter2' in read('/proc/1/environ') or None, lambda: b'hunter2' in read('/proc/self/environ') or None)"
      ),
      Attempt(
        description: "writing to the system",
        script:
          "attempt(*[lambda f=f: write(f + '/x') for f in ('', '/usr', '/usr/bin', '/etc', '/code', '/dev', '/lib', '/proc', "
          + "'/usr/local', '/opt', '/var')])"),
      Attempt(
        description: "changing its own code",
        script:
          "attempt(lambda: write('/code/one.py'), lambda: os.chmod('/code/one.py', 0o777) or 1, lambda: os.unlink('/code/one.py') or 1)"
      ),
      Attempt(
        description: "a link out of the sandbox",
        script: """
          os.symlink("/proc/1/root\(tree)/Package.swift", "/tmp/one"); os.symlink("/", "/tmp/two")
          os.symlink("../../../../../..\(tree)/Package.swift", "/tmp/three")
          attempt(lambda: read("/tmp/one"), lambda: read("/tmp/two\(tree)/Package.swift"), lambda: read("/tmp/three"),
                  lambda: write("/tmp/two/usr/x"))
          """),
      Attempt(
        description: "a hard link to a file of the system",
        script:
          "attempt(lambda: os.link('/usr/bin/env', '/tmp/env') or 1, lambda: os.link('/etc/ld.so.cache', '/tmp/x') or 1)"
      ),
      Attempt(
        description: "descriptors that were left open",
        script: """
          own = {str(n) for n in range(3)}
          attempt(lambda: [os.readlink("/proc/self/fd/" + n) for n in os.listdir("/proc/self/fd")
                           if n not in own and "/proc/" not in os.readlink("/proc/self/fd/" + n)] or None)
          """),
      Attempt(
        description: "the root of process 1",
        script:
          "attempt(lambda: read('/proc/1/root\(tree)/Package.swift'), lambda: read('/proc/self/root\(tree)/Package.swift'), "
          + "lambda: read('/proc/1/cwd\(tree)/Package.swift'))"),
      Attempt(
        description: "devices",
        script:
          "attempt(*[lambda d=d: read(d) for d in ('/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda', '/dev/fuse', '/dev/kvm')], "
          + "lambda: os.mknod('/tmp/vda', 0o60666, os.makedev(254, 0)) or 1, lambda: os.mknod('/tmp/mem', 0o20666, os.makedev(1, 1)) or 1)"
      ),
      Attempt(
        description: "a program that makes its user another",
        script: """
          import shutil
          shutil.copy("/usr/bin/env", "/tmp/env"); os.chmod("/tmp/env", 0o6755)
          attempt(lambda: c.setuid(0) if os.getuid() else None, lambda: c.setgid(0) if os.getgid() else None,
                  lambda: c.setgroups(0, None))
          """),
      // The kernel.
      Attempt(
        description: "settings of the kernel",
        script: "attempt(*[lambda f=f: write(f) for f in ('/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', "
          + "'/proc/sys/vm/drop_caches', '/sys/kernel/uevent_helper', '/proc/self/oom_score_adj/x')])"),
      Attempt(
        description: "mounting",
        script: "attempt(lambda: c.mount(b'proc', b'/tmp', b'proc', 0, None), lambda: c.umount2(b'/code', 2), "
          + "lambda: c.mount(b'none', b'/', None, 32, None), lambda: c.syscall(428, -100, b'/', 1))"),
      Attempt(
        description: "another root",
        script: "attempt(lambda: c.chroot(b'/tmp'), lambda: c.syscall(155, b'/tmp', b'/tmp'))"),
      Attempt(
        description: "new name spaces",
        script:
          "attempt(*[lambda f=f: c.unshare(f) for f in (0x10000000, 0x00020000, 0x40000000, 0x20000000)], lambda: c.setns(0, 0))"
      ),
      Attempt(
        description: "files by their handles",
        script: "attempt(lambda: c.open_by_handle_at(-100, ctypes.create_string_buffer(64), 0), "
          + "lambda: c.name_to_handle_at(-100, b'/', ctypes.create_string_buffer(64), ctypes.create_string_buffer(8), 0))"
      ),
      Attempt(
        description: "calls for other purposes",
        script:
          "attempt(*[lambda n=n: c.syscall(n, 0, 0, 0, 0, 0) for n in (425, 321, 298, 323, 248, 250, 175, 246, 169, 319)])"
      ),
      // Other processes.
      Attempt(
        description: "killing what started it",
        script: """
          for target in (1, os.getppid()):
              try: os.kill(target, 9)
              except OSError: pass
          time.sleep(0.2); print("contained")
          """),
      Attempt(
        description: "killing all",
        script: """
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          try: os.kill(-1, signal.SIGTERM)
          except OSError: pass
          print("contained")
          """),
      Attempt(
        description: "looking into others",
        script: "attempt(lambda: c.ptrace(16, 1, 0, 0), lambda: c.ptrace(16, os.getppid(), 0, 0), "
          + "lambda: c.process_vm_readv(1, None, 0, None, 0, 0), lambda: read('/proc/1/mem'), "
          + "lambda: len([n for n in os.listdir('/proc') if n.isdigit()]) > 6 or None)"),
      Attempt(
        description: "keys to a terminal",
        script: """
          import fcntl, termios
          attempt(lambda: os.open("/dev/tty", os.O_RDWR), lambda: fcntl.ioctl(0, termios.TIOCSTI, b"x"),
                  lambda: fcntl.ioctl(1, termios.TIOCSTI, b"x"), lambda: fcntl.ioctl(2, termios.TIOCSCTTY, 0))
          """),
      Attempt(
        description: "living on",
        script: """
          if os.fork() == 0:
              os.setsid()
              if os.fork() == 0:
                  os.execv("/bin/sleep", ["sleep", "\(outliving)"])
              os._exit(0)
          print("contained")
          """, ends: [.exited(0), .timedOut]),
      // More than its share.
      Attempt(
        description: "processes without end",
        script: """
          while True:
              try: os.fork()
              except OSError: pass
          """, says: nil, ends: [.timedOut, .tooMuchMemory]),
      Attempt(
        description: "threads without end",
        script: """
          import threading
          try:
              while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
          except (RuntimeError, MemoryError): print("contained", flush=True); os._exit(0)
          """),
      Attempt(
        description: "memory of its own", script: "attempt(lambda: len(bytearray(300 << 20)))"),
      Attempt(
        description: "memory that is shared",
        script: """
          held = []
          while True:
              held.append(mmap.mmap(-1, 32 << 20)); held[-1].write(b"x" * (32 << 20))
          """, says: nil, ends: [.tooMuchMemory, .exited(1), .exited(137)]),
      Attempt(
        description: "memory of many processes",
        script: """
          for _ in range(12):
              if os.fork() == 0:
                  held = bytearray(90 << 20)
                  for place in range(0, len(held), 4096): held[place] = 1
                  time.sleep(90); os._exit(0)
          time.sleep(90)
          """, says: nil, ends: [.tooMuchMemory, .exited(137)]),
      Attempt(
        description: "one large file",
        script: """
          signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
          def fill():
              with open("/tmp/x", "wb") as file:
                  for _ in range(64): file.write(bytes(1 << 20))
              return os.path.getsize("/tmp/x")
          attempt(fill)
          """),
      Attempt(
        description: "many files",
        script: """
          def fill(folder):
              for number in range(64):
                  with open(f"{folder}/{number}", "wb") as file: file.write(bytes(1 << 20))
              return folder
          attempt(lambda: fill("/tmp"), lambda: fill("/dev/shm"))
          """),
      Attempt(
        description: "output without end", script: "while True: print('x' * 10_000)", says: nil, ends: [.tooMuchOutput]),
      Attempt(
        description: "errors without end", script: "while True: print('x' * 10_000, file=sys.stderr)", says: nil,
        ends: [.tooMuchOutput]),
      Attempt(description: "sleeping", script: "time.sleep(600)", says: nil, ends: [.timedOut]),
      Attempt(
        description: "computing, deaf to signals",
        script: """
          for number in range(1, 65):
              try: signal.signal(number, signal.SIG_IGN)
              except (OSError, ValueError): pass
          while True: pass
          """, says: nil, ends: [.timedOut, .exited(137)]),
    ]
  }

  /// Seconds that a process would sleep which is to outlive its sandbox: by these it is found, and no other run's.
  private static let outliving = "31415\(getpid())"
  private static let host = Result { try Host() }
  private static let all = attempts(
    home: NSHomeDirectory(), tree: PackageRoot.path, listener: (try? host.get().port) ?? 0, abstract: Host.name)

  @Test func thereAreManyAttempts() { #expect(Self.all.count >= 35) }

  /// Nothing of the machine is reached, and every limit holds.
  @Test(arguments: all) func isContained(_ attempt: Attempt) throws {
    let python = try #require(Tools.find("python3"), "Python 3 makes the attempts")
    let host = try Self.host.get()
    _ = secretIsSet
    let outcome = try Sandbox.isolated().run(
      [python, "-I", "one.py"], files: ["one.py": Array((Self.preamble + attempt.script).utf8)],
      limits: SandboxLimits(
        seconds: attempt.seconds, memoryBytes: 200 << 20, processes: 32, outputBytes: 64 << 10, diskBytes: 8 << 20),
      work: .silent)
    let said = String(decoding: outcome.output.prefix(400), as: UTF8.self).trimmingCharacters(in: .newlines)
    #expect(attempt.ends.contains(outcome.end), "\(outcome.end), \(said)")
    if let says = attempt.says { #expect(said == says) }
    #expect(!host.wasCalled, "the network of the host was reached")
    // Attempts run side by side: while others go on, the one that starts it has its process in its own sandbox.
    guard attempt.script.contains(Self.outliving) else { return }
    #expect(!Self.commands().contains { $0.contains(Self.outliving) }, "a process lives on")
  }

  private static func commands() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { id in
      guard Int(id) != nil, let bytes = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

}

/// Two sockets of this process that nobody in the sandbox may reach.
private final class Host: Sendable {
  static let name = "cact-escape-\(getpid())"
  let port: Int
  private let listeners: [Int32]

  var wasCalled: Bool { listeners.contains { accept($0, nil, nil) >= 0 } }

  init() throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let network = try Self.listening(AF_INET, &address, socklen_t(MemoryLayout<sockaddr_in>.size))
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(network, $0, &size) }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    var local = sockaddr_un()
    local.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &local.sun_path) { path in
      for (place, byte) in Self.name.utf8.enumerated() { path[place + 1] = byte }
    }
    let length = MemoryLayout<sa_family_t>.size + 1 + Self.name.utf8.count
    listeners = [network, try Self.listening(AF_UNIX, &local, socklen_t(length))]
  }

  private static func listening<Address>(_ family: Int32, _ address: inout Address, _ size: socklen_t) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) | listen(descriptor, 4) }
    }
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
    return descriptor
  }
}
