import Foundation
package import Numerics
import Synchronization
package import Work

/// The other ranks as rank 0 sees them.
///
/// Orders to one rank are done in their order. What is no longer waited for is done all the same, and its answer dropped.
public final class Crew: Sendable {
  package let link: any Link
  /// What each rank's machine is called, by rank.
  package let hosts: [String]
  /// Of all members together.
  package let threads: Int
  static let end = "end"

  private struct State {
    var next = 0
    var answers: [Int: Result<[UInt8], RankError>] = [:]
    var dropped: Set<Int> = []
    /// Who counts the operations of what was ordered.
    var meters: [Int: OperationMeter] = [:]
  }
  private let state = Mutex(State())

  package init(_ link: any Link, hosts: [String], threads: Int) {
    self.link = link
    self.hosts = hosts
    self.threads = threads
  }

  /// How many ranks there are, rank 0 among them.
  public var size: Int { link.size }
  /// The ranks that take orders.
  package var members: Range<Int> { 1..<link.size }

  /// `rank 3 (node7)`
  package func name(of rank: Int) -> String { "rank \(rank) (\(hosts.indices.contains(rank) ? hosts[rank] : "?"))" }

  /// An order that was given.
  package struct Ticket<D: Duty>: Sendable {
    package let rank: Int
    fileprivate let number: Int
  }

  /// Gives an order.
  /// - Parameter meter: counts the operations that it takes there, once they are done.
  /// - Throws: `RankError` where the link fails.
  package func give<D: Duty>(
    _ order: D.Order, of duty: D.Type, to rank: Int, meter: OperationMeter? = .here
  ) throws -> Ticket<D> {
    let number = state.withLock { state in
      state.next += 1
      state.meters[state.next] = meter
      return state.next
    }
    var writer = WireWriter()
    writer.write(number)
    writer.write(D.name)
    writer.write(order)
    try link.send(writer.bytes, to: rank, tag: Tag.orders)
    return Ticket(rank: rank, number: number)
  }

  /// The answer, if it is there; it is given once.
  /// - Throws: `RankError`: the link fails, or the rank could not do it.
  package func answer<D: Duty>(to ticket: Ticket<D>) throws -> D.Answer? {
    try collect()
    guard let answer = state.withLock({ $0.answers.removeValue(forKey: ticket.number) }) else { return nil }
    switch answer {
    case .success(let bytes):
      var reader = WireReader(bytes)
      return try reader.read(D.Answer.self)
    case .failure(let error): throw RankError("\(name(of: ticket.rank)): \(error)")
    }
  }

  /// Waits for the answer.
  /// - Throws: `Interrupted` when the work is cancelled: the answer is then dropped; else as `answer`.
  package func wait<D: Duty>(for ticket: Ticket<D>, _ work: Work = .silent) throws -> D.Answer {
    var patience = Patience()
    while true {
      if let answer = try answer(to: ticket) { return answer }
      if work.cancellation.isCancelled {
        drop(ticket)
        try work.checkCancellation()
      }
      patience.rest()
    }
  }

  /// Has every member do the same, and waits for all.
  package func all<D: Duty>(_ duty: D.Type, _ order: D.Order, _ work: Work = .silent) throws -> [D.Answer] {
    let tickets = try members.map { try give(order, of: duty, to: $0) }
    return try tickets.map { try wait(for: $0, work) }
  }

  /// Nobody waits for it any more.
  package func drop<D: Duty>(_ ticket: Ticket<D>) {
    state.withLock { state in
      if state.answers.removeValue(forKey: ticket.number) == nil { state.dropped.insert(ticket.number) }
    }
  }

  private func collect() throws {
    while let (_, bytes) = try link.message(from: nil, tag: Tag.orders) {
      var reader = WireReader(bytes)
      let number = try reader.read(Int.self)
      let operations = try reader.read(Int.self)
      let isDone = try reader.read(Bool.self)
      let answer: Result<[UInt8], RankError> =
        isDone ? .success(try reader.read(raw: UInt8.self)) : .failure(RankError(try reader.read(String.self)))
      state.withLock { state in
        state.meters.removeValue(forKey: number)?.add(operations)
        if state.dropped.remove(number) == nil { state.answers[number] = answer }
      }
    }
  }

  /// Sends the members home.
  package func dismiss() {
    var writer = WireWriter()
    writer.write(0)
    writer.write(Self.end)
    for rank in members { try? link.send(writer.bytes, to: rank, tag: Tag.orders) }
  }
}
