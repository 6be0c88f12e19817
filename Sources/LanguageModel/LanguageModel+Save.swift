import Digests
import Documents
import Foundation
import Numerics

extension LanguageModel {
  /// Writes a Hugging Face directory: config.json and generation_config.json as they were loaded, the weights in files of at
  /// most `shardSize` bytes (transformers' limit), and the tokenizer's files copied from `tokenizerFrom`.
  ///
  /// A model with an adapter is written as PEFT's files of the adapter alone, which name its base. Each tensor has the name and the number format that it was loaded with (float32 for a fresh model), or `dtype`. The
  /// directory is made under a temporary name beside its place and renamed when it is whole. Throws `FileError`, also where
  /// something stands there that is not an empty directory, or `LanguageModelError.file` without a tokenizer.
  ///
  /// With `notingOriginal` the files say which number format each tensor came in, so that the model loaded from them is
  /// saved in that again: for a place where a model waits in float32.
  public func save(
    to directory: String, dtype: StoredType? = nil, notingOriginal: Bool = false, tokenizerFrom: String?
  ) throws {
    try save(
      to: directory, dtype: dtype, notingOriginal: notingOriginal, tokenizerFrom: tokenizerFrom,
      shardSize: 5_000_000_000)
  }

  package func save(
    to directory: String, dtype: StoredType?, notingOriginal: Bool = false, tokenizerFrom: String?, shardSize: Int
  ) throws {
    var target = directory
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    let temporary = "\(target).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    guard mkdir(temporary, 0o777) == 0 else { throw FileError(path: target, operation: .write) }
    do {
      try write(
        into: temporary, dtype: dtype, notingOriginal: notingOriginal, tokenizerFrom: tokenizerFrom,
        shardSize: shardSize)
      guard rename(temporary, target) == 0 else { throw FileError(path: target, operation: .write) }
    } catch {
      FileTree.remove(temporary)
      throw error
    }
    let parent = target.pathFolder
    AtomicFile.syncDirectory(parent.isEmpty ? "." : parent)
  }

  /// The same into a directory that exists, whose files of these names are replaced.
  package func write(
    into directory: String, dtype: StoredType?, notingOriginal: Bool = false, tokenizerFrom: String?,
    shardSize: Int = 5_000_000_000
  ) throws {
    if let adapter {
      try lock.withLock { try adapter.write(to: directory, transposed: storesTransposed) }
    } else {
      try writeModel(to: directory, dtype: dtype, noting: notingOriginal, shardSize: shardSize)
    }
    if let tokenizerFrom {
      let present = ModelFileNames.tokenizer.filter { access("\(tokenizerFrom)/\($0)", F_OK) == 0 }
      guard present.contains("tokenizer.json") || present.contains("vocab.json") else {
        throw LanguageModelError.file(path: tokenizerFrom, reason: "contains no tokenizer.json")
      }
      for name in present {
        try AtomicFile.write(AtomicFile.read("\(tokenizerFrom)/\(name)"), to: "\(directory)/\(name)")
      }
    }
    AtomicFile.syncDirectory(directory)
  }

  private func writeModel(to directory: String, dtype: StoredType?, noting: Bool, shardSize: Int) throws {
    try AtomicFile.write(configurationJSON(dtype).serialized(pretty: true) + "\n", to: directory + "/config.json")
    try AtomicFile.write(
      source?.generation ?? Array((configuration.generationJSON.serialized(pretty: true) + "\n").utf8),
      to: directory + "/generation_config.json")
    try reading { try write($0, dtype: dtype, noting: noting, shardSize: shardSize, to: directory) }
  }

  /// The number format that each tensor is saved in.
  private func types(_ dtype: StoredType?) -> [StoredType] {
    if let dtype { return layout.entries.map { _ in dtype } }
    return source?.types ?? layout.entries.map { _ in .f32 }
  }

  /// The format of most weights: what a saved config.json names.
  package var originalType: StoredType { mainType(types(nil)) }

  private func mainType(_ types: [StoredType]) -> StoredType {
    var counts: [StoredType: Int] = [:]
    for (entry, type) in zip(layout.entries, types) { counts[type, default: 0] += entry.range.count }
    return counts.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }?.key ?? .f32
  }

  /// The configuration that was loaded, fields that cact does not know among it; only the number format is set anew.
  private func configurationJSON(_ dtype: StoredType?) throws -> JSONValue {
    let type = mainType(types(dtype))
    let own = configuration.json(storedAs: type)
    guard var kept = source?.configuration else { return own }
    kept[kept["dtype"] != nil ? "dtype" : "torch_dtype"] = .string(type.torchName)
    // A configuration that was changed since then speaks for itself, over what was there.
    if try ModelConfiguration(json: .object(kept), file: "config.json") != configuration {
      for (key, value) in own.object ?? [:] { kept[key] = value }
    }
    return .object(kept)
  }

  // MARK: - Weights

  private func write(_ weights: Weights, dtype: StoredType?, noting: Bool, shardSize: Int, to directory: String) throws
  {
    let types = types(dtype)
    let names = source?.names ?? layout.entries.map(\.name)
    var noted = JSONObject()
    var shards: [[Safetensors.Tensor]] = [[]]
    var total = 0
    var size = 0
    for (i, entry) in layout.entries.enumerated() {
      let bytes = entry.range.count * types[i].size
      if size > 0, size + bytes > shardSize {
        shards.append([])
        size = 0
      }
      size += bytes
      total += bytes
      shards[shards.count - 1].append(
        Safetensors.Tensor(
          name: names[i], shape: entry.shape, type: types[i], values(of: i, as: types[i], weights)))
      if noting, let original = source?.types[i], original != types[i] { noted[names[i]] = .string(original.rawValue) }
    }
    func metadata(_ tensors: [Safetensors.Tensor]) -> [(String, String)] {
      let part = JSONObject(tensors.compactMap { tensor in noted[tensor.name].map { (tensor.name, $0) } })
      let format = [("format", "pt")]
      return part.isEmpty ? format : format + [(ModelFiles.originalTypes, JSONValue.object(part).serialized())]
    }
    guard shards.count > 1 else {
      return try Safetensors.write(
        shards[0], as: .f32, metadata: metadata(shards[0]), to: directory + "/model.safetensors")
    }
    var map = JSONObject()
    for (i, tensors) in shards.enumerated() {
      func digits(_ n: Int) -> String { String(repeating: "0", count: max(0, 5 - String(n).count)) + String(n) }
      let file = "model-\(digits(i + 1))-of-\(digits(shards.count)).safetensors"
      try Safetensors.write(tensors, as: .f32, metadata: metadata(tensors), to: "\(directory)/\(file)")
      for tensor in tensors { map[tensor.name] = .string(file) }
    }
    let index: JSONValue = ["metadata": ["total_size": .integer(total)], "weight_map": .object(map)]
    try AtomicFile.write(index.serialized(pretty: true) + "\n", to: directory + "/model.safetensors.index.json")
  }

  /// The values of one tensor in the order of its file.
  private func values(of index: Int, as type: StoredType, _ weights: Weights) -> Safetensors.Tensor.Source {
    let entry = layout.entries[index]
    if let stored = weights.mapped?.tensors[index] {
      guard stored.isInFileOrder(of: entry) else {
        // Rows of the layout, or single elements where the file that is written is transposed.
        guard entry.isTransposed else { return .pieces { stored.readPart($0, into: $1) } }
        let (inputs, outputs) = (entry.shape[0], entry.shape[1])
        return .pieces { range, piece in
          for (place, i) in range.enumerated() {
            let element = i % outputs * inputs + i / outputs
            stored.readPart(element..<element + 1, into: piece + place)
          }
        }
      }
      if case .plain(type) = stored.format { return .bytes(stored.bytes) }
      return .pieces { stored.widen($0, into: $1) }
    }
    let values = weights.buffer.constant + entry.range.lowerBound
    guard entry.isTransposed else { return .floats(values) }
    let (inputs, outputs) = (entry.shape[0], entry.shape[1])
    return .pieces { range, piece in
      for (place, i) in range.enumerated() { piece[place] = values[i % outputs * inputs + i / outputs] }
    }
  }
}
