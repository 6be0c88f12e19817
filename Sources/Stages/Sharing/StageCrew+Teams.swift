import Numerics
import Ranks
import Synchronization

extension StageCrew {
  /// Runs `body` once for each index below `count`, side by side with a team of ranks for each as far as that is faster than all ranks
  /// for one after the other; returns when all are done.
  ///
  /// Rank 0 orders for every team, and computes for the first.
  /// - Parameter maxWidth: for how many this process has memory.
  func forEach(_ count: Int, maxWidth: Int, _ body: (Int) -> Void) {
    guard Self.chosen == nil else { return Lanes.forEach(count, maxWidth: maxWidth, body) }
    // Where the system lets no more threads be started, nobody could order for other teams.
    let most = Threads.limit == nil ? maxWidth : 1
    Lanes.rounds(count, of: crew.size, maxWidth: most) { pieces, width in
      guard width > 1 else { return pieces.forEach(body) }
      let teams = (0..<width).map { place in
        RankTeam(Array(place * crew.size / width..<(place + 1) * crew.size / width))
      }
      let next = Atomic(pieces.lowerBound)
      Lanes.beside(teams.map { Double($0.ranks.count) / Double(crew.size) }) { place in
        ThreadContext.with(Self.$chosen, teams[place]) {
          while true {
            let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard piece < pieces.upperBound else { return }
            body(piece)
          }
        }
      }
      forgetReplicas()
    }
  }
}
