import Digests
import Foundation
import Pipeline
import Store

extension RunContext {
  /// What the store remembers of `kind` under a key, else what `make` gives, remembered from then on.
  ///
  /// - Parameter isWhole: whether what was read can be what was written; else it is made again.
  /// - Throws: `StoreError`; what `make` throws.
  func remembered<Value: Codable>(
    _ kind: String, _ key: ContentDigest, isWhole: (Value) -> Bool = { _ in true }, make: () throws -> Value
  ) throws -> Value {
    if let bytes = try store.rowValues(kind: kind, keys: [key])[key],
      let known = try? JSONDecoder().decode(Value.self, from: Data(bytes)), isWhole(known)
    {
      return known
    }
    let value = try make()
    try store.putRowValues(kind: kind, [(key: key, bytes: [UInt8](try JSONEncoder().encode(value)))], engine: .current)
    return value
  }
}
