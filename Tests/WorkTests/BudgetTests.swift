import Foundation
import TestSupport
import Testing
import Work

/// Budgets of made-up machines: a folder that holds the files which the kernel would show.
@Suite struct BudgetTests {
  let root: TemporaryDirectory

  init() throws {
    root = try TemporaryDirectory()
    try put("proc/self/status", "Name:\tx\nCpus_allowed:\tff,ffffffff\nCpus_allowed_list:\t0-39\n")
  }

  private func put(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: root(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: false, encoding: .utf8)
  }

  private func budget(_ environment: [String: String] = [:]) -> Budget {
    Budget(root: root.path, environment: { environment[$0] }, physicalMemory: 64 << 30)
  }

  @Test func affinityCountsTheMask() {
    #expect(budget().threads == 40)
    #expect(budget().threadSource == "affinity")
    #expect(budget().memoryBytes == 64 << 30)
  }

  @Test func version2BindsAllAncestors() throws {
    try put("proc/self/cgroup", "0::/jobs/a:b/step\n")
    try put("sys/fs/cgroup/jobs/cpu.max", "250000 100000\n")
    try put("sys/fs/cgroup/jobs/a:b/cpu.max", "max 100000\n")
    try put("sys/fs/cgroup/jobs/a:b/memory.max", "1073741824\n")
    try put("sys/fs/cgroup/jobs/a:b/step/memory.max", "max\n")
    #expect(budget().threads == 3, "2.5 processors rounded up")
    #expect(budget().threadSource == "cgroup")
    #expect(budget().memoryBytes == 1 << 30)
  }

  @Test func containersMountTheirOwnGroupAtTheRoot() throws {
    try put("proc/self/cgroup", "0::/somewhere/outside\n")
    try put("sys/fs/cgroup/cpu.max", "50000 100000\n")
    #expect(budget().threads == 1)
  }

  @Test func version1() throws {
    try put("proc/self/cgroup", "7:memory:/job\n4:cpu,cpuacct:/job\n2:freezer:/\n")
    try put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n")
    try put("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "600000\n")
    try put("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n")
    try put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
    try put("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "2147483648\n")
    #expect(budget().threads == 6)
    #expect(budget().memoryBytes == 2 << 30)
  }

  @Test func theEnvironmentOnlyLowers() throws {
    #expect(budget(["SLURM_CPUS_PER_TASK": "8"]).threads == 8)
    #expect(budget(["SLURM_CPUS_PER_TASK": "8", "OMP_NUM_THREADS": "4,2"]).threads == 4)
    #expect(budget(["SLURM_CPUS_PER_TASK": "8", "OMP_NUM_THREADS": "4,2"]).threadSource == "OMP_NUM_THREADS")
    #expect(budget(["OMP_NUM_THREADS": "400"]).threads == 40)
    #expect(budget(["OMP_NUM_THREADS": "many", "SLURM_CPUS_PER_TASK": "0"]).threads == 40)
    #expect(budget(["SLURM_MEM_PER_NODE": "4096"]).memoryBytes == 4 << 30)
  }

  @Test func ranksThatNobodyBoundShareTheMachine() {
    func threads(_ environment: [String: String], processors: Int) -> Int {
      Budget(
        root: root.path, environment: { environment[$0] }, physicalMemory: 1 << 30, processors: processors
      ).threads
    }
    let four = ["OMPI_COMM_WORLD_LOCAL_SIZE": "4"]
    #expect(threads(four, processors: 40) == 10)
    #expect(threads(["MPI_LOCALNRANKS": "100"], processors: 40) == 1)
    // What a launcher has bound them to, or the job allows each, is theirs alone.
    #expect(threads(four, processors: 64) == 40)
    #expect(threads(four.merging(["SLURM_CPUS_PER_TASK": "8"]) { $1 }, processors: 40) == 8)
  }

  @Test func thisMachine() {
    #expect(Budget.threads() >= 1)
    #expect(Budget.memoryBytes() > 64 << 20)
  }
}
