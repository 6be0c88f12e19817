import Foundation
import Ranks
import Synchronization
import TestSupport
import Testing
import Work

/// Squares a number; 13 it cannot.
private enum Square: Duty {
  static let name = "square"
  static func answer(_ order: Int, _ member: Member) throws -> Int {
    if order == 13 { throw RankError("13 is too much") }
    return order * order
  }
}

@Suite struct CrewTests {
  /// Runs rank 0's part with so many members.
  private func with(_ size: Int, _ body: @escaping @Sendable (Crew) throws -> Void) throws {
    try ThreadLink.run(size) { link in
      guard link.rank == 0 else { return try Member(link, duties: [Square.self]).serve() }
      let crew = Crew(link, hosts: (0..<size).map { "node\($0)" }, threads: size - 1)
      defer { crew.dismiss() }
      try body(crew)
    }
  }

  @Test(arguments: [1, 2, 3, 5]) func everyPieceIsDoneOnce(size: Int) throws {
    try with(size) { crew in
      for count in [0, 1, 2, 40] {
        var found: [Int: Int] = [:]
        try crew.share(
          count, Square.self, among: Array(0..<crew.size), pace: Pace(), size: { _ in 1 }, order: { $0 + 20 },
          here: { ($0 + 20) * ($0 + 20) },
          shouldStop: { false }, each: { #expect(found.updateValue($1, forKey: $0) == nil) })
        #expect(found == Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, ($0 + 20) * ($0 + 20)) }))
      }
    }
  }

  /// Rank 0 is through with all that it can do while the last piece is still on its way to a member.
  @Test func aPieceThatIsBeingGivenIsAwaited() throws {
    try with(2) { crew in
      let isHandedOver = Atomic(false)
      let hasLooked = Atomic(false)
      var found: [Int: Int] = [:]
      try crew.share(
        2, Square.self, among: Array(0..<crew.size), pace: Pace(), size: { _ in 1 },
        order: { piece in
          isHandedOver.store(true, ordering: .releasing)
          while !hasLooked.load(ordering: .acquiring) { usleep(100) }
          return piece
        },
        here: { piece in
          // The other piece has been taken by then, whichever it is.
          while !isHandedOver.load(ordering: .acquiring) { usleep(100) }
          return piece * piece
        },
        shouldStop: {
          if !found.isEmpty { hasLooked.store(true, ordering: .releasing) }
          return false
        }, each: { found[$0] = $1 })
      #expect(found == [0: 0, 1: 1])
    }
  }

  @Test func anErrorOfAMemberNamesItAndTheCrewGoesOn() throws {
    try with(3) { crew in
      let ticket = try crew.give(13, of: Square.self, to: 2)
      #expect(throws: RankError("rank 2 (node2): 13 is too much")) { try crew.wait(for: ticket) }
      #expect(try crew.all(Square.self, 4) == [16, 16])
    }
  }

  @Test func whatIsStoppedLeavesNoAnswersBehind() throws {
    try with(3) { crew in
      var seen = 0
      try crew.share(
        1_000_000, Square.self, among: Array(0..<crew.size), pace: Pace(), size: { _ in 1 }, order: { $0 },
        here: { $0 * $0 },
        shouldStop: { seen >= 5 },
        each: { _, _ in seen += 1 })
      #expect(seen >= 5 && seen < 1_000_000)
      // Answers that come late belong to nobody: the next ones are right.
      #expect(try crew.all(Square.self, 7) == [49, 49])
    }
  }

  @Test func anUnknownDutyIsSaid() throws {
    enum Other: Duty {
      static let name = "other"
      static func answer(_ order: Int, _ member: Member) -> Int { order }
    }
    try with(2) { crew in
      let ticket = try crew.give(1, of: Other.self, to: 1)
      #expect(throws: RankError("rank 1 (node1): rank 1 knows no other")) { try crew.wait(for: ticket) }
    }
  }

  @Test func cancellationIsAnsweredWhileAMemberIsAwaited() throws {
    let links = ThreadLink.group(2)
    let crew = Crew(links[0], hosts: ["a", "b"], threads: 1)
    // Rank 1 never answers.
    let ticket = try crew.give(1, of: Square.self, to: 1)
    let work = Work()
    work.cancellation.cancel()
    #expect(throws: Interrupted.self) { try crew.wait(for: ticket, work) }
  }
}

@Suite struct AssemblyTests {
  private func greeting(_ host: String, program: String = "1", bf16: String = "x") -> Greeting {
    Greeting(host: host, threads: 2, traits: [Greeting.Trait("program", program), Greeting.Trait("bf16", bf16)])
  }

  @Test func likeRanksBegin() throws {
    try ThreadLink.run(3) { [self] link in
      let own = greeting("node\(link.rank)")
      if link.rank > 0 { return try Assembly.join(link, own) }
      let crew = try Assembly.gather(link, own)
      #expect(crew.hosts == ["node0", "node1", "node2"])
      #expect(crew.threads == 4, "those of the others")
    }
  }

  @Test func everyRankIsToldWhichDiffersAndInWhat() throws {
    let told = Mutex<[Int: String]>([:])
    try ThreadLink.run(3) { [self] link in
      let own = greeting("node\(link.rank)", program: link.rank == 2 ? "2" : "1", bf16: link.rank == 2 ? "none" : "x")
      do {
        if link.rank > 0 { try Assembly.join(link, own) } else { _ = try Assembly.gather(link, own) }
      } catch { told.withLock { $0[link.rank] = "\(error)" } }
    }
    let text = "rank 2 (node2) is not like rank 0 (node0): program: 1 here, 2 there; bf16: x here, none there"
    #expect(told.withLock { $0 } == [0: text, 1: text, 2: text])
  }
}

@Suite struct WireTests {
  private func roundTrip<Value: Wire>(_ value: Value) throws -> Value {
    var writer = WireWriter()
    writer.write(value)
    var reader = WireReader(writer.bytes)
    return try reader.read()
  }

  @Test func valuesComeBackToTheBit() throws {
    #expect(try roundTrip([Int.min, -1, 0, .max]) == [.min, -1, 0, .max])
    #expect(try roundTrip(Double.nan).bitPattern == Double.nan.bitPattern)
    #expect(try roundTrip([-0.0, Double.infinity]).map(\.bitPattern) == [-0.0, .infinity].map(\.bitPattern))
    #expect(try roundTrip("größe \u{0}") == "größe \u{0}")
    #expect(try roundTrip([String?.none, "a"]) == [nil, "a"])
    #expect(try roundTrip(Described(["a": Double.infinity])).value == ["a": .infinity])
  }

  /// Whatever bytes come, an error is all that can follow.
  @Test func tornMessagesAreErrors() throws {
    var writer = WireWriter()
    writer.write(["one", "two"])
    writer.write(raw: [Float](repeating: 1, count: 7))
    for length in 0..<writer.bytes.count {
      var reader = WireReader(Array(writer.bytes.prefix(length)))
      #expect(throws: RankError.self) {
        _ = try reader.read([String].self)
        _ = try reader.read(raw: Float.self)
      }
    }
    var huge = WireWriter()
    huge.write(Int.max)
    var reader = WireReader(huge.bytes)
    #expect(throws: RankError.self) { try reader.read(raw: Float.self) }
  }
}

@Suite struct MPILibraryTests {
  @Test func aLauncherIsKnownByWhatItSets() {
    #expect(MPILibrary.launched([:]) == nil)
    // In a batch script, before srun.
    #expect(MPILibrary.launched(["SLURM_NTASKS": "4", "SLURM_PROCID": "0"]) == nil)
    #expect(MPILibrary.launched(["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4"]) == 4)
    #expect(MPILibrary.launched(["PMI_RANK": "0", "PMI_SIZE": "8"]) == 8)
    #expect(MPILibrary.launched(["PMIX_RANK": "3", "SLURM_NTASKS": "6"]) == 6)
  }
}
