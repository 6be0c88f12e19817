import Diagnostics
import Digests
import Pipeline
import Quantities
import Rows

/// Of which pool rows are a shard: what `load … shard K of N` says of its rows, and every stage hands on.
struct PoolShard: Sendable, Hashable, Codable {
  /// Which shard.
  let shard: ShardNumber
  /// Of the pool's content, and of how it was read.
  let pool: ContentDigest
  /// The pool's path as the user wrote it; what `load` calls it where there was none.
  let path: String
  /// Rows of all shards.
  let poolRows: Int

  /// The shard of a pool that a call of `load` read.
  init(_ shard: ShardNumber, of rows: Rows, path: String, call: BoundCall) throws {
    self.shard = shard
    self.path = path
    poolRows = rows.count
    var builder = ContentDigest.Builder()
    builder.update("pool 1")
    builder.update(rows.source.digest)
    for name in ["question", "answer", "turns"] { builder.update((try? call.optionalString(name)) ?? "") }
    rows.rowNumbers.withUnsafeBytes { builder.update($0) }
    pool = builder.finalize()
  }

  init(_ shard: ShardNumber, pool: ContentDigest, path: String, poolRows: Int) {
    (self.shard, self.pool, self.path, self.poolRows) = (shard, pool, path, poolRows)
  }

  /// How many of the pool's rows a shard of it has.
  func rows(_ shard: ShardNumber) -> Int { shard.size(of: poolRows) }

  /// `shard 2 of 4: 300 of 1,200 rows`
  var phrase: String {
    "shard \(shard): \(Figures.count(rows(shard))) of \(Figures.rows(poolRows))"
  }

  /// The rows of this shard, in the pool's order; those of the others are counted.
  ///
  /// - Throws: `Diagnostic` where there are fewer rows than shards.
  func taken(from rows: Rows, _ ledger: inout Ledger, call: BoundCall) throws -> Rows {
    guard shard.count <= rows.count else {
      throw Diagnostic(
        StageCodes.nothingLeft,
        "\(path) has \(Figures.rows(rows.count)), fewer than \(Figures.count(shard.count)) shards",
        at: call.span(of: "shard"), label: "some would have no row",
        helps: [Diagnostic.Help("at most `of \(rows.count)`")])
    }
    let places = rows.places(of: shard)
    let own = Set(places)
    for place in 0..<rows.count where !own.contains(place) {
      ledger.drop("in the other shards", row: rows.rowNumbers[place])
    }
    ledger.kept = places.count
    // Of all rows.
    (ledger.turns, ledger.reduced) = (nil, [])
    return rows.taking(places)
  }
}
