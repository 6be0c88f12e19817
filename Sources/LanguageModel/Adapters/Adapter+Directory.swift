import Documents
import Foundation
import Numerics

extension Adapter {
  /// Reads a PEFT directory, adapter_config.json and adapter_model.safetensors, for a model of that shape.
  ///
  /// Which modules are adapted is taken from the tensors: they say it whatever form `target_modules` has. Throws
  /// `FileError`, `JSONError` or `LanguageModelError.adapter`, all problems at once.
  public convenience init(directory: String, for model: LanguageModel) throws {
    let settings = try PEFT.settings(directory)
    let path = directory + "/" + PEFT.weights
    guard FileManager.default.fileExists(atPath: path) else {
      let old = FileManager.default.fileExists(atPath: directory + "/adapter_model.bin")
      throw LanguageModelError.adapter(
        path: directory,
        problems: [
          old
            ? "adapter_model.bin is a pickle; load it with PEFT and save it again, which writes \(PEFT.weights)"
            : "has no \(PEFT.weights)"
        ])
    }
    let file = try Safetensors.Reader(path)
    let all = AdapterSite.all(in: model.layout)
    let present = Set(
      file.entries.keys.compactMap { name -> String? in
        guard name.hasPrefix(PEFT.prefix), let end = name.range(of: ".lora_", options: .backwards) else { return nil }
        return String(name[..<end.lowerBound].dropFirst(PEFT.prefix.count))
      })
    let sites = all.filter { present.contains($0.module) }
    // Before anything of that size is made.
    let rank = Double(settings.options.rank)
    let declared = sites.reduce(0.0) { $0 + rank * Double($1.inputs + $1.outputs) }
    let held = file.entries.values.reduce(0.0) { $0 + Double($1.count) }
    if declared > 2 * held + 1e6 {
      throw LanguageModelError.adapter(
        path: directory + "/" + PEFT.configuration,
        problems: ["r is \(settings.options.rank), far above the rank of the matrices in \(PEFT.weights)"])
    }
    self.init(zeros: settings.options, base: settings.base, sites: sites, shape: model.layout)
    var problems: [String] = []
    let wanted = Set(entries.map(\.name))
    for entry in entries {
      guard let found = file.entries[entry.name] else {
        problems.append("`\(entry.name)` is missing")
        continue
      }
      if found.shape != entry.shape { problems.append("`\(entry.name)` is \(found.shape), expected \(entry.shape)") }
      if StoredType(rawValue: found.type) == nil {
        problems.append("`\(entry.name)` is stored as \(found.type); supported: F32, F16, BF16")
      }
    }
    let ofExperts = file.entries.keys.count { $0.contains(".experts.") }
    if ofExperts > 0 { problems.append("adapts experts, with \(ofExperts) tensors, which is not supported") }
    for name in file.entries.keys.sorted() where !wanted.contains(name) && !name.contains(".experts.") {
      problems.append("`\(name)` does not belong to a linear layer of the base model")
    }
    if entries.isEmpty, problems.isEmpty { problems.append("contains no tensors") }
    guard problems.isEmpty else { throw LanguageModelError.adapter(path: path, problems: problems) }
    for entry in entries { try file.read(entry.name, into: parameters.pointer + entry.range.lowerBound) }
  }

  /// Writes adapter_config.json and adapter_model.safetensors into a directory that exists, in float32.
  /// Throws `FileError`.
  package func write(to directory: String, transposed: Bool) throws {
    let null = JSONValue.null
    let configuration = JSONValue.object(
      JSONObject([
        ("alpha_pattern", .object(JSONObject())), ("auto_mapping", null),
        ("base_model_name_or_path", base.isEmpty ? null : .string(base)), ("bias", .string("none")),
        ("fan_in_fan_out", .bool(transposed)), ("inference_mode", .bool(true)), ("init_lora_weights", .bool(true)),
        ("layers_pattern", null), ("layers_to_transform", null), ("lora_alpha", Self.number(options.alpha)),
        ("lora_dropout", .number(options.dropout)), ("modules_to_save", null), ("peft_type", .string("LORA")),
        ("r", .integer(Int64(options.rank))), ("rank_pattern", .object(JSONObject())), ("revision", null),
        ("target_modules", .array(targetModules.map { .string($0) })), ("task_type", .string("CAUSAL_LM")),
        ("use_dora", .bool(false)), ("use_rslora", .bool(options.rankStabilized)),
      ]))
    try AtomicFile.write(configuration.serialized(pretty: true) + "\n", to: directory + "/" + PEFT.configuration)
    let tensors = entries.map {
      Safetensors.Tensor(name: $0.name, shape: $0.shape, values: parameters.constant + $0.range.lowerBound)
    }
    try Safetensors.write(tensors, as: .f32, to: directory + "/" + PEFT.weights)
  }

  /// A whole number where it is one: PEFT declares lora_alpha as such.
  private static func number(_ x: Double) -> JSONValue {
    Int64(exactly: x).map { .integer($0) } ?? .number(x)
  }
}
