import Documents
import Foundation

/// The files of a model's weights in its directory: `model.safetensors`, or the shards of `model.safetensors.index.json`, or
/// `model.gguf`.
struct ModelFiles {
  let directory: String
  private(set) var readers: [any TensorFile] = []
  /// The file of each tensor.
  private(set) var places: [String: any TensorFile] = [:]
  /// What is wrong with the set of files, in words: shards that are missing, tensors that are not in their shard.
  private(set) var problems: [String] = []

  /// Throws `FileError`, `JSONError` or `LanguageModelError`: a file that cannot be read, or a directory that holds
  /// weights in another form.
  init(_ directory: String) throws {
    self.directory = directory
    let single = directory + "/model.safetensors"
    let index = single + ".index.json"
    let manager = FileManager.default
    if manager.fileExists(atPath: single) {
      add(try Safetensors.Reader(single))
    } else if manager.fileExists(atPath: index) {
      try readShards(index)
    } else if manager.fileExists(atPath: directory + "/" + GGUF.fileName) {
      add(try GGUF.Reader(directory + "/" + GGUF.fileName))
    } else {
      throw ForeignWeights.error(in: directory)
    }
  }

  private mutating func add(_ reader: any TensorFile) {
    readers.append(reader)
    for name in reader.entries.keys.sorted() {
      if places[name] != nil { problems.append("`\(name)` is in two files") }
      places[name] = reader
    }
  }

  private mutating func readShards(_ index: String) throws {
    guard let map = try JSONValue.read(index)["weight_map"]?.object else {
      throw LanguageModelError.file(path: index, reason: "has no `weight_map`")
    }
    var tensors: [String: [String]] = [:]
    for (tensor, file) in map {
      guard let name = file.string, !name.isEmpty, !name.contains("/"), name != "..", name != "." else {
        throw LanguageModelError.tensor(path: index, name: tensor, reason: "is in no file of this directory")
      }
      tensors[name, default: []].append(tensor)
    }
    for (file, names) in tensors.sorted(by: { $0.key < $1.key }) {
      guard FileManager.default.fileExists(atPath: "\(directory)/\(file)") else {
        problems.append("the shard \(file) is missing, with \(names.count) tensors")
        continue
      }
      let reader = try Safetensors.Reader("\(directory)/\(file)")
      add(reader)
      for name in names.sorted() where reader.entries[name] == nil {
        problems.append("`\(name)` is not in \(file), where the index places it")
      }
    }
  }

  /// Whether an output matrix is there that is not the embedding once more. Both are read, up to the first difference,
  /// where the files hold both. Throws `LanguageModelError`.
  func holdOwnHead(_ configuration: ModelConfiguration) throws -> Bool {
    let names = configuration.family.names
    func place(_ wanted: String) -> (name: String, file: any TensorFile)? {
      places.first { $0.value.canonical($0.key, names) == wanted }.map { ($0.key, $0.value) }
    }
    guard let (name, file) = place(names.head + ".weight"),
      let (other, otherFile) = place(names.prefix + names.embedding + ".weight"),
      let (shape, type) = file.entries[name].map({ ($0.shape, $0.type) }), let embedding = otherFile.entries[other],
      StoredFormat(named: type) != nil, StoredFormat(named: embedding.type) != nil
    else { return false }
    guard shape == embedding.shape else { return true }
    let (a, b) = (try file.stored(name), try otherFile.stored(other))
    return !a.hasValues(of: b)
  }

  /// Each tensor of the layout in its file, whether or not the file was saved from the bare model.
  /// Throws `LanguageModelError.tensors`: everything that is missing, unknown or misshaped, at once.
  func match(_ layout: WeightLayout, _ configuration: ModelConfiguration) throws -> [StoredTensor] {
    let names = configuration.family.names
    var problems = problems
    var found: [String: String] = [:]  // the layout's name to the file's
    for name in places.keys.sorted() {
      let canonical = places[name]?.canonical(name, names) ?? name
      if let other = found[canonical] { problems.append("`\(name)` is the same tensor as `\(other)`") }
      found[canonical] = name
    }
    var matched: [StoredTensor] = []
    let stacked = StackedExperts(layout, configuration) { found[$0] != nil }
    for (stack, shape) in stacked.shapes.sorted(by: { $0.key < $1.key }) {
      guard let name = found[stack], let held = places[name]?.entries[name]?.shape, held != shape else { continue }
      problems.append("`\(name)` is \(held), expected \(shape)")
    }
    for entry in layout.entries {
      if found[entry.name] == nil, let (stack, first) = stacked.place(of: entry.name), let name = found[stack] {
        if let tensor = try places[name]?.part(of: name, from: first, as: entry) { matched.append(tensor) }
        continue
      }
      guard let name = found.removeValue(forKey: entry.name), let file = places[name], let stored = file.entries[name]
      else {
        // What a shard lacks was said of the shard.
        if self.problems.isEmpty { problems.append("`\(entry.name)` is missing") }
        continue
      }
      let expected = file.shape(of: entry)
      if stored.shape != expected { problems.append("`\(name)` is \(stored.shape), expected \(expected)") }
      guard let format = StoredFormat(named: stored.type) else {
        problems.append("`\(name)` is stored as \(stored.type); supported: F32, F16, BF16")
        continue
      }
      let tensor = try file.stored(name, as: entry, configuration)
      if tensor.columns % format.unit != 0 {
        problems.append(
          "`\(name)` is stored as \(stored.type), of which \(tensor.columns) elements are no whole blocks")
        continue
      }
      matched.append(tensor)
    }
    for (canonical, name) in found.sorted(by: { $0.value < $1.value }) where stacked.shapes[canonical] == nil {
      // Written by older exporters: derived tables, and the tied output once more.
      if places[name]?.isDerived(name, names) == true { continue }
      if configuration.tiedEmbeddings, canonical == names.head + ".weight" { continue }
      problems.append("`\(name)` is not a tensor of this model")
    }
    guard problems.isEmpty else { throw LanguageModelError.tensors(path: directory, problems: problems) }
    return matched
  }

  /// What `save` notes in a file whose tensors it wrote in another type than they came in: name to type.
  static let originalTypes = "original_dtypes"

  /// The type that each tensor of the layout has, or had before it was written in another.
  func types(_ matched: [StoredTensor]) -> [StoredType] {
    var noted: [String: StoredType] = [:]
    for reader in readers {
      guard let text = reader.metadata[Self.originalTypes],
        let map = try? JSONValue.parse(text, file: reader.path).object
      else { continue }
      for (name, type) in map { noted[name] = type.string.flatMap(StoredType.init(rawValue:)) }
    }
    return matched.map { noted[$0.name] ?? $0.format.saved }
  }
}
