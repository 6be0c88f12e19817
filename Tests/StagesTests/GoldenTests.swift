import Digests
import Documents
import Foundation
import LanguageModel
import MatMul
import Packing
import Pipeline
import Rows
import Stages
import Store
import TestSupport
import Testing
import Tuning

/// A golden digest per stage on the embedded model and teaching set guards the stages' versions: a stage that gives
/// another value under the same key would be answered from stores with what it gave before.
///
/// Texts, integers and which rows there are enter the digests. The means of computed floats are recorded beside them: with this
/// program's own products they are the same to the last bit on every processor; where OpenBLAS multiplies, within 0.002.
/// CACT_RECORD=1 records anew, which is right after the
/// embedded files changed, or after the version of a stage was raised.
@Suite("Golden digests on the embedded set") struct GoldenTests {
  private static let file = PackageRoot.path + "/Tests/StagesTests/Golden/stages.json"

  /// Few short rows, and a target like them: what trains on a target, or judges by one, costs as much as all other steps.
  private static let short = "load | where tokens <= 80 | hold 12 target 8 | take 12"

  /// Name of the step to pipeline, each stage at the end of one of them.
  private static let steps: [(String, String)] = [
    ("load", "load"),
    ("dedup", "load mixed | dedup"),
    ("dedup exact", "load mixed | dedup exact"),
    ("dedup embedding", "load | sample 60 | embed | dedup embedding threshold 0.9"),
    ("decontaminate", "load | decontaminate { load | where level >= 4 | take 20 }"),
    ("verify", "load | take 12 | verify"),
    ("verify generate", "load | take 12 | verify generate"),
    ("repair", "load | where defect == \"unparsable\" | take 6 | repair"),
    ("hold", "load | hold 40 group family"),
    ("hold in parts", "load | hold 40 where level >= 2 target 10 search 10"),
    ("append", "load | hold 40 target 10 | take 5 | append target"),
    ("load mixed", "load mixed"),
    ("take", "load | take 30"),
    ("sample", "load | sample 60"),
    ("where", "load | where tokens <= 120 and contains(question, \"list\")"),
    ("derive", "load | derive long = tokens > 100, n = len(answer) % 7"),
    ("sort", "load | sort tokens desc, row | take 50"),
    ("show", "load | show question tokens | take 5"),
    ("view", "load | view 7 mask"), ("view row", "load | view 7"),
    ("correlate", "load | correlate tokens answer_tokens level"),
    ("plot", "load | plot tokens"),
    ("clusters", "load | sample 60 | score complexity | select diverse 40% clusters 4 | clusters"),
    ("describe", "load | describe"),
    ("count", "load | count by topic"),
    ("columns", "load | columns"),
    ("dropped", "load | sample 60 | where level >= 3 | dropped"),
    ("why", "load | where level >= 3 | why 7"),
    ("diff", "load | sample 60 | diff { load | where level >= 3 }"),
    ("score", "load | sample 60 | score complexity"),
    ("score lexical", "load mixed | score lexical"),
    ("score code", "load | sample 60 | score code"),
    ("score loss", "load | sample 60 | score loss"),
    ("score target", "\(short) | score target depth 10"),
    ("score contrast", "\(short) | score contrast depth 10"),
    ("score gradient", "\(short) | score gradient"),
    ("embed", "load | sample 20 | embed"),
    ("select diverse", "load | sample 60 | score complexity | select diverse 20% clusters 4"),
    ("select top", "load | sample 60 | score complexity | select top 2k tokens"),
    ("select nearest", "load mixed | select nearest 5% space words"),
    ("select representative", "load | sample 60 | embed | select representative 20%"),
    ("select within", "load | select random 10% within topic blend 50%"),
    ("select random", "load | select random 10% draw 2"),
    ("pack", "load | sample 60 | pack 1024"),
    ("generate", "load | sample 6 | generate max 24"),
    ("tune", "load | hold 10 | sample 20 | pack 1024 | tune epochs 1 batch 5"),
    ("merge", "load | hold 10 | sample 20 | pack 1024 | tune epochs 1 batch 5 lora | merge"),
    ("eval", "load | hold 10 | sample 20 | pack 1024 | tune epochs 1 batch 5 | eval { load | take 10 }"),
    ("eval problems", "eval problems { load | where level == 1 | take 4 } max 40"),
    (
      "flips",
      "load | take 9 | derive problem = row, passes = level < 3 | flips { load | take 9 | derive problem = row, passes = level < 2 }"
    ),
    ("losses", "load | hold 10 | sample 20 | pack 1024 | tune epochs 1 batch 5 | losses { load | take 10 }"),
  ]

  @Test func valuesUnderTheirKeys() throws {
    let session = try Session()
    var found = JSONObject()
    for (name, text) in Self.steps {
      let outcome = try session.run(text)
      let value = try #require(outcome.value, "\(name)")
      let key = try #require(outcome.key, "\(name)")
      let content = Content(of: value)
      found[name] = [
        "pipeline": .string(text), "key": .string(key.hex), "value": .string(content.digest.hex),
        "figures": .array(content.figures.map { .number($0) }),
      ]
    }
    if ProcessInfo.processInfo.environment["CACT_RECORD"] != nil {
      let folder = (Self.file as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try AtomicFile.write(Array((JSONValue.object(found).serialized(pretty: true) + "\n").utf8), to: Self.file)
      return
    }
    let golden = try JSONValue.read(Self.file)
    #expect(golden.object?.count == Self.steps.count, "a step without a record: record with CACT_RECORD=1")
    for (name, _) in Self.steps {
      let (now, then) = (found[name], golden[name])
      let figures = (now?["figures"]?.array ?? []).compactMap(\.double)
      let recorded = (then?["figures"]?.array ?? []).compactMap(\.double)
      if now?["key"] != then?["key"] {
        Issue.record(
          """
          \(name): another key than recorded. The embedded files, the pipeline or a version changed: record with CACT_RECORD=1
          """)
      } else if now?["value"] != then?["value"] || figures.count != recorded.count
        || zip(figures, recorded).contains(where: { abs($0 - $1) > (Products.current == .native ? 0 : 0.002) })
      {
        Issue.record(
          """
          \(name): another value under the same key: raise the version in the signature of its stage.
          \(figures), recorded \(recorded)
          """)
      }
    }
  }

  /// Every stage that there is has a step, so that none is forgotten.
  @Test func everyStageHasAStep() {
    let covered = Set(Self.steps.map { String($0.0.prefix { $0 != " " }) })
    // What compares makes no value of its own beyond those of its arms; `save`, `export` and `report` are never answered from the
    // store. What `gather` makes is keyed by files, and held to what one run makes.
    let missing = Set(Registry.standard.names).subtracting(covered)
      .subtracting(["compare", "curve", "optimize", "poc", "save", "export", "report", "gather"])
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

}

/// A value as it is on every machine, and its computed figures.
private struct Content {
  private var builder = ContentDigest.Builder()
  /// Means of columns of floats, losses.
  private(set) var figures: [Double] = []

  var digest: ContentDigest { builder.finalize() }

  init(of value: any Value) {
    switch value {
    case let rows as RowsValue:
      add(rows.rows)
      if let held = rows.heldOut { add(held.rows) }
    case let packs as PacksValue:
      add(packs.packs.rows)
      for sample in packs.packs.samples {
        for token in sample.segment.tokens { builder.update(Int(token)) }
        builder.update(sample.segment.learnFrom)
        builder.update(sample.segment.learnTo)
      }
      for bin in packs.packs.bins { for place in bin { builder.update(place) } }
    case let model as ModelValue:
      for count in [model.outcome.steps, model.outcome.learnedTokens, model.outcome.totalTokens, model.parameterCount] {
        builder.update(count)
      }
      figures += model.outcome.lossCurve
    case let report as ReportValue:
      builder.update(report.columnNames.joined(separator: "\n"))
      add(report.data)
    default: Issue.record("a value of a type without a digest: \(value.type)")
    }
  }

  private mutating func add(_ rows: Rows) {
    builder.update(rows.count)
    for row in rows.rowNumbers { builder.update(row) }
    for (name, column) in zip(rows.names, rows.columns) {
      builder.update(name)
      builder.update(column.kind.rawValue)
      for row in 0..<rows.count { builder.update(column.isMissing(row)) }
      switch column {
      case .number(let numbers): figures.append(Self.mean(numbers.values))
      case .vector(let vectors): figures.append(Self.mean(vectors.values.map { Double(abs($0)) }))
      case .text, .integer, .bool, .json: for row in 0..<rows.count { builder.update(column.cell(row).description) }
      }
    }
  }

  private mutating func add(_ json: JSONValue) {
    switch json {
    case .integer(let value): builder.update(Int(value))
    case .number(let value): figures.append(value)
    case .string(let text): builder.update(text)
    case .array(let items): for item in items { add(item) }
    case .object(let object):
      for (key, value) in object {
        builder.update(key)
        add(value)
      }
    case .null, .bool: break
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    let present = values.filter { !$0.isNaN }
    return present.isEmpty ? 0 : present.reduce(0, +) / Double(present.count)
  }
}
