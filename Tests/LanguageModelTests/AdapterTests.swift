import Documents
import Foundation
import LanguageModel
import LanguageModelReference
import Numerics
import TestSupport
import Testing

@Suite struct AdapterTests {
  /// A model with an adapter whose B is not zero.
  /// - Parameter meetsAll: whether each row meets all experts.
  static func adapted(
    _ shape: Int, _ options: AdapterOptions = AdapterOptions(rank: 3, alpha: 5), seed: UInt64 = 7,
    meetsAll: Bool = false
  ) throws -> LanguageModel {
    var shape = shapes[shape]
    if meetsAll, let count = shape.experts?.count { shape.experts?.chosen = count }
    let base = try lively(shape, seed: seed)
    let model = try base.attaching(Adapter(for: base, options: options, base: "base", seed: seed))
    var generator = SeededGenerator(seed: seed, stream: "B")
    model.withTrainable { parameters in
      for entry in model.trainable.entries where entry.name.contains("lora_B") {
        for i in entry.range { parameters.pointer[i] = Float(0.3 * generator.normal()) }
      }
    }
    return model
  }

  @Test func aNewAdapterChangesNothingYet() throws {
    let base = try lively(shapes[1], seed: 3)
    let adapter = try Adapter(for: base, options: AdapterOptions(), base: "", seed: 11)
    let model = try base.attaching(adapter)
    #expect(try model.logits(of: [1, 2, 3]) == base.logits(of: [1, 2, 3]))
    // Rows of A: uniform in ±1/√inputs, another draw for another seed or module.
    let prefix = "base_model.model.model.layers."
    let a = try #require(adapter.tensor(prefix + "0.self_attn.q_proj.lora_A.weight"))
    let bound = 1 / Float(16).squareRoot()
    #expect(a.count == 8 * 16 && a.allSatisfy { abs($0) <= bound } && (a.map(abs).max() ?? 0) > 0.9 * bound)
    #expect(adapter.tensor(prefix + "0.self_attn.q_proj.lora_B.weight")?.allSatisfy { $0 == 0 } == true)
    #expect(adapter.tensor(prefix + "1.self_attn.q_proj.lora_A.weight") != a)
    let same = try Adapter(for: base, options: AdapterOptions(), base: "", seed: 11)
    #expect(same.tensor(prefix + "0.self_attn.q_proj.lora_A.weight") == a)
    // rank·(inputs + outputs) of each of the seven matrices of both layers.
    let c = shapes[1]
    let (h, f, q, k) = (c.hiddenSize, c.intermediateSize, c.queryWidth, c.keyWidth)
    #expect(adapter.parameterCount == 2 * 8 * (2 * (h + q) + 2 * (h + k) + 3 * (h + f)))
  }

  /// Each segment's own gradient, as a pass over it alone gives it, times the matrix of signs.
  @Test func projectedGradientsAreThoseOfEachSegmentAlone() throws {
    for shape in shapes.indices {
      let model = try Self.adapted(shape)
      let batch = randomSegments([30, 70, 12], vocabulary: shapes[shape].vocabularySize, seed: 17)
      let projection = SignProjection(dimension: 100, seed: 5)
      #expect(projection.dimension == 128)
      let found = try model.projectedGradients(of: batch, by: projection)
      #expect(found.map(\.count) == [128, 128, 128])
      for (segment, vector) in zip(batch, found) {
        let gradient = Gradient(for: model)
        _ = try model.accumulateGradient(of: [segment], scale: 1, into: gradient)
        var expected = [Double](repeating: 0, count: 128)
        for entry in model.trainable.entries {
          for (element, value) in try #require(gradient.tensor(entry.name)).enumerated() {
            for column in 0..<128 {
              expected[column] += Double(value * projection.sign(entry.name, element: element, column: column))
            }
          }
        }
        let error = relativeError(vector.map(Double.init), expected.map { $0 / 128.0.squareRoot() })
        #expect(error < 1e-5, "shape \(shape): \(error)")
      }
    }
    let plain = try lively(shapes[0], seed: 3)
    #expect(throws: LanguageModelError.self) {
      try plain.projectedGradients(of: randomSegments([5], vocabulary: 19, seed: 1), by: SignProjection(seed: 1))
    }
  }

  /// Signs are as many of one kind as of the other, and follow from the seed and the tensor's name.
  @Test func signsAreEvenAndNamed() {
    let projection = SignProjection(dimension: 64, seed: 9)
    func signs(_ projection: SignProjection, _ name: String) -> [Float] {
      (0..<100).flatMap { element in (0..<64).map { projection.sign(name, element: element, column: $0) } }
    }
    let some = signs(projection, "a")
    let sum = some.reduce(0, +)
    #expect(abs(sum) < 320)
    #expect(some == signs(projection, "a") && some != signs(projection, "b"))
    #expect(some != signs(SignProjection(dimension: 64, seed: 10), "a"))
  }

  /// The loss along each tensor's own gradient, by central differences; with dropout the masks stay the same.
  @Test(arguments: [0.0, 0.3]) func gradientsMatchFiniteDifferences(_ dropout: Double) throws {
    for shape in shapes.indices {
      // Where a choice of experts turns, the loss has a step.
      let model = try Self.adapted(shape, AdapterOptions(rank: 3, alpha: 5, dropout: dropout), meetsAll: true)
      let batch = randomSegments([30, 70, 12], vocabulary: shapes[shape].vocabularySize, seed: 13)
      let key = DropoutKey(seed: 1, step: 2, segment: 3)
      let gradient = Gradient(for: model)
      _ = try model.accumulateGradient(of: batch, scale: 1, into: gradient, dropout: key)
      let scrap = Gradient(for: model)
      func loss() throws -> Double {
        try model.accumulateGradient(of: batch, scale: 1, into: scrap, dropout: key).reduce(0) { $0 + $1.nats }
      }
      for entry in model.trainable.entries {
        let g = try #require(gradient.tensor(entry.name))
        let norm = g.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(norm > 0, "\(entry.name) has no gradient")
        let h = 1e-2 / max(1, norm)
        func moved(_ by: Double) throws -> Double {
          let original = model.withTrainable { p in
            entry.range.map { i in
              defer { p.pointer[i] += Float(by * Double(g[i - entry.range.lowerBound]) / norm) }
              return p.pointer[i]
            }
          }
          defer {
            model.withTrainable { p in
              for (i, value) in zip(entry.range, original) { p.pointer[i] = value }
            }
          }
          return try loss()
        }
        let slope = (try moved(h) - moved(-h)) / (2 * h)
        #expect(abs(slope - norm) < 0.02 * norm + 1e-2, "shape \(shape), \(entry.name): \(slope), \(norm)")
      }
    }
  }

  @Test func dropoutIsTheKeysAlone() throws {
    let model = try Self.adapted(1, AdapterOptions(rank: 4, alpha: 8, dropout: 0.5))
    let batch = randomSegments([40], vocabulary: 23, seed: 17)
    func loss(_ key: DropoutKey?) throws -> Double {
      try model.accumulateGradient(of: batch, scale: 1, into: Gradient(for: model), dropout: key)[0].nats
    }
    let first = DropoutKey(seed: 1, step: 0, segment: 0)
    #expect(try loss(first) == loss(first))
    let others = [
      DropoutKey(seed: 2, step: 0, segment: 0), DropoutKey(seed: 1, step: 1, segment: 0),
      DropoutKey(seed: 1, step: 0, segment: 1),
    ]
    #expect(Set(try ([first] + others).map(loss) + [loss(nil)]).count == 5)
    // Nothing is dropped outside of training.
    #expect(try loss(nil) == model.losses(of: batch)[0].nats)
  }

  /// Gradients are one chain of sums over a step's rows: how the rows are divided into batches changes no bit, nor which of
  /// them are dropped.
  @Test(arguments: [0.0, 0.4]) func batchesOfAStepDoNotMatter(_ dropout: Double) throws {
    for shape in shapes.indices {
      let model = try Self.adapted(shape, AdapterOptions(rank: 3, alpha: 5, dropout: dropout))
      let segments = randomSegments([30, 70, 12, 55], vocabulary: shapes[shape].vocabularySize, seed: 13)
      func gradient(_ cuts: [Int]) throws -> [Float] {
        let gradient = Gradient(for: model)
        for (from, to) in zip(cuts, cuts.dropFirst()) {
          _ = try model.accumulateGradient(
            of: Array(segments[from..<to]), scale: 0.1, into: gradient,
            dropout: DropoutKey(seed: 1, step: 2, segment: from))
        }
        return try model.trainable.entries.flatMap { try #require(gradient.tensor($0.name)) }
      }
      let whole = try gradient([0, 4])
      #expect(try gradient([0, 1, 2, 3, 4]) == whole && gradient([0, 3, 4]) == whole, "shape \(shape)")
    }
  }

  /// Every path through the model sees the adapter: packs, single tokens with a cache, hidden states.
  @Test func everyPathSeesTheAdapter() throws {
    let model = try Self.adapted(1)
    let merged = try model.merged()
    let batch = randomSegments([30, 9, 70], vocabulary: 23, seed: 19)
    for (a, b) in zip(try model.losses(of: batch), try merged.losses(of: batch)) {
      #expect(abs(a.nats - b.nats) < 1e-4 * max(1, b.nats))
    }
    #expect(
      try model.generate(prompt: [1, 2, 3], maxTokens: 12, stop: nil)
        == merged.generate(prompt: [1, 2, 3], maxTokens: 12, stop: nil))
    #expect(model.digest() != merged.digest() && model.digest() != model.detached.digest())
  }

  @Test func someTargets() throws {
    let base = try lively(shapes[0], seed: 5)
    func modules(_ targets: [String]) throws -> [String] {
      try Adapter(for: base, options: AdapterOptions(targets: targets), base: "", seed: 1).sites.map(\.module)
    }
    #expect(
      try modules(["v_proj", "down_proj"])
        == (0..<2).flatMap { ["model.layers.\($0).self_attn.v_proj", "model.layers.\($0).mlp.down_proj"] })
    #expect(try modules(["model.layers.1.self_attn.k_proj"]) == ["model.layers.1.self_attn.k_proj"])
    let one = try Adapter(
      for: base, options: AdapterOptions(targets: ["model.layers.1.self_attn.k_proj"]), base: "", seed: 1)
    #expect(one.targetModules == ["model.layers.1.self_attn.k_proj"])
    #expect(try Adapter(for: base, options: AdapterOptions(), base: "", seed: 1).targetModules.count == 7)
    let error = #expect(throws: LanguageModelError.self) { try modules(["q_proj", "c_attn", "proj"]) }
    #expect("\(try #require(error))".contains("no linear layer `c_attn`; it has down_proj, gate_proj, k_proj"))
    #expect("\(try #require(error))".contains("`proj`"))
    #expect(throws: LanguageModelError.self) {
      try Adapter(for: base, options: AdapterOptions(rank: 0, dropout: 1), base: "", seed: 1)
    }
  }

  @Test func anAdapterOfAnotherShapeIsRefused() throws {
    let base = try lively(shapes[0], seed: 5)
    let adapter = try Adapter(for: base, options: AdapterOptions(), base: "", seed: 1)
    #expect(throws: LanguageModelError.self) { try lively(shapes[1], seed: 5).attaching(adapter) }
    #expect(throws: LanguageModelError.self) { try base.attaching(adapter).attaching(adapter) }
  }

  /// Settings that would compute something else are named, all of them.
  @Test func unsupportedAdaptersAreNamed() throws {
    let source = FixtureTests.root + "/lora-llama"
    let base = try LanguageModel(directory: FixtureTests.root + "/llama-gqa")
    func problems(_ change: (inout JSONObject) -> Void, weights: String? = nil) throws -> String {
      let folder = try TemporaryDirectory()
      var json = try #require(try JSONValue.read(source + "/adapter_config.json").object)
      change(&json)
      try AtomicFile.write(JSONValue.object(json).serialized(), to: folder("adapter_config.json"))
      let from = weights ?? source + "/adapter_model.safetensors"
      try AtomicFile.write(AtomicFile.read(from), to: folder("adapter_model.safetensors"))
      let error = #expect(throws: LanguageModelError.self) { try Adapter(directory: folder.path, for: base) }
      return "\(try #require(error))"
    }
    #expect(try problems { $0["peft_type"] = "IA3" }.contains("peft_type is IA3; supported: LORA"))
    let many = try problems {
      $0["bias"] = "all"
      $0["use_dora"] = true
      $0["modules_to_save"] = ["lm_head"]
      $0["rank_pattern"] = ["q_proj": 2]
      $0["init_lora_weights"] = "pissa_niter_16"
    }
    for word in ["bias is \"all\"", "use_dora", "modules_to_save", "rank_pattern", "pissa_niter_16"] {
      #expect(many.contains(word), "\(many)")
    }
    let sized = try problems { $0["r"] = 5 }
    #expect(sized.contains("expected [5, "), "\(sized)")
    let other = FixtureTests.root + "/llama-gqa/model.safetensors"
    #expect(try problems({ _ in }, weights: other).contains("does not belong to a linear layer"))
  }

  /// A frozen base that stays in its file, in bfloat16, gives the bits of the same base in memory.
  @Test func aMappedBaseTunesToTheSameBits() throws {
    let folder = try TemporaryDirectory()
    try lively(shapes[1], seed: 8).save(to: folder("base"), dtype: .bf16, tokenizerFrom: nil)
    var gradients: [[Float]] = []
    for storage in [WeightStorage.mapped, .resident] {
      let base = try LanguageModel(directory: folder("base"), storage: storage)
      let model = try base.attaching(Adapter(for: base, options: AdapterOptions(), base: folder("base"), seed: 2))
      let batch = randomSegments([30, 50], vocabulary: 23, seed: 4)
      for step in 0..<2 {
        let gradient = Gradient(for: model)
        _ = try model.accumulateGradient(of: batch, scale: -0.01, into: gradient, gradientCheckpointing: step == 1)
        model.withTrainable { parameters in
          for i in 0..<parameters.count { parameters.pointer[i] += gradient.buffer.pointer[i] }
        }
        gradients.append((0..<gradient.buffer.count).map { gradient.buffer.pointer[$0] })
      }
      #expect(base.isMapped == (storage == .mapped), "tuning leaves the base where it is")
      try model.save(to: folder("\(storage)"), tokenizerFrom: nil)
    }
    #expect(gradients[0] == gradients[2] && gradients[1] == gradients[3])
    // Saved and loaded by its directory alone: the base comes with it.
    let files = try FileManager.default.contentsOfDirectory(atPath: folder("mapped")).sorted()
    #expect(files == ["adapter_config.json", "adapter_model.safetensors"])
    let (one, two) = (
      try LanguageModel(directory: folder("mapped")), try LanguageModel(directory: folder("resident"))
    )
    #expect(one.adapter != nil && one.digest() == two.digest())
    #expect(try one.logits(of: [3, 1, 4]) == two.logits(of: [3, 1, 4]))
  }

  /// The base is named by a path from the adapter's directory, or it is missing and that is said.
  @Test func theBaseIsFoundOrNamed() throws {
    let folder = try TemporaryDirectory()
    let base = try lively(shapes[0], seed: 8)
    // A name that nothing beside the working directory has, where it is looked for first.
    try base.save(to: folder("base of the adapters"), tokenizerFrom: nil)
    func write(_ name: String, base named: String) throws {
      let adapter = try Adapter(for: base, options: AdapterOptions(), base: named, seed: 1)
      try base.attaching(adapter).save(to: folder(name), tokenizerFrom: nil)
    }
    try write("beside", base: "../base of the adapters")
    #expect(try LanguageModel(directory: folder("beside")).detached.digest() == base.digest())
    func reason(_ name: String) -> String {
      let error = #expect(throws: LanguageModelError.self) { try LanguageModel(directory: folder(name)) }
      return error.map { "\($0)" } ?? ""
    }
    try write("nowhere", base: "/no/such/model")
    #expect(reason("nowhere").contains("/no/such/model: there is no such directory"))
    try write("unnamed", base: "")
    #expect(reason("unnamed").contains("has no base_model_name_or_path"))
    try write("stacked", base: folder("beside"))
    #expect(reason("stacked").contains("is an adapter too"))
  }
}
