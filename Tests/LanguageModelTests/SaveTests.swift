import Documents
import Foundation
import LanguageModel
import Numerics
import TestSupport
import Testing

/// What was loaded is saved again without loss: names, number formats, fields and files that cact does not know.
@Suite struct SaveTests {
  /// A model of llama-gqa's shape in two shards, one bfloat16 and one half, and what else a directory may hold.
  private func mixed(_ scratch: TemporaryDirectory, bare: Bool = false) throws -> String {
    let directory = scratch("mixed" + (bare ? "-bare" : ""))
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let reader = try Safetensors.Reader(FixtureTests.root + "/llama-gqa/model.safetensors")
    var map = JSONObject()
    let names = reader.entries.keys.sorted()
    for (file, type, part) in [
      ("a.safetensors", StoredType.bf16, names.filter { $0.contains("mlp") }),
      ("b.safetensors", .f16, names.filter { !$0.contains("mlp") }),
    ] {
      let values = try part.map { try reader.floats($0) }
      try withExtendedLifetime(values) {
        let tensors = zip(part, values).compactMap { name, floats in
          floats.withUnsafeBufferPointer { p in
            p.baseAddress.map {
              Safetensors.Tensor(
                name: bare && name.hasPrefix("model.") ? String(name.dropFirst(6)) : name,
                shape: reader.entries[name]?.shape ?? [], values: $0)
            }
          }
        }
        for tensor in tensors { map[tensor.name] = .string(file) }
        try Safetensors.write(tensors, as: type, to: "\(directory)/\(file)")
      }
    }
    try AtomicFile.write(
      JSONValue.object(["metadata": ["total_size": 1], "weight_map": .object(map)]).serialized(),
      to: directory + "/model.safetensors.index.json")
    var config = try #require(try JSONValue.read(FixtureTests.root + "/llama-gqa/config.json").object)
    config["somebody_elses"] = ["kept": [1, 2.5, nil]]
    config["torch_dtype"] = nil
    config["dtype"] = "float16"
    try AtomicFile.write(JSONValue.object(config).serialized(), to: directory + "/config.json")
    try AtomicFile.write(#"{"temperature": 0.7,  "top_k": 20}"#, to: directory + "/generation_config.json")
    return directory
  }

  private func tensors(_ directory: String) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".safetensors") {
      let reader = try Safetensors.Reader(directory + "/" + name)
      for (tensor, entry) in reader.entries {
        #expect(found[tensor] == nil)
        found[tensor] = Array(entry.type.utf8) + (try reader.rawBytes(tensor))
      }
    }
    return found
  }

  @Test(arguments: [WeightStorage.mapped, .resident]) func nothingIsLost(_ storage: WeightStorage) throws {
    let scratch = try TemporaryDirectory()
    let directory = try mixed(scratch)
    let model = try LanguageModel(directory: directory, storage: storage)
    // In shards of at most 20 kB, and in one file.
    for size in [20_000, 5_000_000_000] {
      let target = scratch("out-\(size)")
      try model.save(to: target, dtype: nil, tokenizerFrom: nil, shardSize: size)
      #expect(try tensors(target) == tensors(directory), "every bit, in its own number format")
      #expect(try JSONValue.read(target + "/config.json") == JSONValue.read(directory + "/config.json"))
      #expect(
        try AtomicFile.read(target + "/generation_config.json")
          == AtomicFile.read(directory + "/generation_config.json"))
      #expect(try LanguageModel(directory: target, storage: storage).digest() == model.digest())
      let names = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
      if size > 20_000 {
        #expect(names == ["config.json", "generation_config.json", "model.safetensors"])
        continue
      }
      let shards = names.filter { $0.hasPrefix("model-") && $0.hasSuffix(".safetensors") }
      let count = shards.count
      #expect(count > 1 && shards.first == "model-00001-of-0000\(count).safetensors", "\(names)")
      for shard in shards {
        let reader = try Safetensors.Reader(target + "/" + shard)
        #expect(reader.entries.count == 1 || reader.entries.values.reduce(0) { $0 + $1.range.count } <= size)
      }
      let index = try JSONValue.read(target + "/model.safetensors.index.json")
      #expect(
        index["metadata"]?["total_size"]?.int == (try tensors(directory)).values.reduce(0) { $0 + $1.count }
          - (try tensors(directory)).values.reduce(0) { $0 + ($1.starts(with: Array("BF16".utf8)) ? 4 : 3) })
      #expect(Set(index["weight_map"]?.object?.map { $0.value.string ?? "" } ?? []) == Set(shards))
    }
  }

  /// Kept as float32 for the time being, a model still knows what it came in.
  @Test func widenedModelsGoBack() throws {
    let scratch = try TemporaryDirectory()
    let directory = try mixed(scratch)
    let model = try LanguageModel(directory: directory).copy()
    #expect(model.originalType == .bf16 || model.originalType == .f16)
    let wide = scratch("wide")
    try model.save(to: wide, dtype: .f32, notingOriginal: true, tokenizerFrom: nil)
    #expect(try Safetensors.Reader(wide + "/model.safetensors").entries.values.allSatisfy { $0.type == "F32" })
    #expect(try JSONValue.read(wide + "/config.json")["dtype"] == "float32")
    let back = try LanguageModel(directory: wide)
    #expect(back.digest() == model.digest())
    try back.save(to: scratch("back"), tokenizerFrom: nil)
    #expect(try tensors(scratch("back")) == tensors(directory))
    // Without that note float32 is the model's own.
    try model.save(to: scratch("plain"), dtype: .f32, tokenizerFrom: nil)
    #expect(try LanguageModel(directory: scratch("plain")).originalType == .f32)
    // A weight between two values of its format is rounded, and only that one.
    let name = "model.norm.weight"
    let place = try #require(back.layout.entries.first { $0.name == name }?.range.lowerBound)
    back.withWeights { $0.pointer[place] = 1 + 0x1p-20 }
    try back.save(to: scratch("tuned"), tokenizerFrom: nil)
    var (a, b) = (try tensors(scratch("tuned")), try tensors(directory))
    let tuned = try LanguageModel(directory: scratch("tuned"))
    #expect(tuned.tensor(name)?.first == 1)
    a[name] = nil
    b[name] = nil
    #expect(a == b)
  }

  /// Checkpoints of the bare model have no "model." before their names; they keep it so.
  @Test func namesWithoutTheirPrefix() throws {
    let scratch = try TemporaryDirectory()
    let directory = try mixed(scratch, bare: true)
    let model = try LanguageModel(directory: directory)
    #expect(model.digest() == (try LanguageModel(directory: mixed(scratch))).digest())
    try model.save(to: scratch("out"), tokenizerFrom: nil)
    #expect(try tensors(scratch("out")) == tensors(directory))
  }

  @Test func everythingWrongWithShardsIsNamedAtOnce() throws {
    let scratch = try TemporaryDirectory()
    let directory = try mixed(scratch)
    let index = directory + "/model.safetensors.index.json"
    var map = try #require(try JSONValue.read(index)["weight_map"]?.object)
    map["model.norm.weight"] = "c.safetensors"
    map["model.embed_tokens.weight"] = "a.safetensors"
    try AtomicFile.write(JSONValue.object(["weight_map": .object(map)]).serialized(), to: index)
    do {
      _ = try LanguageModel(directory: directory)
      Issue.record("loaded")
    } catch {
      let text = "\(error)"
      #expect(text.contains("the shard c.safetensors is missing, with 1 tensor"), "\(text)")
      #expect(
        text.contains("`model.embed_tokens.weight` is not in a.safetensors, where the index places it"), "\(text)")
    }
  }

  /// Derived tables and masks of older exporters are no error; anything else is.
  @Test func harmlessExtras() throws {
    let scratch = try TemporaryDirectory()
    try FileManager.default.copyItem(atPath: FixtureTests.root + "/llama-tied", toPath: scratch("m"))
    let reader = try Safetensors.Reader(scratch("m/model.safetensors"))
    func write(_ extras: [String], copies: [String: String] = [:]) throws {
      let originals = reader.entries.keys.sorted()
      let names = originals + copies.keys.sorted()
      let values = try names.map { try reader.floats(copies[$0] ?? $0) }
      let one: [Float] = [1]
      try withExtendedLifetime((values, one)) {
        var tensors = zip(names, values).compactMap { name, floats in
          floats.withUnsafeBufferPointer { p in
            p.baseAddress.map {
              Safetensors.Tensor(name: name, shape: reader.entries[copies[name] ?? name]?.shape ?? [], values: $0)
            }
          }
        }
        one.withUnsafeBufferPointer { p in
          if let base = p.baseAddress { tensors += extras.map { .init(name: $0, shape: [1], values: base) } }
        }
        try Safetensors.write(tensors, as: .f32, to: scratch("m/model.safetensors"))
      }
    }
    try write(
      ["model.layers.0.self_attn.rotary_emb.inv_freq"], copies: ["lm_head.weight": "model.embed_tokens.weight"])
    let model = try LanguageModel(directory: scratch("m"))
    #expect(model.configuration.tiedEmbeddings && model.remarks.isEmpty)
    try write(["lm_head.weight"])
    let error = #expect(throws: LanguageModelError.self) { try LanguageModel(directory: scratch("m")) }
    #expect(error?.description.contains("`lm_head.weight` is [1], expected") == true)
    try write(["model.layers.0.self_attn.q_proj.bias"])
    #expect(throws: LanguageModelError.self) { try LanguageModel(directory: scratch("m")) }
  }

  /// config.json says that one matrix serves twice, and the file holds two: both are the model's, as in transformers.
  @Test(arguments: [WeightStorage.mapped, .resident]) func aTiedFlagOverTwoMatrices(_ storage: WeightStorage) throws {
    let scratch = try TemporaryDirectory()
    let untied = FixtureTests.root + "/llama-untied"
    try FileManager.default.copyItem(atPath: untied, toPath: scratch("m"))
    unlink(scratch("m/expected.safetensors"))
    let before = try tensors(scratch("m"))
    var config = try #require(try JSONValue.read(untied + "/config.json").object)
    config["tie_word_embeddings"] = true
    try AtomicFile.write(JSONValue.object(config).serialized(), to: scratch("m/config.json"))
    let model = try LanguageModel(directory: scratch("m"), storage: storage)
    #expect(try model.logits(of: [1, 2, 3]) == LanguageModel(directory: untied).logits(of: [1, 2, 3]))
    #expect(model.remarks.count == 1 && model.remarks[0].contains("two different ones"))
    #expect(try model.copy().remarks == model.remarks)
    try model.save(to: scratch("out"), tokenizerFrom: nil)
    #expect(try tensors(scratch("out")) == before && before["lm_head.weight"] != nil)
    config["tie_word_embeddings"] = false
    #expect(try JSONValue.read(scratch("out/config.json"))["tie_word_embeddings"] == false)
    let back = try LanguageModel(directory: scratch("out"))
    #expect(back.digest() == model.digest() && back.remarks.isEmpty)
    // So it is when the two are stored in different formats; equal values are one matrix in any.
    let reader = try Safetensors.Reader(untied + "/model.safetensors")
    for (copied, count) in [("lm_head.weight", 1), ("model.embed_tokens.weight", 0)] {
      let names = reader.entries.keys.sorted()
      let values = try names.map { name in
        // What half precision holds exactly.
        try reader.floats(name == "lm_head.weight" ? copied : name).map { Float(Float16($0)) }
      }
      try withExtendedLifetime(values) {
        let all = zip(names, values).compactMap { name, floats in
          floats.withUnsafeBufferPointer { p in
            p.baseAddress.map { Safetensors.Tensor(name: name, shape: reader.entries[name]?.shape ?? [], values: $0) }
          }
        }
        try Safetensors.write(
          all.filter { $0.name != "lm_head.weight" }, as: .f32, to: scratch("m/a.safetensors"))
        try Safetensors.write(all.filter { $0.name == "lm_head.weight" }, as: .f16, to: scratch("m/b.safetensors"))
      }
      unlink(scratch("m/model.safetensors"))
      let map = JSONObject(
        names.map { ($0, .string($0 == "lm_head.weight" ? "b.safetensors" : "a.safetensors")) })
      try AtomicFile.write(
        JSONValue.object(["weight_map": .object(map)]).serialized(), to: scratch("m/model.safetensors.index.json"))
      let model = try LanguageModel(directory: scratch("m"), storage: storage)
      #expect(model.remarks.count == count && model.configuration.tiedEmbeddings == (count == 0))
    }
  }

  @Test func tokenizerFilesAreCopied() throws {
    let scratch = try TemporaryDirectory()
    let files = [
      "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
      "merges.txt", "tokenizer.model", "vocab.txt", "chat_template.jinja", "chat_template.json",
    ]
    try FileManager.default.createDirectory(atPath: scratch("tokenizer"), withIntermediateDirectories: true)
    for name in files + ["optimizer.pt", "README.md"] { try AtomicFile.write(name, to: scratch("tokenizer/" + name)) }
    let model = try LanguageModel(directory: FixtureTests.root + "/llama-tied")
    try model.save(to: scratch("out"), tokenizerFrom: scratch("tokenizer"))
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch("out"))
    #expect(Set(names) == Set(files + ["config.json", "generation_config.json", "model.safetensors"]))
    for name in files { #expect(try AtomicFile.read(scratch("out/" + name)) == Array(name.utf8)) }
  }
}
