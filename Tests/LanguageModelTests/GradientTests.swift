import LanguageModel
import LanguageModelReference
import Numerics
import Testing

/// Small shapes that differ in everything that a shape can differ in.
let shapes: [ModelConfiguration] = [
  ModelConfiguration(vocabularySize: 19, hiddenSize: 12, intermediateSize: 20, layers: 2, heads: 3, keyValueHeads: 3),
  ModelConfiguration(
    vocabularySize: 23, hiddenSize: 16, intermediateSize: 24, layers: 2, heads: 4, keyValueHeads: 2, headDimension: 6,
    ropeTheta: 500, normEpsilon: 1e-6, tiedEmbeddings: false),
  ModelConfiguration(vocabularySize: 17, hiddenSize: 8, intermediateSize: 12, layers: 1, heads: 4, keyValueHeads: 1),
  multiplied,
  normedAfter,
  capped,
  routed,
  routedAmongDense,
]

/// Factors wherever a configuration may have one, and a layer that is not rotated.
private let multiplied: ModelConfiguration = {
  var shape = ModelConfiguration(
    family: .granite, vocabularySize: 21, hiddenSize: 12, intermediateSize: 16, layers: 2, heads: 2, keyValueHeads: 1)
  shape.rotatedLayers = [true, false]
  (shape.embeddingMultiplier, shape.residualMultiplier) = (2.5, 0.6)
  (shape.attentionMultiplier, shape.logitsDivisor) = (0.7, 1.3)
  return shape
}()

/// A model whose weights are large enough that every path matters.
func lively(_ configuration: ModelConfiguration, seed: UInt64) throws -> LanguageModel {
  let model = try LanguageModel(fresh: configuration, seed: seed)
  var generator = SeededGenerator(seed: seed, stream: "lively")
  model.withWeights { weights in
    for entry in model.layout.entries {
      for i in entry.range {
        weights.pointer[i] = Float((entry.isNorm ? 1 : 0) + 0.3 * generator.normal())
      }
    }
  }
  return model
}

func randomSegments(_ lengths: [Int], vocabulary: Int, seed: UInt64) -> [Segment] {
  var generator = SeededGenerator(seed: seed, stream: "segments")
  return lengths.map { n in
    Segment(
      tokens: (0..<n).map { _ in Int32(generator.index(below: vocabulary)) },
      learnFrom: n > 1 ? 1 + generator.index(below: n - 1) : 1, learnTo: n)
  }
}

/// Norms behind the branches, and over all queries and all keys.
private let normedAfter: ModelConfiguration = {
  var shape = ModelConfiguration(
    family: .olmo2, vocabularySize: 18, hiddenSize: 12, intermediateSize: 16, layers: 2, heads: 2, keyValueHeads: 1,
    tiedEmbeddings: false)
  (shape.normPlacement, shape.queryKeyNorm) = (.after, .projection)
  shape.residualMultiplier = 0.8
  return shape
}()

/// Norms of 1 + w before and behind the branches, caps on scores and logits, heads rotated in part, and a layer with a window
/// whose positions are its own.
let capped: ModelConfiguration = {
  var shape = ModelConfiguration(
    family: .gemma2, vocabularySize: 20, hiddenSize: 12, intermediateSize: 16, layers: 2, heads: 2, keyValueHeads: 1,
    headDimension: 8)
  (shape.normPlacement, shape.normsAddOne) = (.around, true)
  (shape.scoreCap, shape.logitsCap) = (2, 3)
  (shape.slidingWindows, shape.rotatedShare) = ([3, nil], 0.75)
  shape.windowPosition = .rotary(theta: 700, scaling: .none)
  return shape
}()

/// Experts in every layer, whose weights are normalised.
private let routed: ModelConfiguration = {
  var shape = ModelConfiguration(
    family: .mixtral, vocabularySize: 20, hiddenSize: 12, intermediateSize: 10, layers: 2, heads: 2, keyValueHeads: 1)
  shape.experts = .init(count: 3, chosen: 2, intermediateSize: 10, normalizesWeights: true)
  return shape
}()

/// A dense layer below one of experts of another width, whose weights are not normalised.
private let routedAmongDense: ModelConfiguration = {
  var shape = ModelConfiguration(
    family: .qwen3MoE, vocabularySize: 22, hiddenSize: 16, intermediateSize: 20, layers: 2, heads: 2, keyValueHeads: 2,
    tiedEmbeddings: false)
  shape.experts = .init(count: 4, chosen: 3, intermediateSize: 6, normalizesWeights: false, denseLayers: [0])
  return shape
}()

@Suite struct GradientTests {
  /// Every parameter of every kind of tensor, in double precision, by central differences.
  @Test(arguments: 0..<shapes.count) func referenceMatchesFiniteDifferences(_ shape: Int) throws {
    let model = try lively(shapes[shape], seed: 3)
    var reference = ReferenceModel(model)
    let batch = randomSegments([5, 7], vocabulary: shapes[shape].vocabularySize, seed: 5)
    let gradient = reference.run(batch, scale: 0.7).gradient
    var generator = SeededGenerator(seed: 11)
    let h = 1e-5
    for name in gradient.keys.sorted() {
      let values = gradient[name] ?? []
      let top = values.map(abs).max() ?? 0
      #expect(top > 0, "\(name) has no gradient")
      for _ in 0..<12 {
        let i = generator.index(below: values.count)
        let original = try #require(reference.weights[name])[i]
        reference.weights[name]?[i] = original + h
        let plus = reference.run(batch).nats.reduce(0, +)
        reference.weights[name]?[i] = original - h
        let minus = reference.run(batch).nats.reduce(0, +)
        reference.weights[name]?[i] = original
        let difference = 0.7 * (plus - minus) / (2 * h)
        #expect(abs(difference - values[i]) < 1e-7 * max(1, top), "\(name)[\(i)]: \(difference), \(values[i])")
      }
    }
  }

  /// The fast decoder against the reference in double precision: losses, logits, hidden states and every gradient.
  @Test(arguments: 0..<shapes.count) func decoderMatchesReference(_ shape: Int) throws {
    let c = shapes[shape]
    let model = try lively(c, seed: 17)
    let reference = ReferenceModel(model)
    // Longer than one block of attention; a segment of one token; one without targets.
    var batch = randomSegments([300, 1, 40, 129, 5], vocabulary: c.vocabularySize, seed: 23)
    batch[4].learnFrom = 5
    batch[2].learnTo = 39
    batch[2].pool = 2..<17
    let gradient = Gradient(for: model)
    let losses = try model.accumulateGradient(of: batch, scale: 0.25, into: gradient)
    let expected = reference.run(batch, scale: 0.25)
    for (i, loss) in losses.enumerated() {
      #expect(abs(loss.nats - expected.nats[i]) <= 2e-5 * max(1, expected.nats[i]))
      #expect(loss.count == batch[i].targetCount)
    }
    for (name, values) in expected.gradient {
      let error = relativeError(try #require(gradient.tensor(name)), values)
      #expect(error < 1e-4, "\(name): \(error)")
    }
    let hidden = reference.run([batch[2]]).hidden
    var pooled = [Double](repeating: 0, count: c.hiddenSize)
    for row in hidden[2..<17] { for i in pooled.indices { pooled[i] += row[i] / 15 } }
    #expect(relativeError(try #require(losses[2].pooled), pooled) < 1e-5)
    #expect(losses[1].pooled == nil)
    let logits = try model.logits(of: batch[3].tokens)
    #expect(relativeError(logits, reference.run([batch[3]]).logits.flatMap { $0 }) < 1e-5)
  }

  /// Forward alone gives the losses of the training pass, and the parts of each sum.
  @Test func forwardAgrees() throws {
    let model = try lively(shapes[1], seed: 29)
    let batch = randomSegments([30, 70, 12], vocabulary: 23, seed: 31)
    let gradient = Gradient(for: model)
    let trained = try model.accumulateGradient(of: batch, scale: 1, into: gradient)
    let scored = try model.losses(of: batch, perToken: true)
    for (a, b) in zip(trained, scored) {
      #expect(a.nats == b.nats)
      let parts = try #require(b.perToken)
      #expect(parts.count == b.count)
      #expect(abs(parts.reduce(0) { $0 + Double($1) } - b.nats) < 1e-4 * max(1, b.nats))
    }
  }

  /// A second call adds; it does not replace.
  @Test func gradientsAccumulate() throws {
    let model = try lively(shapes[0], seed: 37)
    let batch = randomSegments([20, 9], vocabulary: 19, seed: 41)
    let once = Gradient(for: model)
    let twice = Gradient(for: model)
    _ = try model.accumulateGradient(of: batch, scale: 1, into: once)
    _ = try model.accumulateGradient(of: [batch[0]], scale: 1, into: twice)
    _ = try model.accumulateGradient(of: [batch[1]], scale: 1, into: twice)
    for entry in model.layout.entries {
      let error = relativeError(try #require(twice.tensor(entry.name)), try #require(once.tensor(entry.name)))
      #expect(error < 1e-5, "\(entry.name): \(error)")
    }
  }

  @Test func badBatchesAreNamed() throws {
    let model = try lively(shapes[0], seed: 43)
    func reason(_ segment: Segment) -> String {
      do {
        _ = try model.losses(of: [Segment(tokens: [1, 2]), segment])
        return "nothing thrown"
      } catch { return "\(error)" }
    }
    #expect(reason(Segment(tokens: [])).contains("segment 1 of the batch: has no tokens"))
    #expect(reason(Segment(tokens: [1, 19])).contains("token 19 is outside the vocabulary of 19"))
    #expect(reason(Segment(tokens: [1, -1])).contains("token -1"))
    #expect(reason(Segment(tokens: [1, 2], learnFrom: 0)).contains("targets 0..<2"))
    #expect(reason(Segment(tokens: [1, 2], learnTo: 3)).contains("targets 1..<3"))
    #expect(reason(Segment(tokens: [1, 2], pool: 1..<3)).contains("pooled positions 1..<3"))
    #expect(reason(Segment(tokens: [Int32](repeating: 1, count: 2049))).contains("context of 2048"))
  }
}
