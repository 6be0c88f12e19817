import MatMul
import Testing

@Suite("rows of a tile") struct TileRowsTests {
  /// Rows that the busiest thread takes.
  private func longest(_ rows: Int, _ tile: Int, _ threads: Int) -> Int {
    ((rows + tile - 1) / tile + threads - 1) / threads * tile
  }

  @Test(
    "many rows are taken in tiles that are worth reading the matrices for, whatever divides them",
    arguments: [1, 2, 4, 16])
  func many(threads: Int) {
    for rows in [threads * 1_000, threads * 4_096 - 1, threads * 4_096, threads * 4_096 + 1, threads * 7_714] {
      for step in [12, 32] {
        let tile = TileRows.even(rows, step: step, threads: threads)
        #expect(
          tile % step == 0 && tile <= TileRows.most && 2 * tile >= TileRows.most, "\(rows) rows in tiles of \(tile)")
      }
    }
  }

  @Test("threads end nearly together", arguments: [1, 2, 3, 8, 64])
  func even(threads: Int) {
    for rows in 1...2_000 {
      let tile = TileRows.even(rows, step: 12, threads: threads)
      // No thread has more than a tile beyond its part.
      #expect(longest(rows, tile, threads) < (rows + threads - 1) / threads + tile)
    }
  }
}
