public import Digests
import Documents
import Foundation
import Numerics

extension SentenceEncoder {
  /// Loads an encoder from a Hugging Face directory: config.json, model.safetensors or its shards, and the files of
  /// sentence-transformers where there are any.
  ///
  /// Throws `FileError`, `JSONError` or `LanguageModelError`; missing, unknown and misshaped tensors are named all at once.
  public convenience init(directory: String) throws {
    let pooling = try SentencePooling(directory: directory)
    let folder = pooling.networkDirectory
    let configPath = folder + "/config.json"
    let configuration = try EncoderConfiguration(json: JSONValue.read(configPath), file: configPath)
    let files = try ModelFiles(folder)
    try files.check(DeclaredShape(configuration), file: configPath)
    self.init(configuration, pooling)
    var stored: [String: (name: String, file: any TensorFile)] = [:]
    var problems = files.problems
    for (name, file) in files.places.sorted(by: { $0.key < $1.key }) {
      let plain = Self.plainName(name, configuration.family)
      if stored.updateValue((name, file), forKey: plain) != nil { problems.append("`\(plain)` appears twice") }
    }
    for entry in layout.entries {
      guard let (name, file) = stored[entry.name], let found = file.entries[name] else {
        problems.append("`\(entry.name)` is missing")
        continue
      }
      if found.shape != entry.shape { problems.append("`\(name)` is \(found.shape), expected \(entry.shape)") }
      if StoredFormat(named: found.type) == nil {
        problems.append("`\(name)` is stored as \(found.type); supported: F32, F16, BF16")
      }
    }
    let wanted = Set(layout.entries.map(\.name))
    for (plain, place) in stored.sorted(by: { $0.key < $1.key })
    where !wanted.contains(plain) && !Self.isHarmless(plain) {
      problems.append("`\(place.name)` is not a tensor of this encoder")
    }
    guard problems.isEmpty else { throw LanguageModelError.tensors(path: folder, problems: problems) }
    for entry in layout.entries {
      guard let (name, file) = stored[entry.name] else { continue }
      try file.read(name, into: weights.pointer + entry.range.lowerBound)
    }
  }

  /// Whether a directory holds a sentence encoder: its config.json names a family of encoders, or there is a modules.json.
  public static func isEncoder(directory: String) -> Bool {
    if FileManager.default.fileExists(atPath: directory + "/modules.json") { return true }
    return (try? JSONValue.read(directory + "/config.json")).flatMap(EncoderConfiguration.family) != nil
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
