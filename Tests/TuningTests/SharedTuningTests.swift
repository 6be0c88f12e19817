import Foundation
import LanguageModel
import Numerics
import Ranks
import Synchronization
import TestSupport
import Testing
import Tuning
import Work

/// A crew whose ranks are threads, each with a replica of its own.
private final class ThreadCrew: TuningCrew {
  let links: [ThreadLink]
  private let ends = DispatchGroup()
  let problems = Mutex<[String]>([])

  /// Whether rank 0 only orders the steps.
  let isElsewhere: Bool

  init(_ size: Int, isElsewhere: Bool = false) {
    links = ThreadLink.group(size)
    self.isElsewhere = isElsewhere
  }

  func losses(
    of batches: [[Segment]], _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [SegmentLoss]) throws -> Void
  ) throws {
    // The last first: nothing may depend on the order in which batches are done.
    for place in batches.indices.reversed() {
      if try shouldStop() { return }
      try each(place, model.losses(of: batches[place]))
    }
  }

  func projectedGradients(
    of batches: [[Segment]], by projection: SignProjection, _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [[Float]]) throws -> Void
  ) throws {}

  func beginTuning(
    _ model: LanguageModel, samples: [TrainingSample], options: TuningOptions, parts: Int
  ) throws -> TuningGroup? {
    guard isElsewhere || parts > 1 else { return nil }
    let workers = (isElsewhere ? 1 : 0)..<links.count
    for link in links.dropFirst() {
      var replica = try model.detached.copy()
      replica.crew = nil
      if let adapter = model.adapter { replica = try replica.attaching(adapter.copy()) }
      ends.enter()
      let thread = Thread { [self, replica] in
        do {
          try TuningMember.run(
            TuningGroup(link, workers: workers), model: replica, samples: samples, options: options, whileWaiting: {})
        } catch { problems.withLock { $0.append("rank \(link.rank): \(error)") } }
        ends.leave()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    return TuningGroup(links[0], workers: workers)
  }

  var standing: String? { nil }

  func checkTuning() {}
  func endTuning() { ends.wait() }
}

/// In float32 the weights after N ranks are those after one, to the bit.
@Suite struct SharedTuningTests {
  static let shape = ModelConfiguration(
    vocabularySize: 96, hiddenSize: 64, intermediateSize: 160, layers: 3, heads: 4, keyValueHeads: 2, contextLength: 256
  )

  static func rows(_ count: Int, seed: UInt64 = 5) -> [TrainingSample] {
    var g = SeededGenerator(seed: seed)
    return (0..<count).map { i in
      let length = 20 + g.index(below: 200)
      let tokens = (0..<length).map { _ in Int32(g.index(below: 96)) }
      return TrainingSample(row: i + 1, segment: Segment(tokens: tokens, learnFrom: 1 + g.index(below: length - 1)))
    }
  }

  static func options() -> TuningOptions {
    var options = TuningOptions()
    options.learningRate = 1e-3
    options.samplesPerStep = 48
    options.capacity = 512
    options.weightDecay = 0.01
    options.epochs = 2
    return options
  }

  private func tuned(
    ranks: Int, isElsewhere: Bool = false, _ options: TuningOptions = options(), adapter: AdapterOptions? = nil,
    validation: [Segment] = [],
    checkpoint: CheckpointPlace? = nil, work: Work = .silent, shape: ModelConfiguration = shape
  ) throws -> (digest: String, outcome: TuningOutcome, operations: Double) {
    var model = try LanguageModel(fresh: shape, seed: 3)
    if let adapter { model = try model.attaching(Adapter(for: model, options: adapter, base: "", seed: 4)) }
    let crew = ThreadCrew(ranks, isElsewhere: isElsewhere)
    if ranks > 1 {
      model.crew = crew
      model.origin = .shape("somewhere")
    }
    var (outcome, operations) = try OperationMeter.measure {
      try Trainer(
        model: model, samples: Self.rows(96), options: options, validation: validation, checkpoint: checkpoint,
        work: work
      ).run()
    }
    outcome.seconds = 0
    #expect(crew.problems.withLock { $0 } == [])
    if ranks > 1 { #expect(crew.links[1].sent(tag: Tag.steps) > 0, "rank 1 had a part") }
    // Who only orders steps is sent nothing of them, and sends nothing but orders.
    if isElsewhere, checkpoint == nil { #expect(crew.links[0].sent(tag: Tag.gradients) == 0) }
    guard let adapter = model.adapter else { return ("\(model.digest())", outcome, operations) }
    let bits = adapter.entries.flatMap { adapter.tensor($0.name) ?? [] }.map(\.bitPattern)
    return ("\(bits)", outcome, operations)
  }

  @Test func stepsOfThisSizeHaveParts() {
    let lengths = Self.rows(48).map { $0.segment.tokens.count }
    #expect(StepParts.parts(lengths: lengths).count == 8)
  }

  @Test(arguments: [2, 3, 4, 7]) func weightsAreThoseOfOneProcess(ranks: Int) throws {
    let alone = try tuned(ranks: 1)
    let shared = try tuned(ranks: ranks)
    #expect(shared.digest == alone.digest)
    #expect(shared.outcome == alone.outcome)
    #expect(shared.operations == alone.operations && alone.operations > 0)
  }

  /// Rank 0 orders the steps and one rank computes them, or some.
  @Test(arguments: [2, 3, 4]) func weightsAreTheSameWhereRankZeroOnlyOrders(ranks: Int) throws {
    #expect(try tuned(ranks: ranks, isElsewhere: true) == tuned(ranks: 1))
    // Also of steps that have one part, which nobody shares.
    var small = Self.options()
    small.samplesPerStep = 4
    #expect(try tuned(ranks: ranks, isElsewhere: true, small) == tuned(ranks: 1, small))
    let adapter = AdapterOptions(rank: 4, dropout: 0.2)
    #expect(try tuned(ranks: ranks, isElsewhere: true, adapter: adapter) == tuned(ranks: 1, adapter: adapter))
  }

  @Test func tiedEmbeddingsToo() throws {
    var shape = Self.shape
    shape.tiedEmbeddings = true
    #expect(try tuned(ranks: 1, shape: shape).digest == tuned(ranks: 3, shape: shape).digest)
  }

  @Test func anAdapterWithDropoutToo() throws {
    let adapter = AdapterOptions(rank: 4, dropout: 0.2)
    let alone = try tuned(ranks: 1, adapter: adapter)
    #expect(try tuned(ranks: 2, adapter: adapter) == alone)
    #expect(try tuned(ranks: 5, adapter: adapter) == alone)
  }

  @Test func validationAndTheBestWeightsToo() throws {
    var options = Self.options()
    options.learningRate = 3e-2
    options.epochs = 4
    options.validationEvery = 1
    options.patience = 2
    let held = Self.rows(40, seed: 9).map(\.segment)
    let alone = try tuned(ranks: 1, options, validation: held)
    #expect(try tuned(ranks: 2, options, validation: held) == alone)
    #expect(try tuned(ranks: 2, isElsewhere: true, options, validation: held) == alone)
  }

  /// Stopped in the midst of a step on three ranks, the run goes on with two of which one only orders, with two, and then with one.
  @Test func aCheckpointGoesOnWithAnotherNumberOfRanks() throws {
    let folder = try TemporaryDirectory()
    var options = Self.options()
    options.epochs = 3
    let place = CheckpointPlace(path: folder("checkpoint"), interval: 0)
    let undisturbed = try tuned(ranks: 1, options)
    for (ranks, isElsewhere, stop) in [(3, false, 2), (2, true, 3), (2, false, 4)] {
      let cancellation = Cancellation()
      let work = Work(cancellation: cancellation) { progress in
        // Between the micro-batches of a step.
        if progress.step == nil, progress.done > Double(stop) * Double(undisturbed.outcome.totalTokens) / 6 + 1 {
          cancellation.cancel()
        }
      }
      #expect(throws: Interrupted.self) {
        try tuned(ranks: ranks, isElsewhere: isElsewhere, options, checkpoint: place, work: work)
      }
    }
    let end = try tuned(ranks: 1, options, checkpoint: place)
    #expect(end.digest == undisturbed.digest)
    #expect(end.outcome.lossCurve == undisturbed.outcome.lossCurve)
  }

  @Test func aLossThatIsNotANumberNamesItsRowsOnAnyRank() throws {
    var options = Self.options()
    options.learningRate = 1e30
    options.clip = 0
    func failure(_ ranks: Int, isElsewhere: Bool = false) -> TuningError? {
      do { _ = try tuned(ranks: ranks, isElsewhere: isElsewhere, options) } catch { return error as? TuningError }
      return nil
    }
    let alone = failure(1)
    #expect(alone != nil)
    #expect(failure(3) == alone)
    #expect(failure(2, isElsewhere: true) == alone)
  }
}

@Suite struct StepPartsTests {
  @Test func partsHoldEverySampleOnceAndAreBalanced() {
    var g = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let lengths = (0..<1 + g.index(below: 300)).map { _ in 1 + g.index(below: 900) }
      let parts = StepParts.parts(lengths: lengths)
      #expect(parts.flatMap { $0 }.sorted() == Array(lengths.indices))
      #expect(parts.count & (parts.count - 1) == 0 && parts.allSatisfy { !$0.isEmpty && $0 == $0.sorted() })
      let sums = parts.map { $0.reduce(0) { $0 + lengths[$1] } }
      // Graham's bound for longest first.
      let even = Double(sums.reduce(0, +)) / Double(sums.count)
      #expect(Double(sums.max() ?? 0) <= 4.0 / 3 * max(even, Double(lengths.max() ?? 0)) + 1)
    }
  }

  @Test func smallStepsAreOnePart() {
    #expect(StepParts.parts(lengths: [400, 500, 600]) == [[0, 1, 2]])
    #expect(StepParts.parts(lengths: [4_000]) == [[0]])
    #expect(StepParts.parts(lengths: [800, 800]).count == 2)
    #expect(StepParts.parts(lengths: Array(repeating: 1_000, count: 64)).count == 16)
    #expect(StepParts.parts(lengths: Array(repeating: 1_000, count: 256)).count == 32)
  }
}
