import Documents
import Foundation
import Kernels
import LanguageModel
import LanguageModelReference
import Numerics
import TestSupport
import Testing

/// Tests/Fixtures/lora-*: adapters that PEFT tuned, with PyTorch's logits, losses and gradients.
@Suite struct AdapterFixtureTests {
  static let names = ["lora-llama", "lora-llama-rs", "lora-gpt2", "lora-qwen2"]

  static func load(_ name: String) throws -> (model: LanguageModel, expected: Safetensors.Reader, batch: [Segment]) {
    let directory = FixtureTests.root + "/" + name
    let model = try LanguageModel(directory: directory)
    let expected = try Safetensors.Reader(directory + "/expected.safetensors")
    let starts = try FixtureTests.integers(expected, "answer_start")
    let batch = try starts.indices.map {
      Segment(tokens: try FixtureTests.integers(expected, "tokens.\($0)"), learnFrom: Int(starts[$0]))
    }
    return (model, expected, batch)
  }

  @Test(arguments: names) func logitsAndGradientsMatchPEFT(_ name: String) throws {
    let (model, expected, batch) = try Self.load(name)
    for (i, segment) in batch.enumerated() {
      let error = relativeError(try model.logits(of: segment.tokens), try expected.floats("logits.\(i)"))
      #expect(error <= 1e-4, "logits.\(i): \(error)")
    }
    let count = batch.reduce(0) { $0 + $1.targetCount }
    let gradient = Gradient(for: model)
    let losses = try model.accumulateGradient(of: batch, scale: 1 / Float(count), into: gradient)
    let loss = losses.reduce(0) { $0 + $1.nats } / Double(count)
    #expect(abs(loss - Double(try expected.floats("loss")[0])) <= 1e-5)
    let wanted = expected.entries.keys.filter { $0.hasPrefix("grad.") }
    #expect(Set(wanted) == Set(model.trainable.entries.map { "grad." + $0.name }))
    for entry in model.trainable.entries {
      let error = relativeError(try #require(gradient.tensor(entry.name)), try expected.floats("grad." + entry.name))
      #expect(error <= 1e-4, "\(entry.name): \(error)")
    }
  }

  @Test(arguments: names) func mergedEqualsUnmerged(_ name: String) throws {
    let (model, expected, batch) = try Self.load(name)
    let merged = try model.merged()
    #expect(merged.adapter == nil)
    for (i, segment) in batch.enumerated() {
      let logits = try model.logits(of: segment.tokens)
      #expect(relativeError(try merged.logits(of: segment.tokens), logits) <= 1e-5)
      // The base is as it was, and another model.
      let base = try model.detached.logits(of: segment.tokens)
      #expect(relativeError(base, try expected.floats("logits.\(i)")) > 1e-2)
    }
  }

  /// Names, shapes and settings of what is written here are PEFT's own for the same options.
  @Test(arguments: names) func filesAreAsPEFTWritesThem(_ name: String) throws {
    let (model, _, _) = try Self.load(name)
    let theirs = FixtureTests.root + "/" + name
    let adapter = try #require(model.adapter)
    let fresh = try Adapter(for: model.detached, options: adapter.options, base: adapter.base, seed: 3)
    let folder = try TemporaryDirectory()
    try adapter.write(to: folder.path, transposed: model.storesTransposed)
    let ours = try Safetensors.Reader(folder(PEFT.weights))
    let reference = try Safetensors.Reader(theirs + "/" + PEFT.weights)
    #expect(ours.entries.mapValues(\.shape) == reference.entries.mapValues(\.shape))
    #expect(ours.metadata == reference.metadata)
    for key in reference.entries.keys { #expect(try ours.floats(key) == reference.floats(key), "\(key)") }
    if name == "lora-llama" {  // every linear layer, which is the default here too
      #expect(
        Dictionary(uniqueKeysWithValues: fresh.entries.map { ($0.name, $0.shape) })
          == reference.entries.mapValues(\.shape))
    }
    let written = try #require(try JSONValue.read(folder(PEFT.configuration)).object)
    let expected = try #require(try JSONValue.read(theirs + "/" + PEFT.configuration).object)
    for key in written.keys {
      let value = try #require(expected[key], "PEFT has no \(key)")
      if key == "target_modules", value.string != nil { continue }  // an expression there, the modules here
      #expect(written[key] == value || written[key]?.double == value.double && value.double != nil, "\(key)")
    }
    // And back.
    let read = try Adapter(directory: folder.path, for: model.detached)
    #expect(read.options.rank == adapter.options.rank && read.sites == adapter.sites && read.base == adapter.base)
  }

  /// What is written here reads back the same. `make/lora_check.py` reads it with PEFT, where CACT_WRITE_ADAPTERS names a
  /// folder to leave it in.
  @Test(arguments: ["llama-gqa", "llama-tied", "families/gpt2", "families/mixtral", "families/qwen3-moe-odd"])
  func whatIsWrittenReadsBack(_ name: String) throws {
    let temporary = try TemporaryDirectory()
    let folder = ProcessInfo.processInfo.environment["CACT_WRITE_ADAPTERS"] ?? temporary.path
    let path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let directory = FixtureTests.root + "/" + name
    let base = try LanguageModel(directory: directory)
    let options = AdapterOptions(rank: 5, alpha: 12, dropout: 0.1, rankStabilized: name == "llama-tied")
    let model = try base.attaching(Adapter(for: base, options: options, base: directory, seed: 4))
    // A few plain steps down the gradient.
    let vocabulary = base.configuration.vocabularySize
    let batch = randomSegments([9, 20, 31], vocabulary: vocabulary, seed: 21)
    for step in 0..<12 {
      let gradient = Gradient(for: model)
      let key = DropoutKey(seed: 1, step: step, segment: 0)
      _ = try model.accumulateGradient(of: batch, scale: -0.02, into: gradient, dropout: key)
      model.withTrainable { Kernels.add(gradient.buffer.constant, to: $0.pointer, $0.count) }
    }
    try #require(model.adapter).write(to: path, transposed: model.storesTransposed)
    let settings = try PEFT.settings(path)
    #expect(settings.options.rank == 5 && settings.options.rankStabilized == options.rankStabilized)
    let again = try base.attaching(Adapter(directory: path, for: base))
    var tensors: [(name: String, shape: [Int], values: [Float])] = []
    for (i, segment) in batch.enumerated() {
      let logits = try model.logits(of: segment.tokens)
      #expect(try again.logits(of: segment.tokens) == logits)
      #expect(relativeError(logits, try base.logits(of: segment.tokens)) > 1e-2)
      tensors.append(("tokens.\(i)", [segment.tokens.count], segment.tokens.map { Float($0) }))
      tensors.append(("logits.\(i)", [segment.tokens.count, vocabulary], logits))
    }
    let buffers = tensors.map { tensor in
      let buffer = AlignedBuffer<Float>(count: tensor.values.count)
      for (i, value) in tensor.values.enumerated() { buffer.pointer[i] = value }
      return buffer
    }
    try withExtendedLifetime(buffers) {
      try Safetensors.write(
        zip(tensors, buffers).map { .init(name: $0.name, shape: $0.shape, values: $1.constant) }, as: .f32,
        to: path + "/logits.safetensors")
    }
  }
}
