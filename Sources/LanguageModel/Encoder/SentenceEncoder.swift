import Digests
import Foundation
package import Numerics
public import Work

/// A sentence encoder of the BERT or MPNet family, with the pooling of its sentence-transformers files: tokens of a text to
/// one vector that says what it is about. The owner of its weights, float32 in memory.
///
/// `@unchecked Sendable` holds because every access to the weights and to the workspace happens while `lock` is held; the
/// rest never changes.
public final class SentenceEncoder: @unchecked Sendable {
  /// The shape of its network.
  public let configuration: EncoderConfiguration
  /// How a text's hidden states become its vector.
  public let pooling: SentencePooling
  package let layout: EncoderLayout
  let weights: AlignedBuffer<Float>
  private let lock = NSRecursiveLock()
  private var network: EncoderNetwork?

  init(_ configuration: EncoderConfiguration, _ pooling: SentencePooling) {
    self.configuration = configuration
    self.pooling = pooling
    layout = EncoderLayout(configuration)
    weights = AlignedBuffer(count: layout.size)
  }

  /// Numbers in a vector.
  public var dimension: Int { configuration.hiddenSize }
  /// Most tokens of a text, special ones included.
  public var maximalLength: Int { min(pooling.maximalLength, configuration.contextLength) }
  /// The number of parameters.
  public var parameterCount: Int { layout.parameterCount }
  /// Without the tables, of which a token takes one row each: what a token is multiplied with.
  public var multipliedParameterCount: Int {
    let c = configuration
    return max(1, parameterCount - (c.vocabularySize + c.positions + c.tokenTypes) * c.hiddenSize)
  }
  /// Folder of the tokenizer that goes with the network.
  public var tokenizerDirectory: String { pooling.networkDirectory }

  /// The vector of each text, in the texts' order. Texts are run longest first in batches of at most `batchTokens` tokens,
  /// so that the batches of a large set are alike and the largest comes first.
  ///
  /// - Parameters:
  ///   - texts: tokens of each, special ones included, at most `maximalLength`.
  ///   - passes: who computes batches of at least two; nil: this encoder, one after the other.
  ///   - keep: takes each batch's places in `texts` and their vectors as soon as they are known.
  /// - Throws: `LanguageModelError.segment` for a text that cannot be run; `Interrupted` between batches; what `passes` and
  ///   `keep` throw.
  public func embed(
    _ texts: [[Int32]], batchTokens: Int = 8_192, work: Work = .silent, passes: Passes? = nil,
    keep: (_ places: [Int], _ vectors: [[Float]]) throws -> Void = { _, _ in }
  ) throws -> [[Float]] {
    try validate(texts)
    let order = texts.indices.sorted { (texts[$1].count, $0) < (texts[$0].count, $1) }
    let batches = Segment.batches(order.map { texts[$0].count }, atMost: batchTokens)
    var vectors = [[Float]](repeating: [], count: texts.count)
    var done = 0
    try (batches.count > 1 ? passes ?? self.passes : self.passes)(
      batches.map { order[$0].map { texts[$0] } },
      {
        try work.checkCancellation(done: done, total: order.count, of: "rows embedded")
        return false
      },
      { batch, made in
        let places = Array(order[batches[batch]])
        for (place, vector) in zip(places, made) { vectors[place] = vector }
        done += places.count
        try keep(places, made)
        work.progress(Work.Progress(label: "embed", done: Double(done), total: Double(order.count), unit: "rows"))
      })
    return vectors
  }

  /// Passes over batches of texts: asked between them whether to stop, they hand over each batch's place and its texts' vectors, in
  /// whichever order batches are done.
  public typealias Passes = (
    _ batches: [[[Int32]]], _ shouldStop: () throws -> Bool, _ each: (Int, [[Float]]) throws -> Void
  ) throws -> Void

  private func passes(
    _ batches: [[[Int32]]], _ shouldStop: () throws -> Bool, _ each: (Int, [[Float]]) throws -> Void
  ) throws {
    for (place, batch) in batches.enumerated() {
      if try shouldStop() { return }
      try each(
        place,
        withNetwork { network in
          network.forward(batch, keep: false)
          return batch.indices.map { pooled(network, $0) }
        })
    }
  }

  private func pooled(_ network: EncoderNetwork, _ text: Int) -> [Float] {
    let h = configuration.hiddenSize
    let count = pooling.mode == .mean ? network.batch[text].count : 1
    var sum = [Double](repeating: 0, count: h)
    for t in network.starts[text]..<network.starts[text] + count {
      for i in 0..<h { sum[i] += Double(network.hidden.pointer[t * h + i]) }
    }
    var divisor = Double(count)
    if pooling.normalizes {
      // A vector of zeros stays one.
      divisor *= max(1e-12, sum.reduce(0) { $0 + $1 * $1 }.squareRoot() / divisor)
    }
    return sum.map { Float($0 / divisor) }
  }

  /// The last hidden states of one text, count x hidden, row-major.
  public func hiddenStates(of tokens: [Int32]) throws -> [Float] {
    try validate([tokens])
    return withNetwork { network in
      network.forward([tokens], keep: false)
      return Array(UnsafeBufferPointer(start: network.hidden.pointer, count: tokens.count * configuration.hiddenSize))
    }
  }

  /// Adds to `gradient` that of Σ ⟨direction, last hidden states⟩ over the batch: the vector-Jacobian product that
  /// fine-tuning an encoder under any loss begins with (`directions` is then the loss's gradient by the hidden states).
  ///
  /// - Parameter directions: for each text as many rows of `hiddenSize` as it has tokens, row-major.
  public func accumulateGradient(
    of texts: [[Int32]], directions: [[Float]], into gradient: EncoderGradient
  ) throws {
    try validate(texts)
    precondition(gradient.layout == layout, "the gradient of another encoder's shape")
    precondition(
      zip(texts, directions).allSatisfy { $0.count * configuration.hiddenSize == $1.count }
        && texts.count == directions.count, "directions of another shape")
    withNetwork { network in
      network.forward(texts, keep: true)
      network.backward(directions.flatMap { $0 }, into: gradient.buffer)
    }
  }

  /// Lends the weights for reading or updating; nothing else of this encoder runs meanwhile.
  package func withWeights<R>(_ body: (AlignedBuffer<Float>) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    return try body(weights)
  }

  /// Frees the workspace; the next computation allocates it again.
  public func releaseWorkspace() {
    lock.lock()
    defer { lock.unlock() }
    network = nil
  }

  private func withNetwork<R>(_ body: (EncoderNetwork) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    let current = network ?? EncoderNetwork(configuration, layout, weights)
    network = current
    return try body(current)
  }

  private func validate(_ texts: [[Int32]]) throws {
    let size = Int32(clamping: configuration.vocabularySize)
    for (i, text) in texts.enumerated() {
      func fail(_ reason: String) -> LanguageModelError { .segment(index: i, reason: reason) }
      if text.isEmpty { throw fail("has no tokens") }
      if text.count > configuration.contextLength {
        throw fail("\(text.count) tokens, more than the encoder's \(configuration.contextLength)")
      }
      if let bad = text.first(where: { $0 < 0 || $0 >= size }) {
        throw fail("token \(bad) is outside the vocabulary of \(configuration.vocabularySize)")
      }
    }
  }
}
