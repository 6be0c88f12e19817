import Diagnostics
import Testing

/// What users of other tools write: one error, and a line in its place that checks.
@Suite struct HabitTests {
  /// A line as it is written elsewhere, and as it is written here.
  static let lines = [
    ("load | sort by tokens", "load | sort tokens"), ("load | sort tokens descending", "load | sort tokens desc"),
    ("load | sort desc tokens", "load | sort tokens desc"),
    ("load | count by lines", "load | score code | count by code_lines"),
    ("load | where topic is null", "load | where is_missing(topic)"),
    ("load | where topic != None", "load | where not is_missing(topic)"),
    ("load | where question like \"%sort%\"", "load | where question contains \"sort\""),
    ("load | where question LIKE \"Write%\"", "load | where question starts \"Write\""),
    ("load | where tokens BETWEEN 10 AND 200", "load | where tokens >= 10 and tokens <= 200"),
    ("load | where tokens > 10 AND level == 1 OR level == 2", "load | where tokens > 10 and level == 1 or level == 2"),
    ("load | where NOT contains(question, \"a\")", "load | where not contains(question, \"a\")"),
    ("load | where question startswith \"W\"", "load | where question starts \"W\""),
    ("load | where question starts with \"W\"", "load | where question starts \"W\""),
    ("load | where answer endswith \"\\n\"", "load | where answer ends \"\\n\""),
    (
      "load | derive long = tokens > 100 | where long == True", "load | derive long = tokens > 100 | where long == true"
    ),
    ("load | derive twice tokens * 2", "load | derive twice = tokens * 2"),
    ("load | select 10% random", "load | select random 10%"),
    ("load | score complexity | select 10%", "load | score complexity | select diverse 10%"),
    ("load | select random 0.1", "load | select random 10%"), ("load | select random 10 %", "load | select random 10%"),
    ("load | select random 5 percent", "load | select random 5%"),
    ("load | select random 10% of rows", "load | select random 10%"),
    ("load | select random 10% seed 7", "load | select random 10%"),
    ("load | sample 10,000", "load | sample 10000"),
    ("load | score complexity for 30 min", "load | score complexity for 30m"),
    ("load | pack 4096 tokens", "load | pack 4096"), ("load | take n=5", "load | take 5"),
    ("load | pack | tune epochs=3", "load | pack | tune epochs 3"),
    ("load | pack | tune learning_rate 0.0001", "load | pack | tune rate 0.0001"),
    ("load | pack | tune lr 0.0001", "load | pack | tune rate 0.0001"),
    ("load | pack | tune batch_size 8", "load | pack | tune batch 8"),
    ("load | pack | tune lora 8", "load | pack | tune lora rank 8"),
    ("load | pack | tune lora true rank 8", "load | pack | tune lora rank 8"),
    ("load | pack | tune lr=0.0001", "load | pack | tune rate 0.0001"),
    ("load | count topic", "load | count by topic"), ("load | score \"complexity\"", "load | score complexity"),
    ("load | tail 5", "load | sort row desc | take 5"),
    ("load | rename topic subject", "load | derive subject = topic"),
    ("load | unique", "load | dedup"), ("load | value_counts topic", "load | count by topic"),
    ("load | dropna topic", "load | where not is_missing(topic)"), ("load | keys", "load | columns"),
    ("let x == load", "let x = load"), ("load take 5", "load | take 5"), ("load | take(5)", "load | take 5"),
    ("load | count(*)", "load | count"), ("load | pack | tune -epochs 3", "load | pack | tune epochs 3"),
    ("load | select question, topic", "load | show question topic"),
    ("load | select random 1/10", "load | select random 10%"),
    ("load | select random 20k token", "load | select random 20k tokens"),
    ("load | where level is 2", "load | where level == 2"),
    ("load | where question ilike \"%Sort%\"", "load | where lower(question) contains \"sort\""),
    ("load | where tokens > 5 limit 10", "load | where tokens > 5 | take 10"),
    ("load | derive tokens += 1", "load | derive tokens = tokens + 1"),
    ("load | derive x == tokens", "load | derive x = tokens"),
    ("load | where contains (answer, \"a\")", "load | where contains(answer, \"a\")"),
    ("load | count distinct topic", "load | count by topic"), ("load | bottom 5 tokens", "load | sort tokens | take 5"),
    ("load | select randm", "load | select random"),
  ]

  @Test(arguments: lines) func aHabitIsOneErrorWithALineThatChecks(written: String, meant: String) throws {
    let session = try Session(tiny: true)
    let found = session.check(written)
    #expect(found.count == 1, "\(written): \(found.map(\.message))")
    let help = try #require(found.first?.helps.first { !$0.edits.isEmpty }, "\(written): \(found.map(\.message))")
    let patched = String(decoding: help.applied(to: SourceText(name: "", text: written)), as: UTF8.self)
    #expect(patched == meant)
    #expect(session.check(meant).isEmpty, "\(meant): \(session.check(meant).map(\.message))")
  }

  @Test(arguments: ["ls", "load | join \"b\"", "exit", "load | man select", "sudo load", "load | drop topic"])
  func whatIsNoStageIsSaidSo(line: String) throws {
    let found = try Session(tiny: true).check(line)
    #expect(found.count == 1 && found.first?.notes.isEmpty == false, "\(found.map(\.message))")
  }

  /// What looks like a habit and is none.
  @Test(arguments: [
    "load | derive like = tokens | where like > 3", "load | sort tokens desc", "load | select random 120 rows",
    "load | where tokens == 3 and not is_missing(topic)", "load | derive by = 3 | sort by", "load | select random 120",
    "load | select random 5000 tokens", "load | derive lr = 2, AND = 1 | where AND > 0",
    "load | take 5 | count by level",
    "load | where tokens % 2 == 1", "load | derive x = tokens % 10 | show x",
    "load | pack 4096 | tune lora rank 8 epochs 1",
    "load | select top 10% by tokens % 7", "load | derive seed = 3 | where seed > 1 | show seed",
    "load | derive model = topic | select random within model 10%", "load | derive k = tokens | select top 10% by k",
    "load | derive by = 1 | sort by desc", "load | derive reverse = 1 | sort tokens, reverse",
    "load | describe | where count == missing", "load | select top by 0.5 * tokens 10%",
    "load | hold 20 where level in (1,2)", "load | select top 10% by max(0,100 - tokens)",
    "load | compare { take 5 } { take 6 } on search", "load | curve { select random } at 10%,100%",
    "let d = load | take 3\nload | decontaminate words 8 d",
  ]) func linesThatMeanWhatTheySay(line: String) throws {
    let session = try Session(tiny: true)
    #expect(session.check(line).isEmpty, "\(session.check(line).map(\.message))")
  }
}
