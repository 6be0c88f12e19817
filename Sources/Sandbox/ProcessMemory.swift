import Foundation

/// The memory of a program and of all that it started, as the system says of each.
enum ProcessMemory {
  private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// Bytes; what several share counts once, where it is the most that one of them shares. 0 where the system does not tell.
  static func bytes(below id: pid_t) -> Int {
    var (own, shared) = (0, 0)
    var open = [id]
    while let next = open.popLast() {
      let statistics = numbers("/proc/\(next)/statm")
      if statistics.count > 2 {
        own += statistics[1] - statistics[2]
        shared = max(shared, statistics[2])
      }
      // Threads start programs as well.
      for thread in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(next)/task")) ?? [] {
        open += numbers("/proc/\(next)/task/\(thread)/children").map { pid_t($0) }
      }
    }
    return (own + shared) * pageBytes
  }

  private static func numbers(_ path: String) -> [Int] {
    guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
    return bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }).compactMap {
      Int(String(decoding: $0, as: UTF8.self))
    }
  }
}
