import Numerics

/// Rows of the first operand that meet a packed matrix at once: few enough for what they become to stay in the second-level
/// cache.
package enum TileRows {
  /// oneDNN has products of multiples of so many, and so bfloat16 rows are padded to them.
  package static let least = 32
  package static let most = 96

  /// Rows of a tile, a multiple of `step`, with which as many threads as there are end nearly together.
  package static func even(_ rows: Int, step: Int) -> Int {
    let threads = max(1, Threads.count)
    func longest(_ tile: Int) -> Int { ((rows + tile - 1) / tile + threads - 1) / threads * tile }
    return stride(from: step, through: most, by: step).min { (longest($0), $1) < (longest($1), $0) } ?? most
  }
}
