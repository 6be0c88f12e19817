import Numerics
public import Quantities

extension Rows {
  /// The places (from 0, ascending) of the rows that are a shard's.
  ///
  /// Rows are dealt back and forth, the longest first, of two equally long ones the earlier. So each shard gets as many rows as any
  /// other, or one more, rows of all lengths, and texts that differ by less than the longest row has bytes. It follows from the texts
  /// alone: from no model, no seed and no machine. O(n log n); of conversations all are read.
  public func places(of shard: ShardNumber) -> [Int] {
    guard shard.count > 1 else { return Array(0..<count) }
    let lengths = Parallel.map(count) { self.textLength($0) }
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    return order.indices.filter { ShardNumber.dealt($0, among: shard.count) == shard.number }.map { order[$0] }.sorted()
  }
}
