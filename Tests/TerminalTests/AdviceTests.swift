import Diagnostics
import Foundation
import Pipeline
import Stages
import Store
import Syntax
import Terminal
import TestSupport
import Testing
import Work

/// What the program advises is tried on the stages that there are.
@Suite struct AdviceTests {
  let folder: TemporaryDirectory
  let interpreter: Interpreter

  init() throws {
    folder = try TemporaryDirectory()
    interpreter = Interpreter(
      executor: Executor(registry: .standard, store: try ResultStore(directory: folder("store")), engine: .current))
    try interpreter.load(library: StandardLibrary.files)
    for name in ["rows.jsonl", "half_empty.jsonl", "evol.json", "runs.jsonl"] {
      try #"{"instruction": "Add.", "output": "1 + 1", "topic": "sql", "pass rate": 2}"#.write(
        toFile: folder(name), atomically: true, encoding: .utf8)
    }
    try "def few(n = 5) = take $n\n".write(toFile: folder("a.cact"), atomically: true, encoding: .utf8)
  }

  /// The files that examples name, where this test has them.
  private func local(_ text: String) -> String {
    text.replacing(#/"((?:rows|half_empty|evol|runs)\.jsonl?|a\.cact)"/#) { "\"\(folder(String($0.1)))\"" }
  }

  private func findings(_ text: String) -> (source: SourceText, found: [Diagnostic]) {
    let source = SourceText(name: "example", text: text)
    let (program, found) = Parser.parse(source)
    return (source, found.hasErrors ? found : found + interpreter.check(program, source))
  }

  private func errors(_ text: String) -> [Diagnostic] { findings(text).found.filter(\.isError) }

  @Test func everyLongFormDoesWhatItSays() {
    for entry in TerminalCodeTable.book.entries {
      let wrong = errors(local(entry.wrong))
      let right = errors(local(entry.right))
      #expect(right.isEmpty, "\(entry.code), right: \(entry.right)\n\(right.map(\.message))")
      // The others are found when the line runs.
      let isFoundEarly = ["C01", "C02", "C03"].contains { entry.code.name.hasPrefix($0) }
      if isFoundEarly, !entry.wrong.isEmpty {
        #expect(
          wrong.contains { $0.code == entry.code }, "\(entry.code), wrong: \(entry.wrong)\n\(wrong.map(\.message))")
      }
    }
  }

  @Test func everyExampleOfTheHelpChecks() {
    for signature in interpreter.registry.signatures {
      for example in signature.examples { #expect(errors(example).isEmpty, "\(signature.name): \(example)") }
    }
    for topic in interpreter.registry.topics.map(\.name) {
      // Lines of a page that are statements stand in backticks or behind four blanks.
      let page = HelpPages.page(topic, registry: interpreter.registry, scope: interpreter.scope) ?? ""
      for match in page.matches(of: #/`((?:load|set|help|let) [^`]+)`/#)
      where match.1.contains(" ") && !match.1.contains(#/[A-Z]{3}|set \w+$/#) {
        #expect(errors(local(String(match.1))).isEmpty, "\(topic): \(match.1)")
      }
    }
  }

  /// Mistakes that people make, each with advice.
  static let mistakes = [
    "load | sleect random 10%", "load | head 10", "load | limit 10", "load | filter tokens > 5", "load | shuffle",
    "load | select randm 10%", "load | pack 4096 | tune epohs 3", "load | pack 4096 | tune --epochs 3",
    "load | where tokens = 5", "load | where tokens <> 5", "load | where tokens > \"5\"", "load | where topc == \"a\"",
    "load | where topic == sql", "load | where length(answer) > 5", "load | where 1 < tokens < 9",
    "load | where row in [1, 2]", "load | take 5 && load", "load || take 5", "load; load", "load // all",
    "load evol.json",
    "load 'evol.json'", "\"evol.json\" | describe", "evol.json | describe", "| take 5", "load | | take 5",
    "load | take 5 |",
    "load | take 5)", "load | where (tokens < 5", "let hard load", "hard = load", "n = 5", "const n = 5", "set sead 7",
    "set seed = 7", "set seed to 7", "let score = load", "let take = load", "def take(n) = load",
    "load | tune epochs 3",
    "load | select diverse 10%", "load | select top 10%", "load | score complexity for 30", "set cache 20",
    "load | take ${2}",
    "load | describe > \"report.md\"", "load | sort tokens descending", "load | take 1_000",
    "load | take 10rows", "load | pack 4096 | tune lr 5e-4", "load | take .5", "load | where `pass rate > 1",
    "load | show question answr", "load | hold 20 | eval", "help scor", "load | pack | save \"x\"", "load | take \"5\"",
    "load | save out.jsonl", "load | count topic", "load | group by topic",
    "load | select 10%",
    "load | score", "load | where tokens > 5 or", "load | where not",
    "load | where contains(answer)",
    "SELECT * FROM load", "load | uniq", "load | where answer like \"a\"",
    "load | where tokens == null",
    "load | where answer ~ \"a\"", "load | where tokens ≥ 5", "load | where tokens > 5 AND tokens < 9",
    "load|take 5 -- few",
    "load | where tokens ** 2 > 5", "load | where question == “a”", "load | tail 5", "load | columns question", "laod",
    "load | compare { select random 5% }", "load | take five", "use a.cact",
    "load | pack 4096 | tune epochs 1 epochs 2", "load | take 5 5", "load\\\n| take 5", "load | where tokens > 5,",
  ]

  @Test func whatIsShownAsAPatchChecks() throws {
    var shown = 0
    var words = 0
    for mistake in Self.mistakes {
      let (source, found) = findings(local(mistake))
      #expect(!found.isEmpty, "\(mistake)")
      for finding in interpreter.proven(found, in: source, mode: .script) {
        words += finding.helps.count
        for help in finding.helps where !help.edits.isEmpty {
          shown += 1
          let patched = String(decoding: help.applied(to: source), as: UTF8.self)
          let left = errors(patched)
          let others = Set(found.filter { $0 != finding }.map { "\($0.code) \($0.message)" })
          #expect(
            left.allSatisfy { others.contains("\($0.code) \($0.message)") },
            "\(mistake)\n\(patched)\n\(left.map(\.message))")
        }
      }
    }
    #expect(shown > 40 && words > shown, "\(shown) patches, \(words) helps")
  }

  /// Some of the millions that `scripts/soak/soak.py` tries.
  @Test func damagedLinesAreReadAndToldOfRightly() throws {
    let root = PackageRoot.path
    let files = [
      "Tests/TerminalTests/Goldens/mistakes.md", "Tests/TerminalTests/Goldens/not-yet-proud.md",
      "examples/quickstart.cact",
    ]
    let run = try Command.run(
      try BuiltProduct.path("InputProbe"), [folder("probe"), "2000", "1"] + files.map { "\(root)/\($0)" },
      environment: ["CACT_SHARE": root + "/share"], directory: folder.path)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }

  @Test func aPatchThatDoesNotCheckKeepsItsWords() {
    let text = "load | tkae 5"
    let source = SourceText(name: "example", text: text)
    func proven(_ edits: [Diagnostic.Edit], _ words: String = "a name") -> Diagnostic.Help? {
      let finding = Diagnostic("C0203", "m", at: Span(7, 11), helps: [.init(words, edits: edits)])
      return interpreter.proven([finding], in: source, mode: .script).first?.helps.first
    }
    #expect(proven([.init(Span(7, 11), "take")])?.edits.count == 1)
    #expect(proven([.init(Span(7, 11), "diff")]) == Diagnostic.Help("a name: `diff`"))
    #expect(proven([.init(Span(7, 11), "diff")], "perhaps `diff`") == Diagnostic.Help("perhaps `diff`"))
    #expect(proven([.init(Span(7, 11), "diff"), .init(Span(12, 13), "x")]) == nil)
    #expect(proven([.init(Span(7, 99), "take")]) == Diagnostic.Help("a name: `take`"))
  }

  @Test func advicePointsToTheSameWarningsAsBefore() {
    // A proof reads the whole program, and must not take its warnings for given.
    let text = "load \"nosuch.jsonl\" | take 5\nload | tkae 5"
    let (source, found) = findings(text)
    #expect(found.count == 2)
    let second = SourceText(name: "other", text: text)
    _ = interpreter.proven(found, in: source, mode: .script)
    #expect(interpreter.check(Parser.parse(second).program, second).count == 2)
  }

  @Test func aParameterThatNothingReadsIsNamed() throws {
    try interpreter.give(parameter: "m", text: "20")
    try interpreter.give(parameter: "2", text: "x")
    func unknown(_ text: String, cells: [String] = []) -> [String] {
      let source = SourceText(name: "s.cact", text: text)
      return interpreter.checkParameters(of: Parser.parse(source).program, in: source, cells: cells).map {
        $0.message + "; " + ($0.helps.first?.message ?? "")
      }
    }
    #expect(
      unknown("param n = 5\nload | take $n") == [
        "s.cact does not use its argument 2; `$2` stands for it in the script; leave it out if it is not needed",
        "s.cact has no parameter `m`; its parameters are `n`",
      ])
    #expect(unknown("load $2").first?.hasSuffix("`param m = DEFAULT` declares one") == true)
    #expect(unknown("param m = 5\nload $2") == [])
    #expect(unknown("load $2 | take $m") == [])
    #expect(unknown("load $2", cells: ["param m = 3"]).isEmpty == false)
    #expect(unknown("load $2", cells: ["load | take $m"]) == [])
  }
}
