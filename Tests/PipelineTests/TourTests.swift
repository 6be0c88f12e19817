import Diagnostics
import Pipeline
import Syntax
import Testing

@Suite struct TourTests {
  /// The tour of the language page, in the toy language (`dedup` and `plot` are not in it).
  static let tour = """
    load | score complexity | select diverse 10% | pack 4096 | tune epochs 3    # bare `load`: the teaching set

    set model "models/qwen2.5-coder-0.5b"
    set seed 7
    load "evol.json" | describe
    explain load "evol.json" | score complexity | select diverse 10% | pack 4096 | tune epochs 3
    let data = load "evol.json" | hold 500
    let scored = data | score complexity
    scored | where ifd < 1 and tokens <= 2048 | sort ifd desc | take 20 | show question ifd
    let chosen = scored | select diverse 10% clusters 10 by ifd
    chosen | why 1234
    chosen | diff { scored | select random 10% }
    chosen | save "chosen.jsonl"
    let tuned = chosen | pack 4096 | tune epochs 3 lora rank 8
    tuned | eval
    tuned | eval "other.jsonl"
    tuned | save "runs/first"
    def cdas(share = 40%) = score complexity | select diverse $share
    data | compare { cdas 10% } { select random 10% } then { pack 4096 | tune epochs 3 } draws 5
    """

  @Test func everyLineChecks() throws {
    let session = try ToySession()
    let found = session.check(Self.tour)
    #expect(found.isEmpty, "\(Renderer.plain.render(found, in: SourceText(name: "tour", text: Self.tour)))")
  }

  @Test func theRegistryIsSound() {
    #expect(Toy.registry().faults.isEmpty)
    let bad = Signature(
      "bad", input: [.rows], output: .same,
      slots: [
        Slot("kind", .choice([Choice("fast", "")]), optional: true, ""), Slot("n", .integer, repeats: true, ""),
        Slot("m", .integer, ""),
      ], options: [Option("fast", .integer, "")], flags: [Flag("fast", "")], help: "", examples: [])
    let faults = bad.faults.joined(separator: "\n")
    for part in ["`fast` is an option and a flag", "a choice", "repeating slot", "required slot", "help", "examples"] {
      #expect(faults.contains(part), "\(part) in \(faults)")
    }
  }

  @Test func theLibraryLoads() throws {
    let session = try ToySession(library: true)
    #expect(session.check("load | cdas 10% | pack").isEmpty)
    #expect(session.check("load | cdas share 10% | pack").isEmpty)
    #expect(session.check("load | control | pack").isEmpty)
    #expect(session.check("load | compare { cdas } { control 10% }").isEmpty)
    #expect(try session.run("load | cdas 10%") == "2 rows")
    #expect(try session.run("help cdas")?.contains("select diverse $share") == true)
  }

  /// The wrong lines of the long forms have the error that they show, the right ones have none.
  @Test func longFormsShowTheirError() throws {
    let session = try ToySession()
    try session.run("let chosen = load | take 10")
    // What the toy stages do not have is tried on the real ones, beside all others.
    for entry in PipelineCodes.entries where !["validate", "ended"].contains(where: entry.wrong.contains) {
      if !entry.wrong.isEmpty {
        #expect(session.check(entry.wrong).contains { $0.code == entry.code }, "\(entry.code): \(entry.wrong)")
      }
      if !entry.right.isEmpty { #expect(session.check(entry.right).isEmpty, "\(entry.code): \(entry.right)") }
    }
  }
}
