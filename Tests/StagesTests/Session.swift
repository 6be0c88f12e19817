import Diagnostics
import Documents
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Stages
import Store
import Synchronization
import Syntax
import TestSupport
import Testing
import Tokenization
import Tuning
import Work

/// The files that come with cact, wherever the test bundle lies; touched before any stage looks for them.
private let share: String = {
  let path = PackageRoot.path + "/share"
  setenv("CACT_SHARE", path, 1)
  return path
}()

/// A session over the real registry.
final class Session {
  let folder: TemporaryDirectory
  let executor: Executor
  let interpreter: Interpreter
  let heard = Heard()

  /// - Parameter other: shares its folder and store, as another process would; nothing in memory is shared.
  convenience init(sharing other: Session? = nil, tiny: Bool = false) throws {
    try self.init(in: other?.folder ?? TemporaryDirectory(), tiny: tiny)
  }

  /// Models are loaded once for all tests.
  private static let resources = Resources()

  /// - Parameters:
  ///   - folder: holds the store, in `store`.
  ///   - resources: of its own, where what it sets there must not be seen by other tests.
  init(in folder: TemporaryDirectory, tiny: Bool = true, resources: Resources? = nil) throws {
    _ = share
    self.folder = folder
    executor = Executor(
      registry: .standard, store: try ResultStore(directory: folder("store")), resources: resources ?? Self.resources,
      engine: .current)
    interpreter = Interpreter(executor: executor)
    try interpreter.load(library: StandardLibrary.files)
    if tiny { try run("set model \"\(TinyModel.shared.get())\"") }
  }

  /// Runs every line; returns the outcome of the last.
  @discardableResult
  func run(
    _ text: String, work: Work = .silent, observer: (any RunObserver)? = nil
  ) throws -> StatementOutcome {
    let source = SourceText(name: "test", text: text)
    let (program, found) = Parser.parse(source)
    if found.hasErrors { throw Findings(found) }
    var outcome = StatementOutcome()
    for statement in program.statements {
      outcome = try interpreter.run(statement, in: source, observer: observer ?? heard, work: work)
    }
    return outcome
  }

  /// The path of a file of three problems that are rows with tests.
  func problems() throws -> String {
    try file(
      "problems.jsonl",
      ["add", "twice", "last"].map { name in
        [
          "question": "Write a function \(name)(x) that returns x.", "answer": "def \(name)(x):\n    return x\n",
          "tests": "assert \(name)(1) == 1", "entry_point": name,
        ]
      })
  }

  func rows(_ text: String, work: Work = .silent) throws -> RowsValue {
    try #require(try run(text, work: work).value as? RowsValue, "\(text) makes no rows")
  }

  func model(_ text: String) throws -> ModelValue {
    try #require(try run(text).value as? ModelValue, "\(text) makes no model")
  }

  func report(_ text: String) throws -> ReportValue {
    try #require(try run(text).value as? ReportValue, "\(text) makes no report")
  }

  /// The errors and warnings of a program that is checked and not run.
  func check(_ text: String) -> [Diagnostic] {
    let source = SourceText(name: "test", text: text)
    let (program, found) = Parser.parse(source)
    return found + interpreter.check(program, source)
  }

  /// Runs what must fail.
  func failure(_ text: String, work: Work = .silent, location: SourceLocation = #_sourceLocation) -> Diagnostic? {
    do {
      try run(text, work: work)
      Issue.record("\(text) was expected to fail", sourceLocation: location)
    } catch let error as Diagnostic {
      return error
    } catch let error as Findings {
      return error.diagnostics.first { $0.isError }
    } catch {
      Issue.record("\(text) failed with \(error), which is no diagnostic", sourceLocation: location)
    }
    return nil
  }

  /// Writes rows as JSON lines into the session's folder; returns the path, ready for a string of the language.
  func file(_ name: String, _ rows: [[String: Any]]) throws -> String {
    let lines = try rows.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self) + "\n"
    }
    try lines.joined().write(toFile: folder(name), atomically: true, encoding: .utf8)
    return folder(name)
  }
}

/// What an observer heard, in order.
final class Heard: RunObserver {
  struct Stage: Sendable, Equatable {
    var name: String
    var remembered: Bool
  }

  private struct State {
    var stages: [Stage] = []
    var blocks: [StageBlock] = []
    var concluded: [StageBlock] = []
  }
  private let state = Mutex(State())

  /// The stages heard of since the last call.
  func takeStages() -> [Stage] {
    state.withLock { state in
      defer { state.stages = [] }
      return state.stages
    }
  }

  /// Blocks of stages, and what was concluded, since the last call; each line whole.
  func takeText() -> [String] {
    state.withLock { state in
      defer {
        state.blocks = []
        state.concluded = []
      }
      return (state.blocks + state.concluded).flatMap { block in
        block.lines.map { (block.title.isEmpty ? "" : block.title + ": ") + $0.first + $0.second }
      }
    }
  }

  func stageFinished(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    state.withLock {
      $0.stages.append(Stage(name: call.stage, remembered: remembered))
      $0.blocks += blocks
    }
  }

  func concluded(_ blocks: [StageBlock]) { state.withLock { $0.concluded += blocks } }
}

/// A model under the embedded one's tokenizer, small enough that scoring and tuning take no time.
enum TinyModel {
  static let shared: Result<String, any Error> = Result {
    let folder = try TemporaryDirectory()
    kept.withLock { $0.append(folder) }
    // Tuned a little: to random weights a question says nothing, and no row would have an IFD below 1.
    return try make(in: folder("tiny")) { model in try learn(Teaching.pairs(64, topics: 8), model) }
  }
  private static let kept = Mutex<[TemporaryDirectory]>([])

  /// - Parameter change: what to do to the weights before they are written.
  static func make(
    in path: String, seed: UInt64 = 5, change: (LanguageModel) throws -> Void = { _ in }
  ) throws -> String {
    let model = try LanguageModel(
      fresh: ModelConfiguration(
        vocabularySize: 4096, hiddenSize: 48, intermediateSize: 96, layers: 2, heads: 4, keyValueHeads: 2,
        contextLength: 1024, bosToken: 0, eosToken: 0, recommendedLearningRate: 2e-3), seed: seed)
    try change(model)
    try model.save(to: path, tokenizerFrom: share + "/model/cact-4m")
    return path
  }

  private static func learn(_ pairs: [[String: Any]], _ model: LanguageModel) throws {
    let lines = try pairs.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
    let rows = try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "pairs.jsonl").0
    let packs = try Packs(
      rows, tokenizer: Tokenizer(directory: share + "/model/cact-4m"), template: .plain,
      settings: PackSettings(capacity: 512, contextLength: 1024))
    var options = TuningOptions()
    options.epochs = 3
    options.samplesPerStep = 4
    options.learningRate = 3e-3
    options.capacity = 512
    let samples = packs.samples.map { TrainingSample(row: $0.row + 1, segment: $0.segment) }
    _ = try Trainer(model: model, samples: samples, options: options).run()
  }
}

/// Small sets of rows.
enum Teaching {
  /// `count` questions of `topics` kinds, each answer of another length.
  static func pairs(_ count: Int, topics: Int = 4) -> [[String: Any]] {
    let verbs = ["sort", "count", "parse", "merge", "reverse", "filter", "sum", "split"]
    return (0..<count).map { n in
      let verb = verbs[n % topics % verbs.count]
      let body = (0...(n * 7 % 11)).map { "    x\($0) = \(verb)_\(n % 13)(values, \($0 + n))" }.joined(separator: "\n")
      return [
        "instruction": "Write a function that can \(verb) number \(n) of the \(verb) tasks.",
        "output": "def \(verb)_\(n)(values):\n\(body)\n    return x\(n * 7 % 11)", "topic": verb, "level": n % 5,
      ]
    }
  }
}

extension StatementOutcome {
  /// A figure of the last ledger.
  func ledger(_ name: String) -> Int? { record["ledger"]?[name]?.int }

  /// Reason to count.
  func ledgerEntries(_ name: String) -> [String: Int] {
    Dictionary(
      (record["ledger"]?[name]?.array ?? []).map { ($0["reason"]?.string ?? "", $0["count"]?.int ?? 0) },
      uniquingKeysWith: +)
  }

  /// Whether every row that entered is accounted for.
  var isBalanced: Bool {
    let parts = [ledgerEntries("dropped"), ledgerEntries("failed")].flatMap(\.values).reduce(0, +)
    return ledger("in") == (ledger("kept") ?? -1) + parts
  }
}

extension RowsValue {
  /// A column's numbers; NaN where missing.
  func numbers(_ column: String) -> [Double] { rows.column(column)?.doubles ?? [] }
  func texts(_ column: String) -> [String] { (0..<rows.count).map { rows.cell($0, column).description } }
}
