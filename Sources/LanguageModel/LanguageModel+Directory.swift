import Documents
import Foundation
import Numerics

extension LanguageModel {
  /// Loads a Hugging Face directory: config.json and model.safetensors, or shards named by model.safetensors.index.json.
  ///
  /// Throws `FileError`, `JSONError` or `LanguageModelError`; missing, unknown and misshaped tensors are named all at once.
  public convenience init(directory: String) throws {
    let configPath = directory + "/config.json"
    let configuration = try ModelConfiguration(json: JSONValue.read(configPath), file: configPath)
    try self.init(zeros: configuration)
    let files = try Self.weightFiles(directory)
    let names = configuration.family.names
    var places: [String: (name: String, file: Safetensors.Reader)] = [:]
    var problems: [String] = []
    for file in files {
      for name in file.entries.keys.sorted() {
        let canonical = names.canonical(name)
        if places[canonical] != nil { problems.append("`\(name)` is in the files twice") }
        places[canonical] = (name, file)
      }
    }
    let wanted = Set(layout.entries.map(\.name))
    for entry in layout.entries {
      guard let place = places[entry.name], let found = place.file.entries[place.name] else {
        problems.append("`\(entry.name)` is missing")
        continue
      }
      if found.shape != entry.shape { problems.append("`\(entry.name)` is \(found.shape), expected \(entry.shape)") }
      if StoredType(rawValue: found.type) == nil {
        problems.append("`\(entry.name)` is stored as \(found.type); supported: F32, F16, BF16")
      }
    }
    for name in places.keys.sorted() where !wanted.contains(name) {
      // Written by older exporters: derived tables, and the tied output once more.
      if names.isDerived(name) || (configuration.tiedEmbeddings && name == names.head + ".weight") { continue }
      problems.append("`\(places[name]?.name ?? name)` is no tensor of this model")
    }
    guard problems.isEmpty else { throw LanguageModelError.tensors(path: directory, problems: problems) }
    for entry in layout.entries {
      guard let place = places[entry.name] else { continue }
      try place.file.read(place.name, into: weights.buffer.pointer + entry.range.lowerBound)
      entry.turn(in: weights.buffer.pointer)
    }
  }

  private static func weightFiles(_ directory: String) throws -> [Safetensors.Reader] {
    let single = directory + "/model.safetensors"
    let indexPath = directory + "/model.safetensors.index.json"
    let manager = FileManager.default
    guard !manager.fileExists(atPath: single), manager.fileExists(atPath: indexPath) else {
      return [try Safetensors.Reader(single)]
    }
    let index = try JSONValue.read(indexPath)
    guard let map = index["weight_map"]?.object else {
      throw LanguageModelError.file(path: indexPath, reason: "has no `weight_map`")
    }
    var names = Set<String>()
    for (tensor, file) in map {
      guard let name = file.string, !name.isEmpty, !name.contains("/"), name != "..", name != "." else {
        throw LanguageModelError.tensor(path: indexPath, name: tensor, reason: "is in no file of this directory")
      }
      names.insert(name)
    }
    return try names.sorted().map { try Safetensors.Reader(directory + "/" + $0) }
  }

  /// The files of a tokenizer that a Hugging Face directory may hold.
  private static let tokenizerFiles = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt", "chat_template.jinja",
  ]

  /// Writes a Hugging Face directory: config.json, generation_config.json, model.safetensors, and the tokenizer's files
  /// copied from `tokenizerFrom`. It is made under a temporary name beside its place and renamed when it is whole; a
  /// directory that stands there is replaced. Throws `FileError`, or `LanguageModelError.file` without a tokenizer.
  public func save(to directory: String, dtype: StoredType = .f32, tokenizerFrom: String?) throws {
    var target = directory
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    let temporary = "\(target).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    guard mkdir(temporary, 0o777) == 0 else { throw FileError(path: target, operation: "write") }
    var finished = false
    defer { if !finished { try? FileManager.default.removeItem(atPath: temporary) } }

    try AtomicFile.write(
      configuration.json(storedAs: dtype).serialized(pretty: true) + "\n", to: temporary + "/config.json")
    try AtomicFile.write(
      configuration.generationJSON.serialized(pretty: true) + "\n", to: temporary + "/generation_config.json")
    try withWeights { weights in
      // Transposed ones are turned into buffers of their own.
      let turned = layout.entries.filter(\.isTransposed).map { entry in
        let values = AlignedBuffer<Float>(uninitialized: entry.range.count)
        for (i, value) in entry.inFileOrder(weights.constant).enumerated() { values.pointer[i] = value }
        return (entry.name, values)
      }
      try withExtendedLifetime(turned) {
        let places = Dictionary(uniqueKeysWithValues: turned.map { ($0.0, $0.1.constant) })
        let tensors = layout.entries.map {
          Safetensors.Tensor(
            name: $0.name, shape: $0.shape, values: places[$0.name] ?? weights.constant + $0.range.lowerBound)
        }
        try Safetensors.write(tensors, as: dtype, to: temporary + "/model.safetensors")
      }
    }
    if let tokenizerFrom {
      let present = Self.tokenizerFiles.filter { access("\(tokenizerFrom)/\($0)", F_OK) == 0 }
      guard present.contains("tokenizer.json") || present.contains("vocab.json") else {
        throw LanguageModelError.file(path: tokenizerFrom, reason: "holds no tokenizer.json")
      }
      for name in present {
        try AtomicFile.write(AtomicFile.read("\(tokenizerFrom)/\(name)"), to: "\(temporary)/\(name)")
      }
    }
    AtomicFile.syncDirectory(temporary)
    // A directory cannot be renamed over one that is not empty: what stands there steps aside first, and comes back
    // when the second rename fails.
    let aside = temporary + ".old"
    let stood = access(target, F_OK) == 0
    if stood, rename(target, aside) != 0 { throw FileError(path: target, operation: "replace") }
    if rename(temporary, target) != 0 {
      let error = FileError(path: target, operation: "write")
      if stood { _ = rename(aside, target) }
      throw error
    }
    finished = true
    let parent = (target as NSString).deletingLastPathComponent
    AtomicFile.syncDirectory(parent.isEmpty ? "." : parent)
    if stood { try? FileManager.default.removeItem(atPath: aside) }
  }
}
