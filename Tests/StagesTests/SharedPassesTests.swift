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

  /// The vectors that each line makes in a session whose models have a crew of so many ranks; 1: none.
  private func vectors(
    _ ranks: Int, _ lines: [String], duties: [any Duty.Type] = StageCrew.duties
  ) throws -> [[[Float]]] {
    let files = try Session()
    let file = try files.file("rows.jsonl", Self.rows)
    let found = Mutex<[[[Float]]]>([])
    try ThreadLink.run(ranks) { link in
      guard link.rank == 0 else { return try Member(link, duties: duties).serve() }
      let resources = Resources()
      let crew = Crew(link, hosts: (0..<ranks).map { "node\($0)" })
      defer { crew.dismiss() }
      if ranks > 1 { resources[ModelLibrary.self].crew = StageCrew(crew) }
      let session = try Session(in: TemporaryDirectory(), resources: resources)
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

  /// A rank that cannot do what is shared ends the line: it was asked.
  @Test(arguments: [("embed with \"\(encoder)\"", "sentences"), ("embed", "losses")])
  func theOthersTakePart(_ line: String, _ duty: String) throws {
    // Rank 0 may be through before the others are awake.
    for _ in 0..<50 {
      do {
        _ = try vectors(2, [line], duties: StageCrew.duties.filter { $0.name != duty })
      } catch {
        return #expect("\(error)".contains("rank 1 knows no \(duty)"), "\(error)")
      }
    }
    Issue.record("rank 1 was never asked")
  }
}
