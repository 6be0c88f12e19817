import Documents
import Foundation
import Kernels
import LanguageModel
import LanguageModelReference
import TestSupport
import Testing

/// Tests/Fixtures/families: every family with its odd options switched on, against transformers.
@Suite struct FamilyTests {
  static let root = FixtureTests.root + "/families/"
  /// Every folder that is there; that each family has one is `TestedFeaturesTests`' to say.
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()

  struct Expected {
    let file: Safetensors.Reader
    let segments: [Segment]

    init(_ name: String) throws {
      let reader = try Safetensors.Reader(FamilyTests.root + name + "/expected.safetensors")
      let starts = try FixtureTests.integers(reader, "answer_start")
      segments = try starts.indices.map { i in
        Segment(tokens: try FixtureTests.integers(reader, "tokens.\(i)"), learnFrom: Int(starts[i]))
      }
      file = reader
    }
  }

  /// Logits at every 13th position, and every gradient of the mean loss over all answer tokens.
  @Test(arguments: names) func logitsAndGradientsMatchTransformers(_ name: String) throws {
    let model = try LanguageModel(directory: Self.root + name)
    let expected = try Expected(name)
    let v = model.configuration.vocabularySize
    for (i, segment) in expected.segments.enumerated() {
      let logits = try model.logits(of: segment.tokens)
      let some = stride(from: 0, to: segment.tokens.count, by: 13).flatMap { logits[$0 * v..<($0 + 1) * v] }
      let error = relativeError(some, try expected.file.floats("logits.\(i)"))
      #expect(error <= 1e-4, "logits.\(i): \(error)")
    }
    let count = expected.segments.reduce(0) { $0 + $1.targetCount }
    let gradient = Gradient(for: model)
    let losses = try model.accumulateGradient(of: expected.segments, scale: 1 / Float(count), into: gradient)
    let loss = losses.reduce(0) { $0 + $1.nats } / Double(count)
    #expect(abs(loss - Double(try expected.file.floats("loss")[0])) <= 1e-5)
    for entry in model.layout.entries {
      let error = relativeError(
        try #require(gradient.tensor(entry.name)), try expected.file.floats("grad." + entry.name))
      #expect(error <= 1e-4, "\(entry.name): \(error)")
    }
  }

  /// The answer's perplexity after the question over its perplexity after begin-of-text.
  @Test(arguments: names) func ifdMatchesTransformers(_ name: String) throws {
    let model = try LanguageModel(directory: Self.root + name)
    let expected = try Expected(name)
    let alone = expected.segments.map { Segment(tokens: [0] + $0.tokens[$0.learnFrom...]) }
    let losses = try model.losses(of: expected.segments + alone)
    let means = losses.map { $0.nats / Double($0.count) }
    let ifd = try expected.file.floats("ifd")
    for i in ifd.indices {
      let found = exp(means[i] - means[i + ifd.count])
      #expect(abs(found - Double(ifd[i])) <= 1e-4, "row \(i): \(found), \(ifd[i])")
    }
  }

  /// Only inputs kept, the layers run again: the same bits.
  @Test(arguments: names) func recomputationChangesNoBit(_ name: String) throws {
    let model = try LanguageModel(directory: Self.root + name)
    let segments = try Expected(name).segments
    let (kept, recomputed, again) = (Gradient(for: model), Gradient(for: model), Gradient(for: model))
    let first = try model.accumulateGradient(of: segments, scale: 0.1, into: kept)
    let second = try model.accumulateGradient(of: segments, scale: 0.1, into: recomputed, gradientCheckpointing: true)
    _ = try model.losses(of: segments)
    _ = try model.accumulateGradient(of: segments, scale: 0.1, into: again)
    #expect(first.map(\.nats) == second.map(\.nats))
    for entry in model.layout.entries {
      #expect(kept.tensor(entry.name) == recomputed.tensor(entry.name), "\(entry.name)")
      #expect(kept.tensor(entry.name) == again.tensor(entry.name), "\(entry.name)")
    }
  }

  /// Token by token with the cache gives what full passes give.
  @Test(arguments: names) func generationIsGreedy(_ name: String) throws {
    let model = try LanguageModel(directory: Self.root + name)
    let prompt = Array(try Expected(name).segments[0].tokens.prefix(12))
    var expected = prompt
    for _ in 0..<20 {
      let logits = try model.logits(of: expected).suffix(model.configuration.vocabularySize)
      let best = try #require(zip(logits.indices, logits).max { ($0.1, $1.0) < ($1.1, $0.0) })
      expected.append(Int32(best.0 - logits.startIndex))
    }
    #expect(try model.generate(prompt: prompt, maxTokens: 20, stop: nil) == Array(expected.dropFirst(12)))
  }

  /// A config.json of our own says what transformers' says, wherever both name a setting, and reads as the same shape.
  @Test(arguments: names) func writtenConfigurationsSayTheSame(_ name: String) throws {
    let original = try JSONValue.read(Self.root + name + "/config.json")
    let configuration = try ModelConfiguration(json: original, file: name)
    let written = configuration.json
    #expect(try ModelConfiguration(json: written, file: name) == configuration)
    var common = 0
    for (key, value) in try #require(written.object) {
      guard let other = original[key] else { continue }
      #expect(other == value, "\(key)")
      common += 1
    }
    #expect(common > 10)
    // A fresh model has no other configuration to save.
    let scratch = try TemporaryDirectory()
    let fresh = try LanguageModel(fresh: configuration, seed: 1)
    try fresh.save(to: scratch("out"), tokenizerFrom: nil)
    #expect(try JSONValue.read(scratch("out/config.json")) == written)
    #expect(try LanguageModel(directory: scratch("out")).digest() == fresh.digest())
  }

  /// What is written is the same model: configuration, weights and their orientation.
  @Test(arguments: names) func savedModelsComeBack(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    let model = try LanguageModel(directory: Self.root + name)
    try model.save(to: scratch("out"), tokenizerFrom: nil)
    let loaded = try LanguageModel(directory: scratch("out"))
    #expect(loaded.configuration == model.configuration)
    #expect(loaded.digest() == model.digest())
    let (before, after) = (
      try Safetensors.Reader(Self.root + name + "/model.safetensors"),
      try Safetensors.Reader(scratch("out/model.safetensors"))
    )
    #expect(before.entries.keys.sorted() == after.entries.keys.sorted())
    for tensor in before.entries.keys {
      #expect(before.entries[tensor]?.shape == after.entries[tensor]?.shape)
      #expect(try before.floats(tensor) == after.floats(tensor))
    }
  }

  /// A file saved from the bare model has no prefix, and may hold tables that are computed.
  @Test(arguments: ["gpt2", "qwen2"]) func barePrefixesAreRead(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    let model = try LanguageModel(directory: Self.root + name)
    try AtomicFile.write(AtomicFile.read(Self.root + name + "/config.json"), to: scratch("config.json"))
    let prefix = name == "gpt2" ? "transformer." : "model."
    let mask = name == "gpt2" ? "h.0.attn.bias" : "layers.0.self_attn.rotary_emb.inv_freq"
    let values =
      try model.layout.entries.map {
        (String($0.name.dropFirst(prefix.count)), $0.shape, try #require(model.tensor($0.name)))
      } + [(mask, [2], [1, 1])]
    try withExtendedLifetime(values) {
      let tensors = values.compactMap { name, shape, floats in
        floats.withUnsafeBufferPointer { p in
          p.baseAddress.map { Safetensors.Tensor(name: name, shape: shape, values: $0) }
        }
      }
      try Safetensors.write(tensors, as: .f32, to: scratch("model.safetensors"))
    }
    #expect(try LanguageModel(directory: scratch.path).digest() == model.digest())
  }
}
