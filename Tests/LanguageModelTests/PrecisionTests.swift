import Foundation
import Kernels
import LanguageModel
import MatMul
import Numerics
import TestSupport
import Testing

/// Products in bfloat16 against float32: near, and the same bits wherever they must be the same.
@Suite(.serialized) struct PrecisionTests {
  /// Grouped heads, several blocks of queries and keys, a window that ends within a block, tied or not.
  static let shapes: [ModelConfiguration] = [
    ModelConfiguration(
      vocabularySize: 301, hiddenSize: 64, intermediateSize: 96, layers: 2, heads: 4, keyValueHeads: 2,
      contextLength: 1024),
    ModelConfiguration(
      vocabularySize: 97, hiddenSize: 40, intermediateSize: 50, layers: 2, heads: 2, keyValueHeads: 1,
      headDimension: 24, contextLength: 1024, tiedEmbeddings: false),
    biased, normedHeads, oddHeads, routed,
  ]
  /// Experts in the upper layer, with more rows than one takes at once. All of them: rounding turns no choice.
  static let routed: ModelConfiguration = {
    var shape = ModelConfiguration(
      family: .qwen3MoE, vocabularySize: 93, hiddenSize: 64, intermediateSize: 96, layers: 2, heads: 4,
      keyValueHeads: 2,
      contextLength: 1024)
    shape.experts = .init(count: 3, chosen: 3, intermediateSize: 40, normalizesWeights: true, denseLayers: [0])
    return shape
  }()
  /// Layer norms, biases, learned positions and a plain feed-forward part, as GPT-2 has them.
  static let biased: ModelConfiguration = {
    var shape = ModelConfiguration(
      family: .gpt2, vocabularySize: 131, hiddenSize: 48, intermediateSize: 80, layers: 2, heads: 3, keyValueHeads: 3,
      contextLength: 1024)
    shape.position = .learned
    (shape.norm, shape.feedForward, shape.activation) = (.layer, .plain, .geluTanh)
    (shape.attentionBias, shape.attentionOutputBias, shape.feedForwardBias) = (true, true, true)
    return shape
  }()
  /// Queries and keys normalised head by head, as Qwen3 has them.
  static let normedHeads: ModelConfiguration = {
    var shape = ModelConfiguration(
      family: .qwen3, vocabularySize: 89, hiddenSize: 64, intermediateSize: 96, layers: 2, heads: 4, keyValueHeads: 2,
      headDimension: 32, contextLength: 1024)
    shape.queryKeyNorm = .heads
    return shape
  }()
  /// Heads of an odd dimension, which attention's own kernel does not take, and products over odd numbers of terms.
  static let oddHeads: ModelConfiguration = {
    var shape = biased
    (shape.hiddenSize, shape.headDimension, shape.intermediateSize) = (45, 15, 77)
    return shape
  }()
  static let lengths = [700, 3, 64, 1, 130, 33]

  private func model(_ shape: Int) throws -> LanguageModel {
    let model = try LanguageModel(fresh: Self.shapes[shape], seed: 7)
    // Larger than fresh weights, so that attention and probabilities are far from uniform.
    model.withWeights { weights in
      for entry in model.layout.entries where !entry.isNorm {
        for i in entry.range { weights.pointer[i] *= 4 }
      }
    }
    return model
  }

  private func batch(_ shape: Int) -> [Segment] {
    randomSegments(Self.lengths, vocabulary: Self.shapes[shape].vocabularySize, seed: 5)
  }

  private func gradient(_ model: LanguageModel, _ batch: [Segment], gradientCheckpointing: Bool = false) throws -> (
    [SegmentLoss], Gradient
  ) {
    let gradient = Gradient(for: model)
    let losses = try model.accumulateGradient(
      of: batch, scale: 0.01, into: gradient, gradientCheckpointing: gradientCheckpointing)
    return (losses, gradient)
  }

  private func bits(_ g: Gradient) -> [UInt32] { (0..<g.buffer.count).map { g.buffer.pointer[$0].bitPattern } }

  /// Each tensor's gradient points where float32's does.
  @Test(arguments: 0..<shapes.count) func lossesAndGradientsAreNearFloat32(_ shape: Int) throws {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    let model = try model(shape)
    let batch = batch(shape)
    let (exact, g) = try gradient(model, batch)
    let scored = try model.losses(of: batch)
    model.precision = .bf16
    let (rounded, r) = try gradient(model, batch)
    for (a, b) in zip(exact, rounded) { #expect(abs(a.nats - b.nats) <= 0.01 * a.nats + 1e-9, "\(a.nats) \(b.nats)") }
    #expect(exact.map(\.nats) == scored.map(\.nats))
    #expect(exact.map(\.nats) != rounded.map(\.nats))
    for entry in model.layout.entries {
      let a = try #require(g.tensor(entry.name)).map { Double($0) }
      let b = try #require(r.tensor(entry.name)).map { Double($0) }
      let product = zip(a, b).reduce(0.0) { $0 + $1.0 * $1.1 }
      let (sizeA, sizeB) = (a.reduce(0) { $0 + $1 * $1 }.squareRoot(), b.reduce(0) { $0 + $1 * $1 }.squareRoot())
      #expect(product > 0.998 * sizeA * sizeB, "\(entry.name): \(product / (sizeA * sizeB))")
      #expect(abs(sizeB / sizeA - 1) < 0.02, "\(entry.name): \(sizeB / sizeA)")
    }
  }

  /// Bits of losses and gradients depend neither on threads, nor on recomputation; each segment's loss is that of the
  /// segment alone within rounding; float32's bits are the same before and after.
  @Test func bitsAreTheSameOnAnyNumberOfThreads() throws {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    let model = try model(0)
    let batch = batch(0)
    Threads.set(2)
    let before = try model.losses(of: batch).map(\.nats)
    model.precision = .bf16
    Threads.set(1)
    let (losses, g) = try gradient(model, batch)
    for (count, gradientCheckpointing) in [(1, true), (2, false), (3, true)] {
      Threads.set(count)
      let again = try gradient(model, batch, gradientCheckpointing: gradientCheckpointing)
      #expect(again.0.map(\.nats) == losses.map(\.nats), "\(count) threads")
      #expect((bits(again.1) == bits(g)) as Bool, "\(count) threads")
    }
    for (segment, loss) in zip(batch, losses) where loss.count > 0 {
      let alone = try model.losses(of: [segment])[0].nats
      #expect(abs(alone - loss.nats) < 1e-4 * loss.nats)
    }
    model.precision = .f32
    Threads.set(2)
    #expect(try model.losses(of: batch).map(\.nats) == before)
  }

  /// More targets than the output layer takes at once, of a vocabulary that is no multiple of its blocks.
  @Test func targetsComeInGroups() throws {
    let shape = ModelConfiguration(
      vocabularySize: 80_011, hiddenSize: 16, intermediateSize: 16, layers: 1, heads: 1, keyValueHeads: 1)
    let model = try LanguageModel(fresh: shape, seed: 3)
    model.withWeights { w in for i in 0..<w.count { w.pointer[i] *= 4 } }
    let batch = randomSegments([900, 40], vocabulary: shape.vocabularySize, seed: 5)
    let (exact, g) = try gradient(model, batch)
    model.precision = .bf16
    let (rounded, r) = try gradient(model, batch)
    for (a, b) in zip(exact, rounded) { #expect(abs(a.nats - b.nats) <= 1e-3 * a.nats) }
    var (product, a, b) = (0.0, 0.0, 0.0)
    for i in 0..<g.buffer.count {
      let (x, y) = (Double(g.buffer.pointer[i]), Double(r.buffer.pointer[i]))
      (product, a, b) = (product + x * y, a + x * x, b + y * y)
    }
    #expect(product > 0.998 * (a * b).squareRoot() && abs(b / a - 1) < 0.04)
    #expect(try model.losses(of: batch).map(\.nats) == rounded.map(\.nats))
  }

  /// What files still hold is given up and taken again; what was changed stays.
  @Test func memoryIsGivenUpAndTakenAgain() throws {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/llama-gqa").path
    let model = try LanguageModel(directory: directory)
    let batch = randomSegments([40, 9], vocabulary: model.configuration.vocabularySize, seed: 5)
    let before = try model.losses(of: batch).map(\.nats)
    model.releaseMemory()
    #expect(model.isMapped)
    #expect(try model.losses(of: batch).map(\.nats) == before)
    #expect(!model.isMapped)
    model.withWeights { w in for i in 0..<model.layout.size { w.pointer[i] *= 1.1 } }
    let changed = try model.losses(of: batch).map(\.nats)
    model.releaseMemory()
    #expect(!model.isMapped)
    #expect(try model.losses(of: batch).map(\.nats) == changed)
    #expect(changed != before)
  }

  /// A layer that sees only its window: against float32, with segments of several windows and blocks.
  @Test func slidingWindows() throws {
    var shape = Self.shapes[0]
    shape.slidingWindows = [75, nil]
    let model = try LanguageModel(fresh: shape, seed: 7)
    model.withWeights { w in for i in 0..<w.count { w.pointer[i] *= i < model.layout.size ? 2 : 1 } }
    let batch = batch(0)
    let (exact, g) = try gradient(model, batch)
    model.precision = .bf16
    let (rounded, r) = try gradient(model, batch)
    for (a, b) in zip(exact, rounded) { #expect(abs(a.nats - b.nats) <= 0.01 * a.nats + 1e-9) }
    #expect(abs(r.norm() / g.norm() - 1) < 0.02)
  }

  /// Weights that have changed are rounded again; the logits are those of the losses.
  @Test func weightsThatChangeAreRoundedAgain() throws {
    let model = try model(0)
    model.precision = .bf16
    let segment = Segment(tokens: [1, 2, 3, 4, 5])
    let before = try model.losses(of: [segment])[0].nats
    let logits = try model.logits(of: segment.tokens)
    let v = model.configuration.vocabularySize
    var nats = 0.0
    for t in 1..<5 {
      let row = logits[(t - 1) * v..<t * v].map { Double($0) }
      let top = row.max() ?? 0
      nats += top + log(row.reduce(0) { $0 + exp($1 - top) }) - row[Int(segment.tokens[t])]
    }
    #expect(abs(nats - before) < 1e-4 * before)
    model.withWeights { w in for i in 0..<model.layout.size { w.pointer[i] *= 1.1 } }
    #expect(try model.losses(of: [segment])[0].nats != before)
    #expect(try model.copy().precision == .bf16)
  }

  /// Weights are read where they are mapped: the losses of the same weights held in memory, to the bit.
  @Test(arguments: ["llama-mha-bf16", "llama-mha-f16", "llama-gqa"]) func mappedWeightsGiveTheSameLosses(
    _ name: String
  ) throws {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)").path
    let mapped = try LanguageModel(directory: directory, storage: .mapped)
    let resident = try mapped.copy()
    mapped.precision = .bf16
    resident.precision = .bf16
    let batch = randomSegments([40, 9], vocabulary: mapped.configuration.vocabularySize, seed: 5)
    #expect(try mapped.losses(of: batch).map(\.nats) == resident.losses(of: batch).map(\.nats))
    let (_, a) = try gradient(mapped, batch)
    let (_, b) = try gradient(resident, batch)
    // Query, key and value are parts of one product in memory and three in files: their input's gradient sums otherwise.
    var difference = 0.0
    for i in 0..<a.buffer.count { difference = max(difference, Double(abs(a.buffer.pointer[i] - b.buffer.pointer[i]))) }
    #expect(difference < 1e-2 * b.norm() && abs(a.norm() / b.norm() - 1) < 1e-3)
  }
}
