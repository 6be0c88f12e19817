import Digests
import Foundation
import Work

/// What tells that a row of the database is as it was written: SHA-256 of all that is in it, cut to 16 bytes. It guards
/// against damage, not against forgery.
struct Checksum {
  private var builder = ContentDigest.Builder()

  /// - Parameter table: so that no row passes for one of another table.
  init(_ table: String) { builder.update(table) }

  mutating func add(_ text: String) { builder.update(text) }
  mutating func add(_ number: Int64) { builder.update(Int(number)) }
  mutating func add(_ number: Double) { builder.update(number) }

  mutating func add(_ bytes: Data?) {
    builder.update(bytes?.count ?? -1)
    bytes?.withUnsafeBytes { builder.update($0) }
  }

  mutating func add(_ engine: EngineFingerprint) {
    for part in [engine.library, engine.version, engine.kernel, engine.precision] { builder.update(part) }
    builder.update(engine.threads)
  }

  var data: Data { Data(builder.finalize().bytes.prefix(16)) }

  // MARK: - Of each table

  static func value(
    _ key: Data, bytes: Data?, file: Data?, size: Int, metadata: String, engine: EngineFingerprint, created: Double
  ) -> Data {
    var sum = Checksum("value")
    sum.add(key)
    sum.add(bytes)
    sum.add(file)
    sum.add(Int64(size))
    sum.add(metadata)
    sum.add(engine)
    sum.add(created)
    return sum.data
  }

  /// The engine goes in by its number, which is one of its text.
  static func row(kind: String, _ key: Data, engine: Int64, _ bytes: Data) -> Data {
    var sum = Checksum("row")
    sum.add(kind)
    sum.add(key)
    sum.add(engine)
    sum.add(bytes)
    return sum.data
  }

  /// The number of an engine is made of its text, so that neither can change alone.
  static func number(of engine: EngineFingerprint) -> Int64 {
    var sum = Checksum("engine")
    sum.add(engine)
    return sum.data.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
  }

  static func fileDigest(_ identity: FileIdentity, _ digest: Data) -> Data {
    var sum = Checksum("file_digest")
    sum.add(identity.path)
    for number in [Int64(bitPattern: identity.device), Int64(bitPattern: identity.inode), identity.size] {
      sum.add(number)
    }
    sum.add(identity.changed)
    sum.add(digest)
    return sum.data
  }

  static func rate(_ name: String, _ value: Double, measured: Double) -> Data {
    var sum = Checksum("rate")
    sum.add(name)
    sum.add(value)
    sum.add(measured)
    return sum.data
  }

  static func look(_ heldOut: Data, _ result: Data, at: Double) -> Data {
    var sum = Checksum("look")
    sum.add(heldOut)
    sum.add(result)
    sum.add(at)
    return sum.data
  }
}
