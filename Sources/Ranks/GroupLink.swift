/// Some of a link's ranks, numbered from 0 in the order given. Any two ranks are in one group at a time: what they send each other
/// there is not told from what they would send in another.
package final class GroupLink: Link {
  private let whole: any Link
  private let ranks: [Int]
  package let rank: Int

  /// - Parameter ranks: of `whole`; its own among them.
  /// - Throws: `RankError` where it is not.
  package init(_ whole: any Link, ranks: [Int]) throws {
    guard let rank = ranks.firstIndex(of: whole.rank), ranks.allSatisfy((0..<whole.size).contains) else {
      throw RankError("rank \(whole.rank) is not of the group \(ranks)")
    }
    self.whole = whole
    self.ranks = ranks
    self.rank = rank
  }

  package var size: Int { ranks.count }

  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int) throws -> any Transfer {
    try whole.send(bytes, to: ranks[rank], tag: tag)
  }

  package func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int) throws -> any Transfer {
    try whole.receive(bytes, from: ranks[rank], tag: tag)
  }

  package func message(from rank: Int?, tag: Int) throws -> (from: Int, bytes: [UInt8])? {
    // From any of the group: one that is not of it may have sent something too.
    for place in rank.map({ $0..<$0 + 1 }) ?? 0..<size where place != self.rank {
      if let found = try whole.message(from: ranks[place], tag: tag) { return (place, found.bytes) }
    }
    return nil
  }
}
