import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A process named so that no other is taken for it, here or on another machine that shares a folder: number, start time in
/// clock ticks, boot, machine.
package struct ProcessIdentity: Sendable, Hashable, CustomStringConvertible {
  /// What can be known of it from here.
  package enum Life: Sendable {
    case alive, dead
    /// It is another machine's, or another container's, and may do well.
    case unknown
  }

  let number: Int32
  let start: String
  /// Of a container with numbers of its own also which.
  let boot: String
  /// "node7/1f0c2a9b": the host's name, and the beginning of what names the installation; "-": not told.
  let machine: String

  package static let current = ProcessIdentity(
    number: getpid(), start: start(of: getpid()), boot: bootName(), machine: ProcessIdentity.machine)

  /// The host's name, asked of the kernel alone.
  static let machineName: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()

  package var description: String { "\(number) \(start) \(boot) \(machine)" }

  /// For people: "process 4711", with the host where it is another one's.
  var named: String {
    let host = machine.split(separator: "/").first.map(String.init) ?? "-"
    return "process \(number)" + (machine == Self.machine || host == "-" ? "" : " on \(host)")
  }

  init(number: Int32, start: String, boot: String, machine: String) {
    self.number = number
    self.start = start
    self.boot = boot
    self.machine = machine
  }

  /// Reads back a description, or one of a cact that named no machine.
  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3 || words.count == 4, let number = Int32(words[0]), number > 0 else { return nil }
    self.init(
      number: number, start: String(words[1]), boot: String(words[2]),
      machine: words.count == 4 ? String(words[3]) : "-")
  }

  /// Whether it was started where this process can ask after it: on this machine, since it was booted.
  package var canBeAsked: Bool { boot == Self.bootName() && (machine == Self.machine || machine == "-") }

  package var life: Life {
    if canBeAsked {
      guard kill(number, 0) == 0 || errno == EPERM else { return .dead }
      // Of another user's process the system may tell no more than that it is there.
      let found = Self.start(of: number)
      return found == start || found == "-" ? .alive : .dead
    }
    // This machine, before it was started last.
    let isBefore = machine == Self.machine && machine != "-" && boot.prefix(36) != Self.bootName().prefix(36)
    return isBefore && boot != "-" ? .dead : .unknown
  }

  /// A process that cannot be asked counts as dead.
  package var isAlive: Bool { life == .alive }

  /// Field 22 of /proc/N/stat; the name in field 2 may hold spaces and brackets. "-" where there is no /proc, "ended" for one
  /// that is only waited for: it has nothing any more.
  private static func start(of number: Int32) -> String {
    guard let bytes = try? AtomicFile.read("/proc/\(number)/stat") else { return "-" }
    let text = String(decoding: bytes, as: UTF8.self)
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    guard fields.count > 20 else { return "-" }
    return ["Z", "X"].contains(fields[1]) ? "ended" : String(fields[20])
  }

  private static let machine: String = {
    let bytes = (try? AtomicFile.read("/etc/machine-id", atMost: 4096)) ?? []
    let installation = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }.prefix(8)
    let host = machineName.filter { !$0.isWhitespace && $0 != "/" }
    return "\(host.isEmpty ? "-" : host)/\(installation.isEmpty ? "-" : String(installation))"
  }()

  /// 36 characters of the boot; behind them, in a container, the name of its process numbers.
  private static func bootName() -> String {
    let bytes = (try? AtomicFile.read("/proc/sys/kernel/random/boot_id")) ?? []
    let name = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    return name.isEmpty ? "-" : name + numberSpace
  }

  /// Empty where the numbers are those of the machine itself (PROC_PID_INIT_INO), or nothing tells.
  private static let numberSpace: String = {
    var target = [CChar](repeating: 0, count: 64)
    let count = readlink("/proc/self/ns/pid", &target, target.count)
    let digits = target.prefix(max(0, count)).map(UInt8.init(bitPattern:)).filter { (0x30...0x39).contains($0) }
    let name = String(decoding: digits, as: UTF8.self)
    return name.isEmpty || name == "4026531836" ? "" : "/" + name
  }()
}
