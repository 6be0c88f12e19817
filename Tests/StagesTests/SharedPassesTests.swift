import Documents
import LanguageModel
import Pipeline
import Ranks
import Rows
import Stages
import Synchronization
import TestSupport
import Testing

/// What ranks share of passes over rows has the bits of one process.
@Suite("passes over ranks") struct SharedPassesTests {
  private static let encoder = PackageRoot.path + "/Tests/Fixtures/encoder-bert"

  private static let rows = (0..<400).map { row in
    ["instruction": (0...row % 90).map { "a\(($0 * row) % 7)b" }.joined(separator: " "), "output": "answer \(row)"]
  }

  /// Runs rank 0's part in a session whose models have a crew of so many ranks; 1: none.
  /// - Returns: how many steps of tunings each rank has told of or, the first, ordered.
  @discardableResult
  private func with(
    _ ranks: Int, duties: [any Duty.Type] = StageCrew.duties, _ body: @escaping @Sendable (Session) throws -> Void
  ) throws -> [Int] {
    let steps = Mutex([Int](repeating: 0, count: ranks))
    try ThreadLink.run(ranks) { link in
      defer { steps.withLock { $0[link.rank] = link.sent(tag: Tag.steps) } }
      guard link.rank == 0 else { return try Member(link, duties: duties).serve() }
      let resources = Resources()
      let crew = Crew(link, hosts: (0..<ranks).map { "node\($0)" }, threads: ranks - 1)
      defer { crew.dismiss() }
      if ranks > 1 { resources[ModelLibrary.self].crew = StageCrew(crew) }
      try body(Session(in: TemporaryDirectory(), resources: resources))
    }
    return steps.withLock { $0 }
  }

  /// The vectors that each line makes.
  private func vectors(_ ranks: Int, _ lines: [String]) throws -> [[[Float]]] {
    let found = Mutex<[[[Float]]]>([])
    try with(ranks) { session in
      let file = try session.file("rows.jsonl", Self.rows)
      for line in lines {
        guard case .vector(let column)? = try session.rows("load \"\(file)\" | " + line).rows.column("embedding") else {
          continue
        }
        found.withLock {
          $0.append(
            stride(from: 0, to: column.values.count, by: column.dimension).map {
              Array(column.values[$0..<$0 + column.dimension])
            })
        }
      }
    }
    return found.withLock { $0 }
  }

  @Test(arguments: [2, 3]) func vectorsAreThoseOfOneProcess(_ ranks: Int) throws {
    let lines = ["embed with \"\(Self.encoder)\"", "embed"]
    let alone = try vectors(1, lines)
    #expect(alone.map(\.count) == [400, 400] && alone[0][7] != alone[0][8])
    #expect((try vectors(ranks, lines) == alone) as Bool)
  }

  /// Rows of a few words, of which some say nearly the same and some tell problems.
  private static let many = (0..<2_600).map { row in
    let words = (0..<12).map { "word\((row / 3 * 31 + $0 * 7) % 97)" }.joined(separator: " ")
    return ["instruction": "\(words) of \(row % 3 == 0 ? "one" : "the other") kind", "output": "answer \(row % 50)"]
  }

  /// Near twins, told problems and clusters are those that one process finds.
  @Test(arguments: [2, 3]) func whatIsFoundInTextsIsWhatOneProcessFinds(_ ranks: Int) throws {
    let lines = [
      "dedup near threshold 0.6", "decontaminate { load \"FILE\" | take 3 } words 8",
      "derive ifd = 1 / (row + 1) | embed | select diverse 50% clusters 1000",
    ]
    func found(_ ranks: Int) throws -> [[Int]] {
      let found = Mutex<[[Int]]>([])
      try with(ranks) { session in
        let file = try session.file("rows.jsonl", Self.many)
        for line in lines {
          let rows = try session.rows("load \"\(file)\" | " + line.replacing("FILE", with: file)).rows
          found.withLock { $0.append(rows.rowNumbers) }
        }
      }
      return found.withLock { $0 }
    }
    let alone = try found(1)
    #expect(alone.allSatisfy { !$0.isEmpty && $0.count < Self.many.count }, "\(alone.map(\.count))")
    #expect((try found(ranks) == alone) as Bool)
  }

  /// Who pays for a line pays for what every rank computed.
  @Test(arguments: [2, 3]) func billsAreThoseOfOneProcess(_ ranks: Int) throws {
    let lines = ["score complexity", "embed with \"\(Self.encoder)\"", "pack 512 | tune epochs 1 batch 60 control 0"]
    func operations(_ ranks: Int) throws -> [[Double?]] {
      let found = Mutex<[[Double?]]>([])
      try with(ranks) { session in
        let file = try session.file("rows.jsonl", Self.rows)
        for line in lines {
          let bill = try session.run("load \"\(file)\" | " + line).bill
          found.withLock { $0.append(bill["stages"]?.array?.map { $0["operations"]?.double } ?? []) }
        }
      }
      return found.withLock { $0 }
    }
    let alone = try operations(1)
    #expect(alone.allSatisfy { ($0.last ?? 0) ?? 0 > 1e6 }, "\(alone)")
    #expect(try operations(ranks) == alone)
  }

  /// Arms are made side by side by teams of ranks: each has the model that one process makes, judged alike.
  @Test(arguments: [(2, 2), (2, 5), (3, 4), (4, 5)]) func armsAreThoseOfOneProcess(_ ranks: Int, _ draws: Int) throws {
    func report(_ ranks: Int) throws -> (arms: [JSONValue], steps: [Int]) {
      let found = Mutex<[JSONValue]>([])
      let steps = try with(ranks) { session in
        try session.run("let pool = load \"\(try session.file("rows.jsonl", Teaching.pairs(60)))\" | hold 20")
        let report = try session.report(
          "pool | compare { take 8 } { sample 8 } then { pack 512 | tune epochs 2 batch 4 } draws \(draws)")
        // The base as well, which all ranks judge after the teams.
        try session.run("pool | sample 20 | score complexity")
        found.withLock { $0 = report.data.array ?? [] }
      }
      return (found.withLock { $0 }, steps)
    }
    let alone = try report(1)
    var shared = try report(ranks)
    // Rank 0 may be through with all of them before the others are awake.
    for _ in 0..<20 where shared.steps.dropFirst().allSatisfy({ $0 == 0 }) { shared = try report(ranks) }
    #expect(shared.arms.count == 2)
    for name in ["arm", "losses", "steps", "rows", "learned_tokens", "models"] {
      #expect(shared.arms.map { $0[name] } == alone.arms.map { $0[name] }, "\(name)")
    }
    #expect(alone.arms.allSatisfy { $0["losses"] != nil })
    #expect(shared.steps.dropFirst().reduce(0, +) > 0, "others made models: \(shared.steps)")
  }

  /// Nobody waits for steps of a rank that tunes no more.
  @Test func aRankThatCannotTuneEndsTheTuning() throws {
    do {
      try with(2, duties: StageCrew.duties.filter { $0.name != "tune" }) { session in
        let file = try session.file("rows.jsonl", Teaching.pairs(60))
        _ = try session.model("load \"\(file)\" | pack 512 | tune epochs 1 batch 60 control 0")
      }
      Issue.record("it tuned")
    } catch { #expect("\(error)".contains("rank 1 (node1): rank 1 knows no tune"), "\(error)") }
  }

  /// A rank that cannot do what is shared ends the line: it was asked.
  @Test(arguments: [
    ("embed with \"\(encoder)\"", "sentences"), ("embed", "losses"), ("dedup near", "signatures"),
    ("decontaminate { load | take 3 }", "contamination"),
    ("derive ifd = 1 / (row + 1) | embed | select diverse 50% clusters 1000", "nearest centres"),
  ])
  func theOthersTakePart(_ line: String, _ duty: String) throws {
    let rows = duty == "sentences" || duty == "losses" ? Self.rows : Self.many
    // Rank 0 may be through before the others are awake.
    for _ in 0..<50 {
      do {
        try with(2, duties: StageCrew.duties.filter { $0.name != duty }) { session in
          _ = try session.rows("load \"\(try session.file("rows.jsonl", rows))\" | " + line)
        }
      } catch {
        return #expect("\(error)".contains("rank 1 knows no \(duty)"), "\(error)")
      }
    }
    Issue.record("rank 1 was never asked")
  }
}
