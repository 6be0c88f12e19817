import Digests
import Documents
import Foundation
import Store
import TestSupport
import Testing
import Work

/// Stores on file systems that several hosts use, and on some whose locks keep nobody out. The file system is told, the processes,
/// files and locks are real.
@Suite("Stores on network file systems") struct NetworkTests {
  let folder: TemporaryDirectory
  static let network = StorePlace(network: "NFS")
  static let unlocked = StorePlace(network: "NFS", withoutLocks: "it has no locks (No locks available)")

  init() throws { folder = try TemporaryDirectory() }

  private func values(_ texts: some Sequence<String>, in store: ResultStore) throws -> Int {
    try texts.count { try store.value(for: .of($0))?.bytes() == Array($0.utf8) }
  }

  private func version() throws -> UInt8 { try AtomicFile.read(folder("store.sqlite"))[18] }

  // MARK: - With locks

  @Test func nothingIsSharedThroughMemory() throws {
    let store = try ResultStore(directory: folder.path, place: Self.network)
    try store.put(.of("a"), bytes: Array("a".utf8), engine: someEngine)
    #expect(!FileManager.default.fileExists(atPath: folder("store.sqlite-wal")))
    #expect(!FileManager.default.fileExists(atPath: folder("store.sqlite-shm")))
    #expect(try version() == 1)
    #expect(try values(["a"], in: ResultStore(directory: folder.path, place: Self.network)) == 1)
  }

  @Test func aLocalStoreKeepsItsLog() throws {
    let store = try ResultStore(directory: folder.path, place: StorePlace())
    try store.put(.of("a"), bytes: [1], engine: someEngine)
    #expect(FileManager.default.fileExists(atPath: folder("store.sqlite-wal")))
    #expect(try version() == 2)
  }

  /// What stands in the log alone, as it does after a process was killed, is in the store on the other file system, and back.
  @Test func aStoreMovesWithItsLog() throws {
    let texts = (0..<50).map { "v \($0)" }
    let probe = try Probe(["fill", folder("a"), "v", "1000000"])
    while let line = probe.line(), line != "49" {}
    probe.end()
    #expect(try #require(FileTree.size(folder("a/store.sqlite-wal"))) > 0)
    try FileManager.default.copyItem(atPath: folder("a"), toPath: folder("b"))
    do {
      let there = try ResultStore(directory: folder("b"), place: Self.network)
      #expect(there.warnings == [])
      #expect(try values(texts, in: there) == 50)
      try there.put(.of("there"), bytes: Array("there".utf8), engine: someEngine)
      for suffix in ["-wal", "-shm"] {
        #expect(!FileManager.default.fileExists(atPath: folder("b/store.sqlite" + suffix)))
      }
    }
    try FileManager.default.copyItem(atPath: folder("b"), toPath: folder("c"))
    for place in [StorePlace(), Self.network, Self.unlocked] {
      let back = try ResultStore(directory: folder("c"), place: place)
      #expect(back.warnings == [])
      #expect(try values(texts + ["there"], in: back) == 51)
    }
    let straight = try ResultStore(directory: folder("a"), place: Self.unlocked)
    #expect(try straight.warnings == [] && values(texts, in: straight) == 50)
  }

  /// The disk of one machine that others reach through a network: it stays as they can share it.
  @Test func aSharedStoreStaysSharedOnADisk() throws {
    let far = try ResultStore(directory: folder.path, place: Self.network)
    try far.put(.of("far"), bytes: Array("far".utf8), engine: someEngine)
    let near = try ResultStore(directory: folder.path, place: StorePlace())
    try near.put(.of("near"), bytes: Array("near".utf8), engine: someEngine)
    #expect(try version() == 1 && values(["far", "near"], in: far) == 2)
    #expect(!FileManager.default.fileExists(atPath: folder("store.sqlite-wal")))
  }

  @Test(arguments: ["network", ""]) func severalProcessesWriteAtOnce(_ place: String) throws {
    let probes = try (0..<4).map { try Probe(["fill", folder.path, "p\($0)", "20"], place: place) }
    for probe in probes { #expect(probe.lines == (0..<20).map(String.init)) }
    let store = try ResultStore(directory: folder.path)
    let texts = (0..<4).flatMap { process in (0..<20).map { "p\(process) \($0)" } }
    #expect(try values(texts, in: store) == 80)
    #expect(store.warnings == [] && store.takeDamage() == nil)
  }

  /// What a process was told is remembered is there after any death of it, with others writing beside it.
  @Test(arguments: ["network", "unlocked"]) func aKilledWriterLosesNothing(_ place: String) throws {
    var random = SplitMix(seed: 7)
    var texts: [String] = []
    for round in 0..<12 {
      let probe = try Probe(["fill", folder.path, "r\(round)", "100000"], place: place)
      let beside = place == "network" ? try Probe(["fill", folder.path, "b\(round)", "5"], place: place) : nil
      let last = random.below(9)
      var reached = -1
      while reached < last, let line = probe.line(), let number = Int(line) {
        texts.append("r\(round) \(number)")
        reached = number
      }
      #expect(reached == last, "it was killed while it wrote")
      usleep(UInt32(random.below(3000)))
      probe.end()
      if let beside {
        #expect(beside.lines == (0..<5).map(String.init))
        texts += (0..<5).map { "b\(round) \($0)" }
      }
    }
    let store = try ResultStore(directory: folder.path, place: place == "network" ? Self.network : Self.unlocked)
    #expect(try store.warnings == [] && values(texts, in: store) == texts.count && store.takeDamage() == nil)
  }

  /// A process of the machine that has the disk uses the store through a log: others cannot, and say so.
  @Test func aLogInUseIsLeftToItsProcess() throws {
    let probe = try Probe(["hold", folder.path, "k"])
    #expect(probe.line() == "held")
    let own = try ResultStore(directory: folder.path, place: Self.network, apart: true)
    #expect(
      own.directory.hasPrefix(folder("apart/")) && own.apartness?.contains("store merge \(own.directory)") == true)
    #expect(own.apartness?.contains("process \(probe.number) has it open") == true, "\(own.apartness ?? "")")
    probe.end()
    #expect(try ResultStore(directory: folder.path, place: Self.network, apart: true).apartness == nil)
  }

  // MARK: - Without locks

  @Test func oneProcessHasAStoreWithoutLocks() throws {
    let probe = try Probe(["hold", folder.path, "k"], place: "unlocked")
    #expect(probe.line() == "held")
    let error = #expect(throws: StoreError.self) { try ResultStore(directory: folder.path, place: Self.unlocked) }
    let reason = error?.reason ?? ""
    #expect(
      error?.kind == .held && reason.contains("process \(probe.number) has it alone") && reason.contains("No locks"))
    // Nor does one whose own mount has locks get in.
    for place in [Self.network, StorePlace()] {
      #expect(throws: StoreError.self) { try ResultStore(directory: folder.path, place: place) }
    }
    let place: String
    do {
      let own = try ResultStore(directory: folder.path, place: Self.unlocked, apart: true)
      #expect(own.apartness?.contains("process \(probe.number)") == true)
      try own.put(.of("own"), bytes: Array("own".utf8), engine: someEngine)
      place = own.directory
      // Its process has it alone, too.
      #expect(throws: StoreError.self) { try StoreSource(directory: place, place: Self.unlocked) }
    }
    probe.end()
    // Its file is there still, and says that nobody has it.
    #expect(FileManager.default.fileExists(atPath: folder("store.lock")))
    let store = try ResultStore(directory: folder.path, place: Self.unlocked)
    var report = MergeReport()
    try store.merge([StoreSource(directory: place, place: Self.unlocked)], work: .silent, report: &report)
    #expect(try report.values == 1 && values(["own"], in: store) == 1)
  }

  @Test func theLockGoesWithTheStore() throws {
    for _ in 0..<2 {
      let store = try ResultStore(directory: folder.path, place: Self.unlocked)
      #expect(FileManager.default.fileExists(atPath: folder("store.lock")))
      withExtendedLifetime(store) {}
    }
    #expect(!FileManager.default.fileExists(atPath: folder("store.lock")))
    let probe = try Probe(["put", folder.path, "k", "10"], place: "unlocked")
    #expect(probe.lines == [])
    #expect(!FileManager.default.fileExists(atPath: folder("store.lock")))
  }

  /// A number of another machine is no number of this one, and its process not dead because nothing has it here.
  @Test func aProcessOfAnotherHostMayLive() throws {
    try FileTree.makeDirectory(folder.path)
    try AtomicFile.write("4194304 1 00000000-0000-0000-0000-000000000000 node7/1f2e3d4c", to: folder("store.lock"))
    let error = #expect(throws: StoreError.self) { try ResultStore(directory: folder.path, place: Self.unlocked) }
    let reason = error?.reason ?? ""
    #expect(
      reason.contains("process 4194304 on node7") && reason.contains("delete \(folder("store.lock"))"), "\(reason)")
    #expect(FileManager.default.fileExists(atPath: folder("store.lock")), "it is left to a person")
    // A person does as it says.
    unlink(folder("store.lock"))
    #expect(try ResultStore(directory: folder.path, place: Self.unlocked).apartness == nil)
  }

  /// Of who has the store alone no other host computes anything.
  @Test func aClaimOfAnotherHostHoldsNothingBack() throws {
    let store = try ResultStore(directory: folder.path, place: Self.unlocked)
    try AtomicFile.write(
      "12 1 00000000-0000-0000-0000-000000000000 node7/1f2e3d4c", to: folder("claims/\(ContentDigest.of("k").hex).held")
    )
    let claim = try store.claim(.of("k"), waiting: { _ in Issue.record("it waits") })
    #expect(!claim.waited)
    #expect(
      FileManager.default.fileExists(atPath: folder("claims/\(ContentDigest.of("k").hex).held")) == false,
      "flock works here")
  }

  @Test(arguments: ["", "garbage", "12 x", "0 1 2 3", "\u{1B}[2J"]) func aLockThatNamesNobodyIsRespected(_ text: String)
    throws
  {
    try AtomicFile.write(text, to: folder("store.lock"))
    let own = try ResultStore(directory: folder.path, place: Self.unlocked, apart: true)
    #expect(own.apartness?.contains("delete \(folder("store.lock"))") == true)
    #expect(own.apartness?.contains("\u{1B}") == false)
  }

  @Test func processesAreKnownByMachineAndBoot() throws {
    let me = ProcessIdentity.current
    let words = me.description.split(separator: " ").map(String.init)
    #expect(words.count == 4 && ProcessIdentity(me.description) == me && me.life == .alive)
    func life(_ change: [Int: String]) -> ProcessIdentity.Life? {
      ProcessIdentity((0..<4).map { change[$0] ?? words[$0] }.joined(separator: " "))?.life
    }
    let otherBoot = "00000000-1111-2222-3333-444444444444"
    #expect(life([1: "1"]) == .dead, "the number's next owner")
    #expect(life([0: "4194304"]) == .dead)
    #expect(life([2: otherBoot]) == .dead, "this machine, before it was started again")
    #expect(life([2: otherBoot, 3: "node7/12345678"]) == .unknown)
    #expect(life([3: "node7/12345678"]) == .unknown)
    #expect(life([2: words[2].prefix(36) + "/1"]) == .unknown, "another container of this machine")
    // As they were written before there were machines in them.
    #expect(ProcessIdentity(words[..<3].joined(separator: " "))?.life == .alive)
    #expect(ProcessIdentity("1 2 \(otherBoot)")?.life == .unknown)
    #expect(ProcessIdentity("-1 2 3 4") == nil && ProcessIdentity("1 2") == nil)
  }

  /// A process that has ended, and whose parent has not asked how, holds nothing.
  @Test func aProcessThatIsOnlyWaitedForIsDead() throws {
    var child = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("1000"), nil]
    defer { for word in words { free(word) } }
    try #require(posix_spawnp(&child, "sleep", nil, nil, &words, environ) == 0)
    let me = ProcessIdentity.current.description.split(separator: " ")
    let stat = String(decoding: try AtomicFile.read("/proc/\(child)/stat"), as: UTF8.self).split(separator: " ")
    let identity = try #require(ProcessIdentity("\(child) \(stat[21]) \(me[2]) \(me[3])"))
    #expect(identity.life == .alive)
    kill(child, SIGKILL)
    var facts = siginfo_t()
    // Until it has ended; its number stays.
    waitid(P_PID, id_t(child), &facts, WEXITED | WNOWAIT)
    #expect(identity.life == .dead)
    waitpid(child, nil, 0)
    #expect(identity.life == .dead)
  }

  /// What a session of another host keeps is kept while it is used.
  @Test func pinsOfAnotherHostHold() throws {
    let store = try ResultStore(directory: folder.path)
    for name in ["a", "b"] { try store.put(.of(name), bytes: [UInt8](repeating: 1, count: 1000), engine: someEngine) }
    try store.pin(session: "s", keys: [.of("a")])
    try DatabaseChange.run(
      "UPDATE pin SET owner = '12 34 00000000-1111-2222-3333-444444444444 node7/12345678'", on: folder("store.sqlite"))
    store.limitBytes = 0
    #expect(try store.evict() == 1)
    #expect(try store.contains(.of("a")) && !store.contains(.of("b")))
    try DatabaseChange.run("UPDATE value SET used = 1000", on: folder("store.sqlite"))
    #expect(try store.evict() == 1)
  }

  // MARK: - Which file systems

  @Test func mountsAreFound() {
    let table = """
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      30 22 0:40 / /home rw,nosuid shared:7 - nfs4 srv:/home rw,vers=4.2,local_lock=none
      31 22 0:41 / /data\\040sets rw - nfs srv:/data rw,vers=3,nolock,local_lock=all
      32 30 0:42 /x /home/me/s3 rw master:3 - fuse.sshfs me@far:/ rw,user_id=0
      33 30 0:43 / /home/me/s3 rw - fuse.glusterfs g:/v rw
      broken line
      """
    #expect(Mount.holding("/home/me", in: table)?.type == "nfs4")
    #expect(Mount.holding("/homes", in: table)?.type == "ext4")
    #expect(Mount.holding("/data sets/a", in: table)?.options.contains("nolock") == true)
    #expect(Mount.holding("/home/me/s3/deep", in: table)?.type == "fuse.glusterfs", "the last is on top")
    #expect(Mount.holding("/home", in: table)?.options.contains("nosuid") == true)
    #expect(Mount.holding("/", in: "") == nil)
    #expect(Mount.holding("/") != nil)
  }

  @Test func placesFollowFromMounts() {
    func place(_ kind: UInt32, _ type: String, _ options: String = "rw") -> StorePlace {
      StorePlace(
        kind: kind, mount: Mount.holding("/m/x", in: "1 1 0:1 / /m rw - \(type) source \(options)"))
    }
    #expect(place(0xEF53, "ext4") == StorePlace())
    #expect(place(0x6969, "nfs4", "rw,local_lock=none") == StorePlace(network: "NFS"))
    #expect(place(0x0BD0_0BD0, "lustre", "rw,flock").network == "Lustre")
    #expect(place(0x6573_5546, "fuse.glusterfs") == StorePlace(network: "glusterfs"))
    #expect(place(0x6573_5546, "fuseblk") == StorePlace())
    #expect(place(0, "beegfs") == StorePlace(network: "BeeGFS"))
    for (kind, type, options) in [
      (UInt32(0x6969), "nfs", "rw,nolock"), (0x6969, "nfs", "rw,local_lock=all"), (0x6573_5546, "fuse.sshfs", "rw"),
      (0xFF53_4D42, "cifs", "rw,nobrl"), (0x0BD0_0BD0, "lustre", "rw,localflock"), (0x5346_414F, "afs", "rw"),
    ] {
      #expect(
        place(kind, type, options).withoutLocks?.contains("not seen by other hosts") == true, "\(type) \(options)")
    }
    #expect(StorePlace(kind: 0x6969, mount: nil) == StorePlace(network: "NFS"))
  }
}
