import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A process named so that its number's next owner is not taken for it: number, start time in clock ticks, boot.
package struct ProcessIdentity: Sendable, Hashable, CustomStringConvertible {
  let number: Int32
  let start: String
  let boot: String

  package static let current = ProcessIdentity(number: getpid(), start: start(of: getpid()), boot: bootName())

  /// The host's name, asked of the kernel alone.
  static let machineName: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()

  package var description: String { "\(number) \(start) \(boot)" }

  init(number: Int32, start: String, boot: String) {
    self.number = number
    self.start = start
    self.boot = boot
  }

  /// Reads back a description.
  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, let number = Int32(words[0]) else { return nil }
    self.init(number: number, start: String(words[1]), boot: String(words[2]))
  }

  /// Whether it was started where this process can ask after it: on this machine, since it was booted.
  package var canBeAsked: Bool { boot == Self.bootName() }

  /// A process of another boot, or of another machine that shares the directory, cannot be asked: it counts as dead.
  package var isAlive: Bool {
    guard canBeAsked, kill(number, 0) == 0 || errno == EPERM else { return false }
    return start == Self.start(of: number)
  }

  /// Field 22 of /proc/N/stat; the name in field 2 may hold spaces and brackets. "-" where there is no /proc.
  private static func start(of number: Int32) -> String {
    guard let bytes = try? AtomicFile.read("/proc/\(number)/stat") else { return "-" }
    let text = String(decoding: bytes, as: UTF8.self)
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    return fields.count > 20 ? String(fields[20]) : "-"
  }

  private static func bootName() -> String {
    let bytes = (try? AtomicFile.read("/proc/sys/kernel/random/boot_id")) ?? []
    let name = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    return name.isEmpty ? "-" : name
  }
}
