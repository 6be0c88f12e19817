import Digests
import Documents
import Foundation

extension SentenceEncoder {
  /// Loads an encoder from a Hugging Face directory: config.json, model.safetensors, and the files of
  /// sentence-transformers where there are any.
  ///
  /// Throws `FileError`, `JSONError` or `LanguageModelError`; missing, unknown and misshaped tensors are named all at once.
  public convenience init(directory: String) throws {
    let pooling = try SentencePooling(directory: directory)
    let folder = pooling.networkDirectory
    let configPath = folder + "/config.json"
    let configuration = try EncoderConfiguration(json: JSONValue.read(configPath), file: configPath)
    self.init(configuration, pooling)
    let file = try Safetensors.Reader(folder + "/model.safetensors")
    var places: [String: String] = [:]
    var problems: [String] = []
    for stored in file.entries.keys.sorted() {
      let name = Self.plainName(stored, configuration.family)
      if places.updateValue(stored, forKey: name) != nil { problems.append("`\(name)` is there twice") }
    }
    for entry in layout.entries {
      guard let stored = places.removeValue(forKey: entry.name), let found = file.entries[stored] else {
        problems.append("`\(entry.name)` is missing")
        continue
      }
      if found.shape != entry.shape { problems.append("`\(stored)` is \(found.shape), expected \(entry.shape)") }
      if StoredType(rawValue: found.type) == nil {
        problems.append("`\(stored)` is stored as \(found.type); supported: F32, F16, BF16")
      }
    }
    for (name, stored) in places.sorted(by: { $0.key < $1.key }) where !Self.isHarmless(name) {
      problems.append("`\(stored)` is no tensor of this encoder")
    }
    guard problems.isEmpty else { throw LanguageModelError.tensors(path: folder, problems: problems) }
    let names = Dictionary(
      file.entries.keys.map { (Self.plainName($0, configuration.family), $0) }, uniquingKeysWith: { first, _ in first })
    for entry in layout.entries {
      try file.read(names[entry.name] ?? entry.name, into: weights.pointer + entry.range.lowerBound)
    }
  }

  /// Without the prefix of a model with a head, and with the later names of a normalisation's tensors.
  private static func plainName(_ name: String, _ family: EncoderConfiguration.Family) -> String {
    let prefix = family.rawValue + "."
    var name = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    for (old, new) in [(".gamma", ".weight"), (".beta", ".bias")] where name.hasSuffix("LayerNorm" + old) {
      name = name.dropLast(old.count) + new
    }
    return name
  }

  /// Derived tables, and the heads of other tasks.
  private static func isHarmless(_ name: String) -> Bool {
    name.hasSuffix("position_ids") || ["pooler.", "cls.", "lm_head."].contains { name.hasPrefix($0) }
  }

  /// Of configuration, pooling and every weight's bytes: equal for encoders that give the same vectors of the same tokens.
  public func digest() -> ContentDigest {
    var builder = ContentDigest.Builder()
    let c = configuration
    builder.update("encoder " + c.family.rawValue)
    for size in [
      c.vocabularySize, c.hiddenSize, c.intermediateSize, c.layers, c.heads, c.positions, c.tokenTypes, maximalLength,
    ] { builder.update(size) }
    builder.update(c.normEpsilon)
    builder.update(pooling.mode.rawValue)
    builder.update(pooling.normalizes)
    builder.update(pooling.lowercases)
    withWeights { weights in
      for entry in layout.entries {
        builder.update(entry.name)
        builder.update(
          UnsafeRawBufferPointer(rebasing: weights.bytes[4 * entry.range.lowerBound..<4 * entry.range.upperBound]))
      }
    }
    return builder.finalize()
  }
}
