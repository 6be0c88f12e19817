import Diagnostics
import Documents
import Foundation
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing

/// A job array: what its jobs save of their shards, gathered, is what one job saves.
@Suite("Shards and gather") struct ShardTests {
  /// A folder of its own, in which each job has a store of its own.
  private let home: TemporaryDirectory
  init() throws { home = try TemporaryDirectory() }

  /// A job on a machine of its own: nothing but the folder is shared.
  private func job() throws -> Session {
    let job = try Session(in: TemporaryDirectory(), tiny: true)
    try job.run("set max_failed 100%")
    return job
  }

  private func write(_ lines: [String], _ name: String) throws -> String {
    try (lines.joined(separator: "\n") + "\n").write(toFile: home(name), atomically: true, encoding: .utf8)
    return home(name)
  }

  private func json(_ rows: [[String: Any]]) throws -> [String] {
    try rows.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self)
    }
  }

  private func bytes(_ name: String) throws -> [UInt8] { try AtomicFile.read(home(name)) }

  /// Runs `load … steps | save` once whole and once as an array, and holds all files that are made of both against each other.
  private func expectSame(
    _ load: String, _ steps: String, of count: Int, flags: String = "", then: [String] = [],
    location: SourceLocation = #_sourceLocation
  ) throws {
    let one = try job()
    let line = "\(load) | \(steps)"
    try one.run("\(line) | save \"\(home("one.jsonl"))\"\(flags)")
    for number in 1...count {
      try job().run("\(load) shard \(number) of \(count) | \(steps) | save \"\(home("part-\(number).jsonl"))\"\(flags)")
    }
    let gather = "gather \"\(home("part-*.jsonl"))\""
    let last = try job()
    let value = try last.rows("\(gather) | save \"\(home("gathered.jsonl"))\"\(flags)")
    #expect(try bytes("gathered.jsonl") == bytes("one.jsonl"), "\(line) of \(count)", sourceLocation: location)
    let whole = try one.rows(line)
    #expect(value.rows.rowNumbers == whole.rows.rowNumbers, sourceLocation: location)
    #expect(value.scores == whole.scores, sourceLocation: location)
    #expect(value.rows.roles == whole.rows.roles, sourceLocation: location)
    for ending in ["csv", "parquet", "json.gz"] {
      try one.run("\(line) | save \"\(home("one.\(ending)"))\"\(flags)")
      try last.run("\(gather) | save \"\(home("gathered.\(ending)"))\"\(flags)")
      #expect(
        try bytes("gathered.\(ending)") == bytes("one.\(ending)"), "\(line) as \(ending)", sourceLocation: location)
    }
    for step in then {
      try one.run("\(line) | \(step) | save \"\(home("one-then.jsonl"))\"")
      try last.run("\(gather) | \(step) | save \"\(home("gathered-then.jsonl"))\"")
      #expect(
        try bytes("gathered-then.jsonl") == bytes("one-then.jsonl"), "\(line) | \(step)", sourceLocation: location)
    }
  }

  /// Rows of which a part looks like something else than all: a field that is seldom there, that changes its kind, whose numbers seldom
  /// have a fraction, are written in their own way, or are no number at all.
  private func uneven(_ count: Int) throws -> [String] {
    try json(Teaching.pairs(count)).enumerated().map { place, line in
      var more = [
        place % 5 == 4 ? #""rare": "só\n \#(place)""# : nil,
        place % 7 == 3 ? #""mixed": {"a" : [\#(place), null]}"# : #""mixed": "caf\u00e9 \#(place)""#,
        place == 11 ? #""weight": 0.50"# : #""weight": \#(place)"#,
        place % 3 == 0 ? #""gap": null"# : place % 3 == 1 ? #""gap": true"# : nil,
        #""id": "\#(String(repeating: "0", count: 3))\#(place)""#,
        place == 2 ? #""big": 123456789012345678901"# : place == 5 ? #""big": 1e5"# : nil,
        place == 7 ? #""ifd": 9"# : nil,
      ].compactMap(\.self)
      if place == 1 { more.append(#""tokens": "own""#) }
      return String(line.dropLast()) + ", " + more.joined(separator: ", ") + "}"
    }
  }

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
    let path = try write(try uneven(61), "rows.jsonl")
    let session = try job()
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
    let path = try write(try json(Teaching.pairs(10)) + ["{\"instruction\": \"no answer\"}"], "rows.jsonl")
    let session = try job()
    let outcome = try session.run("load \"\(path)\" shard 2 of 4")
    let text = session.heard.takeText().joined(separator: "\n")
    #expect(text.contains("rows.jsonl · shard 2 of 4: 3 of 10 rows"), "\(text)")
    #expect(text.contains("11 in = 3 kept + 7 in the other shards + 1 no answer"), "\(text)")
    #expect(outcome.isBalanced)
    let own = try session.rows("load \"\(path)\" shard 2 of 4").rows.rowNumbers
    let other = try #require((1...10).first { !own.contains($0) })
    let why = try #require(try session.run("load \"\(path)\" shard 2 of 4 | why \(other)").value as? ReportValue)
    #expect(why.lines.contains { $0.contains("in the other shards") }, "\(why.lines)")
  }

  // MARK: - One run's rows

  @Test("scores of an array are those of one run, byte for byte", arguments: [1, 2, 4])
  func scores(count: Int) throws {
    let path = try write(try uneven(23), "rows.jsonl")
    try expectSame(
      "load \"\(path)\"", "score complexity", of: count,
      then: ["select top 30% by ifd", "select random 5", "sort ifd desc | take 7", "derive z_ifd = z(ifd)", "dedup"])
  }

  @Test("vectors come back, and select groups by them")
  func vectors() throws {
    let path = try write(try uneven(23), "rows.jsonl")
    try expectSame(
      "load \"\(path)\"", "score complexity", of: 3, flags: " embeddings",
      then: ["select diverse 40% clusters 3", "score complexity | select diverse 20% clusters 2"])
    let session = try job()
    try session.run("gather \"\(home("part-*.jsonl"))\" | score complexity")
    #expect(session.heard.takeText().contains { $0.contains("23 rows were scored before") })
  }

  @Test("rows that fail, that a condition leaves out, and columns that a shard derives in a kind of its own")
  func losses() throws {
    var lines = try uneven(23)
    lines[4] = "{\"instruction\": \"no answer\"}"
    lines[9] = "no JSON"
    let path = try write(lines, "rows.jsonl")
    try expectSame(
      "load \"\(path)\"",
      "where level != 2 | derive part = min(level, 2.5), long = len(answer) > 200 | score loss | score code", of: 4)
    // Rows that cannot be scored, and a shard of which nothing is left.
    let few = try write(
      try json(Teaching.pairs(9)).enumerated().map { $0 < 6 ? $1 : #"{"output": "alone", "text": "alone"}"# },
      "few.jsonl")
    try FileManager.default.contentsOfDirectory(atPath: home.path).filter { $0.contains("part-") }.forEach {
      try FileManager.default.removeItem(atPath: home($0))
    }
    try expectSame("load \"\(few)\" answer \"output\"", "score complexity | where row == 2 or row == 5", of: 4)
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
    let path = try write(try json(talks), "talks.jsonl")
    try expectSame("load \"\(path)\"\(turns)", "score complexity", of: 3, then: ["select top 50% by ifd"])
  }

  @Test(
    "pools of every format, of many files, limited, with named columns", arguments: ["csv", "parquet", "jsonl.zst"])
  func formats(ending: String) throws {
    let session = try job()
    let path = try write(try uneven(19), "rows.jsonl")
    try FileManager.default.createDirectory(atPath: home("pool"), withIntermediateDirectories: true)
    try session.run("load \"\(path)\" | where row <= 8 | save \"\(home("pool/a.\(ending)"))\"")
    try session.run("load \"\(path)\" | where row > 8 | save \"\(home("pool/b.\(ending)"))\"")
    try expectSame("load \"\(home("pool"))\" limit 15", "score complexity", of: 3)
    try expectSame(
      "load \"\(home("pool/b.\(ending)"))\" question \"topic\" answer \"output\"", "score loss", of: 3)
  }

  @Test("what is held out is drawn from all rows, the same in every shard")
  func held() throws {
    let path = try write(try uneven(40), "rows.jsonl")
    let load = "load \"\(path)\""
    let whole = try job().rows("\(load) | hold 9 target 3 search 2")
    for number in 1...3 {
      let session = try job()
      for line in [
        "\(load) shard \(number) of 3 | hold 9 target 3 search 2",
        "let pool = \(load) shard \(number) of 3\npool | hold 9 target 3 search 2",
      ] {
        let part = try session.rows(line)
        #expect(part.heldOut?.rows.rowNumbers == whole.heldOut?.rows.rowNumbers)
        #expect(part.heldOut?.target?.rowNumbers == whole.heldOut?.target?.rowNumbers)
        #expect(part.heldOut?.search?.rowNumbers == whole.heldOut?.search?.rowNumbers)
        #expect(part.rows.rowNumbers.allSatisfy { whole.rows.rowNumbers.contains($0) } && part.rows.count > 5)
        #expect(try session.run(line).isBalanced)
      }
    }
    try expectSame("load \"\(path)\"", "where level >= 0 | score complexity", of: 3)
    // `hold` stands behind the shard's `load` here, where the line's stages begin.
    let one = try job()
    try one.run("\(load) | hold 9 target 3 | score target depth 1 | save \"\(home("one.jsonl"))\"")
    for number in 1...3 {
      try job().run(
        "\(load) shard \(number) of 3 | hold 9 target 3 | score target depth 1 | save \"\(home("part-\(number).jsonl"))\""
      )
    }
    try one.run("gather \"\(home("part-*.jsonl"))\" | save \"\(home("gathered.jsonl"))\"")
    #expect(try bytes("gathered.jsonl") == bytes("one.jsonl"))
  }

  @Test("the set that comes along can be divided, too")
  func teachingSet() throws {
    let session = try job()
    let part = try session.rows("load shard 3 of 4")
    #expect(part.rows.count == 300 && part.heldOut?.rows.count == 200)
  }

  // MARK: - What is missing or does not go together

  /// Shards of a pool of 12 rows, each by a job of its own.
  private func array(_ count: Int, of name: String = "rows", rows: Int = 12, steps: String = "score loss") throws {
    let path = try write(try json(Teaching.pairs(rows)), "\(name).jsonl")
    for number in 1...count {
      try job().run(
        "load \"\(path)\" shard \(number) of \(count) | \(steps) | save \"\(home("\(name)-\(number).jsonl"))\"")
    }
  }

  @Test("a shard that is missing is named, with its rows and the line that makes it; partial goes on")
  func missing() throws {
    try array(4)
    try FileManager.default.removeItem(atPath: home("rows-3.jsonl"))
    let session = try job()
    let gather = "gather \"\(home("rows-*.jsonl"))\""
    let error = try #require(session.failure(gather))
    #expect(error.code.name == "C0409")
    #expect(error.message.hasPrefix("shard 3 of 4 is missing: 3 of the 12 rows of "), "\(error.message)")
    let help = try #require(error.helps.first?.message)
    let line = try #require(help.split(separator: "`").dropFirst().first.map(String.init))
    #expect(line.contains("shard 3 of 4 | score loss | save \"\(home("rows-3.jsonl"))\""), "\(line)")

    let part = try session.run("\(gather) partial")
    #expect(part.isBalanced && part.ledger("kept") == 9)
    #expect(part.ledgerEntries("dropped") == ["in shards that are missing": 3])
    #expect(session.heard.takeText().contains { $0.contains("without shard 3 of 4: 3 rows") })

    try job().run(line)
    #expect(try session.rows(gather).rows.rowNumbers == Array(1...12))
    for number in 1...3 { try FileManager.default.removeItem(atPath: home("rows-\(number).jsonl")) }
    let more = try #require(session.failure(gather))
    #expect(more.message.hasPrefix("3 of 4 shards are missing: 9 of the 12 rows of "), "\(more.message)")
    #expect(more.notes == ["shard 1 of 4: 3 rows", "shard 2 of 4: 3 rows", "shard 3 of 4: 3 rows"])
  }

  @Test("the same shard twice is passed over, and refused where the two differ")
  func twice() throws {
    try array(2)
    func copy(_ name: String, to other: String) throws {
      for (a, b) in [(name, other), (".\(name).cact.json", ".\(other).cact.json")] {
        try FileManager.default.copyItem(atPath: home(a), toPath: home(b))
      }
    }
    try copy("rows-2.jsonl", to: "rows-2b.jsonl")
    let session = try job()
    let gather = "gather \"\(home("rows-*.jsonl"))\""
    #expect(try session.rows(gather).rows.rowNumbers == Array(1...12))
    #expect(session.heard.takeText().contains { $0.contains("rows-2b.jsonl is ") && $0.contains("again: passed over") })
    // Another template gives other losses of the same rows; one that is scored in another way does not go with the rest.
    try job().run(
      "set template chatml\nload \"\(home("rows.jsonl"))\" shard 2 of 2 | score loss | save \"\(home("rows-2b.jsonl"))\""
    )
    let error = try #require(session.failure(gather))
    #expect(
      error.code.name == "C0409" && error.message.contains("another template: chatml here, plain there"),
      "\(error.message)")
    // By nothing but its content.
    try job().run(
      "load \"\(home("rows.jsonl"))\" shard 2 of 2 | derive x = row | score loss | save \"\(home("a.jsonl"))\"")
    try job().run(
      "load \"\(home("rows.jsonl"))\" shard 2 of 2 | derive x = row | score loss | where row > 3 | save \"\(home("b.jsonl"))\""
    )
    let steps = try #require(session.failure("gather \"\(home("a.jsonl"))\" \"\(home("b.jsonl"))\""))
    #expect(
      steps.message.contains("here `derive x = row | score loss | where row > 3` was done, there "), "\(steps.message)")
  }

  @Test("files of another pool, another number of shards, another model, or none at all are named with what differs")
  func different() throws {
    try array(2)
    try array(2, of: "other", rows: 13)
    try array(3, of: "three")
    let session = try job()
    func message(_ names: String...) -> String {
      session.failure("gather " + names.map { "\"\(home($0))\"" }.joined(separator: " "))?.message ?? ""
    }
    #expect(message("rows-1.jsonl", "other-2.jsonl").contains("other-2.jsonl does not go with"))
    #expect(
      message("rows-1.jsonl", "other-2.jsonl").contains(
        "it is of the 13 rows of \(home("other.jsonl")), the other of the 12"))
    // The same rows under another name are the same pool.
    #expect(message("rows-1.jsonl", "three-2.jsonl").contains("it is shard 2 of 3, the other shard 1 of 2"))
    // One that was loaded in another way is not.
    try job().run(
      "load \"\(home("rows.jsonl"))\" question \"topic\" answer \"output\" shard 2 of 2 | score loss | save \"\(home("asked.jsonl"))\""
    )
    #expect(message("rows-1.jsonl", "asked.jsonl").contains("had another content, or was read in another way"))
    let model = try TinyModel.make(in: home("model"), seed: 9)
    try job().run(
      "set model \"\(model)\"\nload \"\(home("rows.jsonl"))\" shard 2 of 2 | score loss | save \"\(home("model.jsonl"))\""
    )
    #expect(message("rows-1.jsonl", "model.jsonl").contains("`loss` was scored under another model: "))
    #expect(
      message("rows-1.jsonl", "rows.jsonl").contains(
        "rows.jsonl is no shard: nothing of `load … shard` is noted beside it"))
    try session.run("load \"\(home("rows.jsonl"))\" | save \"\(home("whole.jsonl"))\"")
    #expect(message("rows-1.jsonl", "whole.jsonl").contains("whole.jsonl is no shard"))
    #expect(message("rows-9.jsonl").contains("there is no such file"))
    #expect(message("none-*.jsonl").contains("no file matches"))
    // Seeds that draw other rows.
    for (number, seed) in [(1, 3), (2, 4)] {
      try job().run(
        "set seed \(seed)\nload \"\(home("rows.jsonl"))\" shard \(number) of 2 | hold 2 | save \"\(home("seed-\(number).jsonl"))\""
      )
    }
    #expect(message("seed-1.jsonl", "seed-2.jsonl").contains("here `hold` drew by seed 4, there by 3"))
  }

  @Test("a file that is cut short or changed says what was written and what is there")
  func damaged() throws {
    try array(2)
    let session = try job()
    let gather = "gather \"\(home("rows-*.jsonl"))\""
    let whole = try bytes("rows-2.jsonl")
    let lines = String(decoding: whole, as: UTF8.self).split(separator: "\n")
    try AtomicFile.write(lines.prefix(4).joined(separator: "\n") + "\n", to: home("rows-2.jsonl"))
    var error = try #require(session.failure(gather))
    #expect(error.code.name == "R0113", "\(error.message)")
    #expect(
      error.message.hasSuffix(
        "rows-2.jsonl: not as it was saved: 6 rows of shard 2 of 2 were written, and 4 are there"), "\(error.message)")
    #expect(error.helps.contains { $0.message.contains("shard 2 of 2 | score loss | save") })
    try AtomicFile.write([], to: home("rows-2.jsonl"))
    error = try #require(session.failure(gather))
    #expect(error.message.hasSuffix("and none is there"), "\(error.message)")
    try AtomicFile.write(lines.joined(separator: "\n").replacing("sort", with: "sart") + "\n", to: home("rows-2.jsonl"))
    error = try #require(session.failure(gather))
    #expect(error.message.hasSuffix("and as many are there, of another content"), "\(error.message)")
    try AtomicFile.write(Array(whole.prefix(whole.count / 2)), to: home("rows-2.jsonl"))
    #expect(session.failure(gather)?.code.name == "R0113")
    // With its content it is whole again; a note that is not whole is none.
    try AtomicFile.write(whole, to: home("rows-2.jsonl"))
    #expect(try session.rows(gather).rows.count == 12)
    let note = home(".rows-2.jsonl.cact.json")
    let text = try String(contentsOfFile: note, encoding: .utf8)
    for (old, new) in [
      ("\"numbers\": \"", "\"numbers\": \"-"), ("\"of\": 2", "\"of\": 0"), ("\"pool_rows\": 12", "\"pool_rows\": 1"),
    ] {
      #expect(text.contains(old), "\(old)")
      try AtomicFile.write(text.replacing(old, with: new), to: note)
      #expect(session.failure(gather)?.message.contains("is no shard") == true, "\(new)")
    }
    // Rows that another shard has.
    let numbers = try #require(text.firstMatch(of: #/"numbers": "([0-9,]+)"/#)?.1)
    try AtomicFile.write(text.replacing(numbers, with: "1,1,1,1,1,1"), to: note)
    #expect(session.failure(gather)?.message.contains("gives a row to two of them") == true)
  }

  @Test("a file of one shard says so where it is loaded alone")
  func alone() throws {
    try array(2)
    let session = try job()
    #expect(try session.rows("load \"\(home("rows-2.jsonl"))\"").rows.count == 6)
    #expect(
      session.heard.takeText().contains {
        $0.contains("shard 2 of 2: 6 of 12 rows of ") && $0.contains("`gather` joins them")
      })
  }

  // MARK: - Before anything runs

  @Test(
    "what looks at rows together is refused before anything runs, and named",
    arguments: [
      ("dedup", "`dedup` cannot be done shard by shard: it looks at rows together"),
      ("sample 4", "`sample` cannot be done shard by shard"), ("take 4", "`take` cannot"),
      ("sort level", "`sort` cannot"),
      ("select random 50%", "`select` cannot"), ("append { load | take 3 }", "`append` cannot"),
      ("derive q = rank(level)", "`derive` cannot be done shard by shard: `rank` goes by all rows"),
      ("where abs(z(level)) < 1", "`where` cannot be done shard by shard: `z` goes by all rows"),
      ("score complexity for 30m", "`for` may leave rows without a score"),
      ("where level > 1 | hold 3", "it draws from all rows where it stands right behind `load`"),
      ("hold 4 target 2 | score lexical", "it compares the target's words with those of all rows"),
      ("hold 4 target 2 | score target", "unless `depth 20` says it"),
      ("hold 4 target 2 | score contrast", "it warms up on rows that are drawn from all"),
      ("hold 4 target 2 | score gradient", "it warms up on rows that are drawn from all"),
    ])
  func together(steps: String, words: String) throws {
    let session = try Session()
    for text in [
      "load shard 2 of 4 | \(steps) | save \"part.jsonl\"",
      "let pool = load shard 2 of 4 | \(steps)\npool | show question | save \"part.jsonl\"",
    ] {
      let found = session.check(text).filter(\.isError)
      #expect(found.map(\.code.name) == ["C0354"], "\(text)\n\(shown(found, text))")
      #expect(found.first?.message.contains(words) == true, "\(found.map(\.message))")
    }
    // To look at, to choose by and to tune on a shard is as good as any rows.
    #expect(session.check("load shard 2 of 4 | \(steps) | describe").isEmpty)
    // Of models nothing is gathered, and whole pools are nobody's part.
    #expect(session.check("load shard 2 of 4 | take 4 | pack 1024 | tune steps 1 | save \"runs/a\"").isEmpty)
    #expect(session.check("load | \(steps) | save \"part.jsonl\"").isEmpty)
  }

  @Test(
    "what looks at a row alone is not",
    arguments: [
      "where level > 1", "derive n = len(answer)", "score complexity", "score loss", "score code", "embed", "verify",
      "repair",
      "hold 20 target 4 | score target depth 2", "decontaminate { load | take 3 }", "show question answer",
      "save \"other.jsonl\"",
    ])
  func apart(steps: String) throws {
    let text = "load shard 2 of 4 | \(steps) | save \"part.jsonl\""
    #expect(try Session().check(text).isEmpty)
  }

  @Test("formats that keep no kinds are refused for shards", arguments: ["csv", "tsv.gz", "parquet"])
  func kinds(ending: String) throws {
    let session = try Session()
    let found = session.check("load shard 1 of 2 | save \"part.\(ending)\"")
    #expect(found.map(\.code.name) == ["C0404"] && found[0].helps.first?.message.contains(".jsonl") == true)
    #expect(session.check("load | save \"part.\(ending)\"").isEmpty)
  }

  @Test(
    "a shard that cannot be is an error at its place",
    arguments: [
      ("0 of 4", "0 of 4", "between 1 of 4 and 4 of 4"), ("5 of 4", "5 of 4", "between 1 of 4 and 4 of 4"),
      ("1 of 0", "0", "the number of parts must be at least 1"), ("-1 of 4", "-1 of 4", "between 1 of 4 and 4 of 4"),
      ("1 of -4", "-4", "at least 1"), ("1.5 of 4", "1.5", "must be a part such as 2 of 4"),
      ("1 of 2.5", "2.5", "must be a part such as 2 of 4"), ("two of 4", "two", "must be a part such as 2 of 4"),
      ("50% of 4", "50%", "must be a part such as 2 of 4"), ("2", "", "does not say of how many parts it is one"),
      ("2 of", "", "does not say of how many parts it is one"), ("2 limit 5", "", "does not say of how many"),
      ("2/4", "2/4", "written with `of`"), ("", "", "is missing"),
      ("$k of 4", "$k", "no parameter or setting is named `$k`"),
      ("1 of $n", "$n", "no parameter or setting is named `$n`"),
    ])
  func refused(written: String, marked: String, words: String) throws {
    let text = "load shard \(written) | describe"
    let found = try Session().check(text)
    #expect(found.count == 1, "\(shown(found, text))")
    let error = try #require(found.first)
    #expect(error.message.contains(words), "\(error.message)")
    let source = SourceText(name: "test", text: text)
    #expect(source.text(error.span) == marked, "\(shown(found, text))")
  }

  @Test("a quotient is written with of, and numbers come from parameters")
  func mended() throws {
    let text = "load shard 2/4 | describe"
    let session = try Session()
    let help = try #require(session.check(text).first?.helps.first)
    let source = SourceText(name: "test", text: text)
    #expect(String(decoding: help.applied(to: source), as: UTF8.self) == "load shard 2 of 4 | describe")
    #expect(try session.rows("param k = 2\nparam n = 4\nload shard $k of $n").rows.count == 300)
    #expect(session.check("param k = 5\nload shard $k of 4").map(\.code.name).count == 1)
  }

  @Test("a pool of fewer rows than shards, and one without any, are refused when it is read")
  func tooFew() throws {
    let path = try write(try json(Teaching.pairs(3)), "rows.jsonl")
    let session = try job()
    let error = try #require(session.failure("load \"\(path)\" shard 2 of 4"))
    #expect(
      error.code.name == "C0511" && error.message.hasSuffix("has 3 rows, fewer than 4 shards"), "\(error.message)")
    #expect(try session.rows("load \"\(path)\" shard 3 of 3").rows.count == 1)
    let empty = try write([], "empty.jsonl")
    #expect(session.failure("load \"\(empty)\" shard 1 of 2")?.code.name == "R0105")
  }

  @Test("a shard that was stored is a shard again, and its plan counts its part")
  func remembered() throws {
    let path = try write(try json(Teaching.pairs(12)), "rows.jsonl")
    let folder = try TemporaryDirectory()
    try Session(in: folder).run("load \"\(path)\" shard 1 of 3 | score loss")
    let session = try Session(in: folder)
    try session.run("load \"\(path)\" shard 1 of 3 | score loss | save \"\(home("part-1.jsonl"))\"")
    #expect(session.heard.takeStages().filter { !$0.remembered }.map(\.name) == ["save"])
    let note = try JSONValue.read(home(".part-1.jsonl.cact.json"))["shard"]
    #expect(note?["number"]?.int == 1 && note?["of"]?.int == 3 && note?["pool_rows"]?.int == 12)
  }
}

/// What was found, as a test's remark.
private func shown(_ found: [Diagnostic], _ text: String) -> String {
  found.map { "\($0.code.name) \($0.message) at \($0.span)" }.joined(separator: "\n") + "\n" + text
}
