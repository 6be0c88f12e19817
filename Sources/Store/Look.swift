import Foundation
import GRDB

/// That a result has looked at a held-out set.
struct Look {
  /// In place of a held-out set's digest where it is not known.
  static let anySet = Data(count: 32)

  var heldOut: Data
  var result: Data
  /// Seconds since 1970.
  var at: Double

  init(heldOut: Data, result: Data, at: Double) {
    self.heldOut = heldOut
    self.result = result
    self.at = at
  }

  /// Nil where the row is not as it was written.
  init?(_ row: Row) {
    do {
      heldOut = try row.decode(forColumn: "held_out")
      result = try row.decode(forColumn: "result")
      at = try row.decode(forColumn: "at")
      guard try row.decode(forColumn: "sum") == Checksum.look(heldOut, result, at: at) else { return nil }
    } catch {
      return nil
    }
  }

  func insert(_ database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO look (held_out, result, at, sum) VALUES (?, ?, ?, ?)",
      arguments: [heldOut, result, at, Checksum.look(heldOut, result, at: at)])
  }
}
