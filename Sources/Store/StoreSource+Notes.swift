import Digests
import Foundation
import GRDB

/// A speed that was measured, as it was written.
struct RateEntry {
  let name: String
  let value: Double
  let measured: Double
  let sum: Data

  init?(_ row: Row) {
    guard let name = try? row.decode(String.self, forColumn: "name"),
      let value = try? row.decode(Double.self, forColumn: "value"),
      let measured = try? row.decode(Double.self, forColumn: "measured"),
      let sum = try? row.decode(Data.self, forColumn: "sum"), sum == Checksum.rate(name, value, measured: measured)
    else { return nil }
    (self.name, self.value, self.measured, self.sum) = (name, value, measured, sum)
  }
}

/// The digest of a file, as it was written.
struct FileDigestEntry {
  let identity: FileIdentity
  let digest: Data

  init?(_ row: Row) {
    guard let path = try? row.decode(String.self, forColumn: "path"),
      let device = try? row.decode(Int64.self, forColumn: "device"),
      let inode = try? row.decode(Int64.self, forColumn: "inode"),
      let size = try? row.decode(Int64.self, forColumn: "size"),
      let modified = try? row.decode(Int64.self, forColumn: "modified"),
      let digest = try? row.decode(Data.self, forColumn: "digest")
    else { return nil }
    let identity = FileIdentity(
      path: path, device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode), size: size, modified: modified,
      changed: modified)
    guard (try? row.decode(Data.self, forColumn: "sum")) == Checksum.fileDigest(identity, digest) else { return nil }
    (self.identity, self.digest) = (identity, digest)
  }
}

/// What a store has noted beside its values.
struct StoreNotes {
  var rates: [RateEntry] = []
  var digests: [FileDigestEntry] = []
  var looks: [Look] = []
  /// Damaged ones, by a name for people.
  var damaged: [String] = []
}

extension StoreSource {
  /// A look that is damaged comes as one at a set that is not known, as the store itself would count it; always as the same one.
  func notes() throws -> StoreNotes {
    try read { database in
      var notes = StoreNotes()
      for row in try Row.fetchAll(database, sql: "SELECT * FROM rate") {
        if let rate = RateEntry(row) { notes.rates.append(rate) } else { notes.damaged.append("a speed") }
      }
      for row in try Row.fetchAll(database, sql: "SELECT * FROM file_digest") {
        if let digest = FileDigestEntry(row) {
          notes.digests.append(digest)
        } else {
          notes.damaged.append("the digest of a file")
        }
      }
      for row in try Row.fetchAll(database, sql: "SELECT held_out, result, at, sum FROM look") {
        if let look = Look(row) {
          notes.looks.append(look)
        } else {
          notes.damaged.append("a look at held-out rows, which counts for every set")
          let result = ContentDigest.of(row.databaseValues.map { "\($0)" }.joined(separator: " "))
          notes.looks.append(Look(heldOut: Look.anySet, result: result.data, at: 0))
        }
      }
      return notes
    }
  }
}
