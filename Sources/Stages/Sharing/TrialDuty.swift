package import Curation
import Numerics
package import Ranks
package import Sandbox
package import Work

/// Some code, to be tried in the member's own sandbox.
enum TrialDuty: Duty {
  static let name = "trials"

  struct Batch: Codable, Sendable {
    var requests: [TrialRequest]
    var isolated: Bool
    var limits: SandboxLimits
  }

  static func answer(_ order: Described<Batch>, _ member: Member) throws -> Described<[TestTrial]> {
    let sandbox = order.value.isolated ? try Sandbox.isolated() : .unprotected
    return Described(try CodeChecker(sandbox, limits: order.value.limits).trialsHere(order.value.requests))
  }
}

extension StageCrew: TrialCrew {
  package var size: Int { team.ranks.count }

  package func trials(
    _ requests: [TrialRequest], isolated: Bool, limits: SandboxLimits, work: Work,
    here: (Range<Int>) throws -> [TestTrial]
  ) throws -> [TestTrial] {
    // As many as a machine tries at once; and as long as one that does not end may take, nobody waits for more.
    let size = max(1, Threads.count)
    let pieces = stride(from: 0, to: requests.count, by: size).map { $0..<min(requests.count, $0 + size) }
    var found = [TestTrial?](repeating: nil, count: requests.count)
    try share(
      pieces.count, TrialDuty.self, size: { pieces[$0].count },
      order: { Described(TrialDuty.Batch(requests: Array(requests[pieces[$0]]), isolated: isolated, limits: limits)) },
      here: { Described(try here(pieces[$0])) },
      shouldStop: {
        try work.checkCancellation()
        return false
      },
      each: { piece, trials in
        for (place, trial) in zip(pieces[piece], trials.value) { found[place] = trial }
      })
    return found.map { $0 ?? TestTrial(.unknown(""), reachesAssertion: false) }
  }
}
