import Foundation
import TestSupport

/// The built program behind a terminal of its own, driven as a person would: keys in, screen out.
final class PseudoTerminal {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// POSIX_SPAWN_SETSID, which glibc declares to GNU programs only.
  #if os(Linux)
    private static let newSession: Int16 = 0x80
  #else
    private static let newSession = Int16(POSIX_SPAWN_SETSID)
  #endif

  let process: pid_t
  private let master: Int32
  /// Everything that came out so far, escape codes and carriage returns taken away.
  private(set) var screen = ""
  private var raw: [UInt8] = []
  /// Everything that came out so far, as it came.
  private(set) var bytes: [UInt8] = []
  /// How the terminal was set before the program began.
  let settings: [UInt32]
  private var original = termios()
  /// Where the next `expect` begins to look.
  private var seen = 0
  private var status: Int32?

  /// Starts `program` as the leader of a new session whose controlling terminal has the given size.
  init(_ program: String, _ arguments: [String], environment: [String: String], columns: Int = 100) throws {
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = winsize(ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&master, &slave, &name, nil, &size) == 0 else {
      throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    settings = PseudoTerminal.settings(of: master)
    tcgetattr(master, &original)
    let device = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addclose(&actions, slave)
    // The first terminal that a session leader opens becomes its controlling terminal, so that Ctrl-C is a signal.
    posix_spawn_file_actions_addopen(&actions, 0, device, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whoever runs the tests may ignore signals that these programs are to be sent.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, PseudoTerminal.newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, &attributes, &words, &variables)
    close(slave)
    guard code == 0 else {
      close(master)
      throw Failure(description: "\(program) does not start: \(String(cString: strerror(code)))")
    }
    self.process = process
    self.master = master
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(master)
  }

  private var lastSent = ""

  func send(_ keys: String) {
    lastSent = keys
    let bytes = Array(keys.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      sent += count
    }
  }

  func signal(_ number: Int32) { kill(process, number) }

  func resize(columns: Int) {
    var size = winsize(ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// How the terminal is set now.
  var currentSettings: [UInt32] { PseudoTerminal.settings(of: master) }

  private static func settings(of descriptor: Int32) -> [UInt32] {
    var now = termios()
    guard tcgetattr(descriptor, &now) == 0 else { return [] }
    let keys = withUnsafeBytes(of: &now.c_cc) { $0.map(UInt32.init) }
    return [UInt32(now.c_iflag), UInt32(now.c_oflag), UInt32(now.c_cflag), UInt32(now.c_lflag)] + keys
  }

  /// Sets the terminal as it was before the program began, as a shell does for itself.
  func cook() {
    tcsetattr(master, TCSANOW, &original)
  }

  /// Waits until `text` appears after what earlier calls saw, and returns everything up to its end.
  @discardableResult
  func expect(_ text: String, within seconds: Double = 120) throws -> String {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      let start = screen.index(screen.startIndex, offsetBy: seen)
      if let range = screen.range(of: text, range: start..<screen.endIndex) {
        let shown = String(screen[start..<range.upperBound])
        seen = screen.distance(from: screen.startIndex, to: range.upperBound)
        return shown
      }
      guard Date() < deadline, receive(until: deadline) else {
        throw Failure(description: "`\(text)` did not appear in:\n\(screen[start...])\n-- whole screen:\n\(screen)")
      }
    }
  }

  /// Takes in what comes out in so much time.
  func listen(seconds: Double) {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline, receive(until: deadline) {}
  }

  /// Waits for the end of the program; its exit status, or 128 and the signal that ended it.
  func finish(within seconds: Double = 120) throws -> Int32 {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      // Ctrl-D that comes while a cell has the terminal belongs to nobody: whoever wants to leave presses it again.
      let pause = lastSent == "\u{4}" ? min(deadline, Date().addingTimeInterval(5)) : deadline
      while receive(until: pause) {}
      // The program has closed the terminal.
      if Date() < pause { break }
      if lastSent == "\u{4}" { send("\u{4}") }
    }
    var result: Int32 = 0
    while Date() < deadline {
      if waitpid(process, &result, WNOHANG) == process {
        let code = result & 0x7F == 0 ? (result >> 8) & 0xFF : 128 + (result & 0x7F)
        status = code
        return code
      }
      usleep(10_000)
    }
    throw Failure(description: "the program does not end; its screen:\n\(screen)")
  }

  /// Reads what there is, waiting for it; false at the end of the program or of the time.
  private func receive(until deadline: Date) -> Bool {
    while true {
      let left = deadline.timeIntervalSinceNow
      guard left > 0 else { return false }
      var wait = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, Int32(min(left, 1) * 1000)) > 0 else { continue }
      var chunk = [UInt8](repeating: 0, count: 1 << 14)
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { return false }
      raw += chunk[..<count]
      bytes += chunk[..<count]
      screen += PseudoTerminal.visible(&raw)
      return true
    }
  }

  /// Takes the whole characters from `bytes` and drops escape sequences, bells and carriage returns.
  private static func visible(_ bytes: inout [UInt8]) -> String {
    var text: [UInt8] = []
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x1B {
        guard place + 1 < bytes.count else { break }
        guard bytes[place + 1] == UInt8(ascii: "[") else {
          place += 2
          continue
        }
        var end = place + 2
        while end < bytes.count, !(0x40...0x7E).contains(bytes[end]) { end += 1 }
        guard end < bytes.count else { break }
        place = end + 1
        continue
      }
      let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      guard place + length <= bytes.count else { break }
      if byte != 0x0D && byte != 0x07 { text += bytes[place..<(place + length)] }
      place += length
    }
    bytes.removeFirst(place)
    return String(decoding: text, as: UTF8.self)
  }
}

extension PseudoTerminal {
  /// Whether these bytes came out.
  func shows(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }

  /// The codes of colours and of bold and dim letters that came out.
  var colours: Set<String> {
    Set(String(decoding: bytes, as: UTF8.self).matches(of: #/\u{1B}\[[0-9;]*m/#).map { String($0.output.dropFirst()) })
  }

  /// The notebook with its home in `folder`; or a shell that can start it as `"$CACT"`.
  convenience init(
    in folder: TemporaryDirectory, _ arguments: [String] = [], terminal: String = "xterm", shell: String? = nil,
    columns: Int = 100, more: [String: String] = [:]
  ) throws {
    let inherited = ProcessInfo.processInfo.environment
    let program = try BuiltProduct.path("cact")
    var environment = [
      "HOME": folder.path, "XDG_STATE_HOME": folder("state"), "CACT_STORE": folder("store"), "TERM": terminal,
      "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "CACT": program, "PS1": "shell> ",
      // Its report takes a minute of an unoptimised program.
      "SWIFT_BACKTRACE": "enable=no",
    ]
    for name in ["OPENBLAS_CORETYPE", "CACT_SHARE"] { environment[name] = inherited[name] }
    try self.init(shell ?? program, arguments, environment: environment.merging(more) { $1 }, columns: columns)
  }
}
