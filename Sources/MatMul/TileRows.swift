import Numerics

/// Rows of the first operand that meet a packed matrix at once: few enough for what they become to stay in the second-level
/// cache.
package enum TileRows {
  /// oneDNN has products of multiples of so many, and so bfloat16 rows are padded to them.
  package static let least = 32
  package static let most = 96
  /// Rows that could be multiplied in the time in which a tile's matrices come nearer: 12 MB of them from the cache that threads
  /// share at 80 GB/s, where a core of 220 GFLOP/s takes 27 µs for a row.
  private static let approach = 6

  /// Rows of a tile, a multiple of `step`, with which as many threads as there are end soonest: not long after each other, and without
  /// reading the matrices for a few rows at a time.
  package static func even(_ rows: Int, step: Int, threads: Int = Threads.count) -> Int {
    let threads = max(1, threads)
    func tiles(_ tile: Int) -> Int { ((rows + tile - 1) / tile + threads - 1) / threads }
    func time(_ tile: Int) -> Int { tiles(tile) * (tile + approach) }
    return stride(from: step, through: most, by: step).min { (time($0), $1) < (time($1), $0) } ?? most
  }
}
