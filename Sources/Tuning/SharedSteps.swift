package import LanguageModel
import Numerics
package import Ranks
import Work

/// What rank 0 has the others do between steps.
enum StepOrder: Wire {
  /// Compute the parts of that step that are theirs.
  case compute(samples: [Int], index: Int, learned: Int)
  /// Take the step.
  case update(scale: Double, rate: Double)
  /// Drop the gradient. With `isAbandoned` a message that said so before is to be taken first.
  case drop(isAbandoned: Bool)
  /// Send the moments' shards, or take them with the weights.
  case collect
  case restore(steps: Int)
  /// Send the weights, the first of the workers.
  case settle
  case end

  func write(to writer: inout WireWriter) {
    switch self {
    case .compute(let samples, let index, let learned):
      writer.write(0)
      writer.write(samples)
      writer.write(index)
      writer.write(learned)
    case .update(let scale, let rate):
      writer.write(1)
      writer.write(scale)
      writer.write(rate)
    case .drop(let isAbandoned):
      writer.write(2)
      writer.write(isAbandoned)
    case .collect: writer.write(3)
    case .restore(let steps):
      writer.write(4)
      writer.write(steps)
    case .end: writer.write(5)
    case .settle: writer.write(6)
    }
  }

  init(from reader: inout WireReader) throws {
    switch try reader.read(Int.self) {
    case 0: self = .compute(samples: try reader.read(), index: try reader.read(), learned: try reader.read())
    case 1: self = .update(scale: try reader.read(), rate: try reader.read())
    case 2: self = .drop(isAbandoned: try reader.read())
    case 3: self = .collect
    case 4: self = .restore(steps: try reader.read())
    case 5: self = .end
    case 6: self = .settle
    default: throw WireReader.torn
    }
  }
}

/// What a rank tells of its parts of a step.
struct StepReport: Wire {
  /// Of each of its parts, in order: which, and the nats of each sample with its place in the step.
  var parts: [Part] = []
  /// Of its shard, in blocks.
  var squares: [Double] = []
  /// Of floating point, as they were counted.
  var operations = 0
  /// Why a part could not be computed.
  var problem: String?

  struct Part: Wire {
    var number: Int
    var places: [Int]
    var nats: [Double]

    init(_ number: Int, _ nats: [(place: Int, nats: Double)]) {
      self.number = number
      places = nats.map(\.place)
      self.nats = nats.map(\.nats)
    }

    func write(to writer: inout WireWriter) {
      writer.write(number)
      writer.write(places)
      writer.write(nats)
    }
    init(from reader: inout WireReader) throws {
      number = try reader.read()
      places = try reader.read()
      nats = try reader.read()
    }
  }

  init() {}
  func write(to writer: inout WireWriter) {
    writer.write(parts)
    writer.write(squares)
    writer.write(operations)
    writer.write(problem)
  }
  init(from reader: inout WireReader) throws {
    parts = try reader.read()
    squares = try reader.read()
    operations = try reader.read()
    problem = try reader.read()
  }
}

/// What every rank of a shared tuning has, rank 0 as well: its replica, its shard, and its parts of each step. Where rank 0 computes
/// nothing, both are empty there.
final class StepShare {
  let link: any Link
  let part: PartGradient
  let exchange: GradientExchange
  let optimizer: AdamW
  private let workers: Range<Int>
  private lazy var gradient = Gradient(for: part.model)

  init(_ group: TuningGroup, _ part: PartGradient) {
    link = group.link
    workers = group.workers
    self.part = part
    exchange = GradientExchange(group, part.model)
    optimizer = AdamW(part.options, exchange.shard)
  }

  /// As large as what is trainable, and all zero, between steps: to be left so.
  var room: AlignedBuffer<Float> { gradient.buffer }

  /// Computes this worker's parts and joins all. Every worker goes through all rounds, also one that computes nothing any more: the
  /// others wait for what it sends.
  /// - Parameters:
  ///   - willRun: called before each micro-batch; what it throws ends the computing.
  ///   - willWait: called while others are waited for; what it throws ends everything.
  func compute(
    _ step: PartGradient.Step, willRun: () throws -> Void, willWait: () throws -> Void = {},
    done: (Int) -> Void = { _ in }
  ) throws -> (report: StepReport, stopped: (any Error)?) {
    var report = StepReport()
    var stopped: (any Error)?
    let parts = part.parts(step)
    exchange.beginStep()
    var before = 0
    let place = link.rank - workers.lowerBound
    for first in stride(from: 0, to: parts.count, by: workers.count) {
      let count = min(workers.count, parts.count - first)
      try exchange.begin(count)
      let number = first + place
      var sendingProblem: (any Error)?
      if place < count {
        let own = before + parts[first..<number].reduce(0) { $0 + $1.count }
        if stopped == nil {
          do {
            let nats = try part.accumulate(
              parts[number], of: step, before: own, into: gradient,
              willRun: { isLast in
                try willRun()
                guard isLast, part.model.adapter == nil else { return gradient.layerIsDone = nil }
                gradient.layerIsDone = { [exchange, gradient] layer in
                  do { try exchange.layerIsDone(layer, of: gradient.unjoined) } catch { sendingProblem = error }
                }
              }, done: done)
            report.parts.append(StepReport.Part(number, nats))
          } catch { stopped = error }
          gradient.layerIsDone = nil
        }
        if let sendingProblem { throw sendingProblem }
        let sum = gradient.buffer
        try exchange.finish(count, sum, willWait: willWait)
        sum.zero()
      } else {
        try exchange.finish(count, nil, willWait: willWait)
      }
      before += parts[first..<first + count].reduce(0) { $0 + $1.count }
    }
    report.squares = Gradient.squares(exchange.sum)
    return (report, stopped)
  }

  func update(_ step: AdamWStep, willWait: () throws -> Void = {}) throws {
    optimizer.update(part.model, exchange.sum, step)
    try part.model.withTrainable { try exchange.shareWeights($0.pointer, willWait: willWait) }
  }
}

/// The steps of a tuning that other ranks share, as rank 0 has them.
final class SharedSteps: StepComputer {
  private let crew: any TuningCrew
  private let group: TuningGroup
  private let share: StepShare
  private let work: Work
  private var isOver = false
  /// Whether the weights here are not those of the workers.
  private var isBehind = false

  init(_ crew: any TuningCrew, _ group: TuningGroup, _ part: PartGradient, work: Work) {
    self.crew = crew
    self.group = group
    share = StepShare(group, part)
    self.work = work
  }

  private var link: any Link { share.link }

  private func order(_ order: StepOrder) throws {
    var writer = WireWriter()
    writer.write(order)
    for rank in 1..<link.size { try link.send(writer.bytes, to: rank, tag: Tag.steps) }
  }

  /// A rank that is gone never answers: whoever wants to stop does not wait for it long.
  private var cancelledAt: ContinuousClock.Instant?
  private func willWait() throws {
    do { try crew.checkTuning() } catch {
      isOver = true
      crew.endTuning()
      throw error
    }
    guard work.cancellation.isCancelled else { return }
    let since = cancelledAt ?? .now
    cancelledAt = since
    guard ContinuousClock.now - since > .seconds(20) else { return }
    isOver = true
    throw RankError("another rank does not answer")
  }

  func gradient(_ step: PartGradient.Step, done: (Int) -> Void) throws -> (
    nats: [(place: Int, nats: Double)], norm: Double
  ) {
    try work.checkCancellation()
    try order(.compute(samples: step.samples, index: step.index, learned: step.learned))
    var isAbandoned = false
    func abandon() throws {
      guard !isAbandoned, work.cancellation.isCancelled else { return }
      isAbandoned = true
      for rank in 1..<link.size { try link.send([1], to: rank, tag: Tag.abandoned) }
    }
    var reports: [StepReport] = []
    var stopped: (any Error)?
    if group.takesPart {
      let own = try share.compute(
        step,
        willRun: {
          try abandon()
          try work.checkCancellation()
        },
        willWait: {
          try abandon()
          try willWait()
        }, done: done)
      reports.append(own.report)
      stopped = own.stopped
    }
    for rank in 1..<link.size {
      let message = try link.awaitMessage(
        from: rank, tag: Tag.steps,
        isCalledOff: {
          try abandon()
          try willWait()
          return false
        })
      guard let message else { continue }
      var reader = WireReader(message.bytes)
      let report = try reader.read(StepReport.self)
      OperationMeter.here?.add(report.operations)
      done(report.parts.reduce(0) { $0 + share.part.tokens($1.places, of: step) })
      reports.append(report)
    }
    let problem = reports.enumerated().lazy.compactMap { [group] place, report in
      report.problem.map { (place + group.workers.lowerBound, $0) }
    }.first
    if stopped != nil || isAbandoned || problem != nil {
      try order(.drop(isAbandoned: isAbandoned))
      if let stopped { throw stopped }
      if isAbandoned { try work.checkCancellation() }
      throw RankError(problem.map { "rank \($0.0): \($0.1)" } ?? "a step was abandoned")
    }
    let parts = reports.flatMap(\.parts).sorted { $0.number < $1.number }
    return (
      parts.flatMap { zip($0.places, $0.nats).map { ($0, $1) } }, Gradient.norm(squares: reports.flatMap(\.squares))
    )
  }

  func update(_ step: AdamWStep?) throws {
    guard let step else { return try order(.drop(isAbandoned: false)) }
    try order(.update(scale: step.scale, rate: step.rate))
    guard group.takesPart else { return isBehind = true }
    try share.update(step, willWait: willWait)
  }

  func settle() throws {
    guard isBehind, let first = group.workers.first else { return }
    guard !isOver else { throw RankError("another rank does not answer") }
    try order(.settle)
    try share.part.model.withTrainable { try share.exchange.receive($0, from: first, willWait: willWait) }
    isBehind = false
  }

  func withMoments(_ body: (Moments) throws -> Void) throws {
    guard !isOver else { throw RankError("another rank does not answer") }
    try settle()
    try order(.collect)
    // The whole is wanted here alone, and between steps: it lies where the gradient does in a step, lest this rank need more memory
    // than a process that tunes alone.
    share.exchange.shrink()
    let size = share.part.model.trainable.size
    let whole = Moments(mean: share.room, variance: AlignedBuffer(uninitialized: size))
    defer { whole.mean.zero() }
    try share.exchange.collect(whole.mean, share.optimizer.moments.mean, willWait: willWait)
    try share.exchange.collect(whole.variance, share.optimizer.moments.variance, willWait: willWait)
    try body(whole)
  }

  func restore(_ moments: Moments, steps: Int) throws {
    try order(.restore(steps: steps))
    try share.exchange.distribute(moments.mean, share.optimizer.moments.mean, willWait: willWait)
    try share.exchange.distribute(moments.variance, share.optimizer.moments.variance, willWait: willWait)
    share.optimizer.step = steps
    try share.part.model.withTrainable { weights in
      for rank in 1..<link.size {
        try link.wait(for: link.send(UnsafeRawBufferPointer(weights.bytes), to: rank, tag: Tag.weights))
      }
    }
  }

  func end() {
    guard !isOver else { return }
    isOver = true
    try? order(.end)
    crew.endTuning()
  }
}

/// A member's part of a shared tuning.
package enum TuningMember {
  /// Follows rank 0 through the steps until it says that they are over.
  /// - Parameter whileWaiting: called between steps, where rank 0 may want something else, such as a validation.
  /// - Throws: `RankError` where the link fails.
  package static func run(
    _ group: TuningGroup, model: LanguageModel, samples: [TrainingSample], options: TuningOptions,
    whileWaiting: () throws -> Void
  ) throws {
    let link = group.link
    let share = StepShare(group, PartGradient(model: model, samples: samples, options: options))
    var isAbandoned = false
    func looked() throws -> Bool {
      if !isAbandoned, try link.message(from: 0, tag: Tag.abandoned) != nil { isAbandoned = true }
      return isAbandoned
    }
    func willWait() throws -> Bool {
      try whileWaiting()
      return false
    }
    while let (_, bytes) = try link.awaitMessage(from: 0, tag: Tag.steps, isCalledOff: willWait) {
      var reader = WireReader(bytes)
      switch try reader.read(StepOrder.self) {
      case .compute(let samples, let index, let learned):
        let step = PartGradient.Step(samples: samples, index: index, learned: learned)
        var ((report, stopped), operations) = try OperationMeter.measure {
          try share.compute(step, willRun: { if try looked() { throw Abandoned() } })
        }
        report.operations = Int(operations)
        if let stopped, !(stopped is Abandoned) { report.problem = "\(stopped)" }
        var writer = WireWriter()
        writer.write(report)
        try link.send(writer.bytes, to: 0, tag: Tag.steps)
      case .update(let scale, let rate): try share.update(AdamWStep(scale: scale, rate: rate))
      case .drop(let wasAbandoned):
        if wasAbandoned, !isAbandoned { _ = try link.awaitMessage(from: 0, tag: Tag.abandoned) }
        isAbandoned = false
      case .collect:
        try share.exchange.collect(nil, share.optimizer.moments.mean)
        try share.exchange.collect(nil, share.optimizer.moments.variance)
      case .restore(let steps):
        try share.exchange.distribute(nil, share.optimizer.moments.mean)
        try share.exchange.distribute(nil, share.optimizer.moments.variance)
        share.optimizer.step = steps
        try model.withTrainable { weights in
          let bytes = UnsafeMutableRawBufferPointer(start: weights.pointer, count: 4 * weights.count)
          try link.wait(for: link.receive(bytes, from: 0, tag: Tag.weights))
        }
      case .settle:
        guard link.rank == group.workers.lowerBound else { continue }
        try model.withTrainable { weights in
          try link.wait(for: link.send(UnsafeRawBufferPointer(weights.bytes), to: 0, tag: Tag.weights))
        }
      case .end: return
      }
    }
  }

  private struct Abandoned: Error {}
}
