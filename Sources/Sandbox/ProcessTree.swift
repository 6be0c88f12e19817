import Foundation

/// A program and all that it started, as the system says of each.
struct ProcessTree {
  private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
  private let root: pid_t
  /// Of each process that was seen, the nanoseconds for which it was ready to run and had no processor.
  private var waits: [pid_t: Int] = [:]

  init(below root: pid_t) { self.root = root }

  /// The longest that one of them has waited for a processor: time that others took from it. Zero where the system does not tell.
  var waited: Duration { .nanoseconds(waits.values.max() ?? 0) }

  /// Bytes of memory; what several share counts once, where it is the most that one of them shares. 0 where the system does not
  /// tell. Looks at `waited` too.
  mutating func look() -> Int {
    var (own, shared) = (0, 0)
    var open = [root]
    while let next = open.popLast() {
      let statistics = Self.numbers("/proc/\(next)/statm")
      if statistics.count > 2 {
        own += statistics[1] - statistics[2]
        shared = max(shared, statistics[2])
      }
      // Time that it ran, that it waited, and how often.
      let schedule = Self.numbers("/proc/\(next)/schedstat")
      if schedule.count > 1 { waits[next] = schedule[1] }
      // Threads start programs as well.
      for thread in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(next)/task")) ?? [] {
        open += Self.numbers("/proc/\(next)/task/\(thread)/children").map { pid_t($0) }
      }
    }
    return (own + shared) * Self.pageBytes
  }

  private static func numbers(_ path: String) -> [Int] {
    guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
    return bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }).compactMap {
      Int(String(decoding: $0, as: UTF8.self))
    }
  }
}
