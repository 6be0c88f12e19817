import Dispatch
import Foundation
import Synchronization

extension Crew {
  /// Pieces of one piece of work, as they are shared out.
  private struct Shares<D: Duty> {
    var next = 0
    /// Whether a piece is being given to a rank: it is neither left nor open.
    var isGiving = false
    var open: [Int: (ticket: Ticket<D>, piece: Int, since: ContinuousClock.Instant)] = [:]
    var done: [(piece: Int, answer: Result<D.Answer, any Error>)] = []
    var isStopped = false
  }

  /// Does `count` pieces, each by whichever rank is free next: rank 0 on the calling thread, the others by orders.
  ///
  /// - Parameters:
  ///   - size: of a piece, in whatever measures its work.
  ///   - here: does a piece on this rank.
  ///   - shouldStop: asked between pieces and while others are waited for; the rest stays undone.
  ///   - each: takes what came of a piece, on the calling thread, in the order in which pieces are done.
  /// - Throws: what `here` and `each` throw; `RankError`.
  package func share<D: Duty>(
    _ count: Int, _ duty: D.Type, size: @escaping @Sendable (Int) -> Int, order: @escaping @Sendable (Int) -> D.Order,
    here: (Int) throws -> D.Answer, shouldStop: () throws -> Bool, each: (Int, D.Answer) throws -> Void
  ) throws {
    let shares = SharedState(Shares<D>())
    pace.begin(size: link.size)
    let end = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [self] in
      give(out: shares, count, size: size, order: order)
      end.signal()
    }
    defer {
      shares.state.withLock { $0.isStopped = true }
      end.wait()
      for (_, order) in shares.state.withLock({ $0.open }) { drop(order.ticket) }
    }
    var patience = Patience()
    while true {
      let (done, piece, isOver) = shares.state.withLock {
        shares -> ([(Int, Result<D.Answer, any Error>)], Int?, Bool) in
        defer { shares.done = [] }
        let piece = shares.next < count ? shares.next : nil
        return (
          shares.done.map { ($0.piece, $0.answer) }, piece, piece == nil && !shares.isGiving && shares.open.isEmpty
        )
      }
      for (piece, answer) in done { try each(piece, answer.get()) }
      if try shouldStop() { return }
      if !done.isEmpty { continue }
      if isOver { return }
      let own =
        piece == nil
        ? nil
        : shares.state.withLock { shares -> Int? in
          guard shares.next < count else { return nil }
          defer { shares.next += 1 }
          return shares.next
        }
      guard let own else {
        patience.rest()
        continue
      }
      patience = Patience()
      let start = ContinuousClock.now
      let made = try here(own)
      pace.count(size(own), of: 0, ContinuousClock.now - start)
      try each(own, made)
    }
  }

  /// Keeps every member busy until all pieces are given out, and takes their answers in.
  private func give<D: Duty>(
    out shares: SharedState<Shares<D>>, _ count: Int, size: (Int) -> Int, order: (Int) -> D.Order
  ) {
    var patience = Patience()
    while true {
      var hasWaited = true
      for rank in members {
        do {
          if let open = shares.state.withLock({ $0.open[rank] }) {
            guard let answer = try answer(to: open.ticket) else { continue }
            pace.count(size(open.piece), of: rank, ContinuousClock.now - open.since)
            shares.state.withLock { shares in
              shares.open[rank] = nil
              shares.done.append((open.piece, .success(answer)))
            }
          }
          let piece = shares.state.withLock { shares -> Int? in
            guard !shares.isStopped, shares.next < count else { return nil }
            defer { shares.next += 1 }
            shares.isGiving = true
            return shares.next
          }
          guard let piece else { continue }
          hasWaited = false
          let ticket: Ticket<D> = try give(order(piece), of: D.self, to: rank)
          shares.state.withLock { shares in
            shares.open[rank] = (ticket, piece, .now)
            shares.isGiving = false
          }
        } catch {
          shares.state.withLock { shares in
            shares.open[rank] = nil
            shares.isGiving = false
            shares.done.append((-1, .failure(error)))
            shares.isStopped = true
          }
        }
      }
      let isOver = shares.state.withLock { $0.isStopped || $0.next >= count && $0.open.isEmpty }
      if isOver { return }
      if hasWaited { patience.rest() } else { patience = Patience() }
    }
  }
}

/// State that two threads share.
private final class SharedState<State>: Sendable {
  let state: Mutex<State>
  init(_ state: sending State) { self.state = Mutex(state) }
}

/// How fast each rank is at the work that is shared out now.
package final class Pace: Sendable {
  private let ranks = Mutex<[(size: Int, seconds: Double)]>([])

  func begin(size: Int) { ranks.withLock { $0 = Array(repeating: (0, 0), count: size) } }

  func count(_ size: Int, of rank: Int, _ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    ranks.withLock { ranks in
      guard ranks.indices.contains(rank) else { return }
      ranks[rank].size += size
      ranks[rank].seconds += Double(seconds) + Double(attoseconds) * 1e-18
    }
  }

  /// The rank that does least a second; nil before each has done something.
  package var slowest: Int? {
    ranks.withLock { ranks in
      guard !ranks.isEmpty, ranks.allSatisfy({ $0.seconds > 0 }) else { return nil }
      return ranks.indices.min {
        Double(ranks[$0].size) / ranks[$0].seconds < Double(ranks[$1].size) / ranks[$1].seconds
      }
    }
  }
}
