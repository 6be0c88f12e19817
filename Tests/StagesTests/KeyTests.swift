import Diagnostics
import Digests
import Foundation
import MatMul
import Pipeline
import Stages
import Store
import Synchronization
import Syntax
import TestSupport
import Testing

/// A key holds every setting that its stage reads, and no other: over all stages that there are.
@Suite("Keys and what they leave out") struct KeyTests {
  /// Another value of each setting than its default.
  private static func changes(_ session: Session) throws -> [String: ArgumentValue] {
    let other = try TinyModel.make(in: session.folder("other"), seed: 9)
    return [
      "model": .path(other), "seed": .integer(7), "template": .choice("chatml"), "precision": .choice("bf16"),
      "threads": .integer(3), "cache": .size(1_000_000_000), "ask": .duration(1), "max_failed": .percentage(0.5),
      "price": .rate(2), "watts": .number(65), "context": .integer(100), "products": .choice("openblas"),
      "sandbox": .choice("off"), "log": .path(session.folder("log.jsonl")),
      "tensorboard": .path(session.folder("events")), "alert": .string("true"), "ledger": .choice("full"),
    ]
  }

  /// Besides the examples: calls that read more than these do.
  private static func more(_ model: String) -> [String] {
    [
      "load | embed with \"\(model)\" | select diverse 20% with \"\(model)\" clusters 2 by tokens",
      "load | score complexity with \"\(model)\"", "generate \"Hello.\" with \"\(model)\" max 4",
      "load | pack 512 | tune steps 2 control 0 | generate \"Hello.\" max 4",
      "load | compare { take 4 } { sample 4 }", "load | pack 512 | tune steps 2 validate { load | take 3 }",
      "load | pack 512 | tune steps 2 lora | merge",
    ]
  }

  private func bound(_ text: String, _ session: Session) throws -> BoundPipeline {
    let source = SourceText(name: "test", text: text)
    let statement = try #require(Parser.parse(source).program.statements.first, "\(text)")
    return try #require(session.interpreter.pipeline(of: statement, in: source), "\(text) does not bind")
  }

  /// The settings that a call reads: its own, and those of the pipelines and blocks in its arguments.
  private func reads(_ call: BoundCall) -> Set<String> {
    var names = Set(Registry.standard[call.stage]?.settings(of: call) ?? [])
    func add(_ value: ArgumentValue) {
      switch value {
      case .block(let pipeline), .pipeline(let pipeline): for call in pipeline.calls { names.formUnion(reads(call)) }
      case .list(let values): values.forEach(add)
      default: break
      }
    }
    for argument in call.arguments.values { add(argument.value) }
    return names
  }

  @Test func eachSettingThatAStageReadsChangesItsKeyAndNoOtherDoes() throws {
    let session = try Session(tiny: true)
    let model = try TinyModel.shared.get()
    let changes = try Self.changes(session)
    let base = session.interpreter.scope.settings
    #expect(Set(changes.keys) == Set(base.definitions.map(\.name)), "a setting without another value to try")
    let input = ContentDigest.of("what enters")
    var seen: Set<String> = []
    for text in Registry.standard.signatures.flatMap(\.examples) + Self.more(model) where !text.contains("all-MiniLM") {
      for call in try bound(text, session).calls {
        guard let signature = Registry.standard[call.stage]?.signature else { continue }
        seen.insert(call.stage)
        let key = try session.executor.keys([call], from: input, settings: base)
        // `save` hands on what it got, under the key that it had.
        let passesOn = signature.effect == .effectful && signature.output == .same
        for (name, value) in changes {
          var settings = base
          _ = settings.set(name, to: value)
          let other = try session.executor.keys([call], from: input, settings: settings)
          // Who multiplies is part of what the precision comes to; where OpenBLAS does anyway, nothing changes.
          if name == "products", Products.standard == .openblas { continue }
          let isRead = reads(call).contains(name == "products" ? "precision" : name)
          #expect((key != other) == (!passesOn && isRead), "\(name), `\(call.stage)` in \(text)")
        }
      }
    }
    #expect(seen == Set(Registry.standard.names), "stages without an example")
  }

  /// What a stage reads while it runs is what it declares: neither less, which its key would lack, nor more.
  @Test func theDeclarationsAreWhatIsRead() throws {
    let session = try Session(tiny: true)
    let model = try TinyModel.shared.get()
    let rows = Teaching.pairs(30).enumerated().map { $1.merging(["family": $0 / 3, "tests": "assert True"]) { $1 } }
    let file = try session.file("rows.jsonl", rows)
    let found = Mutex<[String: Set<String>]>([:])
    var failed: [String] = []
    // The sets that come along would take minutes.
    var lines = (Registry.standard.signatures.flatMap(\.examples) + Self.more(model)).filter { text in
      !text.contains("all-MiniLM") && !text.contains("draws") && !text.contains("epochs 3")
        && !text.contains("load mixed") && !text.hasPrefix("gather")
    }.map { text in
      // Nothing is written beside the sources.
      text.replacing(/\bload\b(?! ")/, with: "load \"\(file)\" | hold 4").replacing(/\b(save|report|to|export \w+) "/) {
        "\($0.1) \"\(session.folder.path)/"
      }
    }
    // What is gathered was saved before.
    let part = session.folder("part.jsonl")
    lines += ["load \"\(file)\" shard 1 of 1 | save \"\(part)\"", "gather \"\(part)\""]
    let listener = SettingReads.Listener { call, names in
      found.withLock { $0[call.stage, default: []].formUnion(names) }
      let declared = Set(Registry.standard[call.stage]?.settings(of: call) ?? [])
      #expect(names.isSubset(of: declared), "`\(call.stage)` reads \(names.subtracting(declared).sorted()) undeclared")
    }
    SettingReads.$listener.withValue(listener) {
      for line in lines { do { try session.run(line) } catch { failed.append("\(line): \(error)") } }
    }
    for signature in Registry.standard.signatures {
      let read = found.withLock { $0[signature.name] }
      // The executor hands the precision to whoever declares it.
      #expect(
        Set(signature.settings).subtracting(["precision"])
          == read?.intersection(signature.settings).subtracting(["precision"]),
        "`\(signature.name)` declares \(signature.settings) and read \(read?.sorted() ?? ["nothing: it never ran"])")
    }
    #expect(failed.count < 4, "\(failed)")
  }

  @Test func aRememberedLoadIsHeldToTheLimitOfNow() throws {
    let session = try Session(tiny: true)
    let rows = Teaching.pairs(8) + [["instruction": "No answer here."], ["instruction": "Null.", "output": NSNull()]]
    let path = try session.file("half.jsonl", rows)
    let lines = ["load \"\(path)\"", "load \"\(path)\" | take 3", "load \"\(path)\" | take 3 | score complexity"]
    for line in lines {
      #expect(try session.run("set max_failed 20%\n\(line)").value != nil)
      _ = session.heard.takeStages()
      for other in [session, try Session(sharing: session, tiny: true)] {
        let error = try #require(other.failure("set max_failed 10%\n\(line)"), "\(line)")
        #expect(error.code.name == "C0510" && error.message.contains("2 of 10"), "\(error.message)")
        #expect(error.message.contains("half.jsonl: ") && error.notes.contains { $0.contains("rows 9, 10") })
        // The same line, and nothing to be made again.
        _ = other.heard.takeStages()
        try other.run("set max_failed 20%\n\(line)")
        let made = other.heard.takeStages().filter { !$0.remembered }
        #expect(made == [], "\(line)")
      }
    }
    // A name keeps the limit that it was made under.
    try session.run("set max_failed 20%\nlet rows = load \"\(path)\"\nset max_failed 1%\nrows | take 2")
    #expect(session.failure("load \"\(path)\" | count by topic")?.code.name == "C0510")
    // Rows that failed in the first place are remembered too: raising the limit does not read the file again.
    let fresh = try Session(tiny: true)
    #expect(fresh.failure("load \"\(path)\"") != nil)
    _ = fresh.heard.takeStages()
    try fresh.run("set max_failed 20%\nload \"\(path)\"")
    #expect(fresh.heard.takeStages() == [.init(name: "load", remembered: true)])
  }

  @Test func heldOutLossesAreOfTheirPrecision() throws {
    guard Precision.bf16.obstacle == nil else { return print("absent: bfloat16; one precision has no other") }
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(30))
    try session.run("load \"\(file)\" | hold 6 | pack 512 | tune steps 2 control 0 | eval")
    let kinds = try keysOfHeldOut(session)
    try session.run(
      "let m = load \"\(file)\" | hold 6 | pack 512 | tune steps 2 control 0\nset precision bf16\nm | eval")
    #expect(try keysOfHeldOut(session) == 2 * kinds, "the losses of the other precision were taken")
  }

  private func keysOfHeldOut(_ session: Session) throws -> Int {
    try session.executor.store.rowEngines(kind: "heldout").values.reduce(0, +)
  }

  @Test func aRememberedLoadSaysTheSeedOfNow() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(5))
    for seed in [42, 7, 8] {
      _ = session.heard.takeText()
      try session.run("set seed \(seed)\nload \"\(file)\"")
      #expect(session.heard.takeText().first?.contains(" · seed \(seed) · ") == true)
    }
  }

  @Test func comparingReadsTheModelItselfAndWhatItTunesWith() throws {
    let session = try Session(tiny: true)
    let file = try session.file("rows.jsonl", Teaching.pairs(24))
    let other = try TinyModel.make(in: session.folder("other"), seed: 9)
    try session.run("let rows = load \"\(file)\" | hold 4")
    let text = "rows | compare { take 4 } { sample 4 }"
    func key() throws -> ContentDigest? {
      let source = SourceText(name: "test", text: text)
      let statement = try #require(Parser.parse(source).program.statements.first)
      return session.interpreter.currentKey(of: statement, in: source)
    }
    try session.run("set model \"\(other)\"")
    let before = try key()
    // Another model in the same place.
    try FileManager.default.removeItem(atPath: other)
    _ = try TinyModel.make(in: other, seed: 10)
    #expect(try key() != before)
  }
}
