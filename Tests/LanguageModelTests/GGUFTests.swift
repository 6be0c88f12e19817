import Documents
import Foundation
import LanguageModel
import LanguageModelReference
import Numerics
import TestSupport
import Testing
import Tokenization

/// Tests/Fixtures/gguf: models as GGUF files, against transformers and tokenizers.
@Suite struct GGUFTests {
  static let root = FixtureTests.root + "/gguf/"
  static let names = ["gpt2", "llama", "llama-3", "qwen2", "qwen3", "starcoder2"]

  /// The directory that stands for a file, in a cache of the test's own.
  static func directory(_ path: String, _ scratch: TemporaryDirectory) throws -> String {
    try LanguageModel.resolve(path, environment: ["XDG_CACHE_HOME": scratch.path, "HOME": scratch.path])
  }

  private func error(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "accepted"
    } catch { return "\(error)" }
  }

  @Test(arguments: names) func logitsMatchTransformers(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    let directory = try Self.directory(Self.root + name + ".gguf", scratch)
    let expected = try Safetensors.Reader(Self.root + name + ".safetensors")
    let tokens = try FixtureTests.integers(expected, "tokens")
    for storage in [WeightStorage.mapped, .resident] {
      let model = try LanguageModel(directory: directory, storage: storage)
      let v = model.configuration.vocabularySize
      let logits = try model.logits(of: tokens)
      let some = stride(from: 0, to: tokens.count, by: 13).flatMap { logits[$0 * v..<($0 + 1) * v] }
      #expect(relativeError(some, try expected.floats("logits")) <= 1e-4)
      #expect(model.isMapped == (storage == .mapped))
    }
  }

  /// Token by token with the cache, from quantised weights, as from those in memory; and gradients.
  @Test(arguments: names) func mappedWeightsAreTheResidentOnes(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    let directory = try Self.directory(Self.root + name + ".gguf", scratch)
    let (mapped, resident) = (
      try LanguageModel(directory: directory, storage: .mapped),
      try LanguageModel(directory: directory, storage: .resident)
    )
    let prompt: [Int32] = [5, 17, 3, 44, 8, 61, 2]
    #expect(
      try mapped.generate(prompt: prompt, maxTokens: 12, stop: nil)
        == resident.generate(prompt: prompt, maxTokens: 12, stop: nil))
    let gradients = try [mapped, resident].map { model in
      let gradient = Gradient(for: model)
      _ = try model.accumulateGradient(of: [Segment(tokens: prompt, learnFrom: 2)], scale: 1, into: gradient)
      return gradient
    }
    for entry in resident.layout.entries {
      let tensor = try #require(mapped.tensor(entry.name))
      #expect(tensor == resident.tensor(entry.name), "\(entry.name)")
      let error = relativeError(
        try #require(gradients[0].tensor(entry.name)), try #require(gradients[1].tensor(entry.name)))
      #expect(error <= 1e-5, "\(entry.name): \(error)")
    }
    #expect(mapped.isMapped)
    #expect(mapped.digest() == resident.digest())
  }

  /// What is saved of a quantised model is the same model in float32, under Hugging Face's names and in their orientation.
  @Test(arguments: names, [WeightStorage.mapped, .resident]) func savedModelsComeBack(
    _ name: String, _ storage: WeightStorage
  ) throws {
    let scratch = try TemporaryDirectory()
    let directory = try Self.directory(Self.root + name + ".gguf", scratch)
    let model = try LanguageModel(directory: directory, storage: storage)
    try model.save(to: scratch("out"), tokenizerFrom: directory)
    let file = try Safetensors.Reader(scratch("out/model.safetensors"))
    for entry in model.layout.entries {
      #expect(try file.floats(entry.name) == #require(model.tensor(entry.name)), "\(entry.name)")
    }
    let saved = try LanguageModel(directory: scratch("out"))
    #expect(saved.configuration == model.configuration && saved.digest() == model.digest())
    #expect(try Tokenizer(directory: scratch("out")).digest == Tokenizer(directory: directory).digest)
  }

  @Test(arguments: names) func tokensAreThoseOfTheReference(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    let tokenizer = try Tokenizer(directory: Self.directory(Self.root + name + ".gguf", scratch))
    let expected = try JSONValue.read(Self.root + "texts.json")
    let texts = try #require(expected["texts"]?.array).map { try #require($0.string) }
    let ids = try #require(expected["ids"]?[name]?.array)
    #expect(texts.count == ids.count && texts.count > 15)
    for (text, ids) in zip(texts, ids) {
      let ids = try #require(ids.array).compactMap { $0.int.map { Int32($0) } }
      #expect(try tokenizer.encode(text, addingSpecial: true) == ids, "\(text.debugDescription)")
    }
  }

  /// What stands in the directory is what the file says.
  @Test func theDirectoryIsMadeOnceAndAnewForAnotherFile() throws {
    let scratch = try TemporaryDirectory()
    let path = scratch("Tiny.Q4_1.gguf")
    try FileManager.default.copyItem(atPath: Self.root + "llama-3.gguf", toPath: path)
    let directory = try Self.directory(path, scratch)
    #expect(directory.hasPrefix(scratch("cact/gguf/")) && directory.hasSuffix("/Tiny.Q4_1"))
    #expect(try Self.directory(path, scratch) == directory)
    let config = try JSONValue.read(directory + "/config.json")
    #expect(config["rope_scaling"]?["rope_type"] == "llama3" && config["rope_scaling"]?["factor"]?.double == 8)
    #expect(config["rms_norm_eps"]?.double == 1e-5 && config["eos_token_id"] == 318)
    let settings = try JSONValue.read(directory + "/tokenizer_config.json")
    #expect(settings["chat_template"]?.string?.contains("<|im_start|>") == true)
    #expect(settings["bos_token"] == "<|endoftext|>" && settings["add_bos_token"] == true)
    // A folder with that one file is the model; with two of them it is not known which.
    #expect(try Self.directory(scratch.path, scratch) == directory)
    try FileManager.default.copyItem(atPath: path, toPath: scratch("other.gguf"))
    #expect(error { _ = try Self.directory(scratch.path, scratch) }.contains("holds several GGUF files; name one"))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: Self.root + "qwen2.gguf", toPath: path)
    let other = try Self.directory(path, scratch)
    #expect(other != directory)
    #expect(try LanguageModel(directory: other).configuration.family == .qwen2)
    // Where the cache cannot be written, that is what is said.
    try AtomicFile.write("", to: scratch("plain"))
    let refused = error {
      _ = try LanguageModel.resolve(path, environment: ["XDG_CACHE_HOME": scratch("plain")])
    }
    #expect(refused.contains(scratch("plain")), "\(refused)")
  }

  @Test func namesInOllamasStoreAreFound() throws {
    let scratch = try TemporaryDirectory()
    let environment = ["HOME": scratch.path, "XDG_CACHE_HOME": scratch("cache"), "HF_HUB_CACHE": scratch("hub")]
    let store = scratch(".ollama/models")
    let blob = "sha256-" + String(repeating: "ab", count: 32)
    let manifest =
      #"{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:\#(blob.dropFirst(7))"}]}"#
    let places = [
      "registry.ollama.ai/library/tiny/0.5b", "registry.ollama.ai/me/tiny/latest", "hf.co/org/tiny-GGUF/Q4_K_M",
    ]
    for place in places {
      let folder = store + "/manifests/" + (place as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try AtomicFile.write(manifest, to: store + "/manifests/" + place)
    }
    let missing = error { _ = try LanguageModel.resolve("tiny:0.5b", environment: environment) }
    #expect(missing.contains("ollama pull tiny:0.5b"), "\(missing)")
    try FileManager.default.createDirectory(atPath: store + "/blobs", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Self.root + "qwen3.gguf", toPath: store + "/blobs/" + blob)
    for (name, folder) in [
      ("tiny:0.5b", "tiny:0.5b"), ("me/tiny", "me-tiny"), ("hf.co/org/tiny-GGUF:Q4_K_M", "hf.co-org-tiny-GGUF:Q4_K_M"),
    ] {
      let directory = try LanguageModel.resolve(name, environment: environment)
      #expect((directory as NSString).lastPathComponent == folder)
      #expect(try LanguageModel(directory: directory).configuration.family == .qwen3)
    }
    for name in ["tiny:7b", "../tiny:0.5b", "other", "a/b/c/d:e"] {
      #expect(
        error { _ = try LanguageModel.resolve(name, environment: environment) }.contains("there is no such directory"))
    }
  }

  // MARK: - Files that are no models

  private func file(version: UInt32 = 3, tensors: UInt64 = 0, settings: UInt64 = 0, _ rest: [UInt8] = []) -> [UInt8] {
    Array("GGUF".utf8) + number(version) + number(tensors) + number(settings) + rest
  }

  private func number<N: FixedWidthInteger>(_ value: N) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
  private func text(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count)) + Array(text.utf8) }

  private func tensor(_ name: String, _ shape: [UInt64], _ format: UInt32, at offset: UInt64) -> [UInt8] {
    text(name) + number(UInt32(shape.count)) + shape.flatMap { number($0) } + number(format) + number(offset)
  }

  @Test func everyLieOfAHeaderIsNamed() throws {
    let scratch = try TemporaryDirectory()
    let path = scratch("m.gguf")
    let zeros = [UInt8](repeating: 0, count: 200)
    let good = tensor("a", [32, 2], 2, at: 0)
    let cases: [(String, [UInt8], String)] = [
      ("empty", [], "is empty"),
      ("other file", Array("safetensors".utf8), "is no GGUF file"),
      ("cut version", Array("GGUF".utf8) + [3], "the version reaches beyond the end"),
      ("version 1", file(version: 1), "version 1, which is not supported; supported: 2, 3"),
      ("big-endian", file(version: UInt32(3).byteSwapped), "big-endian"),
      ("more tensors than bytes", file(tensors: 1 << 62), "the number of tensors is 4611686018427387904"),
      ("more settings than bytes", file(settings: .max), "the number of settings is"),
      ("text of all memory", file(settings: 1, number(UInt64.max - 7) + zeros), "the length of the name of setting 1"),
      ("text that is none", file(settings: 1, number(UInt64(2)) + [0xFF, 0xFE] + zeros), "is not UTF-8"),
      ("unknown kind", file(settings: 1, text("k") + number(UInt32(99)) + zeros), "`k` is of the unknown kind 99"),
      (
        "array of all memory",
        file(settings: 1, text("k") + number(UInt32(9)) + number(UInt32(0)) + number(UInt64.max)),
        "the number of values of `k`"
      ),
      (
        "arrays in arrays",
        file(
          settings: 1,
          text("k") + (0..<9).flatMap { _ in number(UInt32(9)) + number(UInt32(9)) + number(UInt64(1)) } + zeros),
        "`k`"
      ),
      (
        "twice", file(settings: 2, text("k") + number(UInt32(7)) + [1] + text("k") + number(UInt32(7)) + [1] + zeros),
        "`k` is set twice"
      ),
      (
        "alignment", file(settings: 1, text("general.alignment") + number(UInt32(4)) + number(UInt32(0)) + zeros),
        "general.alignment is 0"
      ),
      (
        "part", file(settings: 1, text("split.count") + number(UInt32(2)) + number(UInt16(3)) + zeros),
        "is one of 3 parts"
      ),
      ("no dimension", file(tensors: 1, tensor("a", [], 0, at: 0) + zeros), "tensor `a`: has 0 dimensions"),
      (
        "dimension of nothing", file(tensors: 1, tensor("a", [0], 0, at: 0) + zeros), "tensor `a`: has a dimension of 0"
      ),
      (
        "overflow", file(tensors: 1, tensor("a", [1 << 40, 1 << 40], 0, at: 0) + zeros), "tensor `a`: has more elements"
      ),
      ("unknown format", file(tensors: 1, tensor("a", [32], 20, at: 0) + zeros), "tensor `a`: is stored as IQ4_NL"),
      ("part of a block", file(tensors: 1, tensor("a", [33, 2], 2, at: 0) + zeros), "no whole blocks of Q4_0"),
      (
        "beyond the end", file(tensors: 1, tensor("a", [32, 99], 2, at: 0) + zeros),
        "the file is cut, or its header lies"
      ),
      ("far beyond", file(tensors: 1, tensor("a", [32], 2, at: .max) + zeros), "tensor `a`: begins at byte"),
      ("askew", file(tensors: 1, tensor("a", [32], 2, at: 8) + zeros), "no multiple of 32"),
      (
        "same name", file(tensors: 2, good + tensor("a", [32, 2], 2, at: 64) + zeros + zeros),
        "tensor `a`: is there twice"
      ),
      (
        "overlap", file(tensors: 2, good + tensor("b", [32, 2], 2, at: 32) + zeros + zeros), "tensor `b`: overlaps `a`"
      ),
    ]
    for (name, bytes, expected) in cases {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let found = error { _ = try GGUF.Reader(path) }
      #expect(found.contains(path) && found.contains(expected), "\(name): \(found)")
    }
    try Data(file(tensors: 1, good + zeros)).write(to: URL(fileURLWithPath: path))
    #expect(try GGUF.Reader(path).floats("a") == [Float](repeating: 0, count: 64))
    #expect(try GGUF.Reader(path).entries["a"]?.shape == [2, 32], "the fastest dimension stands last")
    #expect(error { _ = try Self.directory(path, scratch) }.contains("architecture (none named) is not supported"))
  }

  /// A hundred files with damage at seeded places: each is refused by an error that names it, or is a model still.
  @Test func damagedFilesAreRefused() throws {
    let scratch = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 14, stream: "damaged GGUF files")
    var refused = 0
    for i in 0..<100 {
      let name = Self.names[i % Self.names.count]
      var bytes = try AtomicFile.read(Self.root + name + ".gguf")
      // The header is some 10 kB; most damage is done there.
      for _ in 0..<1 + i % 4 {
        let place = Int(generator.next() % UInt64(i % 3 == 0 ? 400 : 16_000))
        switch generator.next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.replaceSubrange(place..<place + 8, with: [UInt8](repeating: 0xFF, count: 8))
        case 2: bytes.replaceSubrange(place..<place + 4, with: [UInt8](repeating: 0, count: 4))
        default: bytes.removeSubrange(place..<place + 1 + Int(generator.next() % 16))
        }
      }
      if i % 10 == 9 { bytes.removeLast(Int(generator.next() % UInt64(bytes.count))) }
      let path = scratch("damaged-\(i).gguf")
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        let directory = try Self.directory(path, scratch)
        let tokenizer = try Tokenizer(directory: directory)
        _ = try tokenizer.encode(Array("for i in range(10)".utf8))
        let model = try LanguageModel(directory: directory)
        _ = try model.logits(of: [1, 2, 3])
      } catch {
        refused += 1
        #expect("\(error)".contains("damaged-\(i)"), "file \(i): \(error)")
      }
    }
    #expect(refused > 50, "\(refused)")
  }

  @Test func whatIsNotSupportedIsNamed() throws {
    let scratch = try TemporaryDirectory()
    let path = scratch("m.gguf")
    let whole = try AtomicFile.read(Self.root + "llama.gguf")
    func changed(_ old: String, _ new: String) throws -> String {
      let text = Data(whole)
      let place = try #require(text.range(of: Data(old.utf8)))
      var bytes = whole
      bytes.replaceSubrange(place, with: Array(new.utf8))
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return error { _ = try LanguageModel(directory: Self.directory(path, scratch)) }
    }
    for (old, new, expected) in [
      ("llama.rope.dimension_count", "llama.rope.dimension_kount", "accepted"),
      ("llama.block_count", "llama.blokk_count", "llama.block_count is missing"),
      ("llama.context_length", "llama.kontext_length", "llama.context_length is missing"),
      ("blk.1.attn_q.weight", "blk.1.attn_Q.weight", "`blk.1.attn_Q.weight` is not a tensor of this model"),
      ("output_norm.weight", "output_morn.weight", "`model.norm.weight` is missing"),
      ("tokenizer.ggml.tokens", "tokenizer.ggml.nekots", "holds no tokenizer"),
      ("tokenizer.ggml.scores", "tokenizer.ggml.serocs", "neither merges nor a score"),
    ] {
      let found = try changed(old, new)
      #expect(found.contains(expected), "\(new): \(found)")
    }
  }

  // MARK: - A real model

  /// SmolLM2-135M-Instruct, which `scripts/smollm2` fetches: the logits of transformers from the same file
  /// (Tests/Fixtures/gguf-smollm2.safetensors), with its weights quantised in memory.
  @Test func aRealModelMatchesTransformers() throws {
    guard let path = QuantizedModel.path() else { return }
    let scratch = try TemporaryDirectory()
    let directory = try Self.directory(path, scratch)
    let expected = try Safetensors.Reader(FixtureTests.root + "/gguf-smollm2.safetensors")
    let tokens = try FixtureTests.integers(expected, "tokens")
    let texts = try FixtureTests.integers(expected, "text").map { UInt8(truncatingIfNeeded: $0) }
    #expect(try Tokenizer(directory: directory).encode(texts) == tokens)
    let model = try LanguageModel(directory: directory)
    #expect(model.isMapped)
    let v = model.configuration.vocabularySize
    let logits = try model.logits(of: tokens)
    let some = stride(from: 0, to: tokens.count, by: 8).flatMap { row in
      stride(from: row * v, to: (row + 1) * v, by: 8).map { logits[$0] }
    }
    #expect(relativeError(some, try expected.floats("logits")) <= 1e-4)
  }
}
