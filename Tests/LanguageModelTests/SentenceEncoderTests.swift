import Documents
import Foundation
import LanguageModel
import LanguageModelReference
import Numerics
import TestSupport
import Testing

/// Tests/Fixtures/encoder-*: hidden states, vectors and gradients of transformers for tiny random encoders.
@Suite struct SentenceEncoderTests {
  private static let names = ["encoder-bert", "encoder-mpnet", "encoder-mpnet-bf16"]

  private func fixture(_ name: String) throws -> (SentenceEncoder, Safetensors.Reader, [[Int32]]) {
    let directory = FixtureTests.root + "/" + name
    let expected = try Safetensors.Reader(directory + "/expected.safetensors")
    let tokens = try (0..<3).map { try FixtureTests.integers(expected, "tokens.\($0)") }
    return (try SentenceEncoder(directory: directory), expected, tokens)
  }

  @Test(arguments: names) func hiddenStatesAndVectorsMatchTransformers(_ name: String) throws {
    let (encoder, expected, tokens) = try fixture(name)
    // Alone and in one batch, whose order is not the texts'.
    let vectors = try encoder.embed(tokens)
    for i in 0..<3 {
      let error = relativeError(try encoder.hiddenStates(of: tokens[i]), try expected.floats("hidden.\(i)"))
      #expect(error <= 1e-4, "hidden.\(i): \(error)")
      let pooled = relativeError(vectors[i], try expected.floats("pooled.\(i)"))
      #expect(pooled <= 1e-4, "pooled.\(i): \(pooled)")
    }
  }

  /// A bias of the keys moves all scores of a query alike, which softmax does not see: its gradient is zero but for
  /// rounding, here and in PyTorch, and is compared with that of the queries' bias.
  private static func isVanishing(_ name: String) -> Bool { name.hasSuffix(".key.bias") || name.hasSuffix(".k.bias") }
  private static func queryBias(_ name: String) -> String {
    name.replacingOccurrences(of: ".key.", with: ".query.").replacingOccurrences(of: ".k.", with: ".q.")
  }
  private func largest(_ values: [Float]) -> Float { values.reduce(0) { max($0, abs($1)) } }

  @Test(arguments: ["encoder-bert", "encoder-mpnet"]) func gradientsMatchPyTorch(_ name: String) throws {
    let (encoder, expected, tokens) = try fixture(name)
    let gradient = EncoderGradient(for: encoder)
    let directions = try (0..<3).map { try expected.floats("direction.\($0)") }
    try encoder.accumulateGradient(of: tokens, directions: directions, into: gradient)
    var checked = 0
    for entry in encoder.layout.entries {
      let values = try #require(gradient.tensor(entry.name))
      let theirs = try expected.floats("grad." + entry.name)
      checked += 1
      if Self.isVanishing(entry.name) {
        let queries = try #require(gradient.tensor(Self.queryBias(entry.name)))
        for gradient in [values, theirs] { #expect(largest(gradient) < 1e-4 * largest(queries), "\(entry.name)") }
        continue
      }
      let error = relativeError(values, theirs)
      #expect(error <= 1e-4, "\(entry.name): \(error)")
    }
    #expect(checked == expected.entries.keys.filter { $0.hasPrefix("grad.") }.count)
    // A second call adds.
    let twice = EncoderGradient(for: encoder)
    for i in 0..<3 {
      try encoder.accumulateGradient(of: [tokens[i]], directions: [directions[i]], into: twice)
    }
    for entry in encoder.layout.entries where !Self.isVanishing(entry.name) {
      let error = relativeError(try #require(twice.tensor(entry.name)), try #require(gradient.tensor(entry.name)))
      #expect(error < 1e-5, "\(entry.name): \(error)")
    }
  }

  /// The derivative along a random direction of every tensor, by central differences in single precision.
  @Test(arguments: ["encoder-bert", "encoder-mpnet"]) func gradientsMatchFiniteDifferences(_ name: String) throws {
    let (encoder, expected, tokens) = try fixture(name)
    let directions = try (0..<3).map { try expected.floats("direction.\($0)") }
    let gradient = EncoderGradient(for: encoder)
    try encoder.accumulateGradient(of: tokens, directions: directions, into: gradient)
    func value() throws -> Double {
      var sum = 0.0
      for (tokens, direction) in zip(tokens, directions) {
        let states = try encoder.hiddenStates(of: tokens)
        for (state, weight) in zip(states, direction) { sum += Double(state) * Double(weight) }
      }
      return sum
    }
    var generator = SeededGenerator(seed: 7)
    for entry in encoder.layout.entries {
      let slope = try #require(gradient.tensor(entry.name))
      // Along the gradient itself, so that the difference is large; a part of it at random, so that signs matter.
      let length = slope.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let step = slope.map { Float(Double($0) / length * 2e-3 * (0.5 + generator.uniform())) }
      func moved(_ sign: Float) throws -> Double {
        let kept = encoder.withWeights { w in
          entry.range.map { i in
            let old = w.pointer[i]
            w.pointer[i] += sign * step[i - entry.range.lowerBound]
            return old
          }
        }
        defer { encoder.withWeights { w in for (i, old) in zip(entry.range, kept) { w.pointer[i] = old } } }
        return try value()
      }
      let measured = (try moved(1) - moved(-1)) / 2
      let predicted = zip(slope, step).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      #expect(
        abs(measured - predicted) < 0.02 * abs(predicted) + 1e-3, "\(entry.name): \(measured), \(predicted)")
    }
  }

  @Test func relativePositionsMatchTransformers() throws {
    let (encoder, expected, _) = try fixture("encoder-mpnet")
    let buckets = try FixtureTests.integers(expected, "buckets")
    #expect(buckets.count == 1201)
    for (i, bucket) in buckets.enumerated() {
      #expect(RelativePositions.bucket(of: i - 600) == Int(bucket), "distance \(i - 600)")
    }
    let spelled = try encoder.hiddenStates(of: FixtureTests.integers(expected, "tokens.padding"))
    #expect(relativeError(spelled, try expected.floats("hidden.padding")) <= 1e-4)
  }

  /// Any split into batches gives the same vectors, and equal calls the same bits.
  @Test func batchesAgree() throws {
    let (encoder, _, _) = try fixture("encoder-mpnet")
    var generator = SeededGenerator(seed: 3)
    let texts = (0..<40).map { i in (0...(i * 13) % 70).map { _ in Int32(2 + generator.index(below: 58)) } }
    let once = try encoder.embed(texts)
    let again = try encoder.embed(texts)
    #expect(once == again)
    for batchTokens in [1, 100, 500] {
      for (a, b) in zip(try encoder.embed(texts, batchTokens: batchTokens), once) {
        #expect(relativeError(a, b) < 1e-5)
      }
    }
    #expect(try encoder.embed([]).isEmpty)
  }

  @Test func whatTheFilesSayIsObeyed() throws {
    let bert = try fixture("encoder-bert").0
    #expect(bert.maximalLength == 128 && bert.pooling.mode == .mean)
    #expect(bert.pooling.normalizes && bert.pooling.lowercases)
    let mpnet = try fixture("encoder-mpnet").0
    // Without a length in its files the table of positions limits it, of which MPNet leaves out two.
    #expect(mpnet.maximalLength == 142 && !mpnet.pooling.normalizes && !mpnet.pooling.lowercases)
    let first = try fixture("encoder-mpnet-bf16").0
    #expect(first.maximalLength == 142 && first.pooling.mode == .cls)
    let again = try fixture("encoder-bert").0
    #expect(bert.digest() != mpnet.digest() && bert.digest() == again.digest())
  }

  @Test func badTextsAreNamed() throws {
    let encoder = try fixture("encoder-mpnet").0
    func reason(_ text: [Int32]) -> String {
      do {
        _ = try encoder.embed([[1, 2], text])
        return "nothing thrown"
      } catch { return "\(error)" }
    }
    #expect(reason([]).contains("segment 1 of the batch: has no tokens"))
    #expect(reason([60]).contains("token 60 is outside the vocabulary of 60"))
    #expect(reason([-1]).contains("token -1"))
    #expect(reason([Int32](repeating: 3, count: 143)).contains("143 tokens, more than the encoder's 142"))
  }

  /// A copy of a fixture with some files replaced; an empty replacement removes.
  private func directory(_ name: String, _ changes: [String: String]) throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    let source = FixtureTests.root + "/" + name
    for file in ["config.json", "model.safetensors", "modules.json", "sentence_bert_config.json", "1_Pooling"]
    where FileManager.default.fileExists(atPath: source + "/" + file) && changes[file] != "" {
      try FileManager.default.copyItem(atPath: source + "/" + file, toPath: folder(file))
    }
    for (file, text) in changes where !text.isEmpty { try AtomicFile.write(text, to: folder(file)) }
    return folder
  }

  private func reason(_ folder: TemporaryDirectory) -> String {
    do {
      _ = try SentenceEncoder(directory: folder.path)
      return "nothing thrown"
    } catch { return "\(error)" }
  }

  @Test func whatIsNotImplementedIsSaid() throws {
    func reason(_ changes: [String: String], _ name: String = "encoder-bert") throws -> String {
      let folder = try directory(name, changes)
      return self.reason(folder)
    }
    #expect(
      try reason(["config.json": #"{"architectures": ["T5EncoderModel"]}"#]).contains(
        "architecture T5EncoderModel is not supported; supported: BertModel, BertForMaskedLM, MPNetModel"))
    let config = try String(contentsOfFile: FixtureTests.root + "/encoder-bert/config.json", encoding: .utf8)
    func changed(_ from: String, _ to: String) throws -> String {
      #expect(config.contains(from))
      return try reason(["config.json": config.replacingOccurrences(of: from, with: to)])
    }
    #expect(try changed("\"gelu\"", "\"relu\"").contains("hidden_act is \"relu\", which is not supported"))
    #expect(
      try changed("\"num_attention_heads\": 3", "\"num_attention_heads\": 5").contains(
        "not a multiple of num_attention_heads 5"))
    #expect(
      try changed("\"hidden_size\": 18", "\"hidden_size\": 0").contains("hidden_size is not a positive whole number"))
    // Every tensor that does not fit, at once.
    let wider = try changed("\"intermediate_size\": 24", "\"intermediate_size\": 48")
    #expect(wider.contains("`encoder.layer.0.intermediate.dense.weight` is [24, 18], expected [48, 18]"))
    #expect(wider.contains("`encoder.layer.1.output.dense.weight` is [18, 24], expected [18, 48]"))
    let deeper = try changed("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3")
    #expect(deeper.contains("`encoder.layer.2.output.dense.weight` is missing"))
    let flatter = try changed("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1")
    #expect(flatter.contains("`encoder.layer.1.output.dense.weight` is not a tensor of this encoder"))
    #expect(
      try reason(["modules.json": #"[{"type": "sentence_transformers.models.Dense", "path": "2_Dense"}]"#]).contains(
        "the module sentence_transformers.models.Dense is not supported; supported: Transformer, Pooling, Normalize"))
    let pooled = try directory("encoder-bert", [:])
    try AtomicFile.write(#"{"pooling_mode": ["mean", "cls"]}"#, to: pooled("1_Pooling/config.json"))
    #expect(self.reason(pooled).contains("pooling by mean and cls is not supported; supported: mean, cls"))
    try AtomicFile.write(#"{"pooling_mode_max_tokens": true}"#, to: pooled("1_Pooling/config.json"))
    #expect(self.reason(pooled).contains("pooling by max is not supported"))
    try AtomicFile.write(#"{"pooling_mode": "cls"}"#, to: pooled("1_Pooling/config.json"))
    #expect(try SentenceEncoder(directory: pooled.path).pooling.mode == .cls)
    #expect(try reason(["model.safetensors": ""]).contains("model.safetensors"))
  }
}
