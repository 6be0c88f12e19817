public import Digests
import Foundation
import GRDB
import Work

/// How values came about, to say of one that is absent in what it differs from those that were made. A recipe is small and
/// outlives its value, so that one that was let go can be told from one that never was.
extension ResultStore {
  /// So many of a stage are kept, the latest.
  static let recipesKept = 256
  static let recipePrefix = "recipe "

  /// Kinds of `row_value` that are no rows' figures.
  static let recipePattern = recipePrefix + "%"

  /// Notes the recipe of a key; an earlier note of the same key becomes the latest.
  public func noteRecipe(
    _ recipe: some Sequence<UInt8>, of key: ContentDigest, stage: String, engine: EngineFingerprint
  ) throws {
    let kind = Self.recipePrefix + stage
    try putRowValues(kind: kind, [(key: key, bytes: Array(recipe))], engine: engine)
    // Not each time: those beyond the limit do no harm.
    try write { database in
      guard let number = try Int64.fetchOne(database, sql: "SELECT id FROM row_kind WHERE name = ?", arguments: [kind]),
        try Int.fetchOne(database, sql: "SELECT count(*) FROM row_value WHERE kind = ?", arguments: [number]) ?? 0
          > 2 * Self.recipesKept
      else { return }
      try database.execute(
        sql: """
          DELETE FROM row_value WHERE kind = :kind AND rowid NOT IN
            (SELECT rowid FROM row_value WHERE kind = :kind ORDER BY rowid DESC LIMIT :kept);
          """, arguments: ["kind": number, "kept": Self.recipesKept])
      try database.execute(
        sql: """
          UPDATE row_kind SET size = (SELECT coalesce(sum(length(bytes) + \(Self.rowOverhead)), 0)
            FROM row_value WHERE kind = :kind) WHERE id = :kind
          """, arguments: ["kind": number])
    }
  }

  /// The recipes that are noted of a stage, the latest first; one that is not as it was written is left out.
  public func recipes(ofStage stage: String) throws -> [(key: ContentDigest, recipe: [UInt8])] {
    let kind = Self.recipePrefix + stage
    return try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT key, engine, bytes, sum FROM row_value WHERE kind = (SELECT id FROM row_kind WHERE name = ?)
          ORDER BY rowid DESC LIMIT ?
          """, arguments: [kind, Self.recipesKept])
      return rows.compactMap { row in
        guard let key = try? row.decode(Data.self, atIndex: 0), let engine = try? row.decode(Int64.self, atIndex: 1),
          let bytes = try? row.decode(Data.self, atIndex: 2), let sum = try? row.decode(Data.self, atIndex: 3),
          sum == Checksum.row(kind: kind, key, engine: engine, bytes), let digest = Self.digest(key)
        else { return nil }
        return (digest, [UInt8](bytes))
      }
    }
  }
}
