import Dispatch
import Foundation
import Numerics
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
  ///   - ranks: those that take part; rank 0 waits for the others where it is not one of them.
  ///   - pace: learns how fast each is.
  ///   - size: of a piece, in whatever measures its work.
  ///   - here: does a piece on this rank.
  ///   - shouldStop: asked between pieces and while others are waited for; the rest stays undone.
  ///   - each: takes what came of a piece, on the calling thread, in the order in which pieces are done.
  /// - Throws: what `here` and `each` throw; `RankError`.
  package func share<D: Duty>(
    _ count: Int, _ duty: D.Type, among ranks: [Int], pace: Pace, size: @escaping @Sendable (Int) -> Int,
    order: @escaping @Sendable (Int) -> D.Order,
    here: (Int) throws -> D.Answer, shouldStop: () throws -> Bool, each: (Int, D.Answer) throws -> Void
  ) throws {
    let shares = SharedState(Shares<D>())
    pace.begin(ranks)
    let takesPart = ranks.contains(0)
    let end = DispatchSemaphore(value: 0)
    // The thread that gives orders knows nothing of who counts here.
    let meter = OperationMeter.here
    Thread.detachNewThread { [self] in
      give(out: shares, count, among: ranks.filter { $0 != 0 }, pace, meter, size: size, order: order)
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
        let isLeft = shares.next < count
        return (
          shares.done.map { ($0.piece, $0.answer) }, takesPart && isLeft ? shares.next : nil,
          !isLeft && !shares.isGiving && shares.open.isEmpty
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
    out shares: SharedState<Shares<D>>, _ count: Int, among members: [Int], _ pace: Pace,
    _ meter: OperationMeter?, size: (Int) -> Int, order: (Int) -> D.Order
  ) {
    // This thread's processor computes meanwhile: where it looks a thousand times a second, that costs one or two per cent.
    let longest = 10_000
    var patience = Patience(most: longest)
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
          let ticket: Ticket<D> = try give(order(piece), of: D.self, to: rank, meter: meter)
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
      if hasWaited { patience.rest() } else { patience = Patience(most: longest) }
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
  private let ranks = Mutex<[Int: (size: Int, seconds: Double)]>([:])

  package init() {}

  func begin(_ those: [Int]) {
    ranks.withLock { $0 = Dictionary(those.map { ($0, (0, 0)) }) { first, _ in first } }
  }

  func count(_ size: Int, of rank: Int, _ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    ranks.withLock { ranks in
      guard let before = ranks[rank] else { return }
      ranks[rank] = (before.size + size, before.seconds + Double(seconds) + Double(attoseconds) * 1e-18)
    }
  }

  /// The rank that does least a second; nil before each has done something.
  package var slowest: Int? {
    ranks.withLock { ranks in
      guard ranks.values.allSatisfy({ $0.seconds > 0 }) else { return nil }
      return ranks.min { Double($0.value.size) / $0.value.seconds < Double($1.value.size) / $1.value.seconds }?.key
    }
  }
}
