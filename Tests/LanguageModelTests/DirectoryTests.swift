import Documents
import Foundation
import LanguageModel
import LanguageModelReference
import TestSupport
import Testing

@Suite struct DirectoryTests {
  static let gqa = FixtureTests.root + "/llama-gqa"

  @Test(arguments: ["llama-tied", "llama-untied", "llama-gqa", "llama-mha-bf16"])
  func savedModelsComeBack(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    let model = try LanguageModel(directory: FixtureTests.root + "/" + name)
    let target = scratch.path + "/out"
    try model.save(to: target, tokenizerFrom: nil)
    let loaded = try LanguageModel(directory: target)
    #expect(loaded.configuration == model.configuration)
    #expect(loaded.digest() == model.digest())
    #expect(try loaded.logits(of: [1, 2, 3]) == model.logits(of: [1, 2, 3]))
    // What is there stays; in another format, with a tokenizer, into an empty directory.
    let error = #expect(throws: FileError.self) { try model.save(to: target, dtype: .bf16, tokenizerFrom: nil) }
    #expect(error?.code == ENOTEMPTY)
    #expect(try LanguageModel(directory: target).digest() == model.digest())
    let other = scratch.path + "/other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    let tokenizer = scratch.path + "/tokenizer"
    try FileManager.default.createDirectory(atPath: tokenizer, withIntermediateDirectories: true)
    try AtomicFile.write("{}", to: tokenizer + "/tokenizer.json")
    try model.save(to: other + "/", dtype: .bf16, tokenizerFrom: tokenizer)
    let rounded = try LanguageModel(directory: other)
    let difference = relativeError(try rounded.logits(of: [1, 2, 3]), try model.logits(of: [1, 2, 3]))
    #expect(difference < 0.05)
    #expect((difference == 0) == (name == "llama-mha-bf16"))
    #expect(try AtomicFile.read(other + "/tokenizer.json") == Array("{}".utf8))
    #expect(scratch.names == ["other", "out", "tokenizer"])
  }

  /// A save that fails leaves what stood there, and nothing else.
  @Test func failedSaveLeavesTheOldModel() throws {
    let scratch = try TemporaryDirectory()
    let model = try LanguageModel(directory: Self.gqa)
    let target = scratch.path + "/out"
    try model.save(to: target, tokenizerFrom: nil)
    #expect(throws: LanguageModelError.self) { try model.save(to: target, dtype: .f16, tokenizerFrom: scratch.path) }
    #expect(try LanguageModel(directory: target).digest() == model.digest())
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
    #expect(throws: FileError.self) { try model.save(to: scratch.path + "/no/such/place", tokenizerFrom: nil) }
  }

  /// A disk that is full in the middle of the weights, in a process of its own with a limit on the size of files.
  @Test func fullDiskLeavesTheOldModel() async throws {
    let scratch = try TemporaryDirectory()
    let model = try LanguageModel(directory: Self.gqa)
    try model.save(to: scratch("out"), tokenizerFrom: nil)
    await #expect(processExitsWith: .success) { [target = scratch("out") as String] in
      let fresh = try LanguageModel(fresh: LanguageModel(directory: target).configuration, seed: 1)
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 16_384, rlim_max: 16_384)
      #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #else
        let resource = RLIMIT_FSIZE
      #endif
      guard setrlimit(resource, &limit) == 0 else { exit(2) }
      do {
        try fresh.save(to: target, tokenizerFrom: nil)
        exit(3)
      } catch let error as FileError { exit(error.isFull ? 0 : 4) }
    }
    #expect(try LanguageModel(directory: scratch("out")).digest() == model.digest())
    #expect(scratch.names == ["out"])
  }

  @Test func shardsAreReadByTheirIndex() throws {
    let scratch = try TemporaryDirectory()
    let model = try LanguageModel(directory: Self.gqa)
    let config = try AtomicFile.read(Self.gqa + "/config.json")
    try AtomicFile.write(config, to: scratch.path + "/config.json")
    let reader = try Safetensors.Reader(Self.gqa + "/model.safetensors")
    var map = JSONObject()
    for (i, name) in reader.entries.keys.sorted().enumerated() {
      let file = "part-\(i % 3).safetensors"
      map[name] = .string(file)
    }
    for part in 0..<3 {
      let names = map.filter { $0.value.string == "part-\(part).safetensors" }.map(\.key)
      let values = try names.map { try reader.floats($0) }
      try withExtendedLifetime(values) {
        let tensors = zip(names, values).compactMap { name, floats in
          floats.withUnsafeBufferPointer { p in
            p.baseAddress.map { Safetensors.Tensor(name: name, shape: reader.entries[name]?.shape ?? [], values: $0) }
          }
        }
        try Safetensors.write(tensors, as: .f32, to: "\(scratch.path)/part-\(part).safetensors")
      }
    }
    let index = scratch.path + "/model.safetensors.index.json"
    try AtomicFile.write(JSONValue.object(["weight_map": .object(map)]).serialized(), to: index)
    #expect(try LanguageModel(directory: scratch.path).digest() == model.digest())
    try AtomicFile.write(#"{"weight_map": {"a": "../x"}}"#, to: index)
    #expect(throws: LanguageModelError.self) { try LanguageModel(directory: scratch.path) }
  }

  private func failure(_ config: String, weights: String = gqa + "/model.safetensors") throws -> String {
    let scratch = try TemporaryDirectory()
    try AtomicFile.write(config, to: scratch.path + "/config.json")
    try AtomicFile.write(AtomicFile.read(weights), to: scratch.path + "/model.safetensors")
    do {
      _ = try LanguageModel(directory: scratch.path)
      return "loaded"
    } catch { return "\(error)" }
  }

  @Test func whatDoesNotFitIsNamedAllAtOnce() throws {
    var config = try #require(try JSONValue.read(Self.gqa + "/config.json").object)
    config["num_hidden_layers"] = 2
    config["intermediate_size"] = 33
    let message = try failure(JSONValue.object(config).serialized())
    #expect(message.contains("`model.layers.0.mlp.gate_proj.weight` is [32, 24], expected [33, 24]"))
    #expect(message.contains("`model.layers.1.mlp.down_proj.weight` is [24, 32], expected [24, 33]"))
    #expect(message.contains("`model.layers.2.input_layernorm.weight` is not a tensor of this model"))
    config["num_hidden_layers"] = 4
    #expect(
      try failure(JSONValue.object(config).serialized()).contains(
        "`model.layers.3.self_attn.q_proj.weight` is missing"))
  }

  @Test func configurationsAreChecked() throws {
    func change(_ key: String, _ value: JSONValue?) throws -> String {
      var config = try #require(try JSONValue.read(Self.gqa + "/config.json").object)
      config[key] = value
      return try failure(JSONValue.object(config).serialized())
    }
    #expect(
      try change("architectures", ["BloomForCausalLM"]).contains(
        "architecture BloomForCausalLM is not supported; supported: LlamaForCausalLM, SmolLM3ForCausalLM, "
          + "GraniteForCausalLM, Olmo2ForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM, Qwen3MoeForCausalLM, "
          + "MistralForCausalLM, MixtralForCausalLM, Phi3ForCausalLM, GemmaForCausalLM, Gemma2ForCausalLM, Gemma3ForCausalLM, Starcoder2ForCausalLM, "
          + "GPT2LMHeadModel"
      ))
    #expect(try change("hidden_size", nil).contains("hidden_size is missing"))
    #expect(try change("hidden_size", "wide").contains("hidden_size is a string, not a whole number"))
    #expect(try change("num_key_value_heads", 4).contains("not a multiple of num_key_value_heads 4"))
    #expect(try change("head_dim", 5).contains("head_dim 5 is odd"))
    #expect(try change("num_attention_heads", 0).contains("num_attention_heads is 0"))
    #expect(try change("vocab_size", -3).contains("vocab_size is -3"))
    #expect(try change("attention_bias", true).contains("`model.layers.0.self_attn.q_proj.bias` is missing"))
    #expect(try change("attention_bias", "yes").contains("attention_bias is a string, not true or false"))
    #expect(try change("hidden_act", "relu").contains("hidden_act relu is not supported; supported: silu, "))
    #expect(try change("quantization_config", ["quant_method": "gptq"]).contains("quantized by gptq"))
    #expect(try change("partial_rotary_factor", 0.5).contains("partial_rotary_factor is 0.5"))
    let llama3 = try change("rope_parameters", ["rope_type": "llama3", "factor": 8])
    #expect(llama3.contains("low_freq_factor is missing, which rope_type llama3 needs; high_freq_factor"))
    #expect(
      try change("rope_parameters", ["rope_type": "proportional"]).contains(
        "rope_type proportional is not supported; supported: default, linear, dynamic, llama3, yarn, longrope"))
    let long = try change("rope_parameters", ["rope_type": "longrope", "short_factor": [1, "2"], "long_factor": [1]])
    #expect(long.contains("short_factor is no list of numbers"))
    #expect(try change("bos_token_id", nil) == "loaded")
  }

  // Not in the macro: without the type, shifts and `.max` take the compiler 20 seconds.
  private static let absurdSizes: [(String, Int)] = [
    ("num_hidden_layers", 1_000_000), ("num_hidden_layers", 9_999), ("num_hidden_layers", 1 << 62),
    ("num_hidden_layers", .min), ("hidden_size", 1 << 24), ("hidden_size", .max), ("vocab_size", 1 << 24),
    ("vocab_size", 1 << 40), ("intermediate_size", 1 << 24), ("intermediate_size", -1 << 40),
    ("num_attention_heads", 1 << 24), ("num_key_value_heads", 1 << 24), ("head_dim", 1 << 24), ("head_dim", .max),
    ("max_position_embeddings", .max), ("max_position_embeddings", -1),
  ]

  /// Before anything of their size is made, and by the name that they have in the file.
  @Test(arguments: absurdSizes)
  func absurdSizesAreComparedWithTheHeadersFirst(key: String, value: Int) throws {
    var config = try #require(try JSONValue.read(Self.gqa + "/config.json").object)
    config[key] = .integer(value)
    let start = ContinuousClock.now
    let message = try failure(JSONValue.object(config).serialized())
    #expect(message.contains("config.json") && message.contains(key), "\(message)")
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func numbersThatAreNoSizesAreNamed() throws {
    for value: JSONValue in [1e30, 7.5, -0.5, "8", [], .bool(true)] {
      var config = try #require(try JSONValue.read(Self.gqa + "/config.json").object)
      config["num_hidden_layers"] = value
      let message = try failure(JSONValue.object(config).serialized())
      #expect(message.contains("num_hidden_layers is"), "\(message)")
    }
  }

  /// Token by token with the cache gives what full passes give.
  @Test(arguments: ["llama-gqa", "llama-untied"]) func generationIsGreedy(_ name: String) throws {
    let model = try LanguageModel(directory: FixtureTests.root + "/" + name)
    let prompt: [Int32] = [5, 17, 3]
    var expected = prompt
    for _ in 0..<20 {
      let logits = try model.logits(of: expected).suffix(80)
      let best = try #require(zip(logits.indices, logits).max { ($0.1, $1.0) < ($1.1, $0.0) })
      expected.append(Int32(best.0 - logits.startIndex))
    }
    let made = try model.generate(prompt: prompt, maxTokens: 20, stop: nil)
    #expect(made == Array(expected.dropFirst(3)))
    let end = made[6]
    let ended = try model.generate(prompt: prompt, maxTokens: 20, stop: end)
    #expect(ended == Array(made.prefix { $0 != end }))
    let room = model.configuration.contextLength - 3
    #expect(try model.generate(prompt: prompt, maxTokens: 10_000, stop: nil).count == room)
    var asked = 0
    let stopped = try model.generate(prompt: prompt, maxTokens: 20, stop: nil) {
      asked += 1
      return asked > 5
    }
    #expect(stopped == Array(made.prefix(5)))
  }
}
