import Diagnostics
import Documents
import Foundation
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing

/// A pool divided, and what the jobs of an array save of it gathered: what one job saves.
@Suite("Shards") struct ShardTests {
  private let jobs: JobArray
  init() throws { jobs = try JobArray() }

  // MARK: - The deal

  @Test("each shard gets as many as any other or one more, and its size is known without dealing")
  func sizes() throws {
    for count in 1...9 {
      for total in 0...40 {
        let dealt = (0..<total).map { ShardNumber.dealt($0, among: count) }
        for number in 1...count {
          let shard = try #require(ShardNumber(number, of: count))
          #expect(dealt.count { $0 == number } == shard.size(of: total))
          #expect((total / count...(total + count - 1) / count).contains(shard.size(of: total)))
        }
      }
    }
    #expect(ShardNumber(0, of: 4) == nil && ShardNumber(5, of: 4) == nil && ShardNumber(1, of: 0) == nil)
  }

  @Test(
    "every row is in one shard, in the pool's order, and their texts differ by less than the longest row",
    arguments: [2, 3, 7])
  func parts(count: Int) throws {
    let path = try jobs.write(try jobs.uneven(61), "rows.jsonl")
    let session = try jobs.job()
    let whole = try session.rows("load \"\(path)\"").rows
    let parts = try (1...count).map { try session.rows("load \"\(path)\" shard \($0) of \(count)").rows }
    #expect(parts.flatMap(\.rowNumbers).sorted() == whole.rowNumbers)
    let bytes = parts.map { rows in
      #expect(rows.rowNumbers == rows.rowNumbers.sorted())
      return (0..<rows.count).reduce(0) { $0 + rows.textLength($1) }
    }
    let longest = (0..<whole.count).map { whole.textLength($0) }.max() ?? 0
    #expect((bytes.max() ?? 0) - (bytes.min() ?? 0) < longest, "\(bytes)")
    // A row is the same row with the same columns, wherever it is.
    for rows in parts {
      for (place, number) in rows.rowNumbers.enumerated() {
        for name in whole.names { #expect(rows.cell(place, name) == whole.cell(number - 1, name)) }
      }
    }
  }

  @Test("the block names the shard and counts the rows of the others; why knows them")
  func said() throws {
    let path = try jobs.write(try jobs.json(Teaching.pairs(10)) + ["{\"instruction\": \"no answer\"}"], "rows.jsonl")
    let session = try jobs.job()
    let outcome = try session.run("load \"\(path)\" shard 2 of 4")
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("rows.jsonl · shard 2 of 4: 3 of 10 rows"), "\(text)")
    #expect(text.contains("11 in = 3 kept + 7 in the other shards + 1 no answer"), "\(text)")
    #expect(outcome.isBalanced)
    let own = try session.rows("load \"\(path)\" shard 2 of 4").rows.rowNumbers
    let other = try #require((1...10).first { !own.contains($0) })
    let why = try #require(try session.run("load \"\(path)\" shard 2 of 4 | why \(other)").value as? ReportValue)
    #expect("\(why)".contains("in the other shards"), "\(why)")
  }

  // MARK: - One run's rows

  @Test("scores of an array are those of one run, byte for byte", arguments: [1, 2, 4])
  func scores(count: Int) throws {
    let path = try jobs.write(try jobs.uneven(23), "rows.jsonl")
    try jobs.expectSame(
      "load \"\(path)\"", "score complexity", of: count,
      then: ["select top 30% by ifd", "select random 5", "sort ifd desc | take 7", "derive z_ifd = z(ifd)", "dedup"])
  }

  @Test("vectors come back, and select groups by them")
  func vectors() throws {
    let path = try jobs.write(try jobs.uneven(23), "rows.jsonl")
    try jobs.expectSame(
      "load \"\(path)\"", "score complexity", of: 3, flags: " embeddings",
      then: ["select diverse 40% clusters 3", "score complexity | select diverse 20% clusters 2"])
    let session = try jobs.job()
    try session.run("gather \"\(jobs.home("part-*.jsonl"))\" | score complexity")
    #expect(session.heard.takeText().contains { $0.contains("23 rows were scored before") })
  }

  @Test("rows that fail, that a condition leaves out, and columns that a shard derives in a kind of its own")
  func losses() throws {
    var lines = try jobs.uneven(23)
    lines[4] = "{\"instruction\": \"no answer\"}"
    lines[9] = "no JSON"
    let path = try jobs.write(lines, "rows.jsonl")
    try jobs.expectSame(
      "load \"\(path)\"",
      "where level != 2 | derive part = min(level, 2.5), long = len(answer) > 200 | score loss | score code", of: 4)
    // Rows that cannot be scored, and a shard of which nothing is left.
    let few = try jobs.write(
      try jobs.json(Teaching.pairs(9)).enumerated().map { $0 < 6 ? $1 : #"{"output": "alone", "text": "alone"}"# },
      "few.jsonl")
    try FileManager.default.contentsOfDirectory(atPath: jobs.home.path).filter { $0.contains("part-") }.forEach {
      try FileManager.default.removeItem(atPath: jobs.home($0))
    }
    try jobs.expectSame("load \"\(few)\" answer \"output\"", "score complexity | where row == 2 or row == 5", of: 4)
  }

  @Test("conversations stay what they are", arguments: ["", " turns last"])
  func conversations(turns: String) throws {
    let talks = (0..<11).map { n -> [String: Any] in
      let turns = (0...(n % 4)).flatMap { turn -> [[String: String]] in
        [
          ["role": "user", "content": "Question \(n) \(turn)?"],
          ["role": "assistant", "content": String(repeating: "word ", count: n + 1) + "\(turn)"],
        ]
      }
      return ["messages": (n % 3 == 0 ? [["role": "system", "content": "Be brief."]] : []) + turns, "id": n]
    }
    let path = try jobs.write(try jobs.json(talks), "talks.jsonl")
    try jobs.expectSame("load \"\(path)\"\(turns)", "score complexity", of: 3, then: ["select top 50% by ifd"])
  }

  @Test(
    "pools of every format, of many files, limited, with named columns", arguments: ["csv", "parquet", "jsonl.zst"])
  func formats(ending: String) throws {
    let session = try jobs.job()
    let path = try jobs.write(try jobs.uneven(19), "rows.jsonl")
    try FileManager.default.createDirectory(atPath: jobs.home("pool"), withIntermediateDirectories: true)
    try session.run("load \"\(path)\" | where row <= 8 | save \"\(jobs.home("pool/a.\(ending)"))\"")
    try session.run("load \"\(path)\" | where row > 8 | save \"\(jobs.home("pool/b.\(ending)"))\"")
    try jobs.expectSame("load \"\(jobs.home("pool"))\" limit 15", "score complexity", of: 3)
    try jobs.expectSame(
      "load \"\(jobs.home("pool/b.\(ending)"))\" question \"topic\" answer \"output\"", "score loss", of: 3)
  }

  @Test("what is held out is drawn from all rows, the same in every shard")
  func held() throws {
    let path = try jobs.write(try jobs.uneven(40), "rows.jsonl")
    let load = "load \"\(path)\""
    let whole = try jobs.job().rows("\(load) | hold 9 target 3 search 2")
    var left: [Int] = []
    for number in 1...3 {
      let session = try jobs.job()
      for line in [
        "\(load) shard \(number) of 3 | hold 9 target 3 search 2",
        "let pool = \(load) shard \(number) of 3\npool | hold 9 target 3 search 2",
      ] {
        let part = try session.rows(line)
        #expect(part.heldOut?.rows.rowNumbers == whole.heldOut?.rows.rowNumbers)
        #expect(part.heldOut?.target?.rowNumbers == whole.heldOut?.target?.rowNumbers)
        #expect(part.heldOut?.search?.rowNumbers == whole.heldOut?.search?.rowNumbers)
        #expect(part.rows.rowNumbers.allSatisfy { whole.rows.rowNumbers.contains($0) })
        left += part.rows.rowNumbers
        #expect(try session.run(line).isBalanced)
      }
    }
    // Both lines of each shard.
    #expect(left.sorted() == (whole.rows.rowNumbers + whole.rows.rowNumbers).sorted())
    let one = try jobs.job()
    try one.run("\(load) | hold 9 target 3 | score target depth 1 | save \"\(jobs.home("one.jsonl"))\"")
    for number in 1...3 {
      try jobs.job().run(
        "\(load) shard \(number) of 3 | hold 9 target 3 | score target depth 1 | save \"\(jobs.home("part-\(number).jsonl"))\""
      )
    }
    try one.run("gather \"\(jobs.home("part-*.jsonl"))\" | save \"\(jobs.home("gathered.jsonl"))\"")
    #expect(try jobs.bytes("gathered.jsonl") == jobs.bytes("one.jsonl"))
  }

  @Test("the set that comes along can be divided, too")
  func teachingSet() throws {
    let session = try jobs.job()
    let part = try session.rows("load shard 3 of 4")
    #expect(part.rows.count == 300 && part.heldOut?.rows.count == 200)
  }
}
