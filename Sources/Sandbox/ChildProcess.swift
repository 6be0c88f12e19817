import CLinux
import Foundation
import Work

/// One program, started, listened to, and stopped where it takes too long or says too much.
struct ChildProcess {
  let command: [String]
  /// Its working directory.
  let folder: String
  var environment: [String] = []
  /// What it reads from standard input, which then ends. No other process can read it.
  var input: [UInt8] = []
  /// Handed to it as descriptor 3.
  var filter: [UInt8]?

  private static let pause: Int32 = 50

  init(command: [String], folder: String) {
    self.command = command
    self.folder = folder
  }

  func run(_ limits: SandboxLimits, cancellation: Cancellation) throws(SandboxError) -> SandboxOutcome {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SandboxError.system("no pipe: \(SystemFault.last)") }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var feed = try ChildInput(input)
    defer { feed?.close() }
    let id: pid_t
    do throws(SandboxError) { id = try start(writing, reads: feed?.childEnd) } catch {
      close(writing)
      throw error
    }
    close(writing)
    feed?.closeChildEnd()
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    let start = ContinuousClock.now
    var deadline = start + .seconds(limits.seconds)
    var tree = ProcessTree(below: id)
    var nextLook = start
    var output: [UInt8] = []
    var stopped: SandboxOutcome.End?
    var status: Int32 = 0
    var isOpen = true
    var hasEnded = false
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !hasEnded || isOpen {
      if feed?.write() == true { feed = nil }
      if isOpen {
        var wait = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        _ = poll(&wait, 1, feed == nil ? Self.pause : 1)
        let count = read(reading, &buffer, buffer.count)
        if count > 0 { output += buffer.prefix(count).prefix(max(0, limits.outputBytes - output.count)) }
        if count > 0, output.count >= limits.outputBytes, stopped == nil { stopped = .tooMuchOutput }
        if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { isOpen = false }
      } else {
        usleep(UInt32(Self.pause) * 200)
      }
      if !hasEnded { hasEnded = waitpid(id, &status, WNOHANG) == id }
      let now = ContinuousClock.now
      if stopped == nil, now >= nextLook {
        nextLook = now + .milliseconds(Int(Self.pause))
        if tree.look() > limits.totalMemoryBytes { stopped = .tooMuchMemory }
        // What a busy machine took from it is not its own time.
        deadline = start + .seconds(limits.seconds) + min(tree.waited, .seconds(limits.mostSeconds - limits.seconds))
      }
      if stopped == nil, now >= deadline || cancellation.isCancelled { stopped = .timedOut }
      if stopped != nil, !hasEnded {
        // Its whole session; of bubblewrap, which stands for all that it isolated.
        kill(-id, SIGKILL)
        kill(id, SIGKILL)
      }
      // What outlives it may hold the pipe open.
      if hasEnded, isOpen, stopped != nil || now >= deadline { isOpen = false }
    }
    kill(-id, SIGKILL)
    if let stopped { return SandboxOutcome(end: stopped, output: output) }
    let signal = status & 0x7F
    let code = signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal)
    // Of a process that has computed as long as it may; whoever says so of itself does not pass either.
    return SandboxOutcome(end: code == 128 + Int(SIGXCPU) ? .timedOut : .exited(code), output: output)
  }

  /// Starts it and does not wait.
  /// - Parameters:
  ///   - writing: its standard output and standard error.
  ///   - input: its standard input; nil: none.
  func start(_ writing: Int32, reads input: Int32?) throws(SandboxError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A session of its own, with no terminal; the signals that this program ignores or blocks are its again.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | 0x80 /* POSIX_SPAWN_SETSID */))
    let filterFile = try self.filter.map { (bytes: [UInt8]) throws(SandboxError) in try Self.unnamedFile(bytes) }
    defer { if let filterFile { close(filterFile) } }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, writing, 1)
    posix_spawn_file_actions_adddup2(&actions, writing, 2)
    if let filterFile { posix_spawn_file_actions_adddup2(&actions, filterFile, 3) }
    // Nothing else that this program has open.
    let refusal = cact_spawn_in(&actions, filterFile == nil ? 3 : 4, folder)
    guard refusal == 0 else { throw SandboxError.system(String(cString: strerror(refusal))) }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
    defer { for pointer in arguments + variables { free(pointer) } }
    arguments.append(nil)
    variables.append(nil)
    var id: pid_t = 0
    let code = posix_spawn(&id, command[0], &actions, &attributes, arguments, variables)
    guard code == 0 else { throw SandboxError.system("\(command[0]): \(String(cString: strerror(code)))") }
    return id
  }

  /// A file of these bytes that has no name any more, at its beginning; not among the first descriptors, which are given away.
  private static func unnamedFile(_ bytes: [UInt8]) throws(SandboxError) -> Int32 {
    var template = Array("\(FileManager.default.temporaryDirectory.path)/cact-filter-XXXXXX".utf8CString)
    let opened = mkstemp(&template)
    guard opened >= 0 else { throw SandboxError.system("no temporary file: \(SystemFault.last)") }
    defer { close(opened) }
    unlink(template)
    let file = fcntl(opened, F_DUPFD_CLOEXEC, 10)
    guard file >= 0, write(file, bytes, bytes.count) == bytes.count, lseek(file, 0, SEEK_SET) == 0 else {
      throw SandboxError.system("no temporary file: \(SystemFault.last)")
    }
    return file
  }
}
