import Documents
import Foundation
import TestSupport
import Testing
import Work

@Suite struct ProcessMemoryTests {
  /// A process in a group of version 2 and one of version 1, on a machine with more memory than either allows.
  private func root(free: Int, limit: Int, used: Int, cache: Int, version: Int) throws -> TemporaryDirectory {
    let root = try TemporaryDirectory()
    func write(_ text: String, _ path: String) throws {
      let path = root(path)
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try AtomicFile.write(text, to: path)
    }
    try write("MemTotal: 1 kB\nMemAvailable:  \(free >> 10) kB\nSwapFree: 0 kB\n", "proc/meminfo")
    try write("1 1 1 1 0 1 0\n", "proc/self/statm")
    if version == 2 {
      try write("0::/job\n", "proc/self/cgroup")
      try write("\(limit)\n", "sys/fs/cgroup/job/memory.max")
      try write("\(used)\n", "sys/fs/cgroup/job/memory.current")
      try write("anon 5\ninactive_file \(cache)\n", "sys/fs/cgroup/job/memory.stat")
    } else {
      try write("7:memory:/job\n", "proc/self/cgroup")
      try write("\(limit)\n", "sys/fs/cgroup/memory/job/memory.limit_in_bytes")
      try write("\(used)\n", "sys/fs/cgroup/memory/job/memory.usage_in_bytes")
      try write("cache 5\ntotal_inactive_file \(cache)\n", "sys/fs/cgroup/memory/job/memory.stat")
    }
    return root
  }

  @Test(arguments: [1, 2]) func whatIsLeftIsTheLeast(version: Int) throws {
    let grouped = try root(free: 8 << 30, limit: 2 << 30, used: 1 << 30, cache: 256 << 20, version: version)
    let left = try #require(ProcessMemory.available(root: grouped.path))
    #expect(left.bytes == (1 << 30) + (256 << 20) && left.source == "cgroup")
    let machine = try root(free: 512 << 20, limit: 2 << 30, used: 1 << 30, cache: 0, version: version)
    let free = try #require(ProcessMemory.available(root: machine.path))
    #expect(free.bytes == 512 << 20 && free.source == "the machine's memory")
    let full = try root(free: 8 << 30, limit: 1 << 30, used: (1 << 30) + 4096, cache: 0, version: version)
    #expect(ProcessMemory.available(root: full.path)?.bytes == 0)
  }

  @Test func moreThanThereIsSaysTheFigures() throws {
    try Budget.require(0, for: "nothing", advice: "")
    for bytes in [1e16, 1e30, .infinity] {
      let error = try #require(throws: OutOfMemory.self) {
        try Budget.require(bytes, for: "tuning `cact-4m`", advice: "a smaller model")
      }
      #expect("\(error)".contains("tuning `cact-4m` takes about") && "\(error)".contains(error.source), "\(error)")
    }
  }
}
