import Diagnostics
import Foundation
import Pipeline
import Stages
import Syntax
import Testing

@Suite struct RegistryTests {
  @Test func theDeclarationsAreSound() { #expect(Registry.standard.faults.isEmpty, "\(Registry.standard.faults)") }

  @Test func everyExampleChecks() throws {
    let session = try Session()
    for signature in Registry.standard.signatures {
      for example in signature.examples {
        let found = session.check(example)
        #expect(found.isEmpty, "\(signature.name): \(example)\n\(shown(found, example))")
      }
    }
  }

  @Test func everyCodeIsExplainedAndTheRightLinesAreRight() throws {
    let session = try Session()
    let path = try session.file("rows.jsonl", Teaching.pairs(3))
    let half = try session.file("half_empty.jsonl", Teaching.pairs(3))
    func local(_ text: String) -> String {
      text.replacing("\"rows.jsonl\"", with: "\"\(path)\"").replacing("\"half_empty.jsonl\"", with: "\"\(half)\"")
    }
    for entry in StageCodeTable.entries where !entry.right.isEmpty {
      let found = session.check(local(entry.right))
      #expect(!found.hasErrors, "\(entry.code): \(shown(found, entry.right))")
    }
    // Those that the checker finds; the others are found when they run (C0402 and on).
    for entry in StageCodeTable.entries where !entry.wrong.isEmpty && entry.code.name.hasPrefix("C03") {
      let found = session.check(local(entry.wrong))
      #expect(found.contains { $0.code == entry.code }, "\(entry.code): \(shown(found, entry.wrong))")
    }
  }

  /// The tour of the language page, line by line.
  static let tour = """
    load | score complexity | select diverse 10% | pack 4096 | tune epochs 3    # bare `load`: the teaching set
    set model "models/qwen2.5-coder-0.5b"       # a Hugging Face directory, or org/name from the local hub cache
    set seed 7
    load "evol.json" | describe                  # every column: count, missing, min, quartiles, max, a small histogram
    load "evol.json" | sample 300 | score complexity | plot ifd vs tokens     # minutes; these 300 are not scored again
    explain load "evol.json" | score complexity | select diverse 10% | pack 4096 | tune epochs 3   # the plan; runs nothing
    let data = load "evol.json" | dedup | hold 500 target 100 search 100     # 500 to judge by
    let scored = data | score complexity                       # adds ifd, loss_cond, loss_direct
    scored | where ifd < 1 and tokens <= 2048 | sort ifd desc | take 20 | show question ifd
    let chosen = scored | select diverse 10% clusters 10 by ifd
    chosen | why 1234                            # kept or not, and what decided: losses, ifd, cluster, rank in it, the cut
    chosen | diff { scored | select random 10% }
    chosen | save "chosen.jsonl"
    let tuned = chosen | pack 4096 | tune epochs 3 lora rank 8
    tuned | eval                                 # on the 500; or on any file: eval "other.jsonl"
    tuned | eval "other.jsonl"
    tuned | save "runs/first"                    # a Hugging Face directory, or a PEFT adapter
    def cdas(share = 40%) = score complexity | select diverse $share      # a stage of one's own; $ marks a scalar
    data | compare { cdas 10% } { select random 10% } then { pack 4096 | tune epochs 3 } draws 5 on search
    data | curve { select random } at 5% 10% 20% 40%           # what more rows at random would bring, at equal steps and in proportion
    let best = data | optimize 10% for 30m                     # finds the choice that pays, or says that none does
    load mixed | optimize 10% over { by_words } { score target | select top } draws 9
    """

  /// The stages and the option that the tour needs and that come later; what comes leaves this list.
  private static let missing: Set<String> = []

  @Test func everyLineOfTheTourParsesAndOnlyListedOnesDoNotCheck() throws {
    let source = SourceText(name: "tour", text: Self.tour)
    #expect(Parser.parse(source).1.isEmpty)
    for line in Self.tour.split(separator: "\n").map(String.init) {
      let own = SourceText(name: "line", text: line)
      let (program, parsing) = Parser.parse(own)
      #expect(parsing.isEmpty, "\(shown(parsing, line))")
      #expect(program.statements.count == 1)
    }
    // A name whose line has an error is taken as known, so that one missing stage does not hide the next.
    let session = try Session()
    var left = Self.missing
    for error in session.check(Self.tour) where error.isError {
      let named = source.text(error.span)
      #expect(Self.missing.contains(named), "\(shown([error], Self.tour))")
      left.remove(named)
    }
    #expect(left.isEmpty, "these check now, or are not reported: \(left.sorted())")
  }

  @Test func selectSaysWhichStageAddsWhatItRanksBy() throws {
    let session = try Session()
    for line in ["load | select diverse 10%", "load | select top 10%", "load | select diverse"] {
      let found = session.check(line)
      try #require(found.count == 1, "\(shown(found, line))")
      #expect(found[0].code.name == "C0350")
      let fixed = try #require(found[0].helps.first { !$0.edits.isEmpty }).applied(to: SourceText(name: "", text: line))
      #expect(String(decoding: fixed, as: UTF8.self) == line.replacing("select", with: "score complexity | select"))
      #expect(found[0].helps.contains { $0.message.contains("score complexity") })
      #expect(session.check(String(decoding: fixed, as: UTF8.self)).isEmpty)
    }
    // The embedding alone is missing where another column ranks.
    let by = session.check("load | select diverse 10% by tokens")
    #expect(by.map(\.code.name) == ["C0350"])
    #expect(by.first?.helps.contains { $0.message.contains("`embed`") } == true)
    #expect(session.check("load | embed | select diverse 10% by tokens").isEmpty)
    #expect(session.check("load | select top 10% by tokens").isEmpty)
    #expect(session.check("load | select random 10%").isEmpty)
  }

  @Test func anUnknownColumnHasASuggestion() throws {
    let session = try Session()
    for (line, suggestion) in [
      ("load | where tokns < 3", "tokens"), ("load | sort qestion", "question"), ("load | show levl", "level"),
      ("load | count by topik", "topic"), ("load | score complexity | where idf < 1", "ifd"),
    ] {
      let found = session.check(line)
      try #require(found.count == 1, "\(shown(found, line))")
      #expect(found[0].isError)
      let edits = found[0].helps.flatMap(\.edits)
      #expect(edits.contains { $0.replacement == suggestion }, "\(shown(found, line))")
    }
  }

  @Test func sharesOutsideOfWhatThereIs() throws {
    let session = try Session()
    for line in [
      "load | select random 0%", "load | select random 101%", "load | sample 0%", "load | sample 101%",
      "load | hold 0%",
      "load | select 0%", "load | select 101%", "load | select", "load | select random 0", "load | select random -1",
      "load | select random 0 tokens", "load | score complexity | select diverse 10% clusters 0", "load | take -1",
      "load | pack 4", "load | pack | tune epochs 0", "load | pack | tune epochs 1 batch 0",
      "load | pack | tune steps -3", "load | pack | tune rate -1", "load | pack | tune control 2",
      "load | compare { take 5 } { sample 5 } draws 0",
    ] {
      let found = session.check(line)
      // The same words in the same places: what is wrong, and what is right.
      let code =
        switch line {
        case "load | select": "C0202"
        case "load | select 0%", "load | select 101%": "C0206"
        default: "C0207"
        }
      #expect(found.map(\.code.name) == [code], "\(shown(found, line))")
      // Who counts from behind is told how the last rows are taken.
      if code == "C0207", line != "load | take -1" {
        #expect(found.first?.message.contains(" must be ") == true, "\(shown(found, line))")
      }
    }
  }

  private func shown(_ found: [Diagnostic], _ text: String) -> String {
    Renderer.plain.render(found, in: SourceText(name: "test", text: text))
  }
}
