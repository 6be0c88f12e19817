import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What this job may use of the machine, which is often less than what the machine has.
public struct Budget: Sendable, Hashable {
  /// The least of: processors in the affinity mask, cgroup quota (v1 or v2, of the group and all above it, rounded up),
  /// SLURM_CPUS_PER_TASK, OMP_NUM_THREADS; of all processors an equal part for each rank that an MPI launcher started on
  /// this machine. At least 1.
  public let threads: Int
  /// The least of: physical memory, cgroup limits, RLIMIT_AS, RLIMIT_DATA, SLURM_MEM_PER_NODE.
  public let memoryBytes: Int
  /// What set `memoryBytes`, as its user set it: "the machine's memory", "cgroup", "ulimit -v", "ulimit -d",
  /// "SLURM_MEM_PER_NODE".
  public let memorySource: String
  /// What set `threads`, for the first line: "affinity", "cgroup", "SLURM_CPUS_PER_TASK", "OMP_NUM_THREADS".
  public let threadSource: String

  /// The budget of this process, read once.
  public static let current = Budget()

  /// Threads that this process may use.
  public static func threads() -> Int { current.threads }
  /// Bytes of memory that this process may use.
  public static func memoryBytes() -> Int { current.memoryBytes }

  /// - Parameters:
  ///   - root: where `proc` and `sys` are looked for; tests give a folder.
  ///   - physicalMemory: of the machine; measured when nil.
  ///   - processors: that are online; counted when nil.
  package init(
    root: String = "", environment: (String) -> String? = { getenv($0).map { String(cString: $0) } },
    physicalMemory: Int? = nil, processors: Int? = nil
  ) {
    let groups = ControlGroups(root: root)
    var threads = (Self.affinity(root: root), "affinity")
    func lower(_ count: Int?, _ source: String) {
      if let count, count > 0, count < threads.0 { threads = (count, source) }
    }
    lower(groups.processors, "cgroup")
    lower(environment("SLURM_CPUS_PER_TASK").flatMap { Int($0) }, "SLURM_CPUS_PER_TASK")
    // "4,2" gives the number for each level of nesting; the first is the outermost.
    lower(
      environment("OMP_NUM_THREADS").flatMap { $0.split(separator: ",").first }.flatMap { Int($0) }, "OMP_NUM_THREADS")
    // Ranks of one job on one machine, which no launcher has bound to processors of their own.
    let ranks = ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"].compactMap { environment($0).flatMap { Int($0) } }
      .first
    if let ranks, ranks > 1, threads.1 == "affinity", threads.0 >= processors ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)) {
      lower(max(1, threads.0 / ranks), "ranks on this machine")
    }
    self.threads = max(1, threads.0)
    threadSource = threads.1

    var memory = (physicalMemory ?? Self.physicalMemory(), "the machine's memory")
    func lowerMemory(_ bytes: Int?, _ source: String) {
      if let bytes, bytes < memory.0 { memory = (bytes, source) }
    }
    lowerMemory(groups.memoryBytes, "cgroup")
    if let megabytes = environment("SLURM_MEM_PER_NODE").flatMap({ Int($0) }), megabytes > 0, megabytes < 1 << 40 {
      lowerMemory(megabytes << 20, "SLURM_MEM_PER_NODE")
    }
    if physicalMemory == nil {
      lowerMemory(ProcessMemory.addressSpaceLimit, "ulimit -v")
      lowerMemory(ProcessMemory.dataLimit, "ulimit -d")
    }
    (memoryBytes, memorySource) = memory
  }

  /// Processors in the mask that the kernel shows in /proc/self/status, in groups of hexadecimal digits.
  private static func affinity(root: String) -> Int {
    let status = (try? AtomicFile.read("\(root)/proc/self/status")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
    let count = (line ?? "").drop { $0 != ":" }.compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
    return count > 0 ? count : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  private static func physicalMemory() -> Int { sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) }
}
