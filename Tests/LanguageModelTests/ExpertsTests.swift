import Documents
import LanguageModel
import LanguageModelReference
import MatMul
import Numerics
import TestSupport
import Testing

/// Layers with experts, beside what every family's tests say of them.
@Suite("Routed experts")
struct ExpertsTests {
  private static let names = ["mixtral", "qwen3-moe", "qwen3-moe-odd"]

  private static func shape(count: Int, chosen: Int, normalizes: Bool = true) -> ModelConfiguration {
    var shape = ModelConfiguration(
      family: .mixtral, vocabularySize: 20, hiddenSize: 12, intermediateSize: 10, layers: 2, heads: 2, keyValueHeads: 1)
    shape.experts = .init(count: count, chosen: chosen, intermediateSize: 10, normalizesWeights: normalizes)
    return shape
  }

  private func gradient(_ model: LanguageModel, _ batches: [[Segment]]) throws -> Gradient {
    let gradient = Gradient(for: model)
    for batch in batches { _ = try model.accumulateGradient(of: batch, scale: 0.1, into: gradient) }
    return gradient
  }

  @Test("weights in files give what weights in memory give", arguments: names)
  func mapped(_ name: String) throws {
    let directory = FamilyTests.root + name
    let resident = try LanguageModel(directory: directory, storage: .resident)
    let mapped = try LanguageModel(directory: directory, storage: .mapped)
    let segments = try FamilyTests.Expected(name).segments
    #expect(mapped.digest() == resident.digest())
    for batch in [[segments[2]], segments] {
      #expect(try mapped.losses(of: batch).map(\.nats) == resident.losses(of: batch).map(\.nats))
    }
    let (a, b) = (try gradient(mapped, [segments]), try gradient(resident, [segments]))
    for entry in resident.layout.entries {
      let error = relativeError(try #require(a.tensor(entry.name)), try #require(b.tensor(entry.name)))
      #expect(error <= 1e-5, "\(entry.name): \(error)")
    }
    #expect(mapped.isMapped)
  }

  @Test("experts that no row chose are not read, and have no gradient")
  func unchosen() throws {
    let model = try lively(Self.shape(count: 5, chosen: 2), seed: 3)
    let batch = [Segment(tokens: [3, 7])]
    let expected = try model.losses(of: batch).map(\.nats)
    let gradient = try gradient(model, [batch])
    for (l, layer) in model.layout.layers.enumerated() {
      guard case .experts(let experts) = layer.feedForward else { continue }
      var met = 0
      for expert in experts.parts {
        let module = try #require(expert.down.parts.first).name
        let down = try #require(gradient.tensor(module + ".weight"))
        let isMet = down.contains { $0 != 0 }
        met += isMet ? 1 : 0
        let spoiled = try model.copy()
        spoiled.withWeights { $0.pointer[expert.up.offset] = .nan }
        let found = try spoiled.losses(of: batch).map(\.nats)
        #expect(isMet ? found[0].isNaN : found == expected, "layer \(l)")
      }
      #expect((2...4).contains(met), "layer \(l)")
    }
  }

  @Test("one expert is a dense layer")
  func one() throws {
    let sparse = try lively(Self.shape(count: 1, chosen: 1), seed: 5)
    var shape = sparse.configuration
    (shape.experts, shape.family) = (nil, .llama)
    let dense = try LanguageModel(fresh: shape, seed: 1)
    func name(_ entry: WeightLayout.Entry) -> String {
      ["gate_proj": "w1", "up_proj": "w3", "down_proj": "w2"].reduce(entry.name) {
        $0.replacing("mlp.\($1.key)", with: "block_sparse_moe.experts.0.\($1.value)")
      }
    }
    for entry in dense.layout.entries {
      let values = try #require(sparse.tensor(name(entry)))
      dense.withWeights { weights in
        for (i, value) in zip(entry.range, values) { weights.pointer[i] = value }
      }
    }
    let batch = randomSegments([30, 90, 3], vocabulary: 20, seed: 7)
    guard Products.current == .native else { return }
    #expect(try sparse.losses(of: batch).map(\.nats) == dense.losses(of: batch).map(\.nats))
    let (a, b) = (try gradient(sparse, [batch]), try gradient(dense, [batch]))
    for entry in dense.layout.entries {
      let error = relativeError(try #require(a.tensor(name(entry))), try #require(b.tensor(entry.name)))
      #expect(error <= 1e-6, "\(entry.name): \(error)")
    }
    let router = try #require(a.tensor("model.layers.0.block_sparse_moe.gate.weight"))
    #expect(router.allSatisfy { $0 == 0 })
  }

  @Test("more rows than an expert takes at once change no bit, however they come", arguments: [true, false])
  func manyRows(_ normalizes: Bool) throws {
    guard Products.current == .native else { return }
    let model = try lively(Self.shape(count: 3, chosen: 2, normalizes: normalizes), seed: 9)
    let batch = randomSegments([400, 350, 60], vocabulary: 20, seed: 11)
    let together = try gradient(model, [batch])
    let apart = try gradient(model, batch.map { [$0] })
    for entry in model.layout.entries {
      #expect((together.tensor(entry.name) == apart.tensor(entry.name)) as Bool, "\(entry.name)")
    }
    #expect(try model.losses(of: batch).map(\.nats) == batch.map { try model.losses(of: [$0])[0].nats })
  }

  @Test("in bfloat16 too, on any number of threads, and near float32")
  func bfloat16() throws {
    var shape = ModelConfiguration(
      family: .qwen3MoE, vocabularySize: 93, hiddenSize: 64, intermediateSize: 96, layers: 2, heads: 4,
      keyValueHeads: 2, contextLength: 1024)
    shape.experts = .init(count: 6, chosen: 2, intermediateSize: 40, normalizesWeights: false, denseLayers: [0])
    let model = try LanguageModel(fresh: shape, seed: 7)
    model.withWeights { weights in for i in 0..<weights.count { weights.pointer[i] *= 2 } }
    let batch = randomSegments([300, 3, 64, 1, 130], vocabulary: 93, seed: 5)
    let exact = try model.losses(of: batch).map(\.nats)
    let expected = try gradient(model, [batch]).norm()
    model.precision = .bf16
    ThreadCount.hold()
    defer { ThreadCount.release() }
    var found: [(losses: [Double], gradient: Gradient)] = []
    for threads in [1, 2, 3] {
      Threads.set(threads)
      found.append((try model.losses(of: batch).map(\.nats), try gradient(model, [batch])))
    }
    for (a, b) in zip(found[0].losses, exact) { #expect(abs(a - b) <= 0.01 * b + 1e-9) }
    #expect(abs(found[0].gradient.norm() / expected - 1) < 0.02)
    for other in found.dropFirst() {
      #expect(other.losses == found[0].losses)
      for entry in model.layout.entries {
        #expect((other.gradient.tensor(entry.name) == found[0].gradient.tensor(entry.name)) as Bool, "\(entry.name)")
      }
    }
  }

  // MARK: - Files

  /// A fixture's directory with its experts stacked, as transformers has them in memory.
  private func stacked(_ name: String, in scratch: TemporaryDirectory, cut: Bool = false) throws {
    let model = try LanguageModel(directory: FamilyTests.root + name)
    let experts = try #require(model.configuration.experts)
    var tensors: [(name: String, shape: [Int], values: [Float])] = []
    for entry in model.layout.entries where !entry.name.contains(".experts.") {
      let name = entry.name.replacing(".block_sparse_moe.gate", with: ".mlp.gate")
      tensors.append((name, entry.shape, try #require(model.tensor(entry.name))))
    }
    for (l, layer) in model.layout.layers.enumerated() {
      guard case .experts(let parts) = layer.feedForward else { continue }
      for (name, linears) in [("gate_up_proj", parts.parts.map(\.up)), ("down_proj", parts.parts.map(\.down))] {
        let some = cut ? Array(linears.dropLast()) : linears
        let values = try some.flatMap { linear in
          try linear.parts.flatMap { try #require(model.tensor($0.name + ".weight")) }
        }
        tensors.append(
          ("model.layers.\(l).mlp.experts.\(name)", [some.count, some[0].outputs, some[0].inputs], values))
      }
    }
    #expect(experts.count > 1)
    try AtomicFile.write(AtomicFile.read(FamilyTests.root + name + "/config.json"), to: scratch("config.json"))
    try withExtendedLifetime(tensors) {
      let written = tensors.compactMap { name, shape, values in
        values.withUnsafeBufferPointer { p in
          p.baseAddress.map { Safetensors.Tensor(name: name, shape: shape, values: $0) }
        }
      }
      try Safetensors.write(written, as: .f32, to: scratch("model.safetensors"))
    }
  }

  @Test("files with stacked experts are the same model", arguments: names)
  func stackedFiles(_ name: String) throws {
    let scratch = try TemporaryDirectory()
    try stacked(name, in: scratch)
    let model = try LanguageModel(directory: FamilyTests.root + name)
    for storage in [WeightStorage.resident, .mapped] {
      let found = try LanguageModel(directory: scratch.path, storage: storage)
      #expect(found.digest() == model.digest())
      #expect(try found.logits(of: [1, 5, 9]) == model.logits(of: [1, 5, 9]))
    }
    // What is saved is spelled as most readers expect it.
    try LanguageModel(directory: scratch.path).save(to: scratch("out"), tokenizerFrom: nil)
    let names = try Safetensors.Reader(scratch("out/model.safetensors")).entries.keys
    #expect(Set(names) == Set(model.layout.entries.map(\.name)))
  }

  @Test("stacked tensors of another shape are named")
  func stackedShapes() throws {
    let scratch = try TemporaryDirectory()
    try stacked("mixtral", in: scratch, cut: true)
    let error = #expect(throws: LanguageModelError.self) { try LanguageModel(directory: scratch.path) }
    #expect("\(try #require(error))".contains("mlp.experts.gate_up_proj` is [4, 16, 16], expected [5, 16, 16]"))
  }

  // MARK: - Adapters

  @Test("adapters stand at attention, where PEFT can load them", arguments: names)
  func adapters(_ name: String) throws {
    let base = try LanguageModel(directory: FamilyTests.root + name)
    let adapter = try Adapter(for: base, options: AdapterOptions(), base: "", seed: 1)
    #expect(adapter.targetModules == ["k_proj", "o_proj", "q_proj", "v_proj"])
    let target = name == "mixtral" ? "w1" : "gate_proj"
    let error = #expect(throws: LanguageModelError.self) {
      try Adapter(for: base, options: AdapterOptions(targets: [target]), base: "", seed: 1)
    }
    #expect("\(try #require(error))".contains("no linear layer `\(target)`; it has k_proj, o_proj, q_proj, v_proj"))
  }

  @Test("an adapter of experts is refused by name")
  func adaptersOfExperts() throws {
    let base = try LanguageModel(directory: FamilyTests.root + "mixtral")
    let scratch = try TemporaryDirectory()
    let adapter = try Adapter(for: base, options: AdapterOptions(rank: 2), base: "", seed: 1)
    try adapter.write(to: scratch.path, transposed: false)
    let site = "base_model.model.model.layers.0.block_sparse_moe.experts.1.w1"
    let values = [Float](repeating: 0, count: 32)
    try values.withUnsafeBufferPointer { p in
      let p = try #require(p.baseAddress)
      try Safetensors.write(
        [
          .init(name: site + ".lora_A.weight", shape: [2, 16], values: p),
          .init(name: site + ".lora_B.weight", shape: [8, 2], values: p),
        ], as: .f32, to: scratch(PEFT.weights))
    }
    let error = #expect(throws: LanguageModelError.self) { try Adapter(directory: scratch.path, for: base) }
    #expect("\(try #require(error))".contains("adapts experts, with 2 tensors, which is not supported"))
  }
}
