package import LanguageModel
import MatMul
import Numerics
package import Ranks
import Synchronization
package import Tuning

/// The other ranks, as stages use them: each model that is computed with is made there too, once.
package final class StageCrew: TuningCrew {
  let crew: Crew

  /// What a member can do.
  package static let duties: [any Duty.Type] = [
    ReplicaDuty.self, LossesDuty.self, GradientsDuty.self, GenerateDuty.self, SentenceDuty.self, TrialDuty.self,
    TuneDuty.self,
  ]

  private struct Replica {
    var number: Int
    /// Alive as long as it is known, so that no other model takes its identity.
    var model: LanguageModel
    var weights: Int
    var adapter: Int
  }
  private struct State {
    var next = 0
    var replicas: [Replica] = []
    /// What is being tuned: the members' replica follows every step.
    var tuned: (number: Int, model: LanguageModel)?
  }
  private let state = Mutex(State())

  package init(_ crew: Crew) { self.crew = crew }

  /// The replicas' number, made where the model is not there yet as it is now.
  /// - Parameter isOwn: its weights will be changed.
  func replica(of model: LanguageModel, isOwn: Bool = false) throws -> Int {
    let revision = model.revision
    if !isOwn {
      let known = state.withLock { state -> Int? in
        if let tuned = state.tuned, tuned.model === model { return tuned.number }
        return state.replicas.first { $0.model === model && ($0.weights, $0.adapter) == revision }?.number
      }
      if let known { return known }
    }
    guard let origin = model.origin else { throw RankError("a model that no file describes") }
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    let (directory, digest): (String, String?) =
      switch origin {
      case .directory(let path, let digest): (path, digest)
      case .shape(let path): (path, nil)
      }
    let hasOwnAdapter = model.adapter != nil && !PEFT.isAdapter(directory)
    let order = ReplicaOrder(
      number: number, directory: directory, digest: digest,
      isOwn: (isOwn && model.adapter == nil) || revision.weights > 0,
      adapter: hasOwnAdapter ? model.adapter.map { Described($0.options) } : nil,
      sendsWeights: revision.weights > 0 || digest == nil, sendsAdapter: hasOwnAdapter)
    let tickets: [Crew.Ticket<ReplicaDuty>] = try crew.members.map { rank in
      let ticket = try crew.give(order, of: ReplicaDuty.self, to: rank)
      if order.sendsWeights { try model.withWeightsUnchanged { try send($0, to: rank) } }
      if order.sendsAdapter { try model.withAdapterUnchanged { try send($0, to: rank) } }
      return ticket
    }
    for ticket in tickets { _ = try crew.wait(for: ticket) }
    if isOwn { return number }
    let now = model.revision
    state.withLock { state in
      state.replicas.append(Replica(number: number, model: model, weights: now.weights, adapter: now.adapter))
      // The members keep no more either.
      while state.replicas.count > Replicas.most - 1 { state.replicas.removeFirst() }
    }
    return number
  }

  private func send(_ values: AlignedBuffer<Float>, to rank: Int) throws {
    var writer = WireWriter()
    writer.write(values.count)
    try crew.link.send(writer.bytes, to: rank, tag: Tag.weights)
    try crew.link.wait(for: crew.link.send(UnsafeRawBufferPointer(values.bytes), to: rank, tag: Tag.weights))
  }

  package func losses(
    of batches: [[Segment]], _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [SegmentLoss]) throws -> Void
  ) throws {
    let pass = PassOrder(replica: try replica(of: model), batch: [])
    try share(
      batches, model, LossesDuty.self, order: pass.of, here: { try model.losses(of: $0) }, made: { $0 },
      shouldStop: shouldStop, each: each)
  }

  package func projectedGradients(
    of batches: [[Segment]], by projection: SignProjection, _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [[Float]]) throws -> Void
  ) throws {
    let pass = PassOrder(replica: try replica(of: model), batch: [])
    try share(
      batches, model, GradientsDuty.self, order: { GradientsDuty.Order(pass: pass.of($0), projection: projection) },
      here: { Vectors(try model.projectedGradients(of: $0, by: projection)) }, made: \.values,
      shouldStop: shouldStop, each: each)
  }

  /// Passes over a model's batches.
  private func share<D: Duty, Made>(
    _ batches: [[Segment]], _ model: LanguageModel, _ duty: D.Type, order: @escaping @Sendable ([Segment]) -> D.Order,
    here: ([Segment]) throws -> D.Answer, made: (D.Answer) -> [Made], shouldStop: () throws -> Bool,
    each: (Int, [Made]) throws -> Void
  ) throws {
    try share(
      batches, length: \.tokens.count, isDivisible: (model.precision ?? .current).isFreeOfCompany, duty, order: order,
      here: here, made: made, shouldStop: shouldStop, each: each)
  }

  /// Does batches in portions, and hands over what was made of each batch's texts once it is whole.
  /// - Parameters:
  ///   - length: tokens of a text.
  ///   - isDivisible: whether what is made of a text is the same in any company.
  func share<Text: Sendable, D: Duty, Made>(
    _ batches: [[Text]], length: (Text) -> Int, isDivisible: Bool, _ duty: D.Type,
    order: @escaping @Sendable ([Text]) -> D.Order, here: ([Text]) throws -> D.Answer, made: (D.Answer) -> [Made],
    shouldStop: () throws -> Bool, each: (Int, [Made]) throws -> Void
  ) throws {
    let portions = Portions(batches.map { $0.map(length) }, processes: crew.size, isDivisible: isDivisible)
    let pieces = portions.portions
    var assembly = Portions.Assembly<Made>(portions)
    @Sendable func texts(_ piece: Int) -> [Text] { Array(batches[pieces[piece].batch][pieces[piece].texts]) }
    try crew.share(
      pieces.count, duty, size: { pieces[$0].tokens }, order: { order(texts($0)) }, here: { try here(texts($0)) },
      shouldStop: shouldStop,
      each: { piece, answer in
        guard let whole = assembly.add(made(answer), of: pieces[piece]) else { return }
        try each(pieces[piece].batch, whole)
      })
  }

  package func beginTuning(_ model: LanguageModel, samples: [TrainingSample], options: TuningOptions) throws -> any Link
  {
    let pass = PassOrder(replica: try replica(of: model, isOwn: true), batch: [])
    for rank in crew.members {
      // It answers at the end of the tuning, when nobody asks any more.
      crew.drop(
        try crew.give(
          TuneDuty.Order(pass: pass, samples: samples, options: options), of: TuneDuty.self, to: rank))
    }
    state.withLock { $0.tuned = (pass.replica, model) }
    return crew.link
  }

  package var standing: String? {
    crew.pace.slowest.map { "\(crew.size) ranks, slowest \(crew.name(of: $0))" } ?? "\(crew.size) ranks"
  }

  package func endTuning() { state.withLock { $0.tuned = nil } }
}

extension PassOrder {
  /// The same for another batch.
  func of(_ batch: [Segment]) -> PassOrder {
    var order = self
    order.batch = batch
    return order
  }
}
