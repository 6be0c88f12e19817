import Documents

/// The limits of the control groups that this process is in, version 1 or 2.
///
/// A limit binds all groups below it, so every ancestor is read. Inside a container /proc names a path that the
/// container does not see; its own group is then mounted at the root.
struct ControlGroups {
  /// Quota over period, rounded up; nil without a quota.
  let processors: Int?
  let memoryBytes: Int?
  /// What is left of the tightest limit, the file cache that the system would give back counted as free; nil without a limit.
  let availableBytes: Int?

  init(root: String) {
    let mount = "\(root)/sys/fs/cgroup"
    var processors: [Double] = []
    var memory: [Int] = []
    var available: [Int] = []
    func left(_ limit: Int, _ folder: String, usage: String, reclaimable: String) -> Int? {
      guard limit > 0, let used = Self.number("\(folder)/\(usage)") else { return nil }
      let cache = Self.text("\(folder)/memory.stat").split(separator: "\n").lazy.compactMap { line -> Int? in
        let words = line.split(separator: " ")
        return words.count == 2 && words[0] == reclaimable ? Int(words[1]) : nil
      }.first
      return limit - used + (cache ?? 0)
    }
    for line in Self.text("\(root)/proc/self/cgroup").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",")
      if parts[1].isEmpty {
        // The mixed ("hybrid") layout mounts version 2 under `unified`.
        for folder in Self.chain(mount, parts[2]) + Self.chain("\(mount)/unified", parts[2]) {
          let words = Self.text("\(folder)/cpu.max").split { $0.isWhitespace }
          if words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), period > 0 {
            processors.append(quota / period)
          }
          if let bytes = Self.number("\(folder)/memory.max") {
            memory.append(bytes)
            available += left(bytes, folder, usage: "memory.current", reclaimable: "inactive_file").map { [$0] } ?? []
          }
        }
      }
      if controllers.contains("cpu") {
        for base in ["cpu", "\(parts[1])"] {
          for folder in Self.chain("\(mount)/\(base)", parts[2]) {
            if let quota = Self.number("\(folder)/cpu.cfs_quota_us"), quota > 0,
              let period = Self.number("\(folder)/cpu.cfs_period_us"), period > 0
            {
              processors.append(Double(quota) / Double(period))
            }
          }
        }
      }
      if controllers.contains("memory") {
        for folder in Self.chain("\(mount)/memory", parts[2]) {
          if let bytes = Self.number("\(folder)/memory.limit_in_bytes") {
            memory.append(bytes)
            available +=
              left(bytes, folder, usage: "memory.usage_in_bytes", reclaimable: "total_inactive_file").map { [$0] } ?? []
          }
        }
      }
    }
    self.processors = processors.min().map { max(1, Int($0.rounded(.up))) }
    memoryBytes = memory.filter { $0 > 0 }.min()
    availableBytes = available.min()
  }

  /// The group's folder, and those of all groups above it up to the mount.
  private static func chain(_ mount: String, _ path: Substring) -> [String] {
    var folders = [mount]
    for part in path.split(separator: "/") { folders.append("\(folders[folders.count - 1])/\(part)") }
    return folders
  }

  private static func text(_ path: String) -> String {
    (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func number(_ path: String) -> Int? { Int(text(path).filter { !$0.isWhitespace }) }
}
