import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The limits of this process's memory, and how much of it it has taken.
public enum ProcessMemory {
  /// RLIMIT_AS (`ulimit -v`); nil where there is none.
  public static let addressSpaceLimit = limit(of: RLIMIT_AS)
  /// RLIMIT_DATA (`ulimit -d`); nil where there is none.
  public static let dataLimit = limit(of: RLIMIT_DATA)

  /// Whether the process has limits of its own.
  public static var isLimited: Bool { addressSpaceLimit != nil || dataLimit != nil }

  /// Bytes that may still be taken, and what sets that limit; nil where nothing tells.
  ///
  /// The least of what is left of the limits of the process, of its control groups and of the machine. The address space
  /// is counted with all that is mapped, the weights of large models among it.
  public static func available(root: String = "") -> (bytes: Int, source: String)? {
    var least: (bytes: Int, source: String)?
    func lower(_ bytes: Int?, _ source: String) {
      if let bytes, bytes < least?.bytes ?? .max { least = (max(0, bytes), source) }
    }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let pages = text("\(root)/proc/self/statm").split(separator: " ").map { (Int($0) ?? 0) * page }
    if pages.count > 5 {
      if let limit = addressSpaceLimit { lower(limit - pages[0], "ulimit -v") }
      if let limit = dataLimit { lower(limit - pages[5], "ulimit -d") }
    }
    lower(ControlGroups(root: root).availableBytes, "cgroup")
    let machine = fields("\(root)/proc/meminfo")
    if let free = machine["MemAvailable"] { lower(free + (machine["SwapFree"] ?? 0), "the machine's memory") }
    return least
  }

  /// Bytes of this process that are in memory now; nil where nothing tells.
  public static func resident() -> Int? {
    let fields = text("/proc/self/statm").split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
  }

  /// `MemAvailable:  123 kB` and its like, in bytes.
  private static func fields(_ path: String) -> [String: Int] {
    var found: [String: Int] = [:]
    for line in text(path).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 1, let kilobytes = Int(words[1]) { found[String(words[0].dropLast())] = kilobytes << 10 }
    }
    return found
  }

  private static func text(_ path: String) -> String {
    (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  #if os(Linux)
    private static func limit(of resource: __rlimit_resource) -> Int? {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return nil }
      return Int(exactly: limit.rlim_cur)  // "unlimited" is beyond Int
    }
  #else
    private static func limit(of resource: Int32) -> Int? {
      var limit = rlimit()
      guard getrlimit(resource, &limit) == 0 else { return nil }
      return Int(exactly: limit.rlim_cur)
    }
  #endif
}

/// Work that would take more memory than there is for this job: known before it begins.
public struct OutOfMemory: Error, Hashable, Sendable, CustomStringConvertible {
  /// What would have taken it: "tuning `cact-4m`".
  public var what: String
  /// Bytes that it takes, about, and bytes that there are.
  public var needed: Int
  /// Bytes that were left.
  public var available: Int
  /// What sets the limit: "ulimit -v".
  public var source: String
  /// What would take less.
  public var advice: String

  /// The sentence for the user, with both figures.
  public var description: String {
    func megabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000) MB" }
    return "\(what) takes about \(megabytes(needed)) of memory, and \(megabytes(available)) are left (\(source))"
  }
}

extension Budget {
  /// What is kept free beside what is asked for: a stack and a heap for each thread, and what no estimate counts.
  package static var spare: Int { 48 << 20 + Self.current.threads * (8 << 20) }

  /// Throws `OutOfMemory` where `bytes` more than the process has now are more than there are.
  public static func require(_ bytes: Double, for what: @autoclosure () -> String, advice: String) throws(OutOfMemory) {
    guard let available = ProcessMemory.available(), bytes + Double(spare) > Double(available.bytes) else { return }
    throw OutOfMemory(
      what: what(), needed: bytes < 1e18 ? Int(bytes) : .max, available: max(0, available.bytes - spare),
      source: available.source, advice: advice)
  }
}
