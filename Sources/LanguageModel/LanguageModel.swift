import Foundation
package import Kernels
public import MatMul
package import Numerics

/// A decoder of one of the families of `Family.all`, and the one owner of its weights: see `Weights`.
///
/// `@unchecked Sendable` holds because every access to the weights and to the workspace of a computation happens while
/// `lock` is held; the configuration and the layout never change.
public final class LanguageModel: @unchecked Sendable {
  /// The shape of its decoder.
  public let configuration: ModelConfiguration
  package let layout: WeightLayout
  let weights: Weights
  let source: ModelSource?
  /// What is tuned in place of the weights, and added to their products; nil: nothing.
  public let adapter: Adapter?
  /// Shared by all models of the same weights, whose scratch memory is one.
  let lock: NSRecursiveLock
  private var productPrecision: Precision?
  private var measure: Profile?
  private var helpers: (any ModelCrew)?
  private var beginning: ModelOrigin?
  private var decoder: (any DecoderPasses)?
  private var decoderPrecision = Precision.f32

  /// Zero weights; for the readers, which then fill them.
  init(zeros configuration: ModelConfiguration, source: ModelSource? = nil) throws {
    guard configuration.problems.isEmpty else {
      throw LanguageModelError.configuration(path: "model configuration", problems: configuration.problems)
    }
    self.configuration = configuration
    layout = WeightLayout(configuration)
    weights = Weights(layout)
    self.source = source
    adapter = nil
    lock = NSRecursiveLock()
  }

  /// The weights of a directory.
  init(_ configuration: ModelConfiguration, _ weights: Weights, _ source: ModelSource) {
    self.configuration = configuration
    layout = weights.layout
    self.weights = weights
    self.source = source
    adapter = nil
    lock = NSRecursiveLock()
  }

  /// The same weights under another adapter.
  init(sharing other: LanguageModel, adapter: Adapter?) {
    configuration = other.configuration
    layout = other.layout
    weights = other.weights
    source = other.source
    self.adapter = adapter
    lock = other.lock
    productPrecision = other.precision
    helpers = other.crew
    beginning = other.origin
  }

  /// Random weights: normal(0, 0.02), the projections into the residual stream scaled down by √(2·layers), norms
  /// neutral, biases 0.
  public convenience init(fresh configuration: ModelConfiguration, seed: UInt64) throws {
    try self.init(zeros: configuration)
    let residual = 1 / (2 * Double(configuration.layers)).squareRoot()
    for entry in layout.entries {
      let w = weights.buffer.pointer + entry.range.lowerBound
      guard entry.isDecayed else {
        for i in 0..<entry.range.count { w[i] = entry.isNorm && !configuration.normsAddOne ? 1 : 0 }
        continue
      }
      // A stream per tensor: the values of one do not depend on the sizes of others.
      var generator = SeededGenerator(seed: seed, stream: entry.name)
      let deviation = 0.02 * (entry.isResidual ? residual : 1)
      for i in 0..<entry.range.count { w[i] = Float(deviation * generator.normal()) }
    }
  }

  /// The precision in which matrix products read weights and activations; nil: `Precision.current`. Weights,
  /// gradients and everything between the products stay float32. Where the machine lacks it (`Precision.obstacle`), products of rounded operands are computed
  /// in float32: the same values up to the order of sums, slowly.
  public var precision: Precision? {
    get { lock.withLock { productPrecision } }
    set { lock.withLock { productPrecision = newValue } }
  }

  /// What measures this model's computations, if anything does.
  package var profile: Profile? {
    get { lock.withLock { measure } }
    set { lock.withLock { measure = newValue } }
  }

  /// Who else computes passes of this model, and of those made from it; nil: nobody.
  public var crew: (any ModelCrew)? {
    get { lock.withLock { helpers } }
    set { lock.withLock { helpers = newValue } }
  }

  /// Where it began; nil where no other process could make the same one.
  package var origin: ModelOrigin? {
    get { lock.withLock { beginning } }
    set { lock.withLock { beginning = newValue } }
  }

  /// How often the weights have changed since the model began, and how often its adapter.
  package var revision: (weights: Int, adapter: Int) { lock.withLock { (weights.version, adapter?.version ?? 0) } }

  /// The number of parameters.
  public var parameterCount: Int { layout.parameterCount }

  /// An independent model with the same weights, held in memory; an adapter is left behind.
  public func copy() throws -> LanguageModel {
    let other = try LanguageModel(zeros: configuration, source: source)
    lock.lock()
    defer { lock.unlock() }
    weights.read(0..<layout.size, into: other.weights.buffer.pointer)
    other.productPrecision = productPrecision
    other.helpers = helpers
    other.beginning = beginning
    other.weights.version = weights.version
    return other
  }

  /// The tensor of that Hugging Face name, row-major in the file's orientation; nil where there is none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = layout.entries.first(where: { $0.name == name }) else { return nil }
    return reading { $0.tensor(entry) }
  }

  /// Lends the weights for reading or updating; nothing else of this model runs meanwhile. Mapped weights become resident:
  /// what only reads takes `reading`.
  package func withWeights<R>(_ body: (AlignedBuffer<Float>) throws -> R) rethrows -> R {
    lock.lock()
    defer {
      weights.changed()
      lock.unlock()
    }
    return try body(weights.buffer)
  }

  /// Lends the weights for reading, mapped or not.
  package func reading<R>(_ body: (Weights) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    return try body(weights)
  }

  /// Lends what is trainable, all weights or the adapter's parameters; nothing else of this model runs meanwhile.
  package func withTrainable<R>(_ body: (AlignedBuffer<Float>) throws -> R) rethrows -> R {
    guard let adapter else { return try withWeights(body) }
    lock.lock()
    defer {
      adapter.version += 1
      lock.unlock()
    }
    return try body(adapter.parameters)
  }

  /// As `withTrainable`, for a body that writes every tensor, and with it the weights' bfloat16 copy where there is one.
  package func updateTrainable(
    _ body: (AlignedBuffer<Float>, _ bfloat16Copy: UnsafeMutablePointer<BFloat16>?) throws -> Void
  ) rethrows {
    guard adapter == nil else { return try withTrainable { try body($0, nil) } }
    lock.lock()
    defer { lock.unlock() }
    try weights.update(body)
  }

  /// Frees the workspace, and the weights' own memory where their files still hold the same; the next computation takes
  /// both again.
  public func releaseMemory() {
    lock.lock()
    defer { lock.unlock() }
    decoder = nil
    weights.unload()
  }

  // MARK: - Computation

  /// The losses of the batch's segments, forward only. Work and memory grow with the total number of tokens: callers
  /// cut long lists into batches (a few thousand tokens each). Throws `LanguageModelError.segment`.
  public func losses(of batch: [Segment], perToken: Bool = false) throws -> [SegmentLoss] {
    try validate(batch)
    return withDecoder { $0.losses(of: batch, perToken: perToken) }
  }

  /// Adds the gradient of `scale`·(Σ nats over all targets of the batch) with respect to what is trainable to `gradient`;
  /// returns the losses.
  ///
  /// - Parameters:
  ///   - gradientCheckpointing: only each layer's input is kept and the backward pass runs the layer again: the same bits, less memory.
  ///   - dropout: the masks under which an adapter's inputs are dropped; nil: nothing is dropped.
  public func accumulateGradient(
    of batch: [Segment], scale: Float, into gradient: Gradient, gradientCheckpointing: Bool = false,
    dropout: DropoutKey? = nil
  ) throws -> [SegmentLoss] {
    precondition(gradient.trainable == trainable, "the gradient of another model shape")
    try validate(batch)
    return withDecoder {
      $0.accumulateGradient(
        of: batch, scale: scale, into: gradient, keeping: gradientCheckpointing ? .checkpoints : .everything,
        dropout: dropout)
    }
  }

  /// The logits after each token, count x vocabulary, row-major.
  public func logits(of tokens: [Int32]) throws -> [Float] {
    try validate([Segment(tokens: tokens, learnFrom: tokens.count)])
    return withDecoder { $0.logits(of: tokens) }
  }

  func withDecoder<R>(_ body: (any DecoderPasses) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    weights.reload()
    let precision = productPrecision ?? .current
    if precision != decoderPrecision { decoder = nil }
    decoderPrecision = precision
    let current = decoder ?? makeDecoder(precision)
    decoder = current
    current.profile = measure
    return try body(current)
  }

  private func makeDecoder(_ precision: Precision) -> any DecoderPasses {
    switch precision {
    case .f32: Decoder<Float>(configuration, weights, adapter)
    case .bf16: Decoder<BFloat16>(configuration, weights, adapter)
    }
  }

  func validate(_ batch: [Segment]) throws {
    for (i, s) in batch.enumerated() {
      func fail(_ reason: String) -> LanguageModelError { .segment(index: i, reason: reason) }
      let n = s.tokens.count
      if n == 0 { throw fail("has no tokens") }
      if n > configuration.contextLength {
        throw fail("\(n) tokens, more than the model's context of \(configuration.contextLength)")
      }
      let size = Int32(clamping: configuration.vocabularySize)
      if let bad = s.tokens.first(where: { $0 < 0 || $0 >= size }) {
        throw fail("token \(bad) is outside the vocabulary of \(configuration.vocabularySize)")
      }
      if s.learnFrom < 1 || s.learnTo > n || (s.learnFrom > s.learnTo && s.learnFrom != n) {
        throw fail("targets \(s.learnFrom)..<\(s.learnTo) of \(n) tokens")
      }
      let bounds = [s.learnFrom] + s.skipped.flatMap { [$0.lowerBound, $0.upperBound] } + [s.learnTo]
      if !s.skipped.isEmpty, zip(bounds, bounds.dropFirst()).contains(where: { $0 >= $1 }) {
        throw fail("targets \(s.learnFrom)..<\(s.learnTo) without \(s.skipped)")
      }
      if let pool = s.pool, pool.isEmpty || pool.lowerBound < 0 || pool.upperBound > n {
        throw fail("pooled positions \(pool) of \(n) tokens")
      }
    }
  }
}
