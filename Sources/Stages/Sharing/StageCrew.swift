package import LanguageModel
import MatMul
import Numerics
package import Ranks
import Synchronization
package import Tuning

/// The other ranks, as stages use them: each model that is computed with is made there too, once.
package final class StageCrew: TuningCrew {
  let crew: Crew
  private let all: RankTeam
  private let lastNumber = Atomic(0)
  private let cannotTune = Atomic(false)
  /// The ranks that what runs here is given to; nil: all.
  @TaskLocal static var chosen: RankTeam?

  /// What a member can do.
  package static let duties: [any Duty.Type] = [
    ReplicaDuty.self, LossesDuty.self, GradientsDuty.self, GenerateDuty.self, SentenceDuty.self, TrialDuty.self,
    SignatureDuty.self, ProblemsDuty.self, ContaminationDuty.self, PointsDuty.self, NearestDuty.self, TuneDuty.self,
  ]

  package init(_ crew: Crew) {
    self.crew = crew
    all = RankTeam(Array(0..<crew.size))
  }

  /// Who computes what runs here.
  var team: RankTeam { Self.chosen ?? all }

  /// The members have been ordered by teams: none of what all had can be relied on.
  func forgetReplicas() { all.forget() }

  /// The replicas' number, made where the model is not there yet as it is now.
  /// - Parameter isOwn: its weights will be changed.
  func replica(of model: LanguageModel, isOwn: Bool = false) throws -> Int {
    let team = team
    if !isOwn, let known = team.number(of: model) { return known }
    let revision = model.revision
    guard let origin = model.origin else { throw RankError("a model that no file describes") }
    let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
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
    let tickets: [Crew.Ticket<ReplicaDuty>] = try team.members.map { rank in
      let ticket = try crew.give(order, of: ReplicaDuty.self, to: rank)
      if order.sendsWeights { try model.withWeightsUnchanged { try send($0, to: rank) } }
      if order.sendsAdapter { try model.withAdapterUnchanged { try send($0, to: rank) } }
      return ticket
    }
    if isOwn {
      for ticket in tickets { _ = try crew.wait(for: ticket) }
    } else {
      // Nobody waits: a member that could not make it says why when it is to use it.
      tickets.forEach(crew.drop)
      team.note(model, number)
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
    let pass = PassOrder(replica: try replica(of: model))
    try share(
      batches, model, LossesDuty.self, order: pass.of, here: { try model.losses(of: $0) }, made: { $0 },
      shouldStop: shouldStop, each: each)
  }

  package func projectedGradients(
    of batches: [[Segment]], by projection: SignProjection, _ model: LanguageModel, shouldStop: () throws -> Bool,
    each: (Int, [[Float]]) throws -> Void
  ) throws {
    let pass = PassOrder(replica: try replica(of: model))
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
    let team = team
    let portions = Portions(
      batches.map { $0.map(length) }, processes: team.ranks.count, isDivisible: isDivisible && team.ranks.count > 1)
    let pieces = portions.portions
    var assembly = Portions.Assembly<Made>(portions)
    @Sendable func texts(_ piece: Int) -> [Text] { Array(batches[pieces[piece].batch][pieces[piece].texts]) }
    try share(
      pieces.count, duty, size: { pieces[$0].tokens }, order: { order(texts($0)) },
      here: { try here(texts($0)) },
      shouldStop: shouldStop,
      each: { piece, answer in
        guard let whole = assembly.add(made(answer), of: pieces[piece]) else { return }
        try each(pieces[piece].batch, whole)
      })
  }

  /// Does pieces, each by whichever rank of the team is free; arguments as of `Crew.share`.
  func share<D: Duty>(
    _ count: Int, _ duty: D.Type, size: @escaping @Sendable (Int) -> Int, order: @escaping @Sendable (Int) -> D.Order,
    here: (Int) throws -> D.Answer, shouldStop: () throws -> Bool, each: (Int, D.Answer) throws -> Void
  ) throws {
    let team = team
    // After a failure nothing is known of the members' models.
    var isWhole = false
    defer { if !isWhole { team.forget() } }
    try crew.share(
      count, duty, among: team.ranks, pace: team.pace, size: size, order: order, here: here, shouldStop: shouldStop,
      each: each)
    isWhole = true
  }

  package func beginTuning(
    _ model: LanguageModel, samples: [TrainingSample], options: TuningOptions, parts: Int
  ) throws -> TuningGroup? {
    let team = team
    // A step of one part is soonest done where it is ordered.
    guard !team.members.isEmpty, team.isElsewhere || parts > 1, !cannotTune.load(ordering: .relaxed) else { return nil }
    let pass = PassOrder(replica: try replica(of: model, isOwn: true))
    let ranks = [0] + team.members
    let group = TuningGroup(
      try GroupLink(crew.link, ranks: ranks), workers: (team.isElsewhere ? 1 : 0)..<ranks.count)
    // They answer at the end of the tuning, or when they cannot go on; what they compute they tell step by step.
    let tickets = try team.members.map {
      try crew.give(
        TuneDuty.Order(pass: pass, samples: samples, options: options, ranks: ranks, workers: group.workers),
        of: TuneDuty.self, to: $0, meter: nil)
    }
    team.tunes(RankTeam.Tuning(number: pass.replica, model: model, tickets: tickets))
    return group
  }

  package func checkTuning() throws {
    do { for ticket in team.tuning?.tickets ?? [] { _ = try crew.answer(to: ticket) } } catch {
      // The others still wait for steps: no further tuning can be ordered.
      cannotTune.store(true, ordering: .relaxed)
      throw error
    }
  }

  package func endTuning() {
    team.tuning?.tickets.forEach(crew.drop)
    team.tunes(nil)
  }

  package var standing: String? {
    let team = team
    guard team.ranks.count > 1 else { return team.ranks.first.map(crew.name) }
    return team.pace.slowest.map { "\(team.ranks.count) ranks, slowest \(crew.name(of: $0))" }
      ?? "\(team.ranks.count) ranks"
  }
}
