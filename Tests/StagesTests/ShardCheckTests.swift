import Diagnostics
import Documents
import Foundation
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing

/// What is said of shards before anything runs, and when they are read.
@Suite("Shards, checked") struct ShardCheckTests {
  private let jobs: JobArray
  init() throws { jobs = try JobArray() }

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
    let path = try jobs.write(try jobs.json(Teaching.pairs(3)), "rows.jsonl")
    let session = try jobs.job()
    let error = try #require(session.failure("load \"\(path)\" shard 2 of 4"))
    #expect(
      error.code.name == "C0511" && error.message.hasSuffix("has 3 rows, fewer than 4 shards"), "\(error.message)")
    #expect(try session.rows("load \"\(path)\" shard 3 of 3").rows.count == 1)
    let empty = try jobs.write([], "empty.jsonl")
    #expect(session.failure("load \"\(empty)\" shard 1 of 2")?.code.name == "R0105")
  }

  @Test("a shard that was stored is a shard again, and its plan counts its part")
  func remembered() throws {
    let path = try jobs.write(try jobs.json(Teaching.pairs(12)), "rows.jsonl")
    let folder = try TemporaryDirectory()
    try Session(in: folder).run("load \"\(path)\" shard 1 of 3 | score loss")
    let session = try Session(in: folder)
    try session.run("load \"\(path)\" shard 1 of 3 | score loss | save \"\(jobs.home("part-1.jsonl"))\"")
    #expect(session.heard.takeStages().filter { !$0.remembered }.map(\.name) == ["save"])
    let note = try JSONValue.read(jobs.home(".part-1.jsonl.cact.json"))["shard"]
    #expect(note?["number"]?.int == 1 && note?["of"]?.int == 3 && note?["pool_rows"]?.int == 12)
  }
}

/// What was found, as a test's remark.
private func shown(_ found: [Diagnostic], _ text: String) -> String {
  found.map { "\($0.code.name) \($0.message) at \($0.span)" }.joined(separator: "\n") + "\n" + text
}
