import LanguageModel
import Ranks
import Synchronization

/// Ranks that compute together, and the models that the members among them have.
final class RankTeam: Sendable {
  /// In ascending order.
  let ranks: [Int]
  let pace = Pace()

  struct Replica {
    var number: Int
    /// Alive as long as it is known, so that no other model takes its identity.
    var model: LanguageModel
    var weights: Int
    var adapter: Int
  }
  /// What is being tuned: the members' replica follows every step.
  struct Tuning: Sendable {
    var number: Int
    var model: LanguageModel
    /// Of the members.
    var tickets: [Crew.Ticket<TuneDuty>]
  }
  private struct State {
    var replicas: [Replica] = []
    var tuning: Tuning?
  }
  private let state = Mutex(State())

  init(_ ranks: [Int]) { self.ranks = ranks }

  /// Without rank 0.
  var members: [Int] { ranks.filter { $0 != 0 } }
  /// Whether rank 0 only orders.
  var isElsewhere: Bool { !ranks.contains(0) }

  /// The members' number of the model as it is now; nil where they do not have it.
  func number(of model: LanguageModel) -> Int? {
    let revision = model.revision
    return state.withLock { state in
      if let tuning = state.tuning, tuning.model === model { return tuning.number }
      return state.replicas.first { $0.model === model && ($0.weights, $0.adapter) == revision }?.number
    }
  }

  /// The members have made it.
  func note(_ model: LanguageModel, _ number: Int) {
    let now = model.revision
    state.withLock { state in
      state.replicas.append(Replica(number: number, model: model, weights: now.weights, adapter: now.adapter))
      // The members keep no more either.
      while state.replicas.count > Replicas.most - 1 { state.replicas.removeFirst() }
    }
  }

  /// Others have ordered the members in the meantime: what they have now is not known.
  func forget() { state.withLock { $0.replicas = [] } }

  var tuning: Tuning? { state.withLock { $0.tuning } }
  func tunes(_ tuning: Tuning?) { state.withLock { $0.tuning = tuning } }
}
